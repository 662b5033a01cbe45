/** What engine and sync host ask of a company's membership, answered from its newest verdict. */
import type { Clock } from "#shared/kernel/clock";
import { brand } from "#shared/kernel/brand";
import { bytesEqual, toHex } from "#shared/kernel/bytes";
import type { Adoption } from "./engine/company";
import { idToBytes, parseId } from "#shared/kernel/ids";
import type { MemberId } from "#shared/kernel/ids";
import {
  activeMember,
  allows,
  findDevice,
  isAdopted,
  mayCreate,
  mayWrite,
  memberGrants,
  sequencersAt,
  wasDeviceAt,
} from "#shared/protocol/membership/grants";
import { isInForce } from "#shared/protocol/membership/roles";
import type { Revocation } from "#shared/protocol/membership/types";
import type { Hash } from "#shared/protocol/wire-types";
import { docClasses, docIdFromBytes, textOfBytes } from "#shared/protocol/wire-types";
import { cardScope } from "./engine/new-document";
import { frameLimits } from "#shared/protocol/limits";
import { judgeAcceptance } from "#shared/protocol/membership/acceptance";
import { foldMembership } from "#shared/protocol/membership/fold";
import { createPastStates } from "#shared/protocol/membership/past-states";
import type { HostMembership } from "./host/standing";
import type { Membership } from "./identity/types";

/** Of the others a relay takes the facts for a while, and says what it refuses. */
const takesNothing: readonly Revocation["reason"][] = ["compromised", "recovered"];

export const standingOf = (membership: Membership, clock: Clock): HostMembership => {
  const device = membership.device.signer.publicKey;
  const past = createPastStates(membership.company, () => membership.log());
  return {
    company: membership.company,
    checkpoint: () => membership.state().checkpoint,
    may: (verb, on, scope) => {
      const state = membership.state();
      const cls = docClasses.find((each) => each === on);
      const member = activeMember(state, device);
      if (cls === undefined || member === undefined) return false;
      const grants = memberGrants(state, member);
      const now = clock.now();
      if (scope !== undefined) return allows(grants, member, verb, { cls, scope: cardScope(scope) }, now);
      return grants.some(
        (grant) => grant.verbs.includes(verb) && grant.on.includes(cls) && isInForce(grant, now),
      );
    },
    memberOf: (key) => parseId<MemberId>(membership.state().devices.get(key)?.member) ?? null,
    deviceAt: (key, checkpoint) => wasDeviceAt(membership.state(), key, checkpoint),
    mayWrite: (key, card) => mayWrite(membership.state(), key, card, clock.now()),
    mayCreate: (key, card) => mayCreate(membership.state(), key, card, clock.now()),
    takeOrdered: (entries) => membership.takeOrdered(entries),
    acquaint: (relay) => acquaint(membership, relay),
    isManager: (key) => {
      const state = membership.state();
      const member = activeMember(state, key);
      const rank = member === undefined ? undefined : state.members.get(member)?.rank;
      return rank === "owner" || rank === "admin" || rank === "manager";
    },
    judgeAcceptance: (accepted) => {
      const { confirmed, fork, needsRules } = membership.verdict.get();
      // They end the order as this device knows it, and are reported as what they are.
      if (fork !== null || needsRules !== null) return "in-order";
      const verdict = judgeAcceptance(accepted, past);
      const { checkpoint } = accepted.receipt;
      const isPast = checkpoint > 0 && checkpoint <= (confirmed?.checkpoint ?? 0);
      return verdict === "unknown" && isPast ? "in-order" : verdict;
    },
    relayKeysAt: (checkpoint) => sequencersAt(membership.state(), checkpoint),
    isAdopted: (doc, actor, seq) => isAdopted(membership.state(), { doc: idToBytes(brand(doc)), actor, seq }),
    adoptions: () => adoptionsIn(membership),
    checkpointId: () => membership.verdict.get().checkpoint,
    hasCheckpoint: (id) => follows(membership, id),
    decidedAfter: (checkpoint) => decidedAfter(membership, checkpoint),
    relay: () => membership.relay,
    home: () => {
      const { relay } = membership;
      return relay === null ? null : { origin: relay.origin, key: textOfBytes(relay.key) };
    },
    link: membership.link,
    isShutOut: () => {
      const { confirmed } = membership.verdict.get();
      const revoked = confirmed === null ? null : (findDevice(confirmed, device)?.revoked ?? null);
      return revoked !== null && takesNothing.some((reason) => reason === revoked.reason);
    },
    catchUp: () => membership.catchUp(),
  };
};

const acquaint = async (
  membership: Membership,
  relay: Parameters<HostMembership["acquaint"]>[0],
): ReturnType<HostMembership["acquaint"]> => {
  const shown = await membership.acquaint(relay);
  if (shown.ok) return "shown";
  return shown.error.type === "RelayUnproven" ? "unproven" : "unanswered";
};

/** Whether the checkpoint is in the order this device follows, which has the newest one and those before it. */
const follows = (membership: Membership, id: Hash): boolean => {
  const before = new Map(
    membership
      .log()
      .flatMap((one) =>
        one.type === "checkpoint" ? [[textOfBytes(one.id), one.checkpoint.value.prev] as const] : [],
      ),
  );
  let at = membership.verdict.get().checkpoint;
  while (at !== null && !bytesEqual(at, id)) at = before.get(textOfBytes(at)) ?? null;
  return at !== null;
};

/** Whole batches, each with the checkpoint that put it in order: a part of one says nothing. */
const decidedAfter = (membership: Membership, checkpoint: number): readonly (readonly Uint8Array[])[] => {
  const log = membership.log();
  const newest = membership.state().checkpoint;
  const batches = new Map<number, Uint8Array[]>();
  const batchOf = (no: number): Uint8Array[] => {
    const batch = batches.get(no) ?? [];
    batches.set(no, batch);
    return batch;
  };
  for (const line of foldMembership(membership.company, log).history())
    if (line.checkpoint !== null && line.checkpoint.no > checkpoint)
      batchOf(line.checkpoint.no).push(line.record.bytes);
  for (const record of log) {
    if (record.type !== "checkpoint") continue;
    const { no } = record.checkpoint.value;
    if (no > checkpoint && no <= newest) batchOf(no).push(record.bytes);
  }
  const frames: Uint8Array[][] = [];
  for (const [, batch] of [...batches].sort(([a], [b]) => a - b)) {
    const last = frames.at(-1);
    if (last !== undefined && last.length + batch.length <= frameLimits.entries) last.push(...batch);
    else frames.push(batch);
  }
  return frames;
};

const adoptionsIn = (membership: Membership): readonly Adoption[] =>
  membership.log().flatMap((record) => {
    if (record.type !== "entry" || record.entry.value.op.kind !== "adopt") return [];
    const { op, at } = record.entry.value;
    const [by] = record.entry.signers;
    if (by === undefined || membership.verdict.get().void.has(textOfBytes(record.id))) return [];
    const member = membership.state().devices.get(textOfBytes(by))?.member;
    return {
      ...{ doc: docIdFromBytes(op.doc), actor: toHex(op.actor), from: op.from ?? 1, seq: op.seq, at },
      by: parseId<MemberId>(member) ?? null,
    };
  });
