/** What a record may hold at most: taken at the limit, refused one above it. */
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { checkpointKind, joinKind, keyDocKind, memEntryKind } from "#shared/protocol/membership/entry-kinds";
import { docClasses } from "#shared/protocol/wire-types";

const bytes = (length: number, fill = 1): Uint8Array => new Uint8Array(length).fill(fill);
const times = <T>(count: number, one: T): readonly T[] => Array.from({ length: count }, () => one);
/** Different ones, in ascending order. */
const hashes = (count: number): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, i) => {
    const hash = bytes(32, 0);
    [hash[0], hash[1]] = [i >> 8, i & 0xff];
    return hash;
  });

const grant = { verbs: ["read"], on: ["event"], scope: "all", notAfter: null };
const entry = {
  ...{ v: 1, rules: 1, company: bytes(32), prev: [], at: 0, n: bytes(16), uv: null },
  op: { kind: "invite.cancel", invite: bytes(32) },
};
const isEntry = (wishes: object): boolean => v.is(memEntryKind.schema, { ...entry, ...wishes });
const isOp = (op: object): boolean => isEntry({ op });

const added = {
  kind: "member.add",
  member: bytes(16),
  rank: "member",
  roles: [],
  grants: [],
  station: false,
};
const device = {
  ...{ kind: "device.add", member: bytes(16), device: bytes(32), box: bytes(32) },
  ...{ soft: false, via: null, join: null },
};
const passkey = {
  kind: "passkey.add",
  member: bytes(16),
  credential: bytes(3),
  cose: bytes(3),
  rpId: "a.example",
};
const recovery = { kind: "recover", member: bytes(16), device: bytes(32), box: bytes(32), revoke: [] };
const adoption = { kind: "adopt", doc: bytes(16), actor: bytes(16), seq: 1, hash: bytes(32) };
const invite = { kind: "invite", invite: bytes(32), member: bytes(16), uses: 1, expires: 1, approval: true };
const policy = { kind: "policy.set", stepUp: [], minProtocol: 0 };
const genesis = {
  ...{ kind: "genesis", company: bytes(32), member: bytes(16), device: bytes(32) },
  ...{ box: bytes(32), sequencer: null },
};

/** An operation that may be, and one that is the same but for what is too much. */
const limits: readonly (readonly [string, object, object])[] = [
  ["roles", { ...added, roles: times(16, "stage") }, { ...added, roles: times(17, "stage") }],
  ["a role's name", { ...added, roles: ["r".repeat(64)] }, { ...added, roles: ["r".repeat(65)] }],
  ["grants", { ...added, grants: times(64, grant) }, { ...added, grants: times(65, grant) }],
  [
    "verbs of a grant",
    { ...added, grants: [{ ...grant, verbs: times(5, "read") }] },
    { ...added, grants: [{ ...grant, verbs: times(6, "read") }] },
  ],
  [
    "classes of a grant",
    { ...added, grants: [{ ...grant, on: docClasses }] },
    { ...added, grants: [{ ...grant, on: [...docClasses, "event"] }] },
  ],
  [
    "events of a grant",
    { ...added, grants: [{ ...grant, scope: { events: times(1_000, bytes(16)) } }] },
    { ...added, grants: [{ ...grant, scope: { events: times(1_001, bytes(16)) } }] },
  ],
  [
    "a reason",
    { kind: "member.remove", member: bytes(16), reason: "r".repeat(200) },
    { kind: "member.remove", member: bytes(16), reason: "r".repeat(201) },
  ],
  ["a join", { ...device, join: bytes(4_096) }, { ...device, join: bytes(4_097) }],
  [
    "the name of a role of their own",
    { kind: "role.define", role: "r".repeat(64), grants: [] },
    { kind: "role.define", role: "r".repeat(65), grants: [] },
  ],
  [
    "a passkey's credential",
    { ...passkey, credential: bytes(1_024) },
    { ...passkey, credential: bytes(1_025) },
  ],
  ["a passkey's key", { ...passkey, cose: bytes(2_048) }, { ...passkey, cose: bytes(2_049) }],
  ["a passkey's place", { ...passkey, rpId: "a".repeat(253) }, { ...passkey, rpId: "a".repeat(254) }],
  [
    "a credential to remove",
    { kind: "passkey.remove", member: bytes(16), credential: bytes(1_024) },
    { kind: "passkey.remove", member: bytes(16), credential: bytes(1_025) },
  ],
  ["steps up", { ...policy, stepUp: times(3, "mem") }, { ...policy, stepUp: times(4, "mem") }],
  ["devices to revoke", { ...recovery, revoke: hashes(256) }, { ...recovery, revoke: hashes(257) }],
];

describe("the form of entries", () => {
  test.each(limits)("[MEM-116] %s: the most, and one more", (_, most, more) => {
    expect([isOp(most), isOp(more)]).toEqual([true, false]);
  });

  test("[MEM-117] numbers begin where they must", () => {
    const pairs = [
      [invite, { ...invite, uses: 0 }],
      [
        { kind: "rules.upgrade", to: 1 },
        { kind: "rules.upgrade", to: 0 },
      ],
      [adoption, { ...adoption, seq: 0 }],
      [
        { ...adoption, from: 1 },
        { ...adoption, from: 0 },
      ],
      [policy, { ...policy, minProtocol: -1 }],
    ] as const;
    for (const [right, wrong] of pairs) expect([isOp(right), isOp(wrong)]).toEqual([true, false]);
    expect([isEntry({}), isEntry({ rules: 0 }), isEntry({ at: -1 }), isEntry({ v: 2 })]).toEqual([
      ...[true, false, false, false],
    ]);
    expect(isOp(genesis)).toBe(true);
    expect(isOp({ ...genesis, sequencer: bytes(31) })).toBe(false);
  });

  test("[MEM-118] a proof of presence has its sizes", () => {
    const proof = {
      credential: bytes(1_024),
      authData: bytes(4_096),
      clientData: bytes(4_096),
      sig: bytes(1_024),
    };
    expect(isEntry({ uv: proof })).toBe(true);
    for (const [name, size] of [
      ["credential", 1_025],
      ["authData", 4_097],
      ["clientData", 4_097],
      ["sig", 1_025],
    ] as const) {
      expect(isEntry({ uv: { ...proof, [name]: bytes(size) } })).toBe(false);
    }
  });

  test("[MEM-119] what an entry is built upon stands in order, each once, at most 256", () => {
    const [first = bytes(32), second = bytes(32), third = bytes(32)] = hashes(3);
    expect(isEntry({ prev: hashes(256) })).toBe(true);
    expect(isEntry({ prev: hashes(257) })).toBe(false);
    expect(isEntry({ prev: [first, second, third] })).toBe(true);
    for (const prev of [
      [first, first],
      [second, first],
      [first, third, second],
      [first, second, second],
      [second, first, third],
    ]) {
      expect(isEntry({ prev })).toBe(false);
    }
  });

  test("[MEM-120] a checkpoint names at most a thousand heads and begins with 1", () => {
    const isCheckpoint = (wishes: object): boolean =>
      v.is(checkpointKind.schema, {
        ...{ v: 1, company: bytes(32), no: 1, prev: null, heads: [], at: 0 },
        ...wishes,
      });
    expect([isCheckpoint({}), isCheckpoint({ no: 0 }), isCheckpoint({ v: 2 })]).toEqual([true, false, false]);
    expect([isCheckpoint({ heads: hashes(1_000) }), isCheckpoint({ heads: hashes(1_001) })]).toEqual([
      true,
      false,
    ]);
  });

  test("[MEM-121] root keys: one to five, no more of them asked for than there are", () => {
    const isKeyDoc = (keys: number, threshold: number, wishes: object = {}): boolean =>
      v.is(keyDocKind.schema, {
        ...{ v: 1, no: 1, prev: null, root: { keys: hashes(keys), threshold }, delegates: [], issued: 0 },
        ...wishes,
      });
    expect([isKeyDoc(0, 1), isKeyDoc(1, 1), isKeyDoc(5, 5), isKeyDoc(6, 1)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect([isKeyDoc(1, 0), isKeyDoc(2, 2), isKeyDoc(2, 3)]).toEqual([false, true, false]);
    expect([isKeyDoc(1, 1, { delegates: hashes(5) }), isKeyDoc(1, 1, { delegates: hashes(6) })]).toEqual([
      ...[true, false],
    ]);
    expect([isKeyDoc(1, 1, { no: 0 }), isKeyDoc(1, 1, { v: 2 })]).toEqual([false, false]);
  });

  test("[MEM-122] a request to join has its one form", () => {
    const join = {
      ...{ v: 1, company: bytes(32), invite: bytes(32), device: bytes(32), box: bytes(32) },
      ...{ soft: true, n: bytes(16) },
    };
    expect(v.is(joinKind.schema, join)).toBe(true);
    expect(v.is(joinKind.schema, { ...join, v: 2 })).toBe(false);
    expect(v.is(joinKind.schema, { ...join, n: bytes(17) })).toBe(false);
  });
});
