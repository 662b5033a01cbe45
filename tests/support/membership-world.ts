/** Membership logs for tests: real signatures, entries and checkpoints by name. */
import { compareBytes } from "#shared/kernel/bytes";
import { must } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import { encodeEnvelope, idOfSigned, seal } from "#shared/protocol/envelope";
import { checkpointKind, joinKind, keyDocKind, memEntryKind } from "#shared/protocol/membership/entry-kinds";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import type { Join, LogEntry, MemOp } from "#shared/protocol/membership/types";
import type { Hash } from "#shared/protocol/wire-types";
import { named, signerNamed, testCrypto } from "./keys";

export const startAt = 1_767_225_600_000;
export const memberNamed = (name: string): Uint8Array => named(`member ${name}`).slice(0, 16);

export interface MembershipWorld {
  readonly company: Hash;
  readonly owner: Signer;
  readonly paper: Signer;
  readonly relay: Signer;
  readonly keyDoc: LogEntry;
  readonly genesis: LogEntry;
  readonly entry: (
    op: MemOp,
    by: readonly Signer[],
    prev: readonly LogEntry[],
    at?: number,
  ) => Promise<LogEntry>;
  readonly checkpoint: (
    no: number,
    prev: LogEntry | null,
    heads: readonly LogEntry[],
    at?: number,
    by?: Signer,
  ) => Promise<LogEntry>;
  /** `member.add`, `invite` and `device.add` with a real Join, one after the other. */
  readonly enrol: (
    name: string,
    by: Signer,
    prev: readonly LogEntry[],
    rank?: "owner" | "member",
  ) => Promise<{ readonly device: Signer; readonly entries: readonly LogEntry[]; readonly last: LogEntry }>;
}

const crypto = testCrypto();

export const membershipWorld = async (sequencer = true): Promise<MembershipWorld> => {
  const owner = signerNamed("owner device");
  const paper = signerNamed("paper key");
  const relay = signerNamed("relay key");
  const keys = [owner.publicKey, paper.publicKey].sort(compareBytes);
  const keyDocValue = {
    v: 1,
    no: 1,
    prev: null,
    root: { keys, threshold: 1 },
    delegates: [],
    issued: startAt,
  } as const;
  const signedKeyDoc = await seal(keyDocKind, keyDocValue, [owner, paper]);
  const company = idOfSigned(keyDocKind, signedKeyDoc, crypto.sha256);
  const read = async (bytes: Uint8Array): Promise<LogEntry> =>
    must(await readLogEntry(bytes, company, crypto));
  let counter = 0;

  const entry: MembershipWorld["entry"] = async (op, by, prev, at = startAt) => {
    const hashes = prev.map(({ id }) => id).sort(compareBytes);
    const n = named(`entry ${counter++}`).slice(0, 16);
    const value = { v: 1, rules: 1, company, prev: hashes, at, n, op, uv: null } as const;
    return read(encodeEnvelope(await seal(memEntryKind, value, by)));
  };
  const checkpoint: MembershipWorld["checkpoint"] = async (
    no,
    prev,
    heads,
    at = startAt + no,
    by = relay,
  ) => {
    const hashes = heads.map(({ id }) => id).sort(compareBytes);
    const value = { v: 1, company, no, prev: prev?.id ?? null, heads: hashes, at } as const;
    return read(encodeEnvelope(await seal(checkpointKind, value, [by])));
  };
  const genesis = await entry(
    {
      kind: "genesis",
      company,
      member: memberNamed("owner"),
      device: owner.publicKey,
      box: named("owner box"),
      sequencer: sequencer ? relay.publicKey : null,
    },
    [owner],
    [],
  );
  const enrol: MembershipWorld["enrol"] = async (name, by, prev, rank = "member") => {
    const member = memberNamed(name);
    const inviteKey = signerNamed(`invite ${name} ${counter}`);
    const device = signerNamed(`device ${name}`);
    const box = named(`box ${name}`);
    const add = await entry(
      { kind: "member.add", member, rank, roles: [], grants: [], station: false },
      [by],
      prev,
    );
    const invite = await entry(inviteOp(inviteKey.publicKey, member), [by], [add]);
    const join = await makeJoin({ company, invite: inviteKey, device, box });
    const op = {
      kind: "device.add",
      member,
      device: device.publicKey,
      box,
      soft: false,
      via: invite.id,
      join,
    } as const;
    const last = await entry(op, [by], [invite]);
    return { device, entries: [add, invite, last], last };
  };
  return {
    company,
    owner,
    paper,
    relay,
    keyDoc: await read(encodeEnvelope(signedKeyDoc)),
    genesis,
    entry,
    checkpoint,
    enrol,
  };
};

export const inviteOp = (invite: Uint8Array, member: Uint8Array, expires = startAt + 3_600_000): MemOp => ({
  kind: "invite",
  invite,
  member,
  uses: 1,
  expires,
  approval: true,
});

export const makeJoin = async (facts: {
  readonly company: Hash;
  readonly invite: Signer;
  readonly device: Signer;
  readonly box: Uint8Array;
}): Promise<Uint8Array> => {
  const { company, invite, device, box } = facts;
  const n = named("join").slice(0, 16);
  const value: Join = {
    v: 1,
    company,
    invite: invite.publicKey,
    device: device.publicKey,
    box,
    soft: false,
    n,
  };
  return encodeEnvelope(await seal(joinKind, value, [invite, device]));
};
