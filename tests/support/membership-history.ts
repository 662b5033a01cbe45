/**
 * Random membership histories over every kind of entry: devices with partial views act on each other, honestly and
 * not; relays order now and then, sometimes twice; root keys change. Small on purpose: few names meet more often.
 */
import type {
  EntryRecord,
  Grant,
  KeysRecord,
  LogEntry,
  MemOp,
  Rank,
} from "#shared/protocol/membership/types";
import type { Hash, Key } from "#shared/protocol/wire-types";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { SeededRandom } from "./automerge-histories";
import { seededRandom } from "./automerge-histories";
import { named } from "./keys";
import {
  checkpointRecord,
  company,
  deviceOf,
  entryRecord,
  eventOf,
  firstKeyDoc,
  genesisRecord,
  hours,
  keyDocRecord,
  memberOf,
  ops,
  paper,
  relay,
  startAt,
} from "./unsigned-log";

const people = ["founder", "ann", "bob", "cem", "dora", "eve"] as const;
const ranks: readonly Rank[] = ["owner", "admin", "manager", "member", "crew", "viewer", "guest"];
const reasons = ["lost", "left", "rotated", "compromised"] as const;
const secondRelay = named("second relay");
const thirdRelay = named("third relay");
const secondPaper = named("second paper");

export interface RandomHistory {
  readonly records: readonly LogEntry[];
  /** Entries by which a relay hands over to another key, whether they count or not. */
  readonly handOvers: readonly Hash[];
}

export const randomHistory = (seed: number, steps: number): RandomHistory => new Writer(seed).run(steps);

class Writer {
  readonly #random: SeededRandom;
  readonly #records: LogEntry[];
  readonly #entries: EntryRecord[];
  readonly #keyDocs: KeysRecord[] = [];
  readonly #devices: { readonly name: string; readonly person: string }[] = [
    { name: "founder", person: "founder" },
  ];
  readonly #invites: { readonly key: string; readonly person: string; readonly made: EntryRecord }[] = [];
  /** What each device knows. */
  readonly #views = new Map<string, Set<EntryRecord>>();
  readonly #chain: LogEntry[] = [];
  readonly #handOvers: Hash[] = [];
  /** Nobody puts it in order, as before a company has a relay. */
  readonly #isUnordered: boolean;
  #now = startAt;
  #made = 0;
  /** Who signs checkpoints, mostly; the log may think otherwise. */
  #sequencer: Key = relay;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
    const threshold = this.#chance(8) ? 2 : 1;
    const roots = [deviceOf("founder"), paper].slice(0, threshold);
    const genesis = genesisRecord(this.#chance(10) ? null : relay, roots);
    this.#isUnordered = this.#chance(25);
    this.#records = [firstKeyDoc(threshold), genesis];
    this.#entries = [genesis];
  }

  run(steps: number): RandomHistory {
    const hired = people.slice(1, 3 + this.#below(3));
    for (const name of hired) this.#enrol("founder", name, this.#pick(ranks.slice(0, 5)));
    this.#shareAll();
    if (!this.#chance(4)) this.#checkpoint();
    for (let i = 0; i < steps; i++) this.#step();
    return { records: this.#records, handOvers: this.#handOvers };
  }

  #step(): void {
    this.#now += this.#below(5) === 0 ? this.#below(60) * hours : this.#below(hours);
    const roll = this.#below(20);
    if (roll < 4) this.#learn(this.#device());
    else if (roll < 7) this.#checkpoint();
    else if (roll === 7) this.#keyDoc();
    else if (roll === 8) this.#recover();
    else if (roll === 9 && this.#chance(2)) this.#mutual();
    else if (roll === 10 && this.#chance(2)) this.#handOver();
    else this.#act(this.#device());
  }

  /** Two devices act on each other's people without knowing of it. */
  #mutual(): void {
    const [a, b] = [
      this.#devices[this.#below(this.#devices.length)],
      this.#devices[this.#below(this.#devices.length)],
    ];
    if (a === undefined || b === undefined || a.person === b.person) return;
    this.#write(a.name, this.#removal(b));
    this.#write(b.name, this.#removal(a));
  }

  #removal({ name, person }: { readonly name: string; readonly person: string }): MemOp {
    const roll = this.#below(3);
    if (roll === 0) return ops.removeMember(person, this.#pick(["", ...reasons]));
    return roll === 1
      ? ops.revoke(name, this.#pick(reasons))
      : ops.setRole(person, { rank: this.#pick(ranks) });
  }

  #act(author: string): void {
    const person = this.#pick(people);
    const device = this.#devices[this.#below(this.#devices.length)] ?? { name: "founder", person: "founder" };
    switch (this.#below(13)) {
      case 0:
      case 1:
        return void this.#write(author, this.#removal(device));
      case 2:
        return this.#enrol(author, person, this.#pick(ranks));
      case 3:
        return void this.#write(author, ops.addMember(person, this.#wishes()));
      case 4:
        return void this.#write(author, ops.setRole(person, this.#wishes()));
      case 5:
        return this.#invite(author, person);
      case 6:
      case 7:
        return this.#useInvite(author);
      case 8:
        return void this.#write(
          author,
          ops.defineRole(this.#pick(["office", "stage", "crew"]), this.#grants()),
        );
      case 9:
        return this.#replace(author);
      case 10:
        return void this.#write(author, this.#rare());
      case 11:
        return void this.#write(author, ops.cancelInvite(this.#invites.at(-1)?.key ?? "none"));
      default:
        return void this.#write(author, ops.adopt("doc", this.#pick(["x", "y"]), 1 + this.#below(3)));
    }
  }

  #rare(): MemOp {
    switch (this.#below(8)) {
      case 0:
        return ops.setPolicy(this.#below(3), this.#chance(3) ? ["mem"] : []);
      case 1:
        return ops.upgradeRules(1 + this.#below(4));
      case 2:
      case 3:
        return ops.nameSequencer(
          this.#pick([relay, secondRelay]),
          this.#chance(2) ? null : (this.#chain.at(-1) ?? null),
        );
      case 4:
        return { kind: "passkey.remove", member: memberOf("ann"), credential: named("credential") };
      default:
        return ops.removeMember(this.#pick(people));
    }
  }

  #wishes(): { readonly rank: Rank; readonly roles: readonly string[]; readonly grants: readonly Grant[] } {
    const rank = this.#pick(ranks);
    const roles = this.#chance(4) ? [this.#pick(["office", "stage", "crew", "nowhere"])] : [];
    return { rank, roles, grants: this.#grants() };
  }

  #grants(): readonly Grant[] {
    if (this.#chance(2)) return [];
    const scope = this.#pick(["all", "own", "one", "two"] as const);
    const events = scope === "one" ? [eventOf("a")] : [eventOf("a"), eventOf("b")];
    return [
      {
        verbs: this.#pick([["read"], ["read", "write"], ["invite"], ["read", "invite"]]),
        on: this.#pick([["event"], ["event", "note"], ["money"]]),
        scope: scope === "all" || scope === "own" ? scope : { events },
        notAfter: this.#chance(4) ? null : this.#now + this.#below(72) * hours,
      },
    ];
  }

  #enrol(author: string, person: string, rank: Rank): void {
    this.#write(author, ops.addMember(person, { rank, grants: this.#chance(3) ? this.#grants() : [] }));
    this.#invite(author, person);
    this.#useInvite(author, person);
  }

  #invite(author: string, person: string): void {
    const key = `i${this.#made}`;
    const isBadgeIn = this.#chance(5);
    const expires = this.#now + (isBadgeIn ? this.#pick([10, 20]) * 60_000 : this.#pick([1, 12, 30]) * hours);
    const made = this.#write(
      author,
      ops.invite(key, person, { uses: 1 + this.#below(2), expires, approval: !isBadgeIn }),
    );
    this.#invites.push({ key, person, made });
  }

  #useInvite(author: string, whose?: string): void {
    const open = whose === undefined ? this.#invites : this.#invites.filter(({ person }) => person === whose);
    const invite = open.at(-1 - this.#below(Math.min(2, Math.max(1, open.length)))) ?? open.at(-1);
    if (invite === undefined) return;
    const name = `d${this.#made}`;
    const op = ops.addDevice(name, invite.person, invite.key, invite.made);
    this.#viewOf(author).add(invite.made);
    this.#write(this.#chance(6) ? name : author, op, author);
    this.#devices.push({ name, person: invite.person });
    for (const record of this.#viewOf(author)) this.#viewOf(name).add(record);
  }

  #replace(author: string): void {
    const person = this.#devices.find(({ name }) => name === author)?.person ?? "founder";
    const name = `d${this.#made}`;
    this.#add(
      ops.replaceDevice(name, this.#chance(5) ? "ann" : person),
      [deviceOf(author), deviceOf(name)],
      author,
    );
    this.#devices.push({ name, person });
    for (const record of this.#viewOf(author)) this.#viewOf(name).add(record);
  }

  #recover(): void {
    const name = `d${this.#made}`;
    const person = this.#pick(people.slice(0, 3));
    const revoke = [this.#device(), this.#device()];
    const signers = this.#pick([
      [paper],
      [paper, deviceOf(this.#device())],
      [deviceOf("founder"), paper],
      [secondPaper],
      [deviceOf("founder")],
    ]);
    this.#learn("paper");
    this.#add(ops.recover(name, person, revoke), signers, "paper");
    this.#devices.push({ name, person });
    for (const record of this.#viewOf("paper")) this.#viewOf(name).add(record);
  }

  #keyDoc(): void {
    const before = this.#keyDocs.at(-1);
    const no = this.#chance(6) ? 3 : (before?.keyDoc.value.no ?? 1) + (this.#chance(3) ? 0 : 1);
    const keys = this.#pick([[secondPaper], [secondPaper, deviceOf("founder")], [paper, secondPaper]]);
    const prev = no === 2 || before === undefined ? company : before.keyDoc.id;
    const signers = this.#pick<readonly Key[]>([
      [paper, secondPaper],
      [paper, secondPaper, deviceOf("founder")],
      [deviceOf("founder"), secondPaper],
      [secondPaper],
      [secondPaper, deviceOf(this.#device())],
    ]);
    const record = keyDocRecord({ no, prev, keys, issued: this.#now }, signers);
    this.#keyDocs.push(record);
    this.#records.push(record);
  }

  /** Both keys sign, or too few, too many, or others than those. */
  #handOver(): void {
    const next = this.#pick([secondRelay, secondRelay, thirdRelay, relay]);
    const signers = this.#pick<readonly Key[]>([
      [relay, next],
      [relay, next],
      [secondRelay, next],
      [relay],
      [next],
      [thirdRelay, next],
      [relay, secondRelay, thirdRelay],
      [relay, deviceOf(this.#device())],
      [paper, next],
    ]);
    const op = ops.nameSequencer(next, this.#chance(3) ? (this.#chain.at(-1) ?? null) : null);
    this.#learn("relay");
    const distinct = signers.filter((key, at) => signers.indexOf(key) === at);
    this.#handOvers.push(this.#add(op, distinct, "relay").id);
    if (!distinct.includes(this.#sequencer) || this.#chance(3)) return;
    this.#checkpoint();
    this.#sequencer = next;
  }

  #checkpoint(): void {
    if (this.#isUnordered) return;
    const isAll = this.#chance(2);
    const seen = this.#entries.filter((_, i) => i === 0 || isAll || this.#below(5) > 0);
    const keyDocs = this.#keyDocs.filter(() => this.#chance(2));
    const by = this.#chance(8) ? this.#pick([relay, secondRelay, thirdRelay]) : this.#sequencer;
    const last = this.#chain.at(-1) ?? null;
    const heads = [...headsOf(seen), ...keyDocs];
    if (this.#chance(4)) this.#now += 49 * hours;
    const record = checkpointRecord(this.#chain.length + 1, last, heads, { at: this.#now, by });
    this.#records.push(record);
    if (this.#chance(25)) {
      this.#records.push(
        checkpointRecord(this.#chain.length + 1, last, heads, { at: this.#now + 1, by: relay }),
      );
    }
    if (by === this.#sequencer || this.#chance(2)) this.#chain.push(record);
    if (this.#chance(12)) this.#otherOrder(heads);
  }

  /** A relay that was put back, or shows two faces: it goes on from a checkpoint that this log mostly never gets. */
  #otherOrder(heads: readonly LogEntry[]): void {
    const no = this.#chain.length;
    if (no === 0) return;
    const wishes = { at: this.#now + 2, by: this.#chance(8) ? thirdRelay : this.#sequencer };
    const beside = checkpointRecord(no, this.#chain.at(-2) ?? null, heads.slice(1), wishes);
    const late = this.#chance(6) ? startAt : this.#now + 3;
    const next = checkpointRecord(no + 1, beside, heads, { ...wishes, at: late });
    if (this.#chance(4)) this.#records.push(beside);
    const at = this.#chance(2) ? this.#records.length : this.#below(this.#records.length);
    this.#records.splice(at, 0, next);
    if (this.#chance(2)) this.#chain.splice(no - 1, 1, beside, next);
  }

  #write(author: string, op: MemOp, view = author): EntryRecord {
    return this.#add(op, [deviceOf(author)], view);
  }

  #add(op: MemOp, signers: readonly Key[], view: string): EntryRecord {
    const prev = headsOf([...this.#viewOf(view)]);
    const at = this.#chance(15) ? startAt : this.#now;
    const record = entryRecord(op, signers, this.#chance(100) ? [] : prev, { at, n: `${this.#made++}` });
    this.#records.push(record);
    this.#entries.push(record);
    this.#viewOf(view).add(record);
    return record;
  }

  #learn(name: string): void {
    for (const record of this.#entries) this.#viewOf(name).add(record);
  }

  #shareAll(): void {
    for (const { name } of this.#devices) this.#learn(name);
  }

  #viewOf(name: string): Set<EntryRecord> {
    const view = this.#views.get(name) ?? new Set(this.#entries.slice(0, 1));
    this.#views.set(name, view);
    return view;
  }

  #device(): string {
    return this.#devices[this.#below(this.#devices.length)]?.name ?? "founder";
  }

  #below(limit: number): number {
    return this.#random.below(limit);
  }

  /** One in so many times. */
  #chance(of: number): boolean {
    return this.#random.below(of) === 0;
  }

  #pick<T>(items: readonly T[]): T {
    const item = items[this.#random.below(items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }
}

const headsOf = (entries: readonly EntryRecord[]): readonly EntryRecord[] => {
  const below = new Set(entries.flatMap(({ entry }) => entry.value.prev.map(textOfBytes)));
  return entries.filter(({ id }) => !below.has(textOfBytes(id)));
};
