import { describe, expect, test } from "vitest";
import { grantsOf, mayWrite, wasDeviceAt } from "#shared/protocol/membership/grants";
import type { LogEntry, MemOp, Verdict } from "#shared/protocol/membership/types";
import { computeVerdict } from "#shared/protocol/membership/verdict";
import { textOfBytes } from "#shared/protocol/wire-types";
import { named, signerNamed } from "#tests/support/keys";
import type { MembershipWorld } from "#tests/support/membership-world";
import { inviteOp, makeJoin, memberNamed, membershipWorld, startAt } from "#tests/support/membership-world";

const world = await membershipWorld();
const { company, owner, relay, keyDoc, genesis } = world;
const base = [keyDoc, genesis];
const voidReason = (verdict: Verdict, entry: LogEntry): string | undefined =>
  verdict.void.get(textOfBytes(entry.id));
const device = (verdict: Verdict, key: Uint8Array, of: "state" | "confirmed" = "state") =>
  verdict[of]?.devices.get(textOfBytes(key));
const hours = 3_600_000;

describe("membership verdict", () => {
  test("[MEM-1] genesis makes the owner; a checkpoint of the relay confirms it", async () => {
    const alone = computeVerdict(company, base);
    expect(alone.confirmed).toBeNull();
    expect(alone.state?.members.size).toBe(1);
    expect(alone.pending).toHaveLength(1);
    const first = await world.checkpoint(1, null, [genesis]);
    const confirmed = computeVerdict(company, [...base, first]);
    expect(confirmed.confirmed).toMatchObject({ checkpoint: 1, sequencer: relay.publicKey });
    expect(confirmed.pending).toEqual([]);
    expect(device(confirmed, owner.publicKey, "confirmed")).toMatchObject({ since: 1, revoked: null });
  });

  test("[MEM-2] without key document 1, or with a genesis nobody of its root keys signed, there is no company", async () => {
    expect(computeVerdict(company, [genesis]).state).toBeNull();
    const stranger = signerNamed("stranger");
    const op = {
      kind: "genesis",
      company,
      member: memberNamed("x"),
      device: stranger.publicKey,
      box: named("x"),
      sequencer: null,
    } as const;
    const forged = await world.entry(op, [stranger], []);
    const verdict = computeVerdict(company, [keyDoc, forged]);
    expect(verdict.state).toBeNull();
    expect(voidReason(verdict, forged)).toBe("author");
  });

  test("[MEM-3] a device joins by invitation, Join and approval, and only so", async () => {
    const { entries, device: phone } = await world.enrol("Ann", owner, [genesis]);
    const verdict = computeVerdict(company, [...base, ...entries]);
    expect(verdict.void.size).toBe(0);
    expect(device(verdict, phone.publicKey)).toMatchObject({ since: null, revoked: null });
    const [add, invite] = entries;
    if (add === undefined || invite === undefined) throw new Error("enrolling makes entries");
    const op = {
      kind: "device.add",
      member: memberNamed("Ann"),
      device: phone.publicKey,
      box: named("box Ann"),
      soft: false,
    } as const;
    const other = signerNamed("other invite");
    const joinOfOther = await makeJoin({ company, invite: other, device: phone, box: named("box Ann") });
    const cases = [
      [{ ...op, via: invite.id, join: null }, "join"],
      [{ ...op, via: null, join: joinOfOther }, "join"],
      [{ ...op, via: invite.id, join: joinOfOther }, "invite"],
    ] as const;
    for (const [bad, reason] of cases) {
      const entry = await world.entry(bad, [owner], [invite]);
      expect(voidReason(computeVerdict(company, [...base, add, invite, entry]), entry)).toBe(reason);
    }
  });

  test("[MEM-4] an invitation works once, within its day, and not after it was cancelled", async () => {
    const { entries } = await world.enrol("Ann", owner, [genesis]);
    const last = entries[2];
    if (last?.type !== "entry" || last.entry.value.op.kind !== "device.add")
      throw new Error("the last entry adds a device");
    const { via } = last.entry.value.op;
    const invite = entries[1];
    if (invite?.type !== "entry" || invite.entry.value.op.kind !== "invite")
      throw new Error("the second entry invites");
    const second = signerNamed("second phone");
    const key = invite.entry.value.op.invite;
    const op = { ...last.entry.value.op, device: second.publicKey, via };
    const again = await world.entry(op, [owner], [last]);
    expect(voidReason(computeVerdict(company, [...base, ...entries, again]), again)).toBe("invite");
    const cancel = await world.entry({ kind: "invite.cancel", invite: key }, [owner], [invite]);
    const late = await world.entry(last.entry.value.op, [owner], [cancel]);
    expect(voidReason(computeVerdict(company, [...base, ...entries.slice(0, 2), cancel, late]), late)).toBe(
      "invite",
    );
    const expired = await world.entry(last.entry.value.op, [owner], [invite], startAt + 2 * hours);
    expect(voidReason(computeVerdict(company, [...base, ...entries.slice(0, 2), expired]), expired)).toBe(
      "expired",
    );
  });

  test("[MEM-5] invitations live at most a day, always ask for approval, and a key invites once", async () => {
    const member = memberNamed("owner");
    const key = signerNamed("some invite").publicKey;
    const reasonOf = async (op: MemOp): Promise<string | undefined> => {
      const entry = await world.entry(op, [owner], [genesis]);
      return voidReason(computeVerdict(company, [...base, entry]), entry);
    };
    expect(await reasonOf(inviteOp(key, member, startAt + 24 * hours))).toBeUndefined();
    expect(await reasonOf(inviteOp(key, member, startAt + 24 * hours + 1))).toBe("expires");
    expect(await reasonOf(inviteOp(key, member, startAt))).toBe("expires");
    const expires = startAt + hours;
    const unasked = { kind: "invite", invite: key, member, uses: 1, expires, approval: false } as const;
    expect(await reasonOf(unasked)).toBe("approval");
    expect(await reasonOf(inviteOp(key, memberNamed("nobody")))).toBe("member");
    expect(await reasonOf(inviteOp(owner.publicKey, member))).toBe("exists");
  });

  test("[MEM-6] a member acts on nobody but themselves", async () => {
    const ann = await world.enrol("Ann", owner, [genesis]);
    const log = [...base, ...ann.entries];
    const reasonOf = async (
      op: Parameters<MembershipWorld["entry"]>[0],
      by = ann.device,
    ): Promise<string | undefined> => {
      const entry = await world.entry(op, [by], [ann.last]);
      return voidReason(computeVerdict(company, [...log, entry]), entry);
    };
    const rank = "owner" as const;
    const addOwner = {
      kind: "member.add",
      member: memberNamed("Eve"),
      rank,
      roles: [],
      grants: [],
      station: false,
    } as const;
    expect(await reasonOf(addOwner)).toBe("rank");
    expect(await reasonOf(addOwner, owner)).toBeUndefined();
    expect(await reasonOf({ ...addOwner, rank: "member" })).toBe("rank");
    expect(await reasonOf(inviteOp(signerNamed("i").publicKey, memberNamed("Ann")))).toBeUndefined();
    expect(await reasonOf(inviteOp(signerNamed("i").publicKey, memberNamed("owner")))).toBe("rank");
    expect(await reasonOf({ kind: "device.revoke", device: owner.publicKey, reason: "lost" })).toBe("rank");
    expect(
      await reasonOf({ kind: "device.revoke", device: ann.device.publicKey, reason: "rotated" }),
    ).toBeUndefined();
    expect(await reasonOf({ kind: "sequencer.set", key: signerNamed("r").publicKey, from: null })).toBe(
      "rank",
    );
  });

  test("[MEM-7] a revoked device is revoked from its checkpoint on, and what it dates back counts for nothing", async () => {
    const ann = await world.enrol("Ann", owner, [genesis]);
    const one = await world.checkpoint(1, null, [ann.last]);
    const revoke = await world.entry(
      { kind: "device.revoke", device: ann.device.publicKey, reason: "lost" },
      [owner],
      [ann.last],
    );
    const two = await world.checkpoint(2, one, [revoke]);
    const backdated = await world.entry(
      {
        kind: "member.add",
        member: memberNamed("Eve"),
        rank: "member",
        roles: [],
        grants: [],
        station: false,
      },
      [ann.device],
      [ann.last],
      startAt,
    );
    const three = await world.checkpoint(3, two, [revoke, backdated]);
    const verdict = computeVerdict(company, [...base, ...ann.entries, one, revoke, two, backdated, three]);
    expect(voidReason(verdict, backdated)).toBe("author");
    const { confirmed } = verdict;
    if (confirmed === null) throw new Error("the log has checkpoints");
    expect(device(verdict, ann.device.publicKey, "confirmed")?.revoked).toEqual({
      checkpoint: 2,
      reason: "lost",
      at: startAt + 2,
    });
    expect([0, 1, 2, 3].map((no) => wasDeviceAt(confirmed, ann.device.publicKey, no))).toEqual([
      false,
      true,
      false,
      false,
    ]);
    expect(grantsOf(confirmed, ann.device.publicKey)).toEqual([]);
    const card = { cls: "inventory", scope: "company" } as const;
    expect([owner, ann.device].map(({ publicKey }) => mayWrite(confirmed, publicKey, card, startAt))).toEqual(
      [true, false],
    );
  });

  test("[MEM-8] there is always a usable owner device", async () => {
    const revoke = await world.entry(
      { kind: "device.revoke", device: owner.publicKey, reason: "lost" },
      [owner],
      [genesis],
    );
    expect(voidReason(computeVerdict(company, [...base, revoke]), revoke)).toBe("last-owner");
  });

  test("[MEM-9] two owners revoke each other at once: one of them stays, everywhere the same one", async () => {
    const bob = await world.enrol("Bob", owner, [genesis], "owner");
    const byOwner = await world.entry(
      { kind: "device.revoke", device: bob.device.publicKey, reason: "left" },
      [owner],
      [bob.last],
    );
    const byBob = await world.entry(
      { kind: "device.revoke", device: owner.publicKey, reason: "left" },
      [bob.device],
      [bob.last],
    );
    const log = [...base, ...bob.entries, byOwner, byBob];
    const verdict = computeVerdict(company, log);
    const left = [owner, bob.device].filter(({ publicKey }) => device(verdict, publicKey)?.revoked === null);
    expect(left).toHaveLength(1);
    const reversed = computeVerdict(company, [...log].reverse());
    expect(left.map(({ publicKey }) => device(reversed, publicKey)?.revoked)).toEqual([null]);
  });

  test("[MEM-10] entries wait for their ancestors; what needs a passkey is void", async () => {
    const ann = await world.enrol("Ann", owner, [genesis]);
    const waiting = computeVerdict(company, [...base, ann.last]);
    expect(waiting.waiting).toEqual([ann.last.id]);
    const policy = await world.entry(
      { kind: "policy.set", stepUp: ["mem"], minProtocol: 1 },
      [owner],
      [genesis],
    );
    expect(voidReason(computeVerdict(company, [...base, policy]), policy)).toBe("step-up");
  });
});

describe("checkpoints", () => {
  test("[MEM-11] only the sequencer's count, in order, with time not running back", async () => {
    const one = await world.checkpoint(1, null, [genesis]);
    const ann = await world.enrol("Ann", owner, [genesis]);
    const bad = [
      await world.checkpoint(2, one, [ann.last], startAt + 2, owner),
      await world.checkpoint(3, one, [ann.last]),
      await world.checkpoint(2, null, [ann.last]),
      await world.checkpoint(2, one, [ann.last], startAt),
    ];
    for (const checkpoint of bad) {
      const verdict = computeVerdict(company, [...base, one, ...ann.entries, checkpoint]);
      expect(verdict.confirmed?.checkpoint).toBe(1);
      expect(verdict.pending).toHaveLength(3);
    }
  });

  test("[MEM-12] two checkpoints with one number are a fork, and the order before them stands", async () => {
    const one = await world.checkpoint(1, null, [genesis]);
    const ann = await world.enrol("Ann", owner, [genesis]);
    const [add] = ann.entries;
    if (add === undefined) throw new Error("enrolling makes entries");
    const left = await world.checkpoint(2, one, [ann.last]);
    const right = await world.checkpoint(2, one, [add]);
    const verdict = computeVerdict(company, [...base, one, ...ann.entries, left, right]);
    expect(verdict.fork?.map(textOfBytes).sort()).toEqual([left.id, right.id].map(textOfBytes).sort());
    expect(verdict.confirmed?.checkpoint).toBe(1);
  });

  test("[MEM-13] an owner names a new sequencer and where it continues; the old one's fork no longer counts", async () => {
    const one = await world.checkpoint(1, null, [genesis]);
    const successor = signerNamed("new relay");
    const name = await world.entry(
      { kind: "sequencer.set", key: successor.publicKey, from: one.id },
      [owner],
      [genesis],
    );
    const mine = await world.checkpoint(2, one, [name], startAt + 5, successor);
    const late = await world.checkpoint(2, one, [genesis], startAt + 6);
    const verdict = computeVerdict(company, [...base, one, name, late, mine]);
    expect(verdict.fork).toBeNull();
    expect(verdict.confirmed).toMatchObject({ checkpoint: 2, sequencer: successor.publicKey });
    const stranger = await world.checkpoint(2, one, [genesis], startAt + 5, successor);
    expect(computeVerdict(company, [...base, one, name, stranger]).confirmed?.checkpoint).toBe(1);
  });

  test("[MEM-14] a company that began without a relay is ordered once it names one", async () => {
    const lone = await membershipWorld(false);
    const set = await lone.entry(
      { kind: "sequencer.set", key: lone.relay.publicKey, from: null },
      [lone.owner],
      [lone.genesis],
    );
    const one = await lone.checkpoint(1, null, [set]);
    const log = [lone.keyDoc, lone.genesis, set];
    expect(computeVerdict(lone.company, log).confirmed).toBeNull();
    expect(computeVerdict(lone.company, [...log, one]).confirmed).toMatchObject({ checkpoint: 1 });
    const stranger = await lone.checkpoint(1, null, [set], startAt, signerNamed("stranger"));
    expect(computeVerdict(lone.company, [...log, stranger]).confirmed).toBeNull();
  });
});
