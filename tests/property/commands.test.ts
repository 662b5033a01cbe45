import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { brand } from "#shared/kernel/brand";
import type { Command, CommandContext, DocumentDraft, Drafts } from "#shared/kernel/command";
import type { Id, MemberId, ThingId } from "#shared/kernel/ids";
import { newId, thingOf } from "#shared/kernel/ids";
import type { AnyRecordType, LocalDateTime, RecordOf, Zone } from "#shared/kernel/record";
import {
  addAssets,
  asset,
  createProduct,
  editProduct,
  product,
  removeAssets,
  removeProduct,
} from "#shared/domain/inventory";
import { createEvent, event, removeEvent, setEventFields } from "#shared/domain/events";
import {
  addLines,
  line,
  moveLines,
  removeLines,
  setItem,
  setNote,
  setQuantity,
} from "#shared/domain/pull-list";
import { openReplica } from "#shared/replica/replica";
import type { Replica } from "#shared/replica/types";
import { startAutomerge } from "#tests/support/automerge";
import { sha256 } from "#shared/kernel/hash";
import { createVerifier, signerFromSeed } from "#shared/kernel/signature";
import { createLocalChannels } from "#tests/support/local-channel";
import { createDisk, openMemoryStore } from "#tests/support/memory-store";
import { seededRandom } from "#tests/support/plain-drafts";

beforeAll(startAutomerge);

type Stored = Record<string, unknown>;

/** The simplest thing that could be a draft: objects in maps, written at once. Shares nothing with the product's. */
class NaiveDocuments implements Drafts {
  readonly documents = new Map<ThingId, { readonly kind: string; readonly records: Map<string, Stored> }>();
  readonly #now: number;
  constructor(now: number) {
    this.#now = now;
  }
  open(ref: Parameters<Drafts["open"]>[0]): DocumentDraft {
    if (!("thing" in ref)) throw new Error("documents by thing only");
    return this.#draft(ref.thing);
  }
  create(kind: string, thing: ThingId): DocumentDraft {
    this.documents.set(thing, { kind, records: new Map() });
    return this.#draft(thing);
  }
  #draft(thing: ThingId): DocumentDraft {
    const document = this.documents.get(thing);
    if (document === undefined) throw new Error("no such document");
    const { kind, records } = document;
    const full = <R extends AnyRecordType>(type: R, id: string, stored: Stored): RecordOf<R> => {
      const defaults = Object.entries(type.fields).filter(([, field]) => field.fallback !== undefined);
      return brand({
        id,
        ...Object.fromEntries(defaults.map(([name, field]) => [name, field.fallback])),
        ...stored,
      });
    };
    const of = (type: AnyRecordType, id: string): Stored => records.get(`${type.name}:${id}`) ?? {};
    return {
      kind,
      thing,
      get: (type, id) => {
        const stored = records.get(`${type.name}:${id}`);
        return stored === undefined ? undefined : full(type, id, stored);
      },
      list: (type) =>
        [...records]
          .filter(([key]) => key.startsWith(`${type.name}:`))
          .map(([key, stored]) => full(type, key.slice(type.name.length + 1), stored)),
      create: (type, id, values) => {
        const given = Object.entries<unknown>({ ...values }).filter(
          ([name, value]) => value !== undefined && name !== "id",
        );
        records.set(`${type.name}:${id}`, Object.fromEntries(given));
      },
      set: (type, id, values) => {
        const stored = of(type, id);
        for (const [name, value] of Object.entries<unknown>({ ...values })) {
          if (value === null) delete stored[name];
          else if (value !== undefined) stored[name] = value;
        }
      },
      remove: (type, id) => void (of(type, id)["removedAt"] ??= this.#now),
      restore: (type, id) => {
        delete of(type, id)["removedAt"];
      },
    };
  }
}

const now = Date.UTC(2026, 2, 2);
const types: readonly AnyRecordType[] = [product, asset, event, line];

const step = fc.record({ what: fc.nat(11), a: fc.nat(20), b: fc.nat(20), c: fc.nat(3) });
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

interface Both {
  <A, V, P>(command: Command<A, V, P>, args: A): Promise<void>;
}

/** Picks what the step is about from the rows both sides have in common. */
const perform = async ({ what, a, b, c }: Step, replica: Replica, run: Both): Promise<void> => {
  const at = <T>(items: Iterable<T>, index: number): T | undefined => {
    const all = [...items];
    return all[index % Math.max(1, all.length)];
  };
  const aProduct = at(replica.rows.all(product).values(), a);
  const anEvent = at(replica.rows.all(event).values(), a);
  const window = {
    busyFrom: brand<LocalDateTime>("2026-06-03T08:00"),
    busyTo: brand<LocalDateTime>("2026-06-05T20:00"),
  };
  if (what === 0) return run(createProduct, { name: `P${c}`, ...(c > 1 ? { weightG: c } : {}) });
  if (what === 1) return run(createEvent, { name: `E${c}`, zone: brand<Zone>("Europe/Berlin"), ...window });
  if (what < 6 && aProduct !== undefined) {
    const anAsset = at(replica.rows.of(asset, thingOf(aProduct.id)), b);
    if (what === 2)
      return run(addAssets, { product: aProduct.id, assets: [{ code: `A${b}` }, { code: `B${a}${b}` }] });
    if (what === 3)
      return run(editProduct, {
        product: aProduct.id,
        values: c === 0 ? { weightG: null } : { name: `P${c}`, powerW: b },
      });
    if (what === 4 && anAsset !== undefined)
      return run(removeAssets, { product: aProduct.id, assets: [anAsset.id] });
    return a > 15 ? run(removeProduct, { product: aProduct.id }) : undefined;
  }
  if (anEvent === undefined) return undefined;
  const aLine = at(replica.rows.of(line, thingOf(anEvent.id)), b);
  if (what === 6)
    return run(setEventFields, { event: anEvent.id, values: c === 0 ? { venue: null } : { venue: `V${c}` } });
  if (what === 7 && a > 17) return run(removeEvent, { event: anEvent.id });
  if (what <= 8 || aLine === undefined)
    return run(addLines, {
      event: anEvent.id,
      lines: [{ item: { name: `L${b}` }, quantity: c }],
      group: null,
    });
  if (what === 9) return run(setQuantity, { event: anEvent.id, line: aLine.id, quantity: c });
  if (what === 10)
    return c < 2
      ? run(setNote, { event: anEvent.id, line: aLine.id, kind: "note", text: c === 0 ? null : "n" })
      : run(removeLines, { event: anEvent.id, lines: [aLine.id] });
  return c < 2
    ? run(moveLines, { event: anEvent.id, lines: [aLine.id], group: null, behind: null })
    : run(setItem, { event: anEvent.id, line: aLine.id, item: { name: `I${c}` } });
};

const shownBy = (replica: Replica): unknown =>
  types.map((type) =>
    Array.from(replica.rows.all(type).values(), (row) => {
      const record: Record<string, unknown> & { id: string } = { ...row };
      delete record["thing"];
      return record;
    }).sort(byId),
  );
const byId = (x: { id: string }, y: { id: string }): number => (x.id < y.id ? -1 : 1);

describe("commands", () => {
  test("[DOC-R9] give the same records on plain objects as inside the product, and fail alike", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 40 }),
        fc.nat(1_000),
        async (steps, seed) => {
          const member = newId<MemberId>(seededRandom(seed));
          const ids = { product: seededRandom(seed + 1), naive: seededRandom(seed + 1) };
          const random = seededRandom(seed + 2);
          const deps = {
            store: openMemoryStore(createDisk()),
            channel: createLocalChannels().join(),
            signer: signerFromSeed(random.bytes(32)),
          };
          const timers = { after: () => () => undefined };
          const replica = await openReplica(
            { ...deps, sha256, verifier: createVerifier(), clock: { now: () => now }, timers, random },
            { company: new Uint8Array(32), member },
            {
              checkpoint: () => 1,
              may: () => true,
              memberOf: () => member,
              adoptions: () => [],
              home: () => null,
            },
          );
          const naive = new NaiveDocuments(now);
          const run: Both = async (command, args) => {
            const context = (source: typeof random): CommandContext => ({
              now,
              offsetMs: null,
              member,
              home: null,
              newId: <T extends Id<string>>() => newId<T>(source),
            });
            const expected = command.run(naive, args, context(ids.naive));
            const withIds = {
              ...command,
              run: (drafts: Drafts, given: typeof args) => command.run(drafts, given, context(ids.product)),
            };
            const result = await replica.run(withIds, args);
            expect(result.ok).toBe(expected.ok);
            if (result.ok && expected.ok) expect(result.value.value).toEqual(expected.value);
            else if (!result.ok && !expected.ok) expect(result.error).toEqual(expected.error);
          };
          for (const one of steps) await perform(one, replica, run);
          const expected = types.map((type) =>
            [...naive.documents.keys()].flatMap((thing) => [...naive.open({ thing }).list(type)]).sort(byId),
          );
          expect(shownBy(replica)).toEqual(expected);
          await replica.close();
        },
      ),
      { numRuns: 60, seed: 20_260_301 },
    );
  });
});
