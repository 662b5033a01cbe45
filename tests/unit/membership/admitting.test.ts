/** What is read as a record at all, what the relay takes up of it, and what it takes back when it forgot. */
import { describe, expect, test } from "vitest";
import { compareBytes } from "#shared/kernel/bytes";
import { encodeCanonical } from "#shared/kernel/canonical";
import type { Signer } from "#shared/kernel/signature";
import type { SignedKind } from "#shared/protocol/envelope";
import { encodeEnvelope, parseEnvelope, seal } from "#shared/protocol/envelope";
import { membershipLimits } from "#shared/protocol/limits";
import { keyDocKind, memEntryKind } from "#shared/protocol/membership/entry-kinds";
import { foldMembership } from "#shared/protocol/membership/fold";
import { readJoin, readLogEntry } from "#shared/protocol/membership/log-entry";
import {
  admitEntries,
  foundCompany,
  isCheckpointDue,
  makeCheckpoint,
  nextCheckpointAt,
} from "#shared/protocol/membership/sequencing";
import type { LogEntry, MemEntry, Verdict } from "#shared/protocol/membership/types";
import { tags } from "#shared/protocol/tags";
import { named, testCrypto } from "#tests/support/keys";
import { membershipWorld, startAt } from "#tests/support/membership-world";
import { verdictOf } from "#tests/support/scenario";
import { entryRecord, hours, LogBook, ops, paper as paperKey } from "#tests/support/unsigned-log";
import * as v from "valibot";

const crypto = testCrypto();
const world = await membershipWorld();
const { company, owner, relay, keyDoc, genesis } = world;

const read = async (bytes: Uint8Array): Promise<string> => {
  const record = await readLogEntry(bytes, company, crypto);
  return record.ok ? record.value.type : record.error.type;
};

describe("reading a record", () => {
  const anything: SignedKind<unknown> = { tag: tags.mem, schema: v.unknown() };

  test("[MEM-179] a payload that is no record is malformed, whatever it is", async () => {
    for (const payload of [
      null,
      1,
      "op",
      [],
      {},
      { op: 1 },
      { heads: 1 },
      { root: 1 },
      ["op"],
      new Uint8Array(3),
    ]) {
      expect(await read(encodeEnvelope(await seal(anything, payload, [owner])))).toBe("EnvelopeMalformed");
    }
    const sealed = await seal(anything, {}, [owner]);
    expect(await read(encodeEnvelope({ ...sealed, payload: Uint8Array.of(0xff) }))).toBe("EnvelopeMalformed");
    expect(await read(new Uint8Array(0))).toBe("EnvelopeMalformed");
    expect([await read(keyDoc.bytes), await read(genesis.bytes)]).toEqual(["keys", "entry"]);
  });

  test("[MEM-180] bytes beyond twice the size of an entry are not looked at", async () => {
    const most = 2 * membershipLimits.entryBytes;
    expect([await read(new Uint8Array(most)), await read(new Uint8Array(most + 1))]).toEqual([
      ...["EnvelopeMalformed", "EntryTooLarge"],
    ]);
  });

  test("[MEM-181] every key a record brings is sound, the relay's and each root key too", async () => {
    const unsound = new Uint8Array(32);
    const { op } = await operationOf(genesis);
    if (op.kind !== "genesis") throw new Error("it is one");
    const founded = async (change: {
      readonly sequencer?: null | Uint8Array;
      readonly device?: Uint8Array;
    }): Promise<string> => read((await entryOf({ ...op, ...change })).bytes);
    expect([await founded({}), await founded({ sequencer: null })]).toEqual(["entry", "entry"]);
    expect([await founded({ sequencer: unsound }), await founded({ device: unsound })]).toEqual([
      ...["KeyUnsound", "KeyUnsound"],
    ]);
    const rooted = async (keys: readonly Uint8Array[], delegates: readonly Uint8Array[]): Promise<string> => {
      const root = { keys: [...keys].sort(compareBytes), threshold: 1 };
      const doc = { v: 1, no: 1, prev: null, root, delegates, issued: startAt } as const;
      return read(encodeEnvelope(await seal(keyDocKind, doc, [owner])));
    };
    expect(await rooted([owner.publicKey], [])).toBe("keys");
    expect([
      await rooted([owner.publicKey, unsound], []),
      await rooted([owner.publicKey], [unsound]),
    ]).toEqual([...["KeyUnsound", "KeyUnsound"]]);
  });

  test("[MEM-182] the first key document is named by its hash, further ones by hash and signers", async () => {
    const document = async (no: number, signers: readonly Signer[]): Promise<LogEntry> => {
      const root = { keys: [owner.publicKey], threshold: 1 };
      const doc = {
        v: 1,
        no,
        prev: no === 1 ? null : company,
        root,
        delegates: [],
        issued: startAt,
      } as const;
      const record = await readLogEntry(
        encodeEnvelope(await seal(keyDocKind, doc, signers)),
        company,
        crypto,
      );
      if (!record.ok) throw new Error("it is sound");
      return record.value;
    };
    const [one, both] = [[owner], [owner, relay]];
    expect((await document(1, one)).id).toEqual((await document(1, both)).id);
    expect((await document(2, one)).id).not.toEqual((await document(2, both)).id);
    const second = await document(2, one);
    expect(second.type === "keys" && second.keyDoc.id).not.toEqual(second.id);
  });

  test("[MEM-183] a broken signature is told, in every type of record and in a request to join", async () => {
    const checkpoint = await world.checkpoint(1, null, [genesis]);
    for (const { bytes } of [keyDoc, genesis, checkpoint]) {
      const envelope = parseEnvelope(bytes);
      if (!envelope.ok) throw new Error("it is one");
      const sigs = envelope.value.sigs.map(([key, sig]) => [key, sig.map((byte) => byte ^ 1)] as const);
      expect(await read(encodeEnvelope({ ...envelope.value, sigs }))).toBe("SignatureInvalid");
    }
    expect(await readJoin(new Uint8Array(0), company, crypto)).toEqual({
      ...{ ok: false, error: { type: "EnvelopeMalformed" } },
    });
    const op = { kind: "device.add", ...joining, via: named("i"), join: new Uint8Array(3) } as const;
    const record = await readLogEntry((await entryOf(op)).bytes, company, crypto);
    expect(record.ok && record.value.type === "entry" && record.value.join).toBeNull();
  });
});

const joining = { member: new Uint8Array(16), device: relay.publicKey, box: named("box"), soft: false };

const entryOf = async (op: MemEntry["op"]): Promise<{ readonly bytes: Uint8Array }> => {
  const n = named("n").slice(0, 16);
  const value = { v: 1, rules: 1, company, prev: [], at: startAt, n, op, uv: null } as const;
  return { bytes: encodeEnvelope(await seal(memEntryKind, value, [owner])) };
};

const operationOf = async ({ bytes }: LogEntry): Promise<MemEntry> => {
  const record = await readLogEntry(bytes, company, crypto);
  if (!record.ok || record.value.type !== "entry") throw new Error("it is an entry");
  return record.value.entry.value;
};

describe("what the relay takes up", () => {
  const own = relay.publicKey;
  const base = [keyDoc, genesis];
  const bytesOf = (records: readonly LogEntry[]): readonly Uint8Array[] => records.map(({ bytes }) => bytes);
  const admit = async (
    known: readonly LogEntry[],
    brought: readonly LogEntry[],
    by: Uint8Array | null = own,
  ) => {
    const fold = foldMembership(company, known);
    const { accepted, refused } = await admitEntries(fold, bytesOf(brought), crypto, undefined, by);
    return {
      fold,
      accepted: accepted.map(({ id }) => id),
      refused: refused.map(({ code, why }) => `${code} ${why}`),
    };
  };
  const ids = (records: readonly LogEntry[]): readonly Uint8Array[] => records.map(({ id }) => id);

  test("[MEM-184] refusals say whether the form, a signature or a key was wrong", async () => {
    const fold = foldMembership(company, base);
    const envelope = parseEnvelope(genesis.bytes);
    if (!envelope.ok) throw new Error("it is one");
    const sigs = envelope.value.sigs.map(([key, sig]) => [key, sig.map((byte) => byte ^ 1)] as const);
    const forged = encodeEnvelope({ ...envelope.value, sigs });
    const { op } = await operationOf(genesis);
    if (op.kind !== "genesis") throw new Error("it is one");
    const unsound = await entryOf({ ...op, sequencer: new Uint8Array(32) });
    const { refused } = await admitEntries(fold, [Uint8Array.of(1), forged, unsound.bytes], crypto);
    expect(refused.map(({ entry, code, why }) => [entry, code, why])).toEqual([
      [null, "form", "EnvelopeMalformed"],
      [null, "sig", "SignatureInvalid"],
      [null, "sig", "KeyUnsound"],
    ]);
  });

  test("[MEM-185] a share that is used up is told; what is known costs nothing", async () => {
    const ann = await world.enrol("Ann", owner, [genesis]);
    const fold = foldMembership(company, base);
    let left = 2;
    const asked: LogEntry[] = [];
    const mayBring = (record: LogEntry): boolean => {
      asked.push(record);
      return left-- > 0;
    };
    const brought = bytesOf([genesis, ...ann.entries, ...ann.entries.slice(0, 1)]);
    const { accepted, refused } = await admitEntries(fold, brought, crypto, mayBring);
    expect([ids(accepted), ids(asked)]).toEqual([ids(ann.entries.slice(0, 2)), ids(ann.entries)]);
    expect(refused.map(({ code, why }) => [code, why])).toEqual([["rate", "entries-of-today"]]);
  });

  test("[MEM-186] a relay takes its own checkpoints back with what they put in order, and only so", async () => {
    const one = await world.checkpoint(1, null, [genesis]);
    const ann = await world.enrol("Ann", owner, [genesis]);
    const two = await world.checkpoint(2, one, [ann.last]);
    const bob = await world.enrol("Bob", owner, [ann.last]);
    const whole = [one, ...ann.entries, two];
    expect(await admit(base, whole)).toMatchObject({ accepted: ids(whole), refused: [] });
    const more = await admit(base, [...whole, ...bob.entries]);
    expect([more.accepted, more.refused]).toEqual([ids([...whole, ...bob.entries]), []]);
    // Known ones are left out; what it has is enough to go on from.
    expect((await admit([...base, one, ...ann.entries], [...base, ...whole])).accepted).toEqual([two.id]);
    expect((await admit([...base, ...whole], whole)).accepted).toEqual([]);
    // Somebody else's checkpoints, or its own without leave, are what nobody may bring.
    for (const by of [null, owner.publicKey]) {
      const { accepted, refused } = await admit(base, whole, by);
      expect([accepted, refused]).toEqual([ids(ann.entries), ["form checkpoint", "form checkpoint"]]);
    }
  });

  test("[MEM-187] it takes none back that leave a gap, something open, or a second order", async () => {
    const one = await world.checkpoint(1, null, [genesis]);
    const ann = await world.enrol("Ann", owner, [genesis]);
    const two = await world.checkpoint(2, one, [ann.last]);
    const beside = await world.checkpoint(1, null, [genesis], startAt + 9);
    const bob = await world.enrol("Bob", owner, [genesis]);
    const refuses = async (
      known: readonly LogEntry[],
      brought: readonly LogEntry[],
      why = "form checkpoint",
    ): Promise<void> => {
      const { fold, accepted, refused } = await admit(known, brought);
      expect(
        accepted.filter((id) => brought.some((one_) => one_.type === "checkpoint" && one_.id === id)),
      ).toEqual([]);
      expect(refused).toContain(why);
      expect(fold.verdict().checkpoint).toEqual(foldMembership(company, known).verdict().checkpoint);
    };
    await refuses(base, [...ann.entries, two]);
    await refuses(base, [one, two]);
    // Its own signature under two of one number: the relay learns what it did.
    await refuses([...base, one], [beside], "form fork");
    // Something that was not put in order came in between.
    await refuses(base, [one, ...bob.entries, ...ann.entries, two]);
    await refuses([...base, one, beside], [...ann.entries, two]);
  });

  test("[MEM-188] a company is founded with a key document, and says what is wrong with it", async () => {
    const why = async (bytes: Uint8Array, entries: readonly Uint8Array[] = []): Promise<string> => {
      const founded = await foundCompany({ keyDoc: bytes, entries }, crypto);
      return founded.ok ? "founded" : founded.error.why;
    };
    expect(await why(keyDoc.bytes, [genesis.bytes])).toBe("founded");
    expect(await why(keyDoc.bytes)).toBe("genesis");
    expect([await why(new Uint8Array(0)), await why(genesis.bytes)]).toEqual([
      "EnvelopeMalformed",
      "EnvelopeMalformed",
    ]);
    const root = { keys: [new Uint8Array(32)], threshold: 1 };
    const doc = { v: 1, no: 1, prev: null, root, delegates: [], issued: startAt } as const;
    expect(await why(encodeEnvelope(await seal(keyDocKind, doc, [owner])))).toBe("KeyUnsound");
    expect(await why(keyDoc.bytes, [encodeCanonical(1)])).toBe("EnvelopeMalformed");
  });
});

describe("when a checkpoint is due", () => {
  const due = (verdict: Verdict, now: number): boolean => isCheckpointDue(verdict, now);

  test("[MEM-189] something is pending, or the first of what waits is over; never in a fork", () => {
    const log = new LogBook();
    expect([due(verdictOf(log), 0), nextCheckpointAt(verdictOf(log))]).toEqual([true, null]);
    log.checkpoint(undefined, { at: startAt });
    expect([due(verdictOf(log), Number.MAX_SAFE_INTEGER), nextCheckpointAt(verdictOf(log))]).toEqual([
      false,
      null,
    ]);
    log.write(ops.addMember("ann"));
    expect(due(verdictOf(log), 0)).toBe(true);
    log.checkpoint(undefined, { at: startAt + 1 });
    for (const [name, at] of [
      ["one", startAt + 2],
      ["two", startAt + 5],
    ] as const) {
      log.write(ops.recover(name, "founder"), [paperKey]);
      log.checkpoint(undefined, { at });
    }
    const first = startAt + 2 + 48 * hours;
    expect(nextCheckpointAt(verdictOf(log))).toBe(first);
    expect([
      due(verdictOf(log), first - 1),
      due(verdictOf(log), first),
      due(verdictOf(log), first + 1),
    ]).toEqual([...[false, true, true]]);
    const forked = { ...verdictOf(log), fork: [named("a"), named("b")] } as const;
    expect([due(forked, Number.MAX_SAFE_INTEGER), due({ ...forked, pending: [named("x")] }, 0)]).toEqual([
      false,
      false,
    ]);
  });

  test("[MEM-190] it names at most a thousand heads and follows the last in number and time", async () => {
    const log = new LogBook();
    const heads = Array.from({ length: 1_001 }, () =>
      entryRecord(ops.setPolicy(1), [paperKey], [log.genesis]),
    );
    const verdict: Verdict = { ...verdictOf(log), openHeads: heads.map(({ id }) => id).sort(compareBytes) };
    const bytes = await makeCheckpoint(company, verdict, relay, startAt);
    const record = await readLogEntry(bytes, company, crypto);
    const value = record.ok && record.value.type === "checkpoint" && record.value.checkpoint.value;
    expect(value).toMatchObject({ no: 1, prev: null, at: startAt, heads: verdict.openHeads.slice(0, 1_000) });
  });
});
