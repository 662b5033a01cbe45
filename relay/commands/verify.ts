/**
 * Reads everything a relay has stored as a suspicious device would: membership entries and their order, cards, every
 * change with its tip and receipt, and the running hash of the log. Changes nothing.
 */
import { createHash } from "node:crypto";
import { bytesEqual, bytesKey, toBase64Url, toHex } from "#shared/kernel/bytes";
import type { CryptoDeps } from "#shared/protocol/envelope";
import { parseEnvelope, verify } from "#shared/protocol/envelope";
import type { DocCard } from "#shared/protocol/cards";
import { docCardKind } from "#shared/protocol/cards";
import { judgeChunks } from "#shared/protocol/gate/judge-chunks";
import { companyGateLimits } from "#shared/protocol/limits";
import { isAdopted, sequencersAt, wasDeviceAt } from "#shared/protocol/membership/grants";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import type { CompanyState, LogEntry } from "#shared/protocol/membership/types";
import { computeVerdict } from "#shared/protocol/membership/verdict";
import { emptyLogHash, nextLogHash } from "#shared/protocol/receipts";
import type { DocBytes, Key } from "#shared/protocol/wire-types";
import { verifyTip } from "#shared/protocol/tips";
import type { BlobStore } from "#relay/storage/blob-store";
import type { LogStore, StoredCompany, StoredPush } from "#relay/storage/log-store";
import { createDocumentIndex } from "#relay/sync/document-index";
import { gainsFromLog } from "#relay/sync/document-frames";
import type { StoredHeldRecord } from "#relay/sync/held-record.codec";
import { decodeHeld } from "#relay/sync/held-record.codec";
import { decodePushRecord } from "#relay/sync/push-record.codec";

export interface CompanyReport {
  /** Base64url. */
  readonly company: string;
  readonly entries: number;
  readonly documents: number;
  readonly changes: number;
  /** Changes that wait for somebody to adopt them. */
  readonly held: number;
  /** Stored photos and files. */
  readonly files: number;
  /** One sentence each; empty when all is well. */
  readonly problems: readonly string[];
}

export interface VerifyDeps {
  readonly log: LogStore;
  readonly crypto: CryptoDeps;
  readonly relayKey: Key;
  /** Where files lie; they are left out where it is not given. */
  readonly blobs?: BlobStore;
}

const pageBytes = 8 * 2 ** 20;

export const verifyEverything = async (deps: VerifyDeps): Promise<readonly CompanyReport[]> => {
  const reports: CompanyReport[] = [];
  for (const company of await deps.log.companies()) reports.push(await verifyCompany(company, deps));
  return reports;
};

export const describeReports = (reports: readonly CompanyReport[]): string => {
  if (reports.length === 0) return "There is no company on this relay yet.";
  return reports
    .map(({ company, entries, documents, changes, held, files, problems }) => {
      const waiting = held === 0 ? "" : `, ${held} changes held`;
      const stored = files === 0 ? "" : files === 1 ? ", 1 file" : `, ${files} files`;
      const read = `${entries} membership entries, ${documents} documents, ${changes} changes${waiting}${stored}`;
      const found = problems.length === 0 ? "all is well" : `${problems.length} problems`;
      return [`${company}: ${read}: ${found}.`, ...problems.map((problem) => `  - ${problem}`)].join("\n");
    })
    .join("\n");
};

const verifyCompany = async (company: StoredCompany, deps: VerifyDeps): Promise<CompanyReport> => {
  const problems: string[] = [];
  const membership = await readMembership(company, deps, problems);
  const cards = await readCards(company, deps, problems);
  const walked = await walkLog(company, deps, problems);
  for (const [key, doc] of walked.documents) {
    if (walked.unreadable.has(key)) continue;
    const name = toBase64Url(doc);
    if (!cards.has(key)) problems.push(`Document ${name} has no card.`);
    const problem = await verifyDocument(company, doc, membership.state, deps);
    if (problem !== undefined) problems.push(`Document ${name}: ${problem}`);
  }
  const held = await verifyHeld(company, deps, problems);
  const files = deps.blobs === undefined ? 0 : await verifyFiles(company, deps.blobs, problems);
  return {
    ...{ company: toBase64Url(company.id), held, files },
    entries: membership.entries,
    documents: walked.documents.size,
    changes: walked.changes,
    problems,
  };
};

const readMembership = async (
  company: StoredCompany,
  { log, crypto }: VerifyDeps,
  problems: string[],
): Promise<{ readonly entries: number; readonly state: CompanyState | null }> => {
  const entries: LogEntry[] = [];
  const stored = await log.membership(company.company);
  for (const [index, bytes] of stored.entries()) {
    const read = await readLogEntry(bytes, company.id, crypto);
    if (read.ok) entries.push(read.value);
    else problems.push(`Membership entry ${index + 1} does not read or is not signed as it must be.`);
  }
  const verdict = computeVerdict(company.id, entries);
  if (verdict.confirmed === null) problems.push("The membership log does not lead to a company.");
  if (verdict.fork !== null) problems.push("The membership log has two checkpoints with one number.");
  return { entries: stored.length, state: verdict.confirmed };
};

const readCards = async (
  company: StoredCompany,
  { log, crypto }: VerifyDeps,
  problems: string[],
): Promise<ReadonlySet<string>> => {
  const known = new Set<string>();
  for (const { serial, bytes } of await log.cards(company.company)) {
    const signed = parseEnvelope<DocCard>(bytes);
    const card = signed.ok ? await verify(docCardKind, signed.value, crypto) : signed;
    if (!card.ok || !bytesEqual(card.value.value.company, company.id)) {
      problems.push(`The document card at serial ${serial} does not read or is not signed as it must be.`);
    } else known.add(bytesKey(card.value.value.doc));
  }
  return known;
};

/** Changes that are held; each push must read and be signed by the device it is of. */
const verifyHeld = async (
  company: StoredCompany,
  { log, crypto }: VerifyDeps,
  problems: string[],
): Promise<number> => {
  let changes = 0;
  for (const [at, { doc, bytes }] of (await log.held(company.company)).entries()) {
    const held = readHeld(bytes);
    if (held === undefined) problems.push(`What is held at place ${at + 1} cannot be read.`);
    if (held?.type !== "push") continue;
    const { record, tip } = held.push;
    changes += record.changes.length;
    if (!(await verifyTip(company.id, doc, tip, crypto.verifier)))
      problems.push(`What is held at place ${at + 1} is not signed as it must be.`);
  }
  return changes;
};

const readHeld = (bytes: Uint8Array): StoredHeldRecord | undefined => {
  try {
    return decodeHeld(bytes);
  } catch {
    return undefined;
  }
};

/** Each file must be what its name says. */
const verifyFiles = async (
  { company }: StoredCompany,
  blobs: BlobStore,
  problems: string[],
): Promise<number> => {
  let files = 0;
  for await (const { doc, hash } of blobs.list(company)) {
    files += 1;
    const digest = createHash("sha256");
    const found = await blobs.find({ company, doc, hash });
    for await (const part of found === undefined ? [] : await found.read())
      if (part instanceof Uint8Array) digest.update(part);
    if (!bytesEqual(digest.digest(), hash))
      problems.push(`The file ${toHex(hash)} is not what its name says.`);
  }
  return files;
};

interface WalkedLog {
  readonly documents: ReadonlyMap<string, DocBytes>;
  /** Documents with a push that does not even decode; said once, not judged further. */
  readonly unreadable: ReadonlySet<string>;
  readonly changes: number;
}

/** Serials without a gap, and the running hash from the first push to the newest. */
const walkLog = async (
  company: StoredCompany,
  { log, crypto }: VerifyDeps,
  problems: string[],
): Promise<WalkedLog> => {
  const documents = new Map<string, DocBytes>();
  const unreadable = new Set<string>();
  let changes = 0;
  let serial = 0;
  let hash = emptyLogHash;
  for (;;) {
    const page = await log.pushesAfter(company.company, serial, pageBytes);
    for (const push of page.pushes) {
      if (push.serial !== serial + 1) problems.push(`Serial ${serial + 1} is missing.`);
      serial = push.serial;
      documents.set(bytesKey(push.doc), push.doc.slice());
      const last = lastChangeOf(push);
      if (last === undefined) {
        problems.push(`The push at serial ${serial} cannot be read.`);
        unreadable.add(bytesKey(push.doc));
      } else if (!bytesEqual(nextLogHash(crypto.sha256, hash, push.doc, last, serial), push.logHash)) {
        problems.push(`The running hash is wrong at serial ${serial}.`);
      }
      // One wrong place is one problem, not one for everything behind it.
      hash = push.logHash;
      changes += push.changes;
    }
    if (page.complete) return { documents, unreadable, changes };
  }
};

const lastChangeOf = (push: StoredPush): Uint8Array | undefined => {
  try {
    return decodePushRecord(push.body).changes.at(-1)?.chunk.hash;
  } catch {
    return undefined;
  }
};

const verifyDocument = async (
  company: StoredCompany,
  doc: DocBytes,
  state: CompanyState | null,
  { log, crypto, relayKey }: VerifyDeps,
): Promise<string | undefined> => {
  const gain = gainsFromLog(await log.pushesOf(company.company, doc)).get(bytesKey(doc));
  if (gain === undefined) return "it is named in the log but nothing of it is stored.";
  const judged = await judgeChunks(
    { chunks: gain.chunks, tips: [...gain.tips.values()], receipts: [...gain.receipts.values()] },
    {
      company: company.id,
      doc,
      relayKeysAt: (checkpoint) => [relayKey, ...(state === null ? [] : sequencersAt(state, checkpoint))],
      limits: companyGateLimits,
      index: createDocumentIndex(),
      tip: () => undefined,
      deviceAt: (device, checkpoint) => state !== null && wasDeviceAt(state, device, checkpoint),
      isAdopted: ({ actor, seq }) => state !== null && isAdopted(state, { doc, actor, seq }),
    },
    crypto,
  );
  if (!judged.ok) return `a change or its proof is not as it must be (${judged.error.code}).`;
  const { waiting } = judged.value;
  return waiting.length === 0 ? undefined : `${waiting.length} changes have no tip and receipt over them.`;
};
