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
import type { NaivePush } from "./naive-records";
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
}

export const checkLog = (run: Run): NaiveLog => {
  const violations: string[] = [];
  const writes = run.world.relay.journal().flat();
  const table = membersOf(writes.flatMap((write) => (write.type === "membership" ? [write.entry] : [])));
  const hashes = new Set<string>();
  const docOf = new Map<string, string>();
  const names = new Set<string>();
  const heads = new Map<string, number>();
  let place = { serial: 0, logHash: "00".repeat(32) };
  for (const write of writes) {
    if (write.type !== "push") continue;
    const push = readNaivePush(write.push);
    const say = (what: string): void => void violations.push(`push ${push.serial} of the log ${what}`);
    const last = push.changes.at(-1)?.named ?? "";
    if (push.serial !== place.serial + 1) say("is out of sequence");
    if (push.logHash !== naiveLogHash(place.logHash, push.doc, last, push.serial))
      say("breaks the running hash");
    place = { serial: push.serial, logHash: push.logHash };
    checkPush(push, { run, table, heads, hashes, docOf, say });
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
const namesIn = (chunk: Uint8Array): readonly string[] => {
  const body = readNaiveChange(chunk)?.body.toString("latin1") ?? "";
  const found = /"id":"([0-9A-Z]{26})"/.exec(body)?.[1];
  return found === undefined ? [] : [found];
};

interface PushScene {
  readonly run: Run;
  readonly table: Table;
  /** Newest sequence number per document and actor. */
  readonly heads: Map<string, number>;
  readonly hashes: Set<string>;
  readonly docOf: Map<string, string>;
  readonly say: (what: string) => void;
}

const checkPush = (push: NaivePush, { run, table, heads, hashes, docOf, say }: PushScene): void => {
  const { world, ledger } = run;
  const doc = hex(push.doc);
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
  const proof = readNaiveProof(push, world.company.id, world.relayKey.publicKey);
  if (proof === undefined) return;
  if (!proof.tipIsGenuine) say("has a tip its device did not sign");
  if (!proof.receiptIsGenuine) say("has a receipt the relay did not sign");
  if (proof.receiptCheckpoint >= (table.until.get(push.device) ?? Infinity))
    say("is by a device that had been removed");
};

/** Additions and removals in the order of the log; each counts from the next checkpoint on. */
const membersOf = (entries: readonly Uint8Array[]): Table => {
  const since = new Map<string, number>();
  const until = new Map<string, number>();
  let added: string[] = [];
  let ended: string[] = [];
  for (const entry of entries) {
    const payload = decoded(inside(decoded(entry), 0));
    const no = inside(payload, "no");
    const kind = inside(payload, "op", "kind");
    const device = inside(payload, "op", "device");
    const key = device instanceof Uint8Array ? hex(device) : undefined;
    if (key !== undefined && (kind === "genesis" || kind === "device.add")) added.push(key);
    else if (key !== undefined && kind === "device.revoke") ended.push(key);
    else if (typeof no === "number" && inside(payload, "heads") !== undefined) {
      for (const one of added) since.set(one, no);
      for (const one of ended) until.set(one, no);
      added = [];
      ended = [];
    }
  }
  return { since, until };
};
