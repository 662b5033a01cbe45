/** What one entry does. The naive reading of docs/protocol/membership.md; see `naive-membership.ts`. */
import type { EntryRecord, Grant, MemOp } from "#shared/protocol/membership/types";
import type { NaiveState, Who } from "./naive-rights";
import {
  at,
  heights,
  hex,
  hour,
  isBuiltIn,
  isInviter,
  isLow,
  isOwnerLeft,
  knowsRoles,
  mayHand,
  rules,
  runs,
} from "./naive-rights";

// ── one entry ────────────────────────────────────────────────────────

export const end = (state: NaiveState, key: string, reason: string): void => {
  const device = state.devices[key];
  if (device === undefined || device.ended !== null) return;
  device.ended = { checkpoint: null, reason };
  for (const [invite, { by }] of Object.entries(state.invites)) if (by === key) delete state.invites[invite];
};

export const put = (state: NaiveState, key: string, member: string): void => {
  state.devices[key] = { member, since: null, ended: null };
};

export const rootCount = (state: NaiveState, keys: readonly string[], signers: readonly string[]): number =>
  signers.filter(
    (key) => keys.includes(key) && (state.devices[key] === undefined || at(state, key)?.rank === "owner"),
  ).length;

export const isByRoots = (state: NaiveState, signers: readonly string[]): boolean =>
  rootCount(state, state.roots.keys, signers) >= state.roots.threshold &&
  signers.every((key) => state.roots.keys.includes(key) || at(state, key)?.rank === "owner");

/** The state afterwards, or null when the entry is void. */
export const apply = (
  before: NaiveState,
  record: EntryRecord,
  orderedAt: number | null,
): NaiveState | null => {
  const { op, rules: under, prev, at: claimed } = record.entry.value;
  const state = structuredClone(before);
  const signers = record.entry.signers.map(hex);
  const now = Math.max(claimed, orderedAt ?? 0);
  if (under !== state.rules) return null;
  if (op.kind === "genesis") {
    const isFounders = signers.includes(hex(op.device)) && isByRoots(state, signers);
    if (state.admitted > 0 || prev.length > 0 || !isFounders) return null;
    state.members[hex(op.member)] = { rank: "owner", order: 0, roles: [], grants: [] };
    state.admitted = 1;
    put(state, hex(op.device), hex(op.member));
    state.sequencer = op.sequencer === null ? null : hex(op.sequencer);
    return state;
  }
  if (prev.length === 0 || state.admitted === 0) return null;
  if (op.kind === "recover") return recover(state, op, signers);
  if (op.kind === "device.add") return addDevice(state, op, record, now);
  const who = signers.length === 1 ? at(state, signers[0] ?? "") : null;
  if (op.kind === "sequencer.set") {
    const next = hex(op.key);
    const isHandOver =
      state.sequencer !== null &&
      state.sequencer !== next &&
      signers.length === 2 &&
      signers.includes(state.sequencer) &&
      signers.includes(next);
    if (!isByRoots(state, signers) && who?.rank !== "owner" && !isHandOver) return null;
    state.sequencer = hex(op.key);
    state.successor = { key: hex(op.key), from: op.from === null ? null : hex(op.from) };
    return state;
  }
  return who === null
    ? null
    : act(state, op, { who, now, claimed, signer: signers[0] ?? "", id: hex(record.id) });
};

export const recover = (
  state: NaiveState,
  op: Extract<MemOp, { kind: "recover" }>,
  signers: readonly string[],
): NaiveState | null => {
  const device = hex(op.device);
  if (!isByRoots(state, signers) || state.members[hex(op.member)]?.rank !== "owner") return null;
  if (state.devices[device] || state.usedInvites.includes(device)) return null;
  if (state.waiting.some((other) => other.device === device)) return null;
  if (!signers.some((key) => at(state, key)?.rank === "owner")) {
    state.waiting.push({ device, member: hex(op.member), revoke: op.revoke.map(hex), from: null });
    return state;
  }
  put(state, device, hex(op.member));
  for (const key of op.revoke.map(hex)) if (key !== device) end(state, key, "recovered");
  return state;
};

export const addDevice = (
  state: NaiveState,
  op: Extract<MemOp, { kind: "device.add" }>,
  record: EntryRecord,
  now: number,
): NaiveState | null => {
  const device = hex(op.device);
  const member = hex(op.member);
  const signers = record.entry.signers.map(hex);
  if (state.devices[device] || state.usedInvites.includes(device)) return null;
  if (op.via === null && op.join === null) {
    const [old] = signers.filter((key) => key !== device);
    if (signers.length !== 2 || !signers.includes(device) || old === undefined) return null;
    if (at(state, old)?.member !== member) return null;
    put(state, device, member);
    end(state, old, "rotated");
    return state;
  }
  if (record.join === null || op.via === null) return null;
  const key = hex(record.join.value.invite);
  const invite = state.invites[key];
  if (invite === undefined || invite.id !== hex(op.via) || invite.member !== member) return null;
  const joined = record.join.value;
  if (hex(joined.device) !== device || hex(joined.box) !== hex(op.box) || joined.soft !== op.soft)
    return null;
  if (!invite.approval && signers.length === 1 && signers[0] === device) {
    if (now > invite.expires) return null;
  } else {
    const who = signers.length === 1 ? at(state, signers[0] ?? "") : null;
    if (who === null || record.entry.value.at > invite.expires || !runs(state, who, member, now)) return null;
  }
  put(state, device, member);
  invite.left -= 1;
  if (invite.left === 0) delete state.invites[key];
  return state;
};

export interface Acting {
  readonly who: Who;
  readonly now: number;
  readonly claimed: number;
  readonly signer: string;
  readonly id: string;
}

export const act = (state: NaiveState, op: MemOp, acting: Acting): NaiveState | null => {
  const { who } = acting;
  switch (op.kind) {
    case "member.add":
    case "member.role":
    case "member.remove":
      return actOnMember(state, op, acting);
    case "device.revoke": {
      const key = hex(op.device);
      if (state.waiting.some(({ device }) => device === key)) {
        if (who.rank !== "owner") return null;
        state.waiting = state.waiting.filter(({ device }) => device !== key);
        return state;
      }
      const device = state.devices[key];
      if (device === undefined || device.ended !== null || !runs(state, who, device.member, acting.now))
        return null;
      end(state, key, op.reason);
      return isOwnerLeft(state) ? state : null;
    }
    case "invite":
      return addInvite(state, op, acting);
    case "invite.cancel": {
      const invite = state.invites[hex(op.invite)];
      if (invite === undefined || !runs(state, who, invite.member, acting.now)) return null;
      delete state.invites[hex(op.invite)];
      return state;
    }
    case "role.define":
      if (!(who.rank === "owner" || who.rank === "admin") || isBuiltIn(op.role) || op.role === "")
        return null;
      state.roles[op.role] = op.grants;
      return state;
    case "policy.set":
      if (who.rank !== "owner" || op.stepUp.length > 0) return null;
      state.minProtocol = op.minProtocol;
      return state;
    case "rules.upgrade":
      if (who.rank !== "owner" || op.to !== state.rules + 1) return null;
      state.nextRules = op.to;
      return state;
    case "adopt": {
      const name = `${hex(op.doc)}/${hex(op.actor)}`;
      if (!(who.rank === "owner" || who.rank === "admin") || (state.adopted[name] ?? 0) >= op.seq)
        return null;
      state.adopted[name] = op.seq;
      return state;
    }
    default:
      return null;
  }
};

export const addInvite = (
  state: NaiveState,
  op: Extract<MemOp, { kind: "invite" }>,
  { who, now, claimed, signer, id }: Acting,
): NaiveState | null => {
  const key = hex(op.invite);
  const member = hex(op.member);
  const rank = state.members[member]?.rank;
  if (rank === undefined || !runs(state, who, member, now)) return null;
  if (op.expires <= claimed || op.expires > claimed + 24 * hour || op.uses > 100) return null;
  if (!op.approval && (heights[rank] < heights.crew || op.expires > claimed + hour / 4)) return null;
  if (state.usedInvites.includes(key) || state.devices[key]) return null;
  state.usedInvites.push(key);
  state.invites[key] = { id, member, by: signer, left: op.uses, expires: op.expires, approval: op.approval };
  return state;
};

export const actOnMember = (
  state: NaiveState,
  op: Extract<MemOp, { kind: "member.add" | "member.role" | "member.remove" }>,
  { who, now }: Acting,
): NaiveState | null => {
  const name = hex(op.member);
  const target = state.members[name];
  if (op.kind === "member.remove") {
    if (target === undefined || !runs(state, who, name, now)) return null;
    delete state.members[name];
    const words = ["lost", "left", "rotated", "compromised"];
    for (const [key, device] of Object.entries(state.devices)) {
      if (device.member === name) end(state, key, words.includes(op.reason) ? op.reason : "left");
    }
    for (const [key, invite] of Object.entries(state.invites))
      if (invite.member === name) delete state.invites[key];
    return isOwnerLeft(state) ? state : null;
  }
  if (!knowsRoles(state, op.roles)) return null;
  const { rank, roles, grants } = op;
  if (op.kind === "member.add") {
    if (target !== undefined) return null;
    const isCrew =
      isLow(rank) && roles.length === 0 && isInviter(state, who) && mayHand(state, who, grants, now);
    if (!rules(who, rank) && !isCrew) return null;
    state.members[name] = { rank, order: state.admitted, roles, grants };
    state.admitted += 1;
    return state;
  }
  if (target === undefined) return null;
  if (!(rules(who, target.rank) && rules(who, rank))) {
    const same = (grant: Grant) => (other: Grant) => sameGrant(grant, other);
    const changed = [
      ...target.grants.filter((grant) => !grants.some(same(grant))),
      ...grants.filter((grant) => !target.grants.some(same(grant))),
    ];
    const isCrew = isLow(target.rank) && rank === target.rank && name !== who.member;
    const isPlain = target.roles.length === 0 && roles.length === 0;
    if (!isCrew || !isPlain || !isInviter(state, who) || !mayHand(state, who, changed, now)) return null;
  }
  state.members[name] = { ...target, rank, roles, grants };
  return isOwnerLeft(state) ? state : null;
};

export const sameGrant = (a: Grant, b: Grant): boolean => {
  const text = ({ verbs, on, scope, notAfter }: Grant): string =>
    [
      verbs.join(),
      on.join(),
      typeof scope === "string" ? scope : scope.events.map(hex).join(),
      notAfter,
    ].join("|");
  return text(a) === text(b);
};
