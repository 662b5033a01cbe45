/**
 * Whether an archive is what devices of its company signed: the membership log proves itself from the company's id on,
 * cards are signed by its devices, and every change lies below a tip of the session that made it.
 */
import { bytesEqual, fromBase64Url, toHex } from "#shared/kernel/bytes";
import { idToBytes, parseId } from "#shared/kernel/ids";
import type { DocId, MemberId } from "#shared/kernel/ids";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import { engineReady, loadDocument } from "#shared/documents/crdt";
import { findDocumentKind } from "#shared/documents/kinds";
import type { DocCard } from "#shared/protocol/cards";
import type { CryptoDeps } from "#shared/protocol/envelope";
import { parseEnvelope } from "#shared/protocol/envelope";
import { parseChange } from "#shared/protocol/gate/parse-change";
import type { ParsedChange } from "#shared/protocol/gate/types";
import { companyGateLimits } from "#shared/protocol/limits";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import type { CompanyState, LogEntry } from "#shared/protocol/membership/types";
import { computeVerdict } from "#shared/protocol/membership/verdict";
import { deriveActor, verifyTip } from "#shared/protocol/tips";
import { textOfBytes } from "#shared/protocol/wire-types";
import { CardIndex } from "../card-index";
import { hashBytes } from "../host/document-facts";
import { readCard } from "../host/verify-card";
import type { StoredCard, StoredTip } from "../stored";
import type { Claim } from "./claim";
import type { Chunk, SignedParts } from "./read-signed";

/** A document of the archive, believed. */
export interface ArchivedDocument {
  readonly card: StoredCard;
  /** Ancestors first. */
  readonly chunks: readonly Chunk[];
  /** Whose each writing session (hexadecimal) was. */
  readonly authors: ReadonlyMap<string, Claim>;
  /** Keys of its records. */
  readonly records: readonly string[];
}

export interface ProvenArchive {
  /** Base64url of the company's id. */
  readonly company: string;
  readonly documents: readonly ArchivedDocument[];
  /** Things whose earlier documents stay in the archive. */
  readonly followed: number;
  /** Documents the device had only a card of. */
  readonly empty: number;
}

export type ProofProblem =
  /** Something in it cannot be what it says. */
  | { readonly type: "Damaged" }
  /** A signature is missing or does not fit what is signed. */
  | { readonly type: "Tampered" }
  /** It holds what only a newer version understands. */
  | { readonly type: "WrongVersion" };

const damaged = { type: "Damaged" } as const;
const tampered = { type: "Tampered" } as const;

/** Reads only. `onDone` hears how many of the cards were looked at. */
export const proveArchive = async (
  parts: SignedParts,
  crypto: CryptoDeps,
  onDone: (done: number, total: number) => void,
): Promise<Result<ProvenArchive, ProofProblem>> => {
  const state = await membersOf(parts, crypto);
  if (!state.ok) return state;
  const memberOf = (device: string): MemberId | null =>
    parseId<MemberId>(state.value.devices.get(device)?.member) ?? null;
  const cards = await cardsOf(parts, memberOf, crypto);
  if (!cards.ok) return cards;
  await engineReady();
  const [chunks, aside, tips] = [byDocument(parts.chunks), byDocument(parts.aside), byDocument(parts.tips)];
  const documents: ArchivedDocument[] = [];
  let [followed, empty, done] = [0, 0, 0];
  for (const card of cards.value.all()) {
    onDone((done += 1), cards.value.size);
    const given = { chunks: chunks.get(card.doc) ?? [], aside: aside.get(card.doc) ?? [] };
    if (card.replaces !== undefined && cards.value.isCurrent(card.doc)) followed++;
    if (given.chunks.length === 0) empty++;
    if (given.chunks.length === 0 || !cards.value.isCurrent(card.doc)) continue;
    const found = { card, ...given, tips: tips.get(card.doc) ?? [] };
    const proven = await proveDocument(found, state.value.company, memberOf, crypto);
    if (!proven.ok) return proven;
    documents.push(proven.value);
  }
  return ok({ company: parts.company, documents, followed, empty });
};

type Members = Pick<CompanyState, "devices"> & { readonly company: Uint8Array };

const membersOf = async (
  { company, log }: SignedParts,
  crypto: CryptoDeps,
): Promise<Result<Members, ProofProblem>> => {
  const id = fromBase64Url(company);
  if (id?.length !== 32) return err(damaged);
  const entries: LogEntry[] = [];
  for (const record of log) {
    const entry = await readLogEntry(record, id, crypto);
    if (!entry.ok) return err(tampered);
    entries.push(entry.value);
  }
  const verdict = computeVerdict(id, entries);
  const state = verdict.state ?? verdict.confirmed;
  if (verdict.needsRules !== null) return err({ type: "WrongVersion" });
  // A relay that signed two orders takes nobody's signature away: devices of both are the company's own.
  return state === null ? err(tampered) : ok({ devices: state.devices, company: id });
};

const cardsOf = async (
  parts: SignedParts,
  memberOf: (device: string) => MemberId | null,
  crypto: CryptoDeps,
): Promise<Result<CardIndex, ProofProblem>> => {
  const company = fromBase64Url(parts.company) ?? new Uint8Array();
  const index = new CardIndex();
  for (const { doc, signed, waits } of parts.cards) {
    const envelope = parseEnvelope<DocCard>(signed);
    if (!envelope.ok) return err(damaged);
    const read = await readCard(envelope.value, { company, memberOf }, crypto);
    if (read === undefined || read.card.doc !== doc || index.byDoc(doc) !== undefined) return err(tampered);
    if (findDocumentKind(read.card.kind) === undefined) return err({ type: "WrongVersion" });
    index.add(waits === true ? { ...read.card, waits } : read.card);
  }
  return ok(index);
};

interface Given {
  readonly card: StoredCard;
  readonly chunks: readonly Chunk[];
  readonly aside: readonly Chunk[];
  readonly tips: readonly StoredTip[];
}

const proveDocument = async (
  given: Given,
  company: Uint8Array,
  memberOf: (device: string) => MemberId | null,
  crypto: CryptoDeps,
): Promise<Result<ArchivedDocument, ProofProblem>> => {
  const changes = parsedChanges(given.chunks, crypto);
  if (changes === undefined) return err(damaged);
  if (!isClosed(changes)) return err(damaged);
  const aside = parsedChanges(given.aside, crypto) ?? new Map<string, ParsedChange>();
  const authors = new Map<string, Claim>();
  const newest = newestSeqs(changes);
  for (const tip of given.tips) {
    const actor = toHex(tip.actor);
    const named = changes.get(tip.hash) ?? aside.get(tip.hash);
    const seq = newest.get(actor);
    if (named === undefined || seq === undefined) continue;
    const device = textOfBytes(tip.device);
    const covers = toHex(named.actor) === actor && named.seq === tip.seq && seq <= tip.seq;
    if (covers && memberOf(device) !== null && (await holds(tip, given.card.doc, company, crypto)))
      authors.set(actor, { member: memberOf(device), device });
  }
  return authors.size < newest.size ? err(tampered) : readDocument(given, authors);
};

/** By hash; undefined when one is not what it says it is. */
const parsedChanges = (
  chunks: readonly Chunk[],
  { sha256 }: CryptoDeps,
): ReadonlyMap<string, ParsedChange> | undefined => {
  const changes = new Map<string, ParsedChange>();
  for (const { bytes, hash } of chunks) {
    const parsed = parseChange(bytes, companyGateLimits, { sha256 });
    if (!parsed.ok || toHex(parsed.value.hash) !== hash) return undefined;
    changes.set(hash, parsed.value);
  }
  return changes;
};

/** Nothing below a change is missing, and no session counts a change twice: then its newest covers all of it. */
const isClosed = (changes: ReadonlyMap<string, ParsedChange>): boolean => {
  const places = new Set(Array.from(changes.values(), ({ actor, seq }) => `${toHex(actor)} ${seq}`));
  return (
    places.size === changes.size &&
    [...changes.values()].every(({ deps }) => deps.every((dep) => changes.has(toHex(dep))))
  );
};

const newestSeqs = (changes: ReadonlyMap<string, ParsedChange>): ReadonlyMap<string, number> => {
  const newest = new Map<string, number>();
  for (const { actor, seq } of changes.values())
    newest.set(toHex(actor), Math.max(seq, newest.get(toHex(actor)) ?? 0));
  return newest;
};

const holds = async (
  tip: StoredTip,
  doc: string,
  company: Uint8Array,
  { sha256, verifier }: CryptoDeps,
): Promise<boolean> => {
  const id = parseId<DocId>(doc);
  if (id === undefined) return false;
  const place = idToBytes(id);
  return (
    bytesEqual(deriveActor(sha256, tip.device, place, tip.nonce), tip.actor) &&
    verifyTip(company, place, { ...tip, hash: hashBytes(tip.hash) }, verifier)
  );
};

/** Automerge has the last word on whether these changes make a document. */
const readDocument = (
  { card, chunks }: Given,
  authors: ReadonlyMap<string, Claim>,
): Result<ArchivedDocument, ProofProblem> => {
  const byHash = new Map(chunks.map((chunk) => [chunk.hash, chunk]));
  try {
    const document = loadDocument(
      "00".repeat(16),
      chunks.map(({ bytes }) => bytes),
    );
    const { kind, schema, minWriter } = document.root();
    const ordered = document.changes().flatMap(({ hash }) => byHash.get(hash) ?? []);
    const records = [...document.records.keys()];
    document.free();
    if (kind !== card.kind || ordered.length !== chunks.length) return err(damaged);
    const known = findDocumentKind(kind)?.schema ?? 0;
    if (schema > known || minWriter > known) return err({ type: "WrongVersion" });
    return ok({ card, chunks: ordered, authors, records });
  } catch {
    // It panics on changes that point at nothing.
    return err(damaged);
  }
};

const byDocument = <T extends { readonly doc: string }>(all: readonly T[]): ReadonlyMap<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const known = groups.get(one.doc);
    if (known === undefined) groups.set(one.doc, [one]);
    else known.push(one);
  }
  return groups;
};
