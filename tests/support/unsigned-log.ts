/**
 * Membership records without signatures, so that tests can make many: ids are those of content and signers, and the
 * signers are taken at their word. What reading a record checks is not tested with these.
 */
import { brand } from "#shared/kernel/brand";
import { compareBytes, concatBytes } from "#shared/kernel/bytes";
import { encodeCanonical } from "#shared/kernel/canonical";
import type { Signed, Verified } from "#shared/protocol/envelope";
import type {
  Checkpoint,
  CheckpointRecord,
  CompanyState,
  EntryRecord,
  Grant,
  Join,
  KeyDoc,
  KeysRecord,
  LogEntry,
  MemEntry,
  MemOp,
  Rank,
} from "#shared/protocol/membership/types";
import type { Hash, Key } from "#shared/protocol/wire-types";
import { memberIdFromBytes, textOfBytes } from "#shared/protocol/wire-types";
import { named, nodeSha256 } from "./keys";

export const startAt = 1_767_225_600_000;
export const hours = 3_600_000;
export const company = named("company");
export const relay = named("relay");
export const paper = named("paper");

/** Keys and ids by name. */
export const deviceOf = (name: string): Key => named(`device ${name}`);
export const memberOf = (name: string): Uint8Array => named(`member ${name}`).slice(0, 16);
export const memberText = (name: string): string => memberIdFromBytes(memberOf(name));
export const inviteOf = (name: string): Key => named(`invite ${name}`);
export const eventOf = (name: string): Uint8Array => named(`event ${name}`).slice(0, 16);

const signed = <T>(value: T, signers: readonly Key[]): Verified<T> => {
  const payload = encodeCanonical(value);
  const sorted = [...signers].sort(compareBytes);
  const id = nodeSha256(concatBytes(payload, ...sorted));
  return brand<Verified<T>>({ id, signers: sorted, value, signed: brand<Signed<T>>({ payload, sigs: [] }) });
};

const idsOf = (records: readonly LogEntry[]): Hash[] => records.map(({ id }) => id).sort(compareBytes);

export const keyDocRecord = (
  value: Partial<KeyDoc> & { readonly keys: readonly Key[] },
  signers: readonly Key[],
): KeysRecord => {
  const { keys, ...rest } = value;
  const doc: KeyDoc = {
    ...{ v: 1, no: 1, prev: null, delegates: [], issued: startAt },
    root: { keys: [...keys].sort(compareBytes), threshold: 1 },
    ...rest,
  };
  const keyDoc = signed(doc, signers);
  return { type: "keys", id: keyDoc.id, bytes: keyDoc.id, keyDoc };
};

/** Key document 1, with the founder's device and the paper key as roots. */
export const firstKeyDoc = (threshold = 1): KeysRecord => {
  const keys = [deviceOf("founder"), paper];
  const root = { keys: [...keys].sort(compareBytes), threshold };
  const record = keyDocRecord({ keys, root }, keys);
  return { ...record, id: company, keyDoc: { ...record.keyDoc, id: company } };
};

let counter = 0;

export interface EntryWishes {
  readonly at?: number;
  readonly rules?: number;
  /** Counts up when not given, so that no two entries are the same. */
  readonly n?: string;
}

/** `join` of a `device.add` names the invite key that is to stand in its Join; null for none. */
export const entryRecord = (
  op: MemOp,
  signers: readonly Key[],
  prev: readonly LogEntry[],
  { at = startAt, rules = 1, n = `${counter++}` }: EntryWishes = {},
): EntryRecord => {
  const value: MemEntry = {
    ...{ v: 1, rules, company, prev: idsOf(prev), at },
    n: named(`n ${n}`).slice(0, 16),
    ...{ op, uv: null },
  };
  const entry = signed(value, signers);
  return { type: "entry", id: entry.id, bytes: entry.id, entry, join: joinIn(op) };
};

const joinIn = (op: MemOp): Verified<Join> | null => {
  if (op.kind !== "device.add" || op.join === null) return null;
  const { device, box, soft, join: invite } = op;
  return signed({ v: 1, company, invite, device, box, soft, n: invite.slice(0, 16) }, [invite, device]);
};

export const checkpointRecord = (
  no: number,
  prev: LogEntry | null,
  heads: readonly LogEntry[],
  { at = startAt + no, by = relay }: { readonly at?: number; readonly by?: Key } = {},
): CheckpointRecord => {
  const value: Checkpoint = { v: 1, company, no, prev: prev?.id ?? null, heads: idsOf(heads), at };
  const checkpoint = signed(value, [by]);
  return { type: "checkpoint", id: checkpoint.id, bytes: checkpoint.id, checkpoint };
};

export const genesisRecord = (
  sequencer: Key | null = relay,
  signers: readonly Key[] = [deviceOf("founder")],
): EntryRecord =>
  entryRecord(
    {
      kind: "genesis",
      company,
      member: memberOf("founder"),
      device: deviceOf("founder"),
      box: named("box"),
      sequencer,
    },
    signers,
    [],
    { n: "genesis" },
  );

// ── operations by name ───────────────────────────────────────────────

export interface PersonWishes {
  readonly rank?: Rank;
  readonly roles?: readonly string[];
  readonly grants?: readonly Grant[];
  readonly station?: boolean;
}

export const ops = {
  addMember: (
    name: string,
    { rank = "member", roles = [], grants = [], station = false }: PersonWishes = {},
  ) => ({ kind: "member.add", member: memberOf(name), rank, roles, grants, station }) satisfies MemOp,
  setRole: (name: string, { rank = "member", roles = [], grants = [] }: PersonWishes = {}) =>
    ({ kind: "member.role", member: memberOf(name), rank, roles, grants }) satisfies MemOp,
  removeMember: (name: string, reason = "") =>
    ({ kind: "member.remove", member: memberOf(name), reason }) satisfies MemOp,
  invite: (
    key: string,
    name: string,
    wishes: { readonly uses?: number; readonly expires?: number; readonly approval?: boolean } = {},
  ) =>
    ({
      kind: "invite",
      invite: inviteOf(key),
      member: memberOf(name),
      uses: wishes.uses ?? 1,
      expires: wishes.expires ?? startAt + 12 * hours,
      approval: wishes.approval ?? true,
    }) satisfies MemOp,
  cancelInvite: (key: string) => ({ kind: "invite.cancel", invite: inviteOf(key) }) satisfies MemOp,
  addDevice: (device: string, name: string, invite: string, via: LogEntry) =>
    ({
      kind: "device.add",
      member: memberOf(name),
      device: deviceOf(device),
      box: named("box"),
      soft: false,
      via: via.id,
      join: inviteOf(invite),
    }) satisfies MemOp,
  replaceDevice: (device: string, name: string) =>
    ({
      kind: "device.add",
      member: memberOf(name),
      device: deviceOf(device),
      box: named("box"),
      soft: false,
      via: null,
      join: null,
    }) satisfies MemOp,
  revoke: (device: string, reason: "lost" | "left" | "rotated" | "compromised" = "lost") =>
    ({ kind: "device.revoke", device: deviceOf(device), reason }) satisfies MemOp,
  defineRole: (role: string, grants: readonly Grant[]) =>
    ({ kind: "role.define", role, grants }) satisfies MemOp,
  recover: (device: string, name: string, revoke: readonly string[] = []) =>
    ({
      kind: "recover",
      member: memberOf(name),
      device: deviceOf(device),
      box: named("box"),
      revoke: revoke.map(deviceOf),
    }) satisfies MemOp,
  nameSequencer: (key: Key, from: LogEntry | null = null) =>
    ({ kind: "sequencer.set", key, from: from?.id ?? null }) satisfies MemOp,
  setPolicy: (minProtocol: number, stepUp: readonly ("mem" | "money" | "sign")[] = []) =>
    ({ kind: "policy.set", stepUp, minProtocol }) satisfies MemOp,
  upgradeRules: (to: number) => ({ kind: "rules.upgrade", to }) satisfies MemOp,
  adopt: (doc: string, actor: string, seq: number) =>
    ({
      kind: "adopt",
      doc: named(doc).slice(0, 16),
      actor: named(actor).slice(0, 16),
      seq,
      hash: named(`${doc} ${actor} ${seq}`),
    }) satisfies MemOp,
};

// ── a log being written ──────────────────────────────────────────────

/** Entries one after the other by default; `prev` makes them concurrent. */
export class LogBook {
  readonly keys: KeysRecord;
  readonly genesis: EntryRecord;
  readonly records: LogEntry[];
  #last: EntryRecord;
  #checkpoint: CheckpointRecord | null = null;

  constructor(sequencer: Key | null = relay, threshold = 1) {
    this.keys = firstKeyDoc(threshold);
    this.genesis = genesisRecord(sequencer, [deviceOf("founder"), paper].slice(0, threshold));
    this.records = [this.keys, this.genesis];
    this.#last = this.genesis;
  }

  get last(): EntryRecord {
    return this.#last;
  }

  /** `by`: names of devices, or keys. */
  write(
    op: MemOp,
    by: string | readonly (string | Key)[] = "founder",
    prev: readonly LogEntry[] = [this.#last],
    wishes: EntryWishes = {},
  ): EntryRecord {
    const signers = (typeof by === "string" ? [by] : by).map((one) =>
      typeof one === "string" ? deviceOf(one) : one,
    );
    const record = entryRecord(op, signers, prev, wishes);
    this.records.push(record);
    this.#last = record;
    return record;
  }

  /** A new member with one device of the same name. */
  enrol(name: string, wishes: PersonWishes = {}, by = "founder"): EntryRecord {
    this.write(ops.addMember(name, wishes), by);
    return this.addDevice(name, name, by);
  }

  addDevice(device: string, name: string, by = "founder"): EntryRecord {
    const invited = this.write(ops.invite(device, name), by);
    return this.write(ops.addDevice(device, name, device, invited), by);
  }

  checkpoint(
    heads: readonly LogEntry[] = [this.#last],
    wishes: { readonly at?: number; readonly by?: Key } = {},
  ): CheckpointRecord {
    const no = (this.#checkpoint?.checkpoint.value.no ?? 0) + 1;
    const record = checkpointRecord(no, this.#checkpoint, heads, wishes);
    this.records.push(record);
    this.#checkpoint = record;
    return record;
  }
}

/** A state as text, the same for equal states. */
export const plain = (state: CompanyState | null): string =>
  JSON.stringify(state, (_, value: unknown) => {
    if (value instanceof Map) {
      return [...value.entries()]
        .map(([name, item]) => [String(name), item] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1));
    }
    return value instanceof Uint8Array ? textOfBytes(value) : value;
  });
