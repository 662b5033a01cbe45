/** What every store of the relay must do, whatever it keeps its bytes in. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import type { LogStore, LogWrite, StoredPush } from "#relay/storage/log-store";
import { noQuota } from "#relay/storage/log-store";

export interface StoreUnderTest {
  readonly store: LogStore;
  /** Closes the store and opens what it has kept; null for stores that keep nothing. */
  readonly reopen: (() => Promise<LogStore>) | null;
  /** What the store adds to each push. */
  readonly overheadBytes?: number;
}

const bytes = (length: number, fill: number): Uint8Array => new Uint8Array(length).fill(fill);

const pushOf = (serial: number, doc: number, size = 10): StoredPush => ({
  serial,
  doc: bytes(16, doc),
  logHash: bytes(32, serial % 256),
  changes: 2,
  body: bytes(size, serial % 256),
  proof: serial % 2 === 0 ? bytes(5, serial % 256) : null,
});

const write = (push: StoredPush, endsBatch: boolean, company = 1): LogWrite => ({
  type: "push",
  company,
  push,
  endsBatch,
});

const serials = (pushes: readonly StoredPush[]): readonly number[] => pushes.map(({ serial }) => serial);

export const describeRelayStore = (name: string, open: () => Promise<StoreUnderTest>): void => {
  describe(`[STORE] ${name}`, () => {
    let subject: StoreUnderTest;
    let store: LogStore;

    beforeEach(async () => {
      subject = await open();
      store = subject.store;
      must(
        await store.append([
          { type: "company", company: 1, id: bytes(32, 1) },
          { type: "company", company: 2, id: bytes(32, 2) },
        ]),
      );
    });
    afterEach(() => store.close());

    test("a fresh company has an empty log", async () => {
      const [first] = await store.companies();
      expect(first).toEqual({ company: 1, id: bytes(32, 1), serial: 0, logHash: bytes(32, 0) });
      expect(await store.logHashAt(1, 0)).toEqual(bytes(32, 0));
      expect(await store.logHashAt(1, 1)).toBeUndefined();
      expect(await store.pushesAfter(1, 0, 1_000)).toEqual({ pushes: [], complete: true });
      expect(await store.extentAfter(1, 0)).toEqual({ docs: 0, chunks: 0, bytes: 0 });
      expect(await store.pushesOf(1, bytes(16, 9))).toEqual([]);
    });

    test("pushes come back byte for byte, in order, and only those of the company", async () => {
      const pushes = [pushOf(1, 7), pushOf(2, 8), pushOf(3, 7)];
      must(await store.append(pushes.map((push, i) => write(push, i === 2))));
      must(await store.append([write(pushOf(1, 7), true, 2)]));
      expect((await store.pushesAfter(1, 0, 1_000_000)).pushes).toEqual(pushes);
      expect(serials((await store.pushesAfter(1, 2, 1_000_000)).pushes)).toEqual([3]);
      expect(serials(await store.pushesOf(1, bytes(16, 7)))).toEqual([1, 3]);
      expect(serials(await store.pushesOf(2, bytes(16, 7)))).toEqual([1]);
      expect(await store.extentAfter(1, 1)).toEqual({
        docs: 2,
        chunks: 4,
        bytes: 20 + 2 * (subject.overheadBytes ?? 0),
      });
      expect(await store.logHashAt(1, 2)).toEqual(bytes(32, 2));
      expect((await store.companies()).map(({ serial }) => serial)).toEqual([3, 1]);
    });

    test("a page ends at a batch, reaches its size, and says whether there is more", async () => {
      for (let batch = 0; batch < 10; batch++) {
        const first = 3 * batch + 1;
        must(await store.append([0, 1, 2].map((i) => write(pushOf(first + i, 7, 100), i === 2))));
      }
      const page = await store.pushesAfter(1, 0, 700);
      expect(serials(page.pushes)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(page.complete).toBe(false);
      const small = await store.pushesAfter(1, 6, 1);
      expect(serials(small.pushes)).toEqual([7, 8, 9]);
      const rest = await store.pushesAfter(1, 24, 1_000_000);
      expect([rest.pushes.length, rest.complete]).toEqual([6, true]);
    });

    test("a batch is written wholly or not at all", async () => {
      must(await store.append([write(pushOf(1, 7), true)]));
      const twice = await store.append([
        { type: "membership", company: 1, entry: bytes(3, 3) },
        write(pushOf(2, 99), false),
        write(pushOf(1, 7), true),
      ]);
      expect(twice.ok).toBe(false);
      expect(serials((await store.pushesAfter(1, 0, 1_000)).pushes)).toEqual([1]);
      expect(await store.membership(1)).toEqual([]);
      must(await store.append([write(pushOf(2, 99), true)]));
      expect(serials(await store.pushesOf(1, bytes(16, 99)))).toEqual([2]);
    });

    test("membership and cards keep their order, joins their newest state", async () => {
      must(
        await store.append([
          { type: "membership", company: 1, entry: bytes(3, 1) },
          { type: "membership", company: 2, entry: bytes(3, 9) },
          { type: "membership", company: 1, entry: bytes(3, 2) },
          { type: "card", company: 1, card: { serial: 4, bytes: bytes(8, 4) } },
          { type: "card", company: 1, card: { serial: 5, bytes: bytes(8, 5) } },
        ]),
      );
      expect(await store.membership(1)).toEqual([bytes(3, 1), bytes(3, 2)]);
      expect((await store.cards(1)).map(({ serial }) => serial)).toEqual([4, 5]);
      const join = { id: bytes(32, 6), bytes: bytes(9, 6), at: 1_760_000_000_000, ended: null };
      must(await store.append([{ type: "join", company: 1, join }]));
      must(await store.append([{ type: "join", company: 1, join: { ...join, ended: "refused" } }]));
      expect(await store.join(1, join.id)).toEqual({ ...join, ended: "refused" });
      expect(await store.joins(1, 10)).toHaveLength(1);
      expect(await store.join(2, join.id)).toBeUndefined();
    });

    test("what is held keeps its order, is taken out by document, and all of it with the batch or not at all", async () => {
      const hold = (doc: number, fill: number, company = 1): LogWrite => ({
        type: "hold",
        company,
        held: { doc: bytes(16, doc), bytes: bytes(6, fill) },
      });
      const fills = async (company = 1): Promise<readonly (number | undefined)[]> =>
        (await store.held(company)).map((held) => held.bytes[0]);
      must(await store.append([hold(7, 1), hold(8, 2), hold(7, 3), hold(7, 9, 2)]));
      expect(await store.held(1)).toEqual([
        { doc: bytes(16, 7), bytes: bytes(6, 1) },
        { doc: bytes(16, 8), bytes: bytes(6, 2) },
        { doc: bytes(16, 7), bytes: bytes(6, 3) },
      ]);
      // The order inside a batch counts: taken out first, put there again afterwards.
      must(
        await store.append([
          { type: "unhold", company: 1, doc: bytes(16, 7) },
          hold(7, 4),
          write(pushOf(1, 7), true),
        ]),
      );
      expect(await fills()).toEqual([2, 4]);
      const twice = await store.append([
        { type: "unhold", company: 1, doc: bytes(16, 7) },
        write(pushOf(1, 7), true),
      ]);
      expect(twice.ok).toBe(false);
      expect([await fills(), await fills(2)]).toEqual([[2, 4], [9]]);
      must(await store.remove(1));
      expect([await fills(), await fills(2)]).toEqual([[], [9]]);
    });

    test("a company has no limits until they are set, and the last ones said", async () => {
      expect(await store.quota(1)).toEqual(noQuota);
      const quota = { bytes: 5_000_000_000, changes: 7, files: null, connections: 0 };
      must(await store.append([{ type: "quota", company: 1, quota: { ...quota, changes: 8 } }]));
      must(await store.append([{ type: "quota", company: 1, quota }]));
      expect([await store.quota(1), await store.quota(2)]).toEqual([quota, noQuota]);
      // What is not named stays, and null means no limit.
      must(await store.append([{ type: "quota", company: 1, quota: { bytes: null, files: 9 } }]));
      expect(await store.quota(1)).toEqual({ ...quota, bytes: null, files: 9 });
      must(await store.append([{ type: "quota", company: 1, quota: {} }]));
      expect(await store.quota(1)).toEqual({ ...quota, bytes: null, files: 9 });
      must(await store.remove(1));
      expect(await store.quota(1)).toEqual(noQuota);
    });

    test("where a company moved to is kept beside what is stored of it", async () => {
      expect(await store.moves()).toEqual(new Map());
      must(await store.append([{ type: "moved", company: 2, to: "https://old.example.org" }]));
      must(await store.append([{ type: "moved", company: 2, to: "https://kit.example.org" }]));
      expect(await store.moves()).toEqual(new Map([[2, "https://kit.example.org"]]));
      expect((await store.companies()).map(({ company }) => company)).toEqual([1, 2]);
      must(await store.remove(2));
      expect(await store.moves()).toEqual(new Map());
    });

    test("everything is there after closing and opening", async () => {
      must(
        await store.append([
          { type: "membership", company: 1, entry: bytes(3, 1) },
          write(pushOf(1, 7), false),
          write(pushOf(2, 8), true),
        ]),
      );
      if (subject.reopen === null) return;
      store = await subject.reopen();
      expect(serials((await store.pushesAfter(1, 0, 1_000)).pushes)).toEqual([1, 2]);
      expect(await store.membership(1)).toEqual([bytes(3, 1)]);
    });

    test("a removed company is gone with everything of it, and its neighbour is untouched", async () => {
      const join = { id: bytes(32, 6), bytes: bytes(9, 6), at: 1, ended: null };
      for (const company of [1, 2]) {
        must(
          await store.append([
            { type: "membership", company, entry: bytes(3, 1) },
            { type: "card", company, card: { serial: 1, bytes: bytes(8, 4) } },
            { type: "join", company, join },
            write(pushOf(1, 7), true, company),
          ]),
        );
      }
      must(await store.remove(1));
      expect((await store.companies()).map(({ company }) => company)).toEqual([2]);
      expect((await store.pushesAfter(1, 0, 1_000)).pushes).toEqual([]);
      expect([await store.membership(1), await store.cards(1), await store.joins(1, 10)]).toEqual([
        [],
        [],
        [],
      ]);
      expect(serials(await store.pushesOf(2, bytes(16, 7)))).toEqual([1]);
      expect([(await store.membership(2)).length, (await store.joins(2, 10)).length]).toEqual([1, 1]);
      must(
        await store.append([{ type: "company", company: 1, id: bytes(32, 3) }, write(pushOf(1, 7), true)]),
      );
      expect(serials(await store.pushesOf(1, bytes(16, 7)))).toEqual([1]);
    });

    test("numbers beyond 32 bits come back exactly", async () => {
      const serial = 2 ** 39 + 12_345;
      must(await store.append([write({ ...pushOf(1, 7), serial }, true)]));
      expect((await store.companies())[0]?.serial).toBe(serial);
      expect((await store.pushesAfter(1, serial - 1, 10)).pushes[0]?.serial).toBe(serial);
      expect((await store.pushesAfter(2, 0, 10)).pushes).toEqual([]);
    });
  });
};
