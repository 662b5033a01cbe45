/** The relay's log, read by the checker itself: is every push in it one that its author could make, and provably so? */
import { brand } from "#shared/kernel/brand";
import type { StoredCard, StoredChunk } from "#shared/replica/stored";
import type { MemoryDisk } from "#tests/support/memory-store";
import {
  decoded,
  fingerprint,
  hex,
  inside,
  naiveActor,
  naiveLogHash,
  readNaiveChange,
  readNaiveProof,
  readNaivePush,
} from "./naive-records";
import type { NaiveProof, NaivePush } from "./naive-records";
import type { NaiveCompany } from "./naive-company";
import { readCompany } from "./naive-company";
import type { Run } from "./run";

export interface NaiveLog {
  readonly violations: readonly string[];
  readonly hashes: ReadonlySet<string>;
  /** Document by change hash, hexadecimal. */
  readonly docOf: ReadonlyMap<string, string>;
  /** Indexes of honest devices that were removed. */
  readonly removed: ReadonlySet<number>;
  /** Whether a change with this name in its message is in the log. */
  readonly isInMessages: (change: string) => boolean;
  readonly messagesOn: (disk: MemoryDisk) => ReadonlySet<string>;
  readonly isStopped: (disk: MemoryDisk) => boolean;
}

/** Who belongs to the company, from the entries in the order they were stored. */
interface Table {
  readonly since: Map<string, number>;
  /** Checkpoint that ended a device. */
  readonly until: Map<string, number>;
  /** Newest change somebody adopted, by document and actor. */
  readonly adopted: Map<string, number>;
}

const emptyTable = (): Table => ({ since: new Map(), until: new Map(), adopted: new Map() });

export const checkLog = (run: Run): NaiveLog => {
  const violations: string[] = [];
  const company = readCompany(run.world.relay.journal());
  const writes = run.world.relay.journal().flat();
  const table = emptyTable();
  const openTable = createTableReader(table);
  const hashes = new Set<string>();
  const docOf = new Map<string, string>();
  const names = new Set<string>();
  const docs = new Set<string>();
  const heads = new Map<string, number>();
  let place = { serial: 0, logHash: "00".repeat(32) };
  for (const write of writes) {
    if (write.type === "membership") openTable(write.entry);
    if (write.type !== "push") continue;
    const push = readNaivePush(write.push);
    const say = (what: string): void => void violations.push(`push ${push.serial} of the log ${what}`);
    const last = push.changes.at(-1)?.named ?? "";
    if (push.serial !== place.serial + 1) say("is out of sequence");
    if (push.logHash !== naiveLogHash(place.logHash, push.doc, last, push.serial))
      say("breaks the running hash");
    place = { serial: push.serial, logHash: push.logHash };
    checkPush(push, { run, table, company, heads, hashes, docOf, docs, say });
    for (const { chunk } of push.changes) for (const name of namesIn(chunk)) names.add(name);
  }
  return {
    violations,
    hashes,
    docOf,
    removed: new Set(run.devices.flatMap((device, at) => (table.until.has(hex(device.key)) ? [at] : []))),
    isInMessages: (change) => names.has(change),
    messagesOn: (disk) => new Set(chunksOn(disk).flatMap(({ bytes }) => namesIn(bytes))),
    isStopped: (disk) => cardsOn(disk).some(({ stopped }) => stopped !== undefined),
  };
};

export const chunksOn = (disk: MemoryDisk): readonly StoredChunk[] =>
  brand([...(disk.stores.get("chunks")?.values() ?? [])]);
export const cardsOn = (disk: MemoryDisk): readonly StoredCard[] =>
  brand([...(disk.stores.get("cards")?.values() ?? [])]);

/** The name a change carries in its message. */
export const namesIn = (chunk: Uint8Array): readonly string[] => {
  const body = readNaiveChange(chunk)?.body.toString("latin1") ?? "";
  const found = /"id":"([0-9A-Z]{26})"/.exec(body)?.[1];
  return found === undefined ? [] : [found];
};

interface PushScene {
  readonly run: Run;
  readonly table: Table;
  readonly company: NaiveCompany;
  /** Newest sequence number per document and actor. */
  readonly heads: Map<string, number>;
  readonly hashes: Set<string>;
  readonly docOf: Map<string, string>;
  /** Documents that have begun. */
  readonly docs: Set<string>;
  readonly say: (what: string) => void;
}

const checkPush = (push: NaivePush, scene: PushScene): void => {
  const { run, table, heads, hashes, docs, docOf, say } = scene;
  const { world, ledger } = run;
  const doc = hex(push.doc);
  const isNew = !docs.has(doc);
  docs.add(doc);
  if (naiveActor(push.device, push.doc, push.nonce) !== push.actor)
    say("has an actor that is not its device's");
  if (!table.since.has(push.device)) say("is by a device that never belonged to the company");
  for (const { named, seq, chunk } of push.changes) {
    const why = ledger.forbidden.get(fingerprint(chunk));
    if (why !== undefined) say(`was accepted although it is ${why}`);
    const change = readNaiveChange(chunk);
    if (change?.hash !== named || change.seq !== seq || change.actor !== push.actor) {
      say("holds a change that is not what its record says");
      continue;
    }
    const key = `${doc} ${push.actor}`;
    if (seq !== (heads.get(key) ?? 0) + 1) say("leaves a gap in its author's sequence, or forks it");
    heads.set(key, seq);
    if (change.deps.some((dep) => docOf.get(dep) !== doc))
      say("builds on changes its document does not have");
    hashes.add(named);
    docOf.set(named, doc);
  }
  const until = table.until.get(push.device) ?? Infinity;
  const { seq = 0, named = "" } = push.changes.at(-1) ?? {};
  const isAdopted = (table.adopted.get(`${doc} ${push.actor}`) ?? 0) >= seq;
  // What a relay had forgotten comes back behind the removal, under the checkpoint at which it was accepted.
  if (until < Infinity && !isAdopted && !ledger.everStored.has(named))
    say("came after its device had been removed");
  const proof = readNaiveProof(push, world.company.id, world.relayKey.publicKey);
  if (proof === undefined) return;
  if (!proof.tipIsGenuine) say("has a tip its device did not sign");
  if (!proof.receiptIsGenuine) say("has a receipt the relay did not sign");
  if (proof.receiptCheckpoint >= until && !isAdopted) say("is by a device that had been removed");
  // What was accepted once comes back whatever ended meanwhile.
  const isBack = ledger.everStored.has(named);
  if (!isAdopted) checkGrant(push, { proof, isNew, isBack }, scene);
};

/** Between the moment a right was looked at and the moment of the receipt. */
const commitMs = 60_000;

const checkGrant = (
  push: NaivePush,
  when: { readonly proof: NaiveProof; readonly isNew: boolean; readonly isBack: boolean },
  { company, say }: PushScene,
): void => {
  const card = company.cards.get(hex(push.doc));
  const member = company.memberOf.get(push.device) ?? "";
  const { receiptCheckpoint, at } = when.proof;
  const held =
    card === undefined
      ? []
      : company
          .covering(member, card, receiptCheckpoint)
          .filter(({ until }) => when.isBack || until >= at - commitMs);
  if (!held.some(({ verbs }) => verbs.includes("write")))
    say(`is in a document its author might not write (${card?.cls ?? "without a card"})`);
  else if (when.isNew && !held.some(({ verbs }) => verbs.includes("create")))
    say(`began a document its author might not make (${card?.cls ?? ""})`);
};

/** Additions, removals and adoptions in the order of the log; each counts from the next checkpoint on. */
const createTableReader = ({ since, until, adopted }: Table): ((entry: Uint8Array) => void) => {
  let added: string[] = [];
  let ended: string[] = [];
  return (entry) => {
    const payload = decoded(inside(decoded(entry), 0));
    const no = inside(payload, "no");
    const kind = inside(payload, "op", "kind");
    const device = inside(payload, "op", "device");
    const key = device instanceof Uint8Array ? hex(device) : undefined;
    if (key !== undefined && (kind === "genesis" || kind === "device.add")) added.push(key);
    else if (key !== undefined && kind === "device.revoke") ended.push(key);
    else if (kind === "adopt") noteAdoption(payload, adopted);
    else if (typeof no === "number" && inside(payload, "heads") !== undefined) {
      for (const one of added) since.set(one, no);
      for (const one of ended) until.set(one, no);
      added = [];
      ended = [];
    }
  };
};

const noteAdoption = (payload: unknown, adopted: Table["adopted"]): void => {
  const doc = inside(payload, "op", "doc");
  const actor = inside(payload, "op", "actor");
  const seq = inside(payload, "op", "seq");
  if (!(doc instanceof Uint8Array) || !(actor instanceof Uint8Array) || typeof seq !== "number") return;
  const key = `${hex(doc)} ${hex(actor)}`;
  adopted.set(key, Math.max(adopted.get(key) ?? 0, seq));
};
