/**
 * Random membership histories, without signatures so that there can be many: devices with partial views add members,
 * invite, enrol, revoke and recover; the relay checkpoints now and then; hostile devices date entries back.
 */
import { describe, expect, test } from "vitest";
import { brand } from "#shared/kernel/brand";
import { compareBytes } from "#shared/kernel/bytes";
import { encodeCanonical } from "#shared/kernel/canonical";
import type { Signed, Verified } from "#shared/protocol/envelope";
import type {
  Checkpoint,
  CompanyState,
  Join,
  KeyDoc,
  LogEntry,
  MemEntry,
  MemOp,
} from "#shared/protocol/membership/types";
import { computeVerdict } from "#shared/protocol/membership/verdict";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { SeededRandom } from "#tests/support/automerge-histories";
import { seededRandom } from "#tests/support/automerge-histories";
import { named, nodeSha256 } from "#tests/support/keys";

type EntryRecord = Extract<LogEntry, { type: "entry" }>;

const startAt = 1_767_225_600_000;
const relay = named("relay");
const paper = named("paper");
const founder = named("device 0");
const company = named("company");
const member = (n: number): Uint8Array => named(`member ${n}`).slice(0, 16);
const ids = (records: readonly LogEntry[]): Uint8Array[] => records.map(({ id }) => id).sort(compareBytes);

/** A record as if it had been read: the id is that of the content, the signers are taken at their word. */
const verified = <T>(value: T, signers: readonly Uint8Array[]): Verified<T> => {
  const payload = encodeCanonical(value);
  const signed = brand<Signed<T>>({ payload, sigs: [] });
  return brand<Verified<T>>({
    id: nodeSha256(payload),
    signers: [...signers].sort(compareBytes),
    value,
    signed,
  });
};

const keyDocOf = (): LogEntry => {
  const keys = [founder, paper].sort(compareBytes);
  const value: KeyDoc = {
    v: 1,
    no: 1,
    prev: null,
    root: { keys, threshold: 1 },
    delegates: [],
    issued: startAt,
  };
  return {
    type: "keys",
    id: company,
    bytes: company,
    keyDoc: { ...verified(value, [founder, paper]), id: company },
  };
};

const checkpointOf = (
  no: number,
  prev: LogEntry | undefined,
  heads: readonly LogEntry[],
  at: number,
): LogEntry => {
  const value: Checkpoint = { v: 1, company, no, prev: prev?.id ?? null, heads: ids(heads), at };
  const checkpoint = verified(value, [relay]);
  return { type: "checkpoint", id: checkpoint.id, bytes: checkpoint.id, checkpoint };
};

/** One history being made: what exists, what each device has seen, what is ordered. */
class History {
  readonly random: SeededRandom;
  readonly log: LogEntry[] = [keyDocOf()];
  readonly entries: EntryRecord[] = [];
  readonly devices: Uint8Array[] = [founder];
  /** Entries each device knows, by device. */
  readonly views = new Map<string, Set<EntryRecord>>();
  readonly checkpoints: LogEntry[] = [];
  now = startAt;
  members = 1;

  constructor(seed: number) {
    this.random = seededRandom(seed);
    const op: MemOp = {
      kind: "genesis",
      company,
      member: member(0),
      device: founder,
      box: relay,
      sequencer: relay,
    };
    this.add(op, [founder], [], founder);
  }

  add(
    op: MemOp,
    signers: readonly Uint8Array[],
    prev: readonly EntryRecord[],
    author: Uint8Array,
  ): EntryRecord {
    const n = named(`${this.random.below(2 ** 31)} ${this.log.length}`).slice(0, 16);
    const value: MemEntry = { v: 1, rules: 1, company, prev: ids(prev), at: this.now, n, op, uv: null };
    const entry = verified(value, signers);
    const record: EntryRecord = { type: "entry", id: entry.id, bytes: entry.id, entry, join: joinOf(op) };
    this.log.push(record);
    this.entries.push(record);
    this.viewOf(author).add(record);
    return record;
  }

  viewOf(device: Uint8Array): Set<EntryRecord> {
    const name = textOfBytes(device);
    const view = this.views.get(name) ?? new Set(this.entries.slice(0, 1));
    this.views.set(name, view);
    return view;
  }

  heads(view: ReadonlySet<EntryRecord>): EntryRecord[] {
    const below = new Set([...view].flatMap(({ entry }) => entry.value.prev.map(textOfBytes)));
    return [...view].filter(({ id }) => !below.has(textOfBytes(id)));
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.random.below(items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }

  write(author: Uint8Array, op: MemOp): EntryRecord {
    return this.add(op, [author], this.heads(this.viewOf(author)), author);
  }

  step(): void {
    this.now += this.random.below(3_600_000);
    const author = this.pick(this.devices);
    const roll = this.random.below(12);
    if (roll < 4) for (const record of this.entries) this.viewOf(author).add(record);
    else if (roll < 7) this.enrol(author);
    else if (roll < 9)
      this.write(author, { kind: "device.revoke", device: this.pick(this.devices), reason: "lost" });
    else if (roll < 11) this.checkpoint();
    else this.recover();
  }

  enrol(author: Uint8Array): void {
    const device = named(`device ${this.devices.length}`);
    const invite = named(`invite ${this.devices.length}`);
    const isNew = this.random.below(2) === 0;
    const who = isNew ? this.members++ : this.random.below(this.members);
    const rank = this.random.below(3) === 0 ? "owner" : "member";
    if (isNew)
      this.write(author, {
        kind: "member.add",
        member: member(who),
        rank,
        roles: [],
        grants: [],
        station: false,
      });
    const expires = this.now + 3_600_000;
    const made = this.write(author, {
      kind: "invite",
      invite,
      member: member(who),
      uses: 1,
      expires,
      approval: true,
    });
    const add: MemOp = {
      kind: "device.add",
      member: member(who),
      device,
      box: relay,
      soft: false,
      via: made.id,
      join: invite,
    };
    this.write(author, add);
    this.devices.push(device);
    for (const record of this.viewOf(author)) this.viewOf(device).add(record);
  }

  recover(): void {
    const device = named(`device ${this.devices.length}`);
    this.devices.push(device);
    const op: MemOp = {
      kind: "recover",
      member: member(0),
      device,
      box: relay,
      revoke: [this.pick(this.devices)],
    };
    this.add(op, [paper], this.heads(new Set(this.entries)), paper);
  }

  checkpoint(): void {
    if (this.random.below(6) === 0) this.now += 49 * 3_600_000;
    const seen = this.entries.filter((_, i) => i === 0 || this.random.below(4) > 0);
    const last = this.checkpoints[this.checkpoints.length - 1];
    const record = checkpointOf(this.checkpoints.length + 1, last, seen, this.now);
    this.checkpoints.push(record);
    this.log.push(record);
  }
}

/** Whether a Join is genuine is decided before the verdict; here it always is. `join` carries the invite key. */
const joinOf = (op: MemOp): Verified<Join> | null => {
  if (op.kind !== "device.add" || op.join === null) return null;
  const { device, box, soft, join: invite } = op;
  return verified({ v: 1, company, invite, device, box, soft, n: invite.slice(0, 16) }, [invite, device]);
};

const plain = (state: CompanyState | null): string =>
  JSON.stringify(state, (_, value: unknown) => {
    if (value instanceof Map)
      return [...value.entries()]
        .map(([name, item]) => [String(name), item] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1));
    return value instanceof Uint8Array ? textOfBytes(value) : value;
  });

const shuffled = <T>(items: readonly T[], random: SeededRandom): T[] =>
  items
    .map((item) => ({ item, at: random.below(2 ** 31) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);

const ownerDevices = (state: CompanyState): number =>
  [...state.devices.values()].filter(
    ({ member: of, revoked }) => revoked === null && state.members.get(of)?.rank === "owner",
  ).length;

const seeds = Number(process.env["MEMBERSHIP_SEEDS"] ?? 100);
const firstSeed = Number(process.env["MEMBERSHIP_SEED"] ?? 1);

describe("membership histories", () => {
  test(`[MEM-30] order, repetition and late hostile entries change nothing (${seeds} histories from seed ${firstSeed})`, () => {
    let revocations = 0;
    let checkpoints = 0;
    for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
      const history = new History(seed);
      const confirmedAt: string[] = [];
      for (let step = 0; step < 25; step++) {
        history.step();
        const { confirmed } = computeVerdict(company, history.log);
        if (confirmed !== null) confirmedAt[confirmed.checkpoint] ??= plain(confirmed);
        // What a checkpoint has decided is never decided otherwise.
        if (confirmed !== null)
          expect(plain(confirmed), `seed ${seed}`).toBe(confirmedAt[confirmed.checkpoint]);
      }
      const verdict = computeVerdict(company, history.log);
      const { state, confirmed } = verdict;
      if (state === null) throw new Error(`seed ${seed}: the genesis counts`);
      expect(ownerDevices(state), `seed ${seed}`).toBeGreaterThan(0);
      if (confirmed !== null) expect(ownerDevices(confirmed), `seed ${seed}`).toBeGreaterThan(0);
      for (let i = 0; i < 3; i++) {
        const arrival = shuffled([...history.log, ...history.log.slice(0, 5)], history.random);
        const again = computeVerdict(company, arrival);
        expect([plain(again.state), plain(again.confirmed)], `seed ${seed}`).toEqual([
          plain(state),
          plain(confirmed),
        ]);
        expect([...again.void].sort(), `seed ${seed}`).toEqual([...verdict.void].sort());
      }
      checkpoints += history.checkpoints.length;
      revocations += hostileEntriesCountForNothing(history, seed);
    }
    // The histories must be worth the name.
    expect(checkpoints).toBeGreaterThan(seeds);
    expect(revocations).toBeGreaterThan(seeds / 2);
  });
});

/** Devices revoked by a checkpoint write entries that hang off genesis; strangers too. Then all of it is ordered. */
const hostileEntriesCountForNothing = (history: History, seed: number): number => {
  const order = (): void => {
    const last = history.checkpoints[history.checkpoints.length - 1];
    const record = checkpointOf(history.checkpoints.length + 1, last, history.entries, history.now);
    history.checkpoints.push(record);
    history.log.push(record);
  };
  order();
  const before = computeVerdict(company, history.log);
  const revoked = [...(before.confirmed?.devices ?? [])].filter(([, device]) => device.revoked !== null);
  const keyOf = new Map(history.devices.map((key) => [textOfBytes(key), key]));
  const authors = [...revoked.flatMap(([name]) => keyOf.get(name) ?? []), named("stranger")];
  const [genesis] = history.entries;
  if (genesis === undefined) throw new Error("a history has a genesis");
  history.now = startAt;
  for (const author of authors) {
    for (const target of history.devices) {
      history.add(
        { kind: "device.revoke", device: target, reason: "compromised" },
        [author],
        [genesis],
        author,
      );
    }
    const op: MemOp = {
      kind: "member.add",
      member: member(900),
      rank: "owner",
      roles: [],
      grants: [],
      station: false,
    };
    history.add(op, [author], [genesis], author);
    history.add({ kind: "sequencer.set", key: author, from: null }, [author], [genesis], author);
  }
  const open = computeVerdict(company, history.log);
  history.now = (before.confirmed?.checkpointAt ?? startAt) + 1;
  order();
  const ordered = computeVerdict(company, history.log);
  const people = (state: CompanyState | null): string =>
    plain(state === null ? null : { ...state, checkpoint: 0, checkpointAt: 0, recoveries: [] });
  expect(people(open.state), `seed ${seed}`).toBe(people(before.confirmed));
  expect(people(ordered.confirmed), `seed ${seed}`).toBe(people(before.confirmed));
  return revoked.length;
};
