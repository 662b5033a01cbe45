/** Known answers of the relay's part: handing its place over, and what it takes back, refuses and waits for. */
import { describe, expect, test } from "vitest";
import { compareBytes } from "#shared/kernel/bytes";
import type { Random } from "#shared/kernel/random";
import { must } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import { encodeEnvelope, idOfSigned, parseEnvelope, seal } from "#shared/protocol/envelope";
import { checkpointKind, keyDocKind, maxPrev, memEntryKind } from "#shared/protocol/membership/entry-kinds";
import { foldMembership } from "#shared/protocol/membership/fold";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import {
  admitEntries,
  makeHandOver,
  makeMove,
  nextCheckpointAt,
} from "#shared/protocol/membership/sequencing";
import type { LogEntry, MemEntry, Verdict } from "#shared/protocol/membership/types";
import { named, signerNamed, testCrypto } from "#tests/support/keys";
import { membershipWorld, startAt } from "#tests/support/membership-world";
import { verdictOf } from "#tests/support/scenario";
import { LogBook, ops, paper } from "#tests/support/unsigned-log";

const crypto = testCrypto();
const { company, owner, relay, keyDoc, genesis, ...world } = await membershipWorld();
const next = signerNamed("next relay");
const random: Random = { bytes: (count) => named("drawn").slice(0, count) };

const read = async (bytes: Uint8Array): Promise<LogEntry> => must(await readLogEntry(bytes, company, crypto));

const one = await world.checkpoint(1, null, [genesis]);
const ordered = foldMembership(company, [keyDoc, genesis, one]).verdict();
const fresh: Verdict = { ...ordered, confirmed: null };

const handedOver = async (verdict: Verdict, now: number): Promise<MemEntry> => {
  const record = await read(await makeHandOver(company, verdict, { old: relay, next }, now, random));
  if (record.type !== "entry") throw new Error("it is an entry");
  expect([...record.entry.signers].sort(compareBytes)).toEqual(
    [relay.publicKey, next.publicKey].sort(compareBytes),
  );
  return record.entry.value;
};

describe("the relay's place", () => {
  test("[MEM-230] is handed over under the rules of the company, behind its heads, with fresh bytes", async () => {
    const value = {
      ...{ v: 1, rules: 1, company, prev: ordered.heads, at: startAt + 5, n: named("drawn").slice(0, 16) },
      ...{ op: { kind: "sequencer.set", key: next.publicKey, from: null }, uv: null },
    };
    expect(await handedOver(ordered, startAt + 5)).toEqual(value);
    expect(await handedOver(fresh, startAt + 5)).toEqual(value);
    if (ordered.confirmed === null) throw new Error("a checkpoint is there");
    const later: Verdict = { ...ordered, confirmed: { ...ordered.confirmed, rules: 2 } };
    expect(await handedOver(later, startAt + 5)).toEqual({ ...value, rules: 2 });
  });

  test("[MEM-231] is handed over no earlier than the last checkpoint, whatever the clock says", async () => {
    const at = ordered.confirmed?.checkpointAt;
    expect(at).toBe(startAt + 1);
    expect((await handedOver(ordered, startAt - 9)).at).toBe(at);
    expect((await handedOver(ordered, startAt + 9)).at).toBe(startAt + 9);
    expect((await handedOver(fresh, 7)).at).toBe(7);
  });

  test("[MEM-232] is handed over behind as many heads as an entry may name", async () => {
    const heads = Array.from({ length: maxPrev + 1 }, (_, at) => named(`head ${at}`)).sort(compareBytes);
    expect((await handedOver({ ...ordered, heads }, startAt)).prev).toEqual(heads.slice(0, maxPrev));
  });

  test("[MEM-233] is given to a relay elsewhere: one signature is open, the checkpoint names the whole entry", async () => {
    const many = Array.from({ length: 40 }, (_, at) => signerNamed(`elsewhere ${at}`));
    const isBelow = ({ publicKey }: Signer): boolean => compareBytes(publicKey, relay.publicKey) < 0;
    // Keys on both sides of the relay's: their order is part of the name.
    const elsewhere = [many.find(isBelow), many.find((key) => !isBelow(key))].flatMap((key) => key ?? []);
    expect(elsewhere.length).toBe(2);
    for (const target of elsewhere) {
      const moved = await makeMove(
        company,
        ordered,
        { old: relay, next: target.publicKey },
        { crypto, random, now: startAt + 5 },
      );
      const half = await read(moved.entry);
      if (half.type !== "entry") throw new Error("it is an entry");
      expect(half.entry.signers).toEqual([relay.publicKey]);
      expect(half.entry.value).toMatchObject({ at: startAt + 5, op: { key: target.publicKey } });
      const whole = await read(encodeEnvelope(await seal(memEntryKind, half.entry.value, [relay, target])));
      const checkpoint = await read(moved.checkpoint);
      const named_ = checkpoint.type === "checkpoint" && checkpoint.checkpoint.value;
      expect(named_).toMatchObject({ no: 2, prev: one.id, heads: [whole.id], at: startAt + 5 });
    }
  });
});

describe("what the relay takes", () => {
  const admit = async (
    known: readonly LogEntry[],
    brought: readonly LogEntry[],
    own: Uint8Array | null = relay.publicKey,
  ) => {
    const fold = foldMembership(company, known);
    const bytes = brought.map((record) => record.bytes);
    const { accepted, refused } = await admitEntries(fold, bytes, crypto, undefined, own);
    return [accepted.map(({ id }) => id), refused.map(({ code, why }) => `${code} ${why}`)];
  };
  const base = [keyDoc, genesis];
  const signedBy = async (signers: readonly Signer[]): Promise<LogEntry> => {
    const value = { v: 1, company, no: 1, prev: null, heads: [genesis.id], at: startAt + 1 } as const;
    return read(encodeEnvelope(await seal(checkpointKind, value, signers)));
  };

  test("[MEM-234] its own checkpoint comes back to it; one signed by others, or with others, does not", async () => {
    expect(await admit(base, [one])).toEqual([[one.id], []]);
    expect(await admit(base, [one], null)).toEqual([[], ["form checkpoint"]]);
    expect(await admit(base, [await signedBy([owner])])).toEqual([[], ["form checkpoint"]]);
    expect(await admit(base, [await signedBy([relay, owner])])).toEqual([[], ["form checkpoint"]]);
  });

  test("[MEM-235] it takes nothing back up to a checkpoint behind which it has gone on already", async () => {
    const entry = await world.entry({ kind: "policy.set", stepUp: [], minProtocol: 1 }, [owner], [genesis]);
    const two = await world.checkpoint(2, one, [entry]);
    const beside = await world.checkpoint(2, one, [entry], startAt + 9);
    const began = [...base, entry];
    // What it has stands last; the one it lacks is not where it would go on.
    expect(await admit([...began, two], [one, two])).toEqual([[], ["form checkpoint"]]);
    // Two of one number: a fork, also where the last one brought is sound by itself.
    expect(await admit(began, [two, beside, one])).toEqual([
      [],
      ["form checkpoint", "form checkpoint", "form checkpoint"],
    ]);
    const three = await world.checkpoint(3, two, [entry]);
    expect(await admit([...began, one, two, beside], [three])).toEqual([[], ["form checkpoint"]]);
  });

  test("[MEM-236] a second first key document is no member of the log, whoever signed it", async () => {
    const root = { keys: [owner.publicKey], threshold: 1 };
    const doc = { v: 1, no: 1, prev: null, root, delegates: [], issued: startAt + 1 } as const;
    const second = await read(encodeEnvelope(await seal(keyDocKind, doc, [owner])));
    expect(await admit([...base, one], [second])).toEqual([[], ["form keys"]]);
  });

  test("[MEM-237] once the company follows rules it does not know it takes nothing, and says why", async () => {
    const upgrade = await world.entry({ kind: "rules.upgrade", to: 2 }, [owner], [genesis]);
    const two = await world.checkpoint(2, one, [upgrade]);
    const known = [...base, one, upgrade, two];
    const { needsRules } = foldMembership(company, known).verdict();
    const entry = await world.entry({ kind: "policy.set", stepUp: [], minProtocol: 1 }, [owner], [upgrade]);
    expect([needsRules, await admit(known, [entry])]).toEqual([2, [[], ["version rules"]]]);
  });

  test("[MEM-238] a request that no checkpoint has confirmed makes none fall due", () => {
    const log = new LogBook();
    log.checkpoint(undefined, { at: startAt });
    log.write(ops.recover("one", "founder"), [paper]);
    log.checkpoint(undefined, { at: startAt + 2 });
    const verdict = verdictOf(log);
    if (verdict.confirmed === null) throw new Error("a checkpoint is there");
    const { confirmed } = verdict;
    const recoveries = confirmed.recoveries.map((request) => ({ ...request, from: null }));
    expect(recoveries.length).toBe(1);
    expect(nextCheckpointAt(verdict)).not.toBeNull();
    expect(nextCheckpointAt({ ...verdict, confirmed: { ...confirmed, recoveries } })).toBeNull();
  });
});

test("[MEM-239] the name of a completed entry is that of its payload and both signers in order", async () => {
  const moved = await makeMove(
    company,
    ordered,
    { old: relay, next: next.publicKey },
    { crypto, random, now: startAt },
  );
  const half = parseEnvelope<MemEntry>(moved.entry);
  if (!half.ok) throw new Error("it is one");
  const checkpoint = await read(moved.checkpoint);
  const heads = checkpoint.type === "checkpoint" ? checkpoint.checkpoint.value.heads : [];
  const keys = [relay.publicKey, next.publicKey].sort(compareBytes);
  const id = idOfSigned(memEntryKind, half.value, crypto.sha256);
  expect(heads).toEqual([crypto.sha256(Uint8Array.from([...id, ...keys.flatMap((key) => [...key])]))]);
});
