import { describe, expect, test } from "vitest";
import type { Signer } from "#shared/kernel/signature";
import { encodeEnvelope, parseEnvelope, seal } from "#shared/protocol/envelope";
import { joinKind } from "#shared/protocol/membership/entry-kinds";
import { foldMembership } from "#shared/protocol/membership/fold";
import { readJoin, readLogEntry } from "#shared/protocol/membership/log-entry";
import {
  admitEntries,
  foundCompany,
  isCheckpointDue,
  makeCheckpoint,
  nextCheckpointAt,
} from "#shared/protocol/membership/sequencing";
import type { Join, LogEntry, Verdict } from "#shared/protocol/membership/types";
import { computeVerdict } from "#shared/protocol/membership/verdict";
import { textOfBytes } from "#shared/protocol/wire-types";
import { named, signerNamed, testCrypto } from "#tests/support/keys";
import { inviteOp, memberNamed, membershipWorld, startAt } from "#tests/support/membership-world";

const crypto = testCrypto();
const world = await membershipWorld();
const { company, owner, paper, relay, keyDoc, genesis } = world;
const base = [keyDoc, genesis];
const voidReason = (verdict: Verdict, entry: LogEntry): string | undefined =>
  verdict.void.get(textOfBytes(entry.id));
const device = (verdict: Verdict, key: Uint8Array, of: "state" | "confirmed" = "state") =>
  verdict[of]?.devices.get(textOfBytes(key));
const hours = 3_600_000;

describe("recovery", () => {
  const fresh = signerNamed("recovered laptop");
  const recover = (by = [paper]): Promise<LogEntry> =>
    world.entry(
      {
        kind: "recover",
        member: memberNamed("owner"),
        device: fresh.publicKey,
        box: named("r"),
        revoke: [owner.publicKey],
      },
      by,
      [genesis],
    );

  test("[MEM-15] by paper alone it counts 48 hours after its checkpoint", async () => {
    const request = await recover();
    const one = await world.checkpoint(1, null, [genesis, request], startAt);
    const early = await world.checkpoint(2, one, [], startAt + 48 * hours - 1);
    const due = await world.checkpoint(2, one, [], startAt + 48 * hours);
    const log = [...base, request, one];
    const waiting = computeVerdict(company, log);
    expect(waiting.confirmed?.recoveries).toMatchObject([{ from: startAt + 48 * hours }]);
    expect([
      isCheckpointDue(waiting, startAt + 48 * hours - 1),
      isCheckpointDue(waiting, startAt + 48 * hours),
    ]).toEqual([false, true]);
    expect(nextCheckpointAt(waiting)).toBe(startAt + 48 * hours);
    expect(device(computeVerdict(company, [...log, early]), fresh.publicKey)).toBeUndefined();
    const done = computeVerdict(company, [...log, due]);
    expect(device(done, fresh.publicKey)).toMatchObject({ since: 2, revoked: null });
    expect(device(done, owner.publicKey)?.revoked).toMatchObject({ checkpoint: 2, reason: "recovered" });
  });

  test("[MEM-16] an owner device objects by revoking the new device; a member cannot", async () => {
    const ann = await world.enrol("Ann", owner, [genesis]);
    const request = await recover();
    const one = await world.checkpoint(1, null, [ann.last, request], startAt);
    const objection = { kind: "device.revoke", device: fresh.publicKey, reason: "compromised" } as const;
    const byAnn = await world.entry(objection, [ann.device], [ann.last, request]);
    const byOwner = await world.entry(objection, [owner], [ann.last, request]);
    const log = [...base, ...ann.entries, request, one];
    expect(voidReason(computeVerdict(company, [...log, byAnn]), byAnn)).toBe("rank");
    const objected = [...log, byOwner, await world.checkpoint(2, one, [byOwner], startAt + 1)];
    expect(computeVerdict(company, objected).confirmed?.recoveries).toEqual([]);
  });

  test("[MEM-17] signed by a working owner device too it counts at once; by anybody else never", async () => {
    const both = await recover([paper, owner]);
    expect(device(computeVerdict(company, [...base, both]), fresh.publicKey)).toBeDefined();
    const stranger = await recover([signerNamed("stranger")]);
    expect(voidReason(computeVerdict(company, [...base, stranger]), stranger)).toBe("author");
    const mixed = await recover([paper, signerNamed("stranger")]);
    expect(voidReason(computeVerdict(company, [...base, mixed]), mixed)).toBe("author");
  });
});

describe("log entries", () => {
  test("[MEM-18] every flipped byte of a record is refused or changes nothing that is signed", async () => {
    const { last } = await world.enrol("Ann", owner, [genesis]);
    for (let at = 0; at < last.bytes.length; at += 7) {
      const bytes = last.bytes.map((byte, i) => (i === at ? byte ^ 0x10 : byte));
      expect((await readLogEntry(bytes, company, crypto)).ok).toBe(false);
    }
  });

  test("[MEM-19] a record of another company, a key that is none, and a signature under another tag are refused", async () => {
    expect(await readLogEntry(genesis.bytes, named("other company"), crypto)).toMatchObject({
      error: { type: "ForeignCompany" },
    });
    const identity = new Uint8Array(32).fill(1, 0, 1);
    await expect(world.entry(inviteOp(identity, memberNamed("owner")), [owner], [genesis])).rejects.toThrow(
      "KeyUnsound",
    );
    const envelope = parseEnvelope<never>(genesis.bytes);
    if (!envelope.ok) throw new Error("the genesis is an envelope");
    const [sig] = envelope.value.sigs;
    if (sig === undefined) throw new Error("the genesis is signed");
    const twice = encodeEnvelope({ ...envelope.value, sigs: [sig, sig] });
    expect(await readLogEntry(twice, company, crypto)).toMatchObject({
      error: { type: "EnvelopeMalformed" },
    });
  });
});

describe("a request to join", () => {
  const invite = signerNamed("join invite");
  const phone = signerNamed("join phone");
  const value: Join = {
    v: 1,
    company,
    invite: invite.publicKey,
    device: phone.publicKey,
    box: named("join box"),
    soft: false,
    n: named("join n").slice(0, 16),
  };

  test("[MEM-23] is signed by the invitation and the new device, by nobody less and nobody else", async () => {
    const isRead = async (signers: readonly Signer[], of = company): Promise<boolean> =>
      (await readJoin(encodeEnvelope(await seal(joinKind, value, signers)), of, crypto)).ok;
    expect(await isRead([invite, phone])).toBe(true);
    expect(await isRead([invite])).toBe(false);
    expect(await isRead([phone])).toBe(false);
    expect(await isRead([invite, phone, owner])).toBe(false);
    expect(await isRead([invite, owner])).toBe(false);
    expect(await isRead([invite, phone], named("other company"))).toBe(false);
  });
});

describe("the relay's sequencing", () => {
  test("[MEM-20] a new company is taken whole or not at all", async () => {
    const founded = await foundCompany({ keyDoc: keyDoc.bytes, entries: [genesis.bytes] }, crypto);
    expect(founded.ok && textOfBytes(founded.value.company)).toBe(textOfBytes(company));
    const stray = await world.entry(
      inviteOp(signerNamed("i").publicKey, memberNamed("nobody")),
      [owner],
      [genesis],
    );
    for (const entries of [
      [],
      [stray.bytes],
      [genesis.bytes, stray.bytes],
      [genesis.bytes, new Uint8Array(9)],
    ]) {
      expect((await foundCompany({ keyDoc: keyDoc.bytes, entries }, crypto)).ok).toBe(false);
    }
    expect((await foundCompany({ keyDoc: genesis.bytes, entries: [genesis.bytes] }, crypto)).ok).toBe(false);
  });

  test("[MEM-21] entries are admitted, refused with a reason, or left out when known", async () => {
    const log = [...base, await world.checkpoint(1, null, [genesis])];
    const ann = await world.enrol("Ann", owner, [genesis]);
    const orphan = await world.entry(
      inviteOp(signerNamed("i").publicKey, memberNamed("owner")),
      [owner],
      [ann.last],
    );
    const forged = await world.checkpoint(2, null, [genesis], startAt, owner);
    const stranger = await world.entry(
      inviteOp(signerNamed("j").publicKey, memberNamed("owner")),
      [signerNamed("eve")],
      [genesis],
    );
    const admitted = await admitEntries(
      foldMembership(company, log),
      [genesis, ...ann.entries, stranger, forged].map(({ bytes }) => bytes),
      crypto,
    );
    expect(admitted.accepted.map(({ id }) => textOfBytes(id))).toEqual(
      ann.entries.map(({ id }) => textOfBytes(id)),
    );
    expect(admitted.refused.map(({ code, why }) => [code, why])).toEqual([
      ["grant", "author"],
      ["form", "checkpoint"],
    ]);
    const lost = await admitEntries(foldMembership(company, log), [orphan.bytes], crypto);
    expect(lost.refused.map(({ code }) => code)).toEqual(["deps"]);
  });

  test("[MEM-22] checkpoints of the relay follow each other even when its clock runs back", async () => {
    const log: LogEntry[] = [...base];
    const order = async (now: number): Promise<Verdict> => {
      const bytes = await makeCheckpoint(company, computeVerdict(company, log), relay, now);
      const read = await readLogEntry(bytes, company, crypto);
      if (read.ok) log.push(read.value);
      return computeVerdict(company, log);
    };
    expect((await order(startAt + 1_000)).confirmed).toMatchObject({
      checkpoint: 1,
      checkpointAt: startAt + 1_000,
    });
    const ann = await world.enrol("Ann", owner, [genesis]);
    log.push(...ann.entries);
    const later = await order(startAt);
    expect(later.confirmed).toMatchObject({ checkpoint: 2, checkpointAt: startAt + 1_000 });
    expect(later.openHeads).toEqual([]);
    expect(isCheckpointDue(later, startAt)).toBe(false);
  });
});
