/**
 * Removal inside one batch. Nobody can say which of two entries came first when neither knew the other, so the one
 * who removes wins over what the removed wrote meanwhile; of two who remove each other the higher rank stays, then
 * the senior. A removal that was not allowed at its place suppresses nothing.
 */
import { bytesEqual } from "#shared/kernel/bytes";
import { memberIdFromBytes, textOfBytes } from "../wire-types";
import type { EntryPlace } from "./apply-entry";
import { applyEntry } from "./apply-entry";
import type { GraphNode } from "./entry-graph";
import { rankOrder } from "./roles";
import { authorOf, isOwnerDevice, isRootSigned } from "./signers";
import type { StateDraft } from "./state-draft";
import { forkDraft } from "./state-draft";
import type { MemOp } from "./types";

const removalKinds: ReadonlySet<MemOp["kind"]> = new Set([
  "member.remove",
  "member.role",
  "device.revoke",
  "recover",
]);

/** Lower goes first: root keys, then rank, then who was admitted earlier. */
export type Precedence = readonly [number, number];

const last: Precedence = [99, 0];

/** Read from the state the batch begins with: what the batch itself brings has no precedence yet. */
export const precedenceOf = (state: StateDraft, { record }: GraphNode): Precedence => {
  const { signers, value } = record.entry;
  if (value.op.kind === "recover" && isRootSigned(state, signers)) return [-1, 0];
  const [signer] = signers;
  const author = signer === undefined ? undefined : authorOf(state, signer);
  const member = author === undefined ? undefined : state.members.get(author.member);
  return member === undefined ? last : [rankOrder(member.rank), member.ord];
};

/**
 * Which entries of a segment a removal makes void. `segment` is in the batch's order, every entry outside it is
 * before or after all of it; `state` is the outcome of everything before.
 */
export const findOverruled = (
  segment: readonly GraphNode[],
  state: StateDraft,
  precedence: (node: GraphNode) => Precedence,
  place: EntryPlace,
): ReadonlySet<GraphNode> => {
  const overruled = new Set<GraphNode>();
  const written = entriesByDevice(segment);
  const targets = new Map<GraphNode, readonly GraphNode[]>();
  for (const node of segment) {
    const theirs = devicesAimedAt(node, segment, state).flatMap((device) => written.get(device) ?? []);
    if (theirs.length > 0) targets.set(node, theirs);
  }
  if (targets.size === 0) return overruled;
  const removals = segment.filter(({ record }) => removalKinds.has(record.entry.value.op.kind));
  const below = new Map(removals.map((removal) => [removal, ancestorsIn(removal, segment)]));
  for (const removal of inTurn(below, precedence)) {
    const aimed = targets.get(removal);
    if (aimed === undefined || overruled.has(removal)) continue;
    const ancestors = below.get(removal) ?? new Set();
    const above = withDescendants(removal, segment);
    const concurrent = aimed.filter((node) => !ancestors.has(node) && !above.has(node));
    if (concurrent.length === 0) continue;
    const trial = forkDraft(state);
    for (const node of segment) {
      if (ancestors.has(node) && !overruled.has(node)) applyEntry(trial, node.record, place);
    }
    const theirs = concurrent.filter((node) => isByRemoved(node, removal, trial));
    if (!takesRights(removal, trial) || applyEntry(trial, removal.record, place) !== undefined) continue;
    for (const node of theirs) overruled.add(node);
  }
  return overruled;
};

const entriesByDevice = (segment: readonly GraphNode[]): ReadonlyMap<string, readonly GraphNode[]> => {
  const written = new Map<string, GraphNode[]>();
  for (const node of segment) {
    for (const signer of node.signers) {
      const known = written.get(signer);
      if (known === undefined) written.set(signer, [node]);
      else known.push(node);
    }
  }
  return written;
};

/** Devices a removal may be about: the ones it names, or all of a member's, those this segment brings too. */
const devicesAimedAt = (
  { record }: GraphNode,
  segment: readonly GraphNode[],
  state: StateDraft,
): readonly string[] => {
  const { op } = record.entry.value;
  if (op.kind === "device.revoke") return [textOfBytes(op.device)];
  if (op.kind === "recover") return op.revoke.map(textOfBytes);
  if (op.kind !== "member.remove" && op.kind !== "member.role") return [];
  const member = memberIdFromBytes(op.member);
  const known = [...state.devices.entries()].filter(([, device]) => device.member === member);
  const added = segment.flatMap(({ record: { entry } }) => {
    const { op: other } = entry.value;
    const isTheirs = other.kind === "device.add" || other.kind === "recover" || other.kind === "genesis";
    return isTheirs && bytesEqual(other.member, op.member) ? [textOfBytes(other.device)] : [];
  });
  return [...new Set([...known.map(([name]) => name), ...added])];
};

/** Whether it was signed by a device the removal names, or that is the removed member's in the state it meets. */
const isByRemoved = (node: GraphNode, { record }: GraphNode, state: StateDraft): boolean => {
  const { op } = record.entry.value;
  if (op.kind !== "member.remove" && op.kind !== "member.role") return true;
  const member = memberIdFromBytes(op.member);
  return node.signers.some((signer) => state.devices.get(signer)?.member === member);
};

/** In the state it meets: a new role that is no lower takes nothing, and a recovery by paper alone only waits. */
const takesRights = ({ record }: GraphNode, state: StateDraft): boolean => {
  const { signers, value } = record.entry;
  const { op } = value;
  if (op.kind === "recover") return signers.some((signer) => isOwnerDevice(state, signer));
  if (op.kind !== "member.role") return true;
  const rank = state.members.get(memberIdFromBytes(op.member))?.rank;
  return rank !== undefined && rankOrder(op.rank) > rankOrder(rank);
};

/** Causes before effects; those that know nothing of each other by precedence, then in the batch's order. */
const inTurn = (
  below: ReadonlyMap<GraphNode, ReadonlySet<GraphNode>>,
  precedence: (node: GraphNode) => Precedence,
): readonly GraphNode[] => {
  const waiting = [...below.keys()].sort((a, b) => {
    const [rankA, ordA] = precedence(a);
    const [rankB, ordB] = precedence(b);
    return rankA - rankB || ordA - ordB;
  });
  const turn: GraphNode[] = [];
  while (waiting.length > 0) {
    const isFree = (node: GraphNode): boolean => !waiting.some((other) => below.get(node)?.has(other));
    turn.push(...waiting.splice(waiting.findIndex(isFree), 1));
  }
  return turn;
};

/** What lies below an entry, as far as the segment reaches: from the deepest on, parents come after their children. */
const ancestorsIn = (node: GraphNode, segment: readonly GraphNode[]): ReadonlySet<GraphNode> => {
  const found = new Set(node.parents);
  for (const other of segment.toReversed()) {
    if (found.has(other)) for (const parent of other.parents) found.add(parent);
  }
  return found;
};

/** An entry and what builds upon it: parents come before their children. */
const withDescendants = (node: GraphNode, segment: readonly GraphNode[]): ReadonlySet<GraphNode> => {
  const found = new Set([node]);
  for (const other of segment) if (other.parents.some((parent) => found.has(parent))) found.add(other);
  return found;
};
