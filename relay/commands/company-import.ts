/**
 * One company out of one file into this relay, which is stopped. It is read twice: first into a database of its own,
 * where every hash, signature and place is checked as `verify` does it; only what is sound then goes into the relay,
 * and the company itself last, so that an import that broke off leaves nothing anybody could reach.
 */
import { createHash } from "node:crypto";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { bytesEqual, toBase64Url, toHex } from "#shared/kernel/bytes";
import type { Result } from "#shared/kernel/result";
import { err, must, ok } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import type { CryptoDeps } from "#shared/protocol/envelope";
import { coSign, encodeEnvelope, parseEnvelope } from "#shared/protocol/envelope";
import { memEntryKind } from "#shared/protocol/membership/entry-kinds";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import type { LogEntry, MemEntry, Verdict } from "#shared/protocol/membership/types";
import { computeVerdict } from "#shared/protocol/membership/verdict";
import type { CompanyId, Key } from "#shared/protocol/wire-types";
import type { Config } from "#relay/config";
import type { DataFolder } from "#relay/data-folder";
import { openDataFolder, systemCode } from "#relay/data-folder";
import { systemTimers } from "#relay/platform";
import { loadRelayKey } from "#relay/relay-key";
import type { BlobAddress, BlobStore } from "#relay/storage/blob-store";
import { createInlineStore } from "#relay/storage/inline-store";
import type { CompanyNumber, LogStore, LogWrite } from "#relay/storage/log-store";
import { openBlobStore } from "#relay/storage/open-blobs";
import { openDatabase } from "#relay/storage/open-database";
import { createSqliteLog } from "#relay/storage/sqlite-log";
import { nextCompanyNumber, removeUnfinishedImport } from "#relay/storage/unfinished-import";
import type { CompanyRecord } from "./company-file";
import { CompanyFileDamaged, companyFileFormat, readCompanyFile } from "./company-file";
import { openForWriting } from "./open-for-writing";
import type { OperatorProblem } from "./operator-problem";
import { verifyEverything } from "./verify";

export interface Imported {
  /** Base64url. */
  readonly company: string;
  readonly changes: number;
  readonly files: number;
}

type RecordOf<T extends CompanyRecord["t"]> = Extract<CompanyRecord, { readonly t: T }>;

export const importCompany = async (
  file: string,
  config: Config,
  crypto: CryptoDeps,
): Promise<Result<Imported, OperatorProblem>> => {
  const folder = await openDataFolder(config.dataFolder, config.blobs);
  if (!folder.ok) return folder;
  try {
    const relay = await loadRelayKey(folder.value.relayKey);
    const checked = await checkFile(file, folder.value, relay, crypto);
    if (!checked.ok) return checked;
    const store = await openForWriting(config, folder.value);
    if (!store.ok) return store;
    try {
      const blobs = openBlobStore(config.bucket, folder.value.blobs, systemTimers);
      return await takeIn(file, checked.value, store.value, { blobs, folder: folder.value.folder });
    } finally {
      await store.value.close();
    }
  } catch (thrown) {
    if (thrown instanceof CompanyFileDamaged)
      return err({ type: "CompanyFileDamaged", file, message: thrown.message });
    const code = systemCode(thrown);
    if (code === "unknown") throw thrown;
    return err({ type: "ImportFailed", message: code });
  } finally {
    folder.value.release();
  }
};

interface Checked {
  readonly head: RecordOf<"company">;
  /** What the new relay adds to the membership log: the completed entry and the old relay's checkpoint over it. */
  readonly handOver: readonly Uint8Array[];
}

/** Reads all of it into a database of its own and judges that; nothing of it stays. */
const checkFile = async (
  file: string,
  folder: DataFolder,
  relay: Signer,
  crypto: CryptoDeps,
): Promise<Result<Checked, OperatorProblem>> => {
  const path = join(folder.folder, "import.db");
  const removeStaging = async (): Promise<void> => {
    for (const end of ["", "-wal", "-shm"]) await rm(path + end, { force: true });
  };
  await removeStaging();
  const opened = openDatabase(path);
  if (!opened.ok) return opened;
  const staging = createInlineStore(createSqliteLog(opened.value));
  try {
    return await judgeFile(file, staging, relay, crypto);
  } finally {
    await staging.close();
    await removeStaging();
  }
};

const judgeFile = async (
  file: string,
  staging: LogStore,
  relay: Signer,
  crypto: CryptoDeps,
): Promise<Result<Checked, OperatorProblem>> => {
  const writer = batches(staging, 1);
  const content = createContentCheck();
  let head: RecordOf<"company"> | undefined;
  let move: RecordOf<"hand-over"> | undefined;
  for await (const record of readCompanyFile(file)) {
    if (record.t === "company") head = record;
    if (record.t === "hand-over") move = record;
    content.take(record);
    await writer.take(record);
  }
  content.end();
  if (head === undefined) throw new CompanyFileDamaged("it does not say which company it is of");
  if (head.v > companyFileFormat) return err({ type: "CompanyFileTooNew", file, format: head.v });
  await writer.end(head.id);
  const handOver = move === undefined ? [] : await completed(move, relay);
  if (handOver === undefined) return err({ type: "ForAnotherRelay", file });
  const before = await staging.membership(1);
  if (!isOrderedBy(head.relayKey, await readEntries(head.id, before, crypto)))
    throw new CompanyFileDamaged("its membership log names another relay");
  if (!isOrderedBy(relay.publicKey, await readEntries(head.id, [...before, ...handOver], crypto)))
    return err({ type: "ForAnotherRelay", file });
  const reports = await verifyEverything({ log: staging, crypto, relayKey: head.relayKey });
  const problems = reports.flatMap((report) => report.problems);
  if (problems.length > 0) return err({ type: "CompanyFileUnsound", file, problems });
  return ok({ head, handOver });
};

const readEntries = async (
  id: CompanyId,
  stored: readonly Uint8Array[],
  crypto: CryptoDeps,
): Promise<Verdict> => {
  const log: LogEntry[] = [];
  for (const bytes of stored) {
    const entry = await readLogEntry(bytes, id, crypto);
    if (!entry.ok) throw new CompanyFileDamaged("a membership entry is not signed as it must be");
    log.push(entry.value);
  }
  return computeVerdict(id, log);
};

const isOrderedBy = (relay: Key, { confirmed }: Verdict): boolean =>
  confirmed !== null && confirmed.sequencer !== null && bytesEqual(confirmed.sequencer, relay);

/** Undefined where the old relay named another one. */
const completed = async (
  { to, entry, checkpoint }: RecordOf<"hand-over">,
  relay: Signer,
): Promise<readonly Uint8Array[] | undefined> => {
  if (!bytesEqual(to, relay.publicKey)) return undefined;
  const half = parseEnvelope<MemEntry>(entry);
  if (!half.ok) throw new CompanyFileDamaged("what the old relay signed cannot be read");
  return [encodeEnvelope(await coSign(memEntryKind, half.value, relay)), checkpoint];
};

/** Each file's parts make up its length and its hash. */
const createContentCheck = (): {
  readonly take: (record: CompanyRecord) => void;
  readonly end: () => void;
} => {
  let current:
    | { readonly file: RecordOf<"file">; bytes: number; readonly digest: ReturnType<typeof createHash> }
    | undefined;
  const end = (): void => {
    if (current === undefined) return;
    const isWhole = current.bytes === current.file.bytes;
    if (!isWhole || !bytesEqual(current.digest.digest(), current.file.hash))
      throw new CompanyFileDamaged(`the file ${toHex(current.file.hash)} is not what its name says`);
    current = undefined;
  };
  return {
    take: (record) => {
      if (record.t === "part") {
        if (current === undefined) throw new CompanyFileDamaged("a part belongs to no file");
        current.bytes += record.bytes.length;
        current.digest.update(record.bytes);
        return;
      }
      end();
      if (record.t === "file") current = { file: record, bytes: 0, digest: createHash("sha256") };
    },
    end,
  };
};

const takeIn = async (
  file: string,
  { head, handOver }: Checked,
  store: LogStore,
  { blobs, folder }: { readonly blobs: BlobStore; readonly folder: string },
): Promise<Result<Imported, OperatorProblem>> => {
  const companies = await store.companies();
  const name = toBase64Url(head.id);
  if (companies.some(({ id }) => bytesEqual(id, head.id)))
    return err({ type: "CompanyIsHere", company: name });
  await removeUnfinishedImport(store, blobs);
  const company = await nextCompanyNumber(store);
  const writer = batches(store, company);
  const files = createFileWriter(blobs, company, join(folder, "import.part"));
  let changes = 0;
  for await (const record of readCompanyFile(file)) {
    if (record.t === "push") changes += record.changes;
    // No file without a record that leads to it: what breaks off here is put away by those.
    if (record.t === "file") await writer.flush();
    await files.take(record);
    await writer.take(record);
  }
  await files.end();
  for (const entry of handOver) await writer.add({ type: "membership", company, entry });
  await writer.end(head.id);
  return ok({ company: name, changes, files: files.count() });
};

const batchBytes = 2 ** 21;

interface Batches {
  readonly take: (record: CompanyRecord) => Promise<void>;
  readonly add: (write: LogWrite) => Promise<void>;
  /** Settles when everything so far is stored. */
  readonly flush: () => Promise<void>;
  /** The company itself, last of all. */
  readonly end: (id: Uint8Array) => Promise<void>;
}

const batches = (store: LogStore, company: CompanyNumber): Batches => {
  let waiting: LogWrite[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    if (waiting.length > 0) must(await store.append(waiting));
    waiting = [];
    bytes = 0;
  };
  const add = async (write: LogWrite): Promise<void> => {
    waiting.push(write);
    bytes += write.type === "push" ? write.push.body.length : 1_000;
    if (bytes > batchBytes) await flush();
  };
  return {
    ...{ add, flush },
    take: async (record) => {
      const write = writeOf(record, company);
      if (write !== undefined) await add(write);
    },
    end: async (id) => {
      await flush();
      must(await store.append([{ type: "company", company, id }]));
    },
  };
};

const writeOf = (record: CompanyRecord, company: CompanyNumber): LogWrite | undefined => {
  switch (record.t) {
    case "membership":
      return { type: "membership", company, entry: record.entry };
    case "card":
      return { type: "card", company, card: record };
    case "join":
      return { type: "join", company, join: record };
    case "held":
      return { type: "hold", company, held: record };
    case "push":
      return { type: "push", company, push: record, endsBatch: record.endsBatch };
    default:
      return undefined;
  }
};

/** Each is put together at `path` and goes to its place once it is whole. */
const createFileWriter = (
  blobs: BlobStore,
  company: CompanyNumber,
  path: string,
): {
  readonly take: (record: CompanyRecord) => Promise<void>;
  readonly end: () => Promise<void>;
  readonly count: () => number;
} => {
  let count = 0;
  let current: { readonly address: BlobAddress; readonly file: Awaited<ReturnType<typeof open>> } | undefined;
  const end = async (): Promise<void> => {
    if (current === undefined) return;
    await current.file.sync();
    await current.file.close();
    await blobs.keep(current.address, path);
    current = undefined;
  };
  return {
    take: async (record) => {
      if (record.t === "part") {
        await current?.file.write(record.bytes);
        return;
      }
      await end();
      if (record.t !== "file") return;
      const { doc, hash } = record;
      current = { address: { company, doc, hash }, file: await open(path, "w", 0o600) };
      count += 1;
    },
    end,
    count: () => count,
  };
};
