/** What a device may bring back in vain, and that what was really missing is never stopped by it. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRestoreQuota } from "#relay/sync/restore-quota";
import { createRestoring } from "#relay/sync/restoring";
import type { RestoreShare } from "#relay/sync/restoring";
import { packChunks } from "#shared/protocol/gate/pack";
import { documentLimits, restoreQuota } from "#shared/protocol/limits";
import type { RestoredDocument } from "#shared/protocol/messages";
import { cardBy, writerNamed } from "#tests/support/gate-world";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn } from "#tests/support/relay-company";
import type { DeviceClient } from "#tests/support/relay-client";
import { connectLive } from "#tests/support/relay-client";
import { createPeople } from "#tests/support/relay-people";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay } from "#tests/support/relay-process";
import { createWriter } from "#tests/support/relay-writer";
import type { VirtualTime } from "#tests/support/virtual-time";
import { createVirtualTime } from "#tests/support/virtual-time";

const { burst, perMinute, ofDocument, ofProof } = restoreQuota;
const minute = 60_000;
const card = await cardBy(writerNamed("Alice's phone"));

describe("[RELAY-49] the share of a device", () => {
  test("is overdrawn by the document that was begun, and grows back with time", () => {
    let now = 1_000;
    const quota = createRestoreQuota({ now: () => now });
    quota.take("phone", burst - 1);
    expect(quota.waitMs("phone")).toBe(0);
    quota.take("phone", 1 + perMinute);
    const waitMs = quota.waitMs("phone");
    expect(Math.abs(waitMs - minute)).toBeLessThanOrEqual(1);
    expect(quota.waitMs("tablet")).toBe(0);
    now += waitMs - 2;
    expect(quota.waitMs("phone")).toBeGreaterThan(0);
    now += 2;
    expect(quota.waitMs("phone")).toBe(0);
    // Never more than a whole share, however long it rests, and a clock that is put back takes nothing.
    now += 1_000 * minute;
    quota.take("phone", burst);
    now -= 500 * minute;
    expect(quota.waitMs("phone")).toBeGreaterThan(0);
  });

  test("gets back what really was missing", () => {
    const quota = createRestoreQuota({ now: () => 1_000 });
    for (let i = 0; i < 100; i++) {
      expect(quota.waitMs("phone")).toBe(0);
      quota.take("phone", burst / 4);
      quota.giveBack("phone", burst / 4);
    }
    quota.giveBack("phone", burst);
    quota.take("phone", burst);
    expect(quota.waitMs("phone")).toBeGreaterThan(0);
  });
});

describe("[RELAY-49] a document in several messages", () => {
  const part = (doc: number, bytes: number, more: boolean): RestoredDocument => ({
    ...{ doc: new Uint8Array(16).fill(doc), card },
    ...{ chunks: new Uint8Array(bytes).fill(doc), tips: [], receipts: [], more },
  });
  const shareOf = (waits: readonly number[]): RestoreShare & { readonly taken: number[] } => {
    const taken: number[] = [];
    const left = [...waits];
    return { taken, waitMs: () => left.shift() ?? 0, take: (cost) => void taken.push(cost) };
  };

  test("is counted as it comes and put together", () => {
    const share = shareOf([0]);
    const restoring = createRestoring(share);
    expect(restoring.take(part(1, 10, true))).toBeUndefined();
    const step = restoring.take(part(1, 5, false));
    expect(step).toMatchObject({ type: "whole", cost: ofDocument + 15 });
    expect(step?.type === "whole" && step.document.chunks.length).toBe(15);
    expect(share.taken).toEqual([ofDocument + 10, 5]);
  });

  test("is refused once, at its beginning, and the rest of it is not looked at", () => {
    const share = shareOf([700, 0]);
    const restoring = createRestoring(share);
    expect(restoring.take(part(1, 10, true))).toEqual({ type: "refused", code: "rate", retryMs: 700 });
    expect(restoring.take(part(1, 10, true))).toBeUndefined();
    expect(restoring.take(part(1, 10, false))).toBeUndefined();
    expect(share.taken).toEqual([]);
    expect(restoring.take(part(1, 10, false))).toMatchObject({ type: "whole" });
  });

  test("is refused for good when it is larger than any document, however many messages follow", () => {
    const restoring = createRestoring(shareOf([]));
    const most = documentLimits.bytes + 4 * documentLimits.changes;
    expect(restoring.take(part(1, most, true))).toBeUndefined();
    expect(restoring.take(part(1, 1, true))).toEqual({ type: "refused", code: "size", retryMs: null });
    expect(restoring.take(part(1, 1, true))).toBeUndefined();
    // The rest never came; the next one is begun anew.
    expect(restoring.take(part(2, 1, false))).toMatchObject({ type: "whole" });
  });

  test("costs more the more signatures there are to check", () => {
    const share = shareOf([]);
    const receipt = {
      ...{ doc: new Uint8Array(16), actor: new Uint8Array(16), hash: new Uint8Array(32), seq: 1 },
      ...{ checkpoint: 1, at: 1, serial: 1, logHash: new Uint8Array(32), sig: new Uint8Array(64) },
    };
    createRestoring(share).take({ ...part(1, 0, false), receipts: [receipt, receipt] });
    expect(share.taken).toEqual([ofDocument + 2 * ofProof]);
  });
});

describe("on a relay", () => {
  let time: VirtualTime;
  let relay: TestRelay;
  let company: TestCompany;

  beforeEach(async () => {
    time = createVirtualTime(Date.now());
    relay = await startTestRelay({ clock: time, timers: time });
    company = await foundCompanyOn(relay.origin, relay.key);
  });
  afterEach(() => relay.close());

  test("[RELAY-49] bringing what is there already is refused with `rate` at last, for that device and for a while", async () => {
    const device = await connectLive(relay.origin, company.id, company.owner);
    const people = createPeople(relay.origin, company, device, time);
    const other = await connectLive(relay.origin, company.id, (await people.enrol("member")).device);
    const writer = await createWriter(company.id, company.owner, { textBytes: 200_000 });
    const part = await writer.write(60);
    device.send({ t: "push", parts: [part] });
    const { receipt } = await device.next("receipt");
    const again: RestoredDocument = {
      ...{ doc: part.doc, card: writer.card, chunks: packChunks(part.chunks), more: false },
      ...{ tips: [part.tip], receipts: [receipt] },
    };
    /** How long the relay tells the device to wait; null when it takes the document. */
    const bring = async (by: DeviceClient): Promise<number | null> => {
      const before = by.received.length;
      by.send({ t: "restore", ...again });
      by.send({ t: "prove", places: [] });
      await by.next("unknown");
      const answers = by.received.slice(before).flatMap((message) => {
        if (message.t === "receipt") return [null];
        return message.t === "refused" && message.code === "rate" ? [message.retryMs] : [];
      });
      expect(answers).toHaveLength(1);
      return answers[0] ?? null;
    };
    let brought = 0;
    let waitMs: number | null = null;
    while (waitMs === null && brought < 50) {
      waitMs = await bring(device);
      brought += 1;
    }
    expect(brought).toBe(Math.ceil(burst / (again.chunks.length + ofDocument + 2 * ofProof)) + 1);
    expect(waitMs).toBeGreaterThan(0);
    expect(await bring(other)).toBeNull();
    await time.advance((waitMs ?? 0) + 1);
    expect(await bring(device)).toBeNull();
  });
});
