/**
 * The rules of docs/protocol/membership.md once more, as plainly as possible: everything is computed anew from the
 * whole log, with sets of ancestors instead of segments and copies instead of sharing. Takes nothing from the verdict
 * but the types of its records.
 */
import type {
  CheckpointRecord,
  EntryRecord,
  Grant,
  KeysRecord,
  LogEntry,
  MemOp,
  Rank,
} from "#shared/protocol/membership/types";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const hour = 3_600_000;

interface Member {
  rank: Rank;
  order: number;
  roles: readonly string[];
  grants: readonly Grant[];
}

interface Device {
  member: string;
  since: number | null;
  ended: { checkpoint: number | null; reason: string } | null;
}

interface Waiting {
  device: string;
  member: string;
  revoke: string[];
  from: number | null;
}

export interface NaiveState {
  members: Record<string, Member>;
  devices: Record<string, Device>;
  roles: Record<string, readonly Grant[]>;
  invites: Record<
    string,
    { id: string; member: string; by: string; left: number; expires: number; approval: boolean }
  >;
  usedInvites: string[];
  waiting: Waiting[];
  roots: { no: number; hash: string; keys: string[]; threshold: number };
  rootChanges: { roots: NaiveState["roots"]; from: number | null }[];
  adopted: Record<string, number>;
  minProtocol: number;
  rules: number;
  nextRules: number | null;
  sequencer: string | null;
  successor: { key: string; from: string | null } | null;
  admitted: number;
  checkpoint: number;
  at: number;
}

export interface NaiveVerdict {
  readonly state: NaiveState | null;
  readonly confirmed: NaiveState | null;
  /** Ids of complete records that have no effect. */
  readonly void: readonly string[];
  readonly hasFork: boolean;
}

const heights: Record<Rank, number> = {
  owner: 0,
  admin: 1,
  manager: 2,
  member: 3,
  crew: 4,
  viewer: 5,
  guest: 6,
};

// ── rights ───────────────────────────────────────────────────────────

const at = (state: NaiveState, key: string): { member: string; rank: Rank } | null => {
  const device = state.devices[key];
  const member = device === undefined || device.ended !== null ? undefined : state.members[device.member];
  return device === undefined || member === undefined ? null : { member: device.member, rank: member.rank };
};

type Who = NonNullable<ReturnType<typeof at>>;

const rules = (who: Who, rank: Rank): boolean =>
  who.rank === "owner" || (who.rank === "admin" && rank !== "owner");

const isLow = (rank: Rank): boolean => rank === "crew" || rank === "guest";

/** What an inviter holds on events: built in for managers, else by roles and single grants. */
const holdings = (state: NaiveState, who: Who): readonly Grant[] | "everything" => {
  const member = state.members[who.member];
  if (member === undefined) return [];
  if (member.rank === "owner" || member.rank === "admin") return "everything";
  const manager: Grant[] =
    member.rank === "manager" && member.roles.length === 0
      ? [
          {
            verbs: ["read", "write", "create"],
            on: ["event", "note", "schedule", "work"],
            scope: "all",
            notAfter: null,
          },
          { verbs: ["invite"], on: ["event"], scope: "all", notAfter: null },
          { verbs: ["read"], on: ["money"], scope: "all", notAfter: null },
        ]
      : [];
  const worker: Grant[] =
    member.rank === "member" && member.roles.length === 0
      ? [
          {
            verbs: ["read", "write", "create"],
            on: ["event", "note", "schedule", "work"],
            scope: "all",
            notAfter: null,
          },
        ]
      : [];
  const named = member.roles.flatMap((role) => [...(state.roles[role] ?? [])]);
  return [...manager, ...worker, ...named, ...member.grants];
};

const holds = (
  held: readonly Grant[] | "everything",
  need: { verb: string; cls: string; event: string; until: number | null },
  now: number,
): boolean =>
  held === "everything" ||
  held.some(
    (grant) =>
      grant.verbs.some((verb) => verb === need.verb) &&
      grant.on.some((cls) => cls === need.cls) &&
      (grant.notAfter === null || grant.notAfter >= now) &&
      (grant.notAfter === null || (need.until !== null && need.until <= grant.notAfter)) &&
      (grant.scope === "all" ||
        (typeof grant.scope === "object" && grant.scope.events.some((event) => hex(event) === need.event))),
  );

const isInviter = (state: NaiveState, who: Who): boolean => {
  const held = holdings(state, who);
  return (
    held === "everything" || held.some(({ verbs, on }) => verbs.includes("invite") && on.includes("event"))
  );
};

const mayHand = (state: NaiveState, who: Who, grants: readonly Grant[], now: number): boolean => {
  const held = holdings(state, who);
  for (const grant of grants) {
    if (grant.scope === "all" || grant.scope === "own" || grant.notAfter === null) return false;
    for (const event of grant.scope.events.map(hex)) {
      if (!holds(held, { verb: "invite", cls: "event", event, until: grant.notAfter }, now)) return false;
      for (const verb of grant.verbs) {
        for (const cls of grant.on) {
          if (!holds(held, { verb, cls, event, until: grant.notAfter }, now)) return false;
        }
      }
    }
  }
  return true;
};

const runs = (state: NaiveState, who: Who, name: string, now: number): boolean => {
  const target = state.members[name];
  if (target === undefined) return false;
  if (name === who.member || rules(who, target.rank)) return true;
  const isCrew = isLow(target.rank) && target.roles.length === 0;
  return isCrew && isInviter(state, who) && mayHand(state, who, target.grants, now);
};

const isBuiltIn = (role: string): boolean => Object.hasOwn(heights, role);
const knowsRoles = (state: NaiveState, roles: readonly string[]): boolean =>
  roles.every((role) => isBuiltIn(role) || Object.hasOwn(state.roles, role));

const isOwnerLeft = (state: NaiveState): boolean =>
  Object.values(state.devices).some(
    ({ member, ended }) => ended === null && state.members[member]?.rank === "owner",
  );

// ── one entry ────────────────────────────────────────────────────────

const end = (state: NaiveState, key: string, reason: string): void => {
  const device = state.devices[key];
  if (device === undefined || device.ended !== null) return;
  device.ended = { checkpoint: null, reason };
  for (const [invite, { by }] of Object.entries(state.invites)) if (by === key) delete state.invites[invite];
};

const put = (state: NaiveState, key: string, member: string): void => {
  state.devices[key] = { member, since: null, ended: null };
};

const rootCount = (state: NaiveState, keys: readonly string[], signers: readonly string[]): number =>
  signers.filter((key) => keys.includes(key) && (state.devices[key]?.ended ?? null) === null).length;

const isByRoots = (state: NaiveState, signers: readonly string[]): boolean =>
  rootCount(state, state.roots.keys, signers) >= state.roots.threshold &&
  signers.every((key) => state.roots.keys.includes(key) || at(state, key)?.rank === "owner");

/** The state afterwards, or null when the entry is void. */
const apply = (before: NaiveState, record: EntryRecord, orderedAt: number | null): NaiveState | null => {
  const { op, rules: under, prev, at: claimed } = record.entry.value;
  const state = structuredClone(before);
  const signers = record.entry.signers.map(hex);
  const now = Math.max(claimed, orderedAt ?? 0);
  if (under !== state.rules) return null;
  if (op.kind === "genesis") {
    if (state.admitted > 0 || prev.length > 0 || !isByRoots(state, signers)) return null;
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
    if (!isByRoots(state, signers) && who?.rank !== "owner") return null;
    state.sequencer = hex(op.key);
    state.successor = { key: hex(op.key), from: op.from === null ? null : hex(op.from) };
    return state;
  }
  return who === null
    ? null
    : act(state, op, { who, now, claimed, signer: signers[0] ?? "", id: hex(record.id) });
};

const recover = (
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

const addDevice = (
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

interface Acting {
  readonly who: Who;
  readonly now: number;
  readonly claimed: number;
  readonly signer: string;
  readonly id: string;
}

const act = (state: NaiveState, op: MemOp, acting: Acting): NaiveState | null => {
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

const addInvite = (
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

const actOnMember = (
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

const sameGrant = (a: Grant, b: Grant): boolean => {
  const text = ({ verbs, on, scope, notAfter }: Grant): string =>
    [
      verbs.join(),
      on.join(),
      typeof scope === "string" ? scope : scope.events.map(hex).join(),
      notAfter,
    ].join("|");
  return text(a) === text(b);
};

// ── order ────────────────────────────────────────────────────────────

interface Node {
  readonly id: string;
  readonly record: EntryRecord;
  readonly depth: number;
  readonly above: ReadonlySet<string>;
}

/** Entries whose ancestors are all there, each with every one of them. */
const complete = (log: readonly LogEntry[]): ReadonlyMap<string, Node> => {
  const waiting = new Map<string, EntryRecord>();
  for (const record of log) if (record.type === "entry") waiting.set(hex(record.id), record);
  const nodes = new Map<string, Node>();
  for (let grown = true; grown;) {
    grown = false;
    for (const [id, record] of waiting) {
      const parents = record.entry.value.prev.map((prev) => nodes.get(hex(prev)));
      if (nodes.has(id) || parents.includes(undefined)) continue;
      const above = new Set<string>();
      let depth = 1;
      for (const parent of parents) {
        if (parent === undefined) continue;
        above.add(parent.id);
        for (const higher of parent.above) above.add(higher);
        depth = Math.max(depth, parent.depth + 1);
      }
      nodes.set(id, { id, record, depth, above });
      grown = true;
    }
  }
  return nodes;
};

const byDepth = (a: Node, b: Node): number => a.depth - b.depth || (a.id < b.id ? -1 : 1);

const precedence = (state: NaiveState, { record, id, depth }: Node): readonly (number | string)[] => {
  const { op } = record.entry.value;
  const signers = record.entry.signers.map(hex);
  if (op.kind === "recover" && isByRoots(state, signers)) return [-1, 0, depth, id];
  const who = at(state, signers[0] ?? "");
  const member = who === null ? undefined : state.members[who.member];
  return member === undefined ? [99, 0, depth, id] : [heights[member.rank], member.order, depth, id];
};

const isBefore = (a: readonly (number | string)[], b: readonly (number | string)[]): boolean => {
  const i = a.findIndex((part, at) => part !== b[at]);
  const [left, right] = [a[i], b[i]];
  return left !== undefined && right !== undefined && left < right;
};

/** Keys of those an entry takes rights from in this state; null when it takes none. */
const takenFrom = ({ record }: Node, state: NaiveState): readonly string[] | null => {
  const { op } = record.entry.value;
  const signers = record.entry.signers.map(hex);
  if (op.kind === "device.revoke") return [hex(op.device)];
  if (op.kind === "recover")
    return signers.some((key) => at(state, key)?.rank === "owner") ? op.revoke.map(hex) : null;
  if (op.kind !== "member.remove" && op.kind !== "member.role") return null;
  const member = state.members[hex(op.member)];
  if (member === undefined || (op.kind === "member.role" && heights[op.rank] <= heights[member.rank]))
    return null;
  return Object.entries(state.devices)
    .filter(([, device]) => device.member === hex(op.member))
    .map(([key]) => key);
};

interface Batch {
  readonly keyDocs: readonly KeysRecord[];
  readonly nodes: readonly Node[];
}

const applyBatch = (
  start: NaiveState,
  batch: Batch,
  orderedAt: number | null,
): { readonly state: NaiveState; readonly void: readonly string[] } => {
  const nothing: string[] = [];
  let withKeys = start;
  for (const record of [...batch.keyDocs].sort(
    (a, b) => a.keyDoc.value.no - b.keyDoc.value.no || (hex(a.id) < hex(b.id) ? -1 : 1),
  )) {
    const next = applyKeys(withKeys, record);
    if (next === null) nothing.push(hex(record.id));
    else withKeys = next;
  }
  const order = [...batch.nodes].sort(byDepth);
  const overruled = new Set<string>();
  const kinds = ["member.remove", "member.role", "device.revoke", "recover"];
  const removals = order.filter(({ record }) => kinds.includes(record.entry.value.op.kind));
  while (removals.length > 0) {
    const free = removals.filter((node) => !removals.some((other) => node.above.has(other.id)));
    const next = free.reduce((best, node) =>
      isBefore(precedence(start, node), precedence(start, best)) ? node : best,
    );
    removals.splice(removals.indexOf(next), 1);
    if (overruled.has(next.id)) continue;
    let trial = withKeys;
    for (const node of order) {
      if (next.above.has(node.id) && !overruled.has(node.id))
        trial = apply(trial, node.record, orderedAt) ?? trial;
    }
    const keys = takenFrom(next, trial);
    if (keys === null || apply(trial, next.record, orderedAt) === null) continue;
    for (const node of order) {
      const isConcurrent = node !== next && !next.above.has(node.id) && !node.above.has(next.id);
      if (isConcurrent && node.record.entry.signers.some((key) => keys.includes(hex(key))))
        overruled.add(node.id);
    }
  }
  let state = withKeys;
  for (const node of order) {
    const next = overruled.has(node.id) ? null : apply(state, node.record, orderedAt);
    if (next === null) nothing.push(node.id);
    else state = next;
  }
  return { state, void: nothing };
};

const applyKeys = (before: NaiveState, { keyDoc }: KeysRecord): NaiveState | null => {
  const { value } = keyDoc;
  const signers = keyDoc.signers.map(hex);
  const state = structuredClone(before);
  const keys = value.root.keys.map(hex);
  if (value.no !== state.roots.no + 1 || value.prev === null || hex(value.prev) !== state.roots.hash)
    return null;
  if (rootCount(state, state.roots.keys, signers) < state.roots.threshold) return null;
  if (rootCount(state, keys, signers) < value.root.threshold) return null;
  const roots = { no: value.no, hash: hex(keyDoc.id), keys, threshold: value.root.threshold };
  if (signers.some((key) => at(state, key)?.rank === "owner")) {
    return { ...state, roots, rootChanges: [], waiting: [] };
  }
  state.rootChanges.push({ roots, from: null });
  return state;
};

const confirm = (before: NaiveState, no: number, time: number): NaiveState => {
  let state = structuredClone(before);
  state.checkpoint = no;
  state.at = time;
  for (const { device, member, revoke, from } of state.waiting) {
    if (from === null || from > time || state.members[member]?.rank !== "owner") continue;
    put(state, device, member);
    for (const key of revoke) end(state, key, "recovered");
  }
  state.waiting = state.waiting
    .filter(({ from }) => from === null || from > time)
    .map((one) => ({ ...one, from: one.from ?? time + 48 * hour }));
  const due = state.rootChanges.find(({ from }) => from !== null && from <= time);
  if (due !== undefined) state = { ...state, roots: due.roots, rootChanges: [], waiting: [] };
  state.rootChanges = state.rootChanges.map((one) => ({ ...one, from: one.from ?? time + 48 * hour }));
  state.rules = state.nextRules ?? state.rules;
  state.nextRules = null;
  for (const [key, { expires }] of Object.entries(state.invites)) {
    if (expires + 14 * 24 * hour < time) delete state.invites[key];
  }
  for (const device of Object.values(state.devices)) {
    device.since ??= no;
    if (device.ended !== null) device.ended.checkpoint ??= no;
  }
  return state;
};

const emptyState = (roots: NaiveState["roots"]): NaiveState => ({
  members: {},
  devices: {},
  roles: {},
  invites: {},
  usedInvites: [],
  waiting: [],
  roots,
  rootChanges: [],
  adopted: {},
  minProtocol: 0,
  rules: 1,
  nextRules: null,
  sequencer: null,
  successor: null,
  admitted: 0,
  checkpoint: 0,
  at: 0,
});

/** `company`: id of the first key document. */
export const naiveVerdict = (company: Uint8Array, log: readonly LogEntry[]): NaiveVerdict => {
  const first = log.find((record) => record.type === "keys" && hex(record.id) === hex(company));
  if (first?.type !== "keys") return { state: null, confirmed: null, void: [], hasFork: false };
  const nodes = complete(log);
  const keyDocs = new Map<string, KeysRecord>();
  for (const record of log)
    if (record.type === "keys" && record !== first && record.keyDoc.value.no > 1)
      keyDocs.set(hex(record.id), record);
  const { root } = first.keyDoc.value;
  let state = emptyState({ no: 1, hash: hex(company), keys: root.keys.map(hex), threshold: root.threshold });
  const covered = new Set<string>();
  const nothing: string[] = [];
  let last: string | null = null;
  let hasFork = false;
  for (;;) {
    const steps = nextSteps(log, { state, last, covered, nodes, keyDocs });
    const [step] = steps;
    hasFork = steps.length > 1;
    if (step === undefined || hasFork || state.rules > 1) break;
    state = step.state;
    last = step.id;
    nothing.push(...step.void);
    for (const id of step.ids) covered.add(id);
  }
  if (state.rules > 1) return { state, confirmed: state, void: nothing.sort(), hasFork: false };
  const rest = {
    nodes: [...nodes.values()].filter(({ id }) => !covered.has(id)),
    keyDocs: [...keyDocs].filter(([id]) => !covered.has(id)).map(([, record]) => record),
  };
  const pending = applyBatch(state, rest, null);
  return {
    state: pending.state.admitted === 0 ? null : pending.state,
    confirmed: state.checkpoint === 0 ? null : state,
    void: [...nothing, ...pending.void].sort(),
    hasFork,
  };
};

interface Place {
  readonly state: NaiveState;
  readonly last: string | null;
  readonly covered: ReadonlySet<string>;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly keyDocs: ReadonlyMap<string, KeysRecord>;
}

interface NaiveStep {
  readonly id: string;
  readonly state: NaiveState;
  readonly ids: readonly string[];
  readonly void: readonly string[];
  readonly isNew: boolean;
}

const nextSteps = (log: readonly LogEntry[], place: Place): readonly NaiveStep[] => {
  const found = new Map<string, NaiveStep>();
  for (const record of log) {
    const step = record.type === "checkpoint" ? stepOf(record, place) : null;
    if (step !== null) found.set(step.id, step);
  }
  const named = [...found.values()].filter(({ isNew }) => isNew);
  return named.length > 0 ? named : [...found.values()];
};

const stepOf = (
  record: CheckpointRecord,
  { state, last, covered, nodes, keyDocs }: Place,
): NaiveStep | null => {
  const { no, prev, heads, at: time } = record.checkpoint.value;
  const [signer] = record.checkpoint.signers.map(hex);
  if (no !== state.checkpoint + 1 || (prev === null ? null : hex(prev)) !== last || time < state.at)
    return null;
  const ids = heads.map(hex);
  if (!ids.every((id) => nodes.has(id) || keyDocs.has(id))) return null;
  const all = new Set(ids);
  for (const id of ids) for (const above of nodes.get(id)?.above ?? []) all.add(above);
  const open = [...all].filter((id) => !covered.has(id));
  const batch = {
    nodes: open.flatMap((id) => nodes.get(id) ?? []),
    keyDocs: open.flatMap((id) => keyDocs.get(id) ?? []),
  };
  const outcome = applyBatch(state, batch, time);
  const isOld = signer === state.sequencer;
  const isNamed = signer === outcome.state.sequencer;
  const continues = outcome.state.successor?.key === signer && outcome.state.successor?.from === last;
  if (!isOld && !(isNamed && (state.checkpoint === 0 || continues))) return null;
  return {
    id: hex(record.id),
    state: confirm(outcome.state, no, time),
    ids: open,
    void: outcome.void,
    isNew: !isOld,
  };
};
