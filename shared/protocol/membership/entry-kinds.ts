/** Form of everything that stands in the membership log: key documents, entries, checkpoints, join records. */
import * as v from "valibot";
import { compareBytes } from "#shared/kernel/bytes";
import type { SignedKind } from "../envelope";
import { tags } from "../tags";
import { bytes16, bytes32, count, docClasses, instant, listOf, shortText, someBytes } from "../wire-types";
import type { Checkpoint, Grant, Join, KeyDoc, MemEntry, MemOp } from "./types";
import { ranks, revokeReasons, verbs } from "./types";

const maxGrants = 64;
export const maxRootKeys = 5;
/** Newest entries one entry names; an author who knows more names these and leaves the rest to the next. */
export const maxPrev = 256;
/** Newest entries one checkpoint names; what is left comes with the next. */
export const maxHeads = 1_000;

const grant: v.GenericSchema<unknown, Grant> = v.object({
  verbs: listOf(v.picklist(verbs), verbs.length),
  on: listOf(v.picklist(docClasses), docClasses.length),
  scope: v.union([v.picklist(["all", "own"]), v.strictObject({ events: listOf(bytes16, 1_000) })]),
  notAfter: v.nullable(instant),
});
const grants = listOf(grant, maxGrants);
const roles = listOf(shortText(64), 16);
const rank = v.picklist(ranks);
const positive = v.pipe(count, v.minValue(1));

const memOp: v.GenericSchema<unknown, MemOp> = v.variant("kind", [
  v.object({
    kind: v.literal("genesis"),
    company: bytes32,
    member: bytes16,
    device: bytes32,
    box: bytes32,
    sequencer: v.nullable(bytes32),
  }),
  v.object({ kind: v.literal("member.add"), member: bytes16, rank, roles, grants, station: v.boolean() }),
  v.object({ kind: v.literal("member.role"), member: bytes16, rank, roles, grants }),
  v.object({ kind: v.literal("member.remove"), member: bytes16, reason: shortText(200) }),
  v.object({
    kind: v.literal("device.add"),
    member: bytes16,
    device: bytes32,
    box: bytes32,
    soft: v.boolean(),
    via: v.nullable(bytes32),
    join: v.nullable(someBytes(4_096)),
  }),
  v.object({ kind: v.literal("device.revoke"), device: bytes32, reason: v.picklist(revokeReasons) }),
  v.object({ kind: v.literal("role.define"), role: shortText(64), grants }),
  v.object({ kind: v.literal("role.remove"), role: shortText(64) }),
  v.object({
    kind: v.literal("invite"),
    invite: bytes32,
    member: bytes16,
    uses: positive,
    expires: instant,
    approval: v.boolean(),
  }),
  v.object({ kind: v.literal("invite.cancel"), invite: bytes32 }),
  v.object({
    kind: v.literal("passkey.add"),
    member: bytes16,
    credential: someBytes(1_024),
    cose: someBytes(2_048),
    rpId: shortText(253),
  }),
  v.object({ kind: v.literal("passkey.remove"), member: bytes16, credential: someBytes(1_024) }),
  v.object({
    kind: v.literal("policy.set"),
    stepUp: listOf(v.picklist(["mem", "money", "sign"]), 3),
    minProtocol: count,
  }),
  v.object({ kind: v.literal("sequencer.set"), key: bytes32, from: v.nullable(bytes32) }),
  v.object({
    kind: v.literal("recover"),
    member: bytes16,
    device: bytes32,
    box: bytes32,
    revoke: listOf(bytes32, 256),
  }),
  v.object({ kind: v.literal("keys.refuse"), keys: bytes32 }),
  v.object({ kind: v.literal("rules.upgrade"), to: positive }),
  v.object({
    kind: v.literal("adopt"),
    doc: bytes16,
    actor: bytes16,
    from: v.optional(positive),
    seq: positive,
    hash: bytes32,
  }),
]);

const proof = v.object({
  credential: someBytes(1_024),
  authData: someBytes(4_096),
  clientData: someBytes(4_096),
  sig: someBytes(1_024),
});

/** Hashes in ascending order, each once: a set has one form. */
const hashSet = (max: number): v.GenericSchema<unknown, Uint8Array[]> =>
  v.pipe(
    listOf(bytes32, max),
    v.check((hashes) => hashes.every((hash, i) => i === 0 || compareBytes(hashes[i - 1] ?? hash, hash) < 0)),
  );

export const keyDocKind: SignedKind<KeyDoc> = {
  tag: tags.key,
  schema: v.pipe(
    v.object({
      v: v.literal(1),
      no: positive,
      prev: v.nullable(bytes32),
      root: v.object({ keys: v.pipe(hashSet(maxRootKeys), v.minLength(1)), threshold: positive }),
      delegates: hashSet(maxRootKeys),
      issued: instant,
    }),
    v.check(({ root }) => root.threshold <= root.keys.length),
  ),
};

export const memEntryKind: SignedKind<MemEntry> = {
  tag: tags.mem,
  schema: v.object({
    v: v.literal(1),
    rules: positive,
    company: bytes32,
    prev: hashSet(maxPrev),
    at: instant,
    n: bytes16,
    op: memOp,
    uv: v.nullable(proof),
  }),
};

export const checkpointKind: SignedKind<Checkpoint> = {
  tag: tags.chk,
  schema: v.object({
    v: v.literal(1),
    company: bytes32,
    no: positive,
    prev: v.nullable(bytes32),
    heads: hashSet(maxHeads),
    at: instant,
  }),
};

export const joinKind: SignedKind<Join> = {
  tag: tags.joi,
  schema: v.object({
    v: v.literal(1),
    company: bytes32,
    invite: bytes32,
    device: bytes32,
    box: bytes32,
    soft: v.boolean(),
    n: bytes16,
  }),
};
