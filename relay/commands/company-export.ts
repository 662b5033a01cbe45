/**
 * One company into one file, beside a running relay. With `--to` it moves: the relay is stopped, signs that the other
 * relay orders the company from now on, and lets go of it. What is stored here stays until it is removed.
 */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { bytesEqual, toBase64Url } from "#shared/kernel/bytes";
import type { Clock } from "#shared/kernel/clock";
import type { Result } from "#shared/kernel/result";
import { err, must, ok } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import type { CryptoDeps } from "#shared/protocol/envelope";
import { parseRelayInfo } from "#shared/protocol/enrolment";
import { foldMembership } from "#shared/protocol/membership/fold";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import type { LogEntry } from "#shared/protocol/membership/types";
import { makeMove } from "#shared/protocol/membership/sequencing";
import type { CompanyId, Key } from "#shared/protocol/wire-types";
import type { Config } from "#relay/config";
import type { DataFolderPaths } from "#relay/data-folder";
import { dataFolderPaths, openDataFolder, systemCode } from "#relay/data-folder";
import { loadRelayKey } from "#relay/relay-key";
import { systemTimers } from "#relay/platform";
import type { BlobStore } from "#relay/storage/blob-store";
import type { CompanyNumber, LogStore, StoredCompany } from "#relay/storage/log-store";
import { openBlobStore } from "#relay/storage/open-blobs";
import type { CompanyFileWriter } from "./company-file";
import { companyFileFormat, partBytes, writeCompanyFile } from "./company-file";
import { openForReading } from "./open-for-reading";
import { openForWriting } from "./open-for-writing";
import type { OperatorProblem } from "./operator-problem";

export interface ExportWish {
  /** Base64url. */
  readonly company: string;
  readonly file: string;
  /** Address of the relay it moves to; null for a copy. */
  readonly to: string | null;
}

export interface Exported {
  readonly bytes: number;
  readonly changes: number;
  readonly files: number;
}

export interface ExportDeps {
  readonly crypto: CryptoDeps;
  readonly clock: Clock;
}

export const exportCompany = async (
  wish: ExportWish,
  config: Config,
  deps: ExportDeps,
): Promise<Result<Exported, OperatorProblem>> =>
  wish.to === null ? exportCopy(wish, config, deps) : exportMove(wish, wish.to, config, deps);

const exportCopy = async (
  wish: ExportWish,
  config: Config,
  deps: ExportDeps,
): Promise<Result<Exported, OperatorProblem>> => {
  const paths = dataFolderPaths(config.dataFolder, config.blobs);
  const opened = openForReading(config);
  if (!opened.ok) return opened;
  try {
    const blobs = openBlobStore(config.bucket, paths.blobs, systemTimers);
    return await writeOut(wish, opened.value, paths, { ...deps, blobs, moveTo: null });
  } finally {
    await opened.value.close();
  }
};

/** Stopped and held: nothing may be taken from a device behind the last change in the file. */
const exportMove = async (
  wish: ExportWish,
  to: string,
  config: Config,
  deps: ExportDeps,
): Promise<Result<Exported, OperatorProblem>> => {
  const moveTo = await keyOf(to);
  if (moveTo === undefined) return err({ type: "RelayNotThere", address: to });
  const folder = await openDataFolder(config.dataFolder, config.blobs);
  if (!folder.ok) return folder;
  try {
    const store = await openForWriting(config, folder.value);
    if (!store.ok) return store;
    try {
      return await letGo(wish, { origin: new URL(to).origin, key: moveTo }, store.value, {
        ...deps,
        blobs: openBlobStore(config.bucket, folder.value.blobs, systemTimers),
        paths: folder.value,
      });
    } finally {
      await store.value.close();
    }
  } finally {
    folder.value.release();
  }
};

/** The file first: a move that breaks off before the relay has let go is asked for again, for the same relay. */
const letGo = async (
  wish: ExportWish,
  to: { readonly origin: string; readonly key: Key },
  store: LogStore,
  { paths, ...deps }: Omit<WriteOutDeps, "moveTo"> & { readonly paths: DataFolderPaths },
): Promise<Result<Exported, OperatorProblem>> => {
  const found = (await store.companies()).find(({ id }) => toBase64Url(id) === wish.company);
  if (found === undefined) return err({ type: "CompanyUnknown", company: wish.company });
  const before = (await store.moves()).get(found.company);
  // Two relays that each hold a checkpoint of the same number would be two companies.
  if (before !== undefined && before !== to.origin) return err({ type: "MovedElsewhere", address: before });
  const written = await writeOut(wish, store, paths, { ...deps, moveTo: to.key });
  if (!written.ok) return written;
  const moved = await store.append([{ type: "moved", company: found.company, to: to.origin }]);
  return moved.ok ? written : err({ type: "ExportFailed", message: moved.error.type });
};

const answerWithinMs = 10_000;

const keyOf = async (address: string): Promise<Key | undefined> => {
  if (!URL.canParse(address)) return undefined;
  const answer: unknown = await fetch(new URL("/.well-known/eventkit", address), {
    signal: AbortSignal.timeout(answerWithinMs),
  })
    .then((response) => response.json())
    .catch(() => undefined);
  const info = parseRelayInfo(answer);
  return info.ok ? info.value.relayKey : undefined;
};

interface WriteOutDeps extends ExportDeps {
  readonly blobs: BlobStore;
  readonly moveTo: Key | null;
}

const writeOut = async (
  { company: name, file }: ExportWish,
  store: LogStore,
  paths: DataFolderPaths,
  deps: WriteOutDeps,
): Promise<Result<Exported, OperatorProblem>> => {
  const company = (await store.companies()).find(({ id }) => toBase64Url(id) === name);
  if (company === undefined) return err({ type: "CompanyUnknown", company: name });
  if (!existsSync(paths.relayKey)) return err({ type: "NoKey", path: paths.relayKey });
  const relay = await loadRelayKey(paths.relayKey);
  const handOver = deps.moveTo === null ? null : await makeHandOver(company, store, relay, deps);
  if (handOver !== null && !handOver.ok) return handOver;
  try {
    const writer = await writeCompanyFile(file);
    try {
      const at = deps.clock.now();
      await writer.write({
        t: "company",
        v: companyFileFormat,
        id: company.id,
        relayKey: relay.publicKey,
        at,
      });
      await writeRecords(company, store, writer);
      const changes = await writePushes(company, store, writer);
      const files = await writeFiles(deps.blobs, company.company, writer);
      if (handOver !== null) await writer.write(handOver.value);
      return ok({ bytes: await writer.end(), changes, files });
    } catch (thrown) {
      await writer.abandon();
      await rm(file, { force: true });
      throw thrown;
    }
  } catch (thrown) {
    return err({ type: "ExportFailed", message: `${file}: ${systemCode(thrown)}` });
  }
};

type HandOverRecord = Extract<Parameters<CompanyFileWriter["write"]>[0], { readonly t: "hand-over" }>;

/** The old relay's half: the entry that names the other one, and its own last checkpoint over it. */
const makeHandOver = async (
  { company, id }: StoredCompany,
  store: LogStore,
  old: Signer,
  { crypto, clock, moveTo }: WriteOutDeps,
): Promise<Result<HandOverRecord, OperatorProblem>> => {
  const name = toBase64Url(id);
  if (moveTo === null || bytesEqual(moveTo, old.publicKey)) return err({ type: "NotAnotherRelay" });
  const fold = foldMembership(id, await readEntries(id, await store.membership(company), crypto));
  const verdict = fold.verdict();
  const sequencer = verdict.confirmed?.sequencer ?? null;
  if (sequencer === null || !bytesEqual(sequencer, old.publicKey))
    return err({ type: "NotOurs", company: name });
  const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
  const made = await makeMove(id, verdict, { old, next: moveTo }, { crypto, random, now: clock.now() });
  return ok({ t: "hand-over", to: moveTo, ...made });
};

const readEntries = async (
  id: CompanyId,
  stored: readonly Uint8Array[],
  crypto: CryptoDeps,
): Promise<readonly LogEntry[]> => {
  const log: LogEntry[] = [];
  for (const bytes of stored) log.push(must(await readLogEntry(bytes, id, crypto)));
  return log;
};

const mostJoins = 100_000;

const writeRecords = async (
  { company }: StoredCompany,
  store: LogStore,
  { write }: CompanyFileWriter,
): Promise<void> => {
  for (const entry of await store.membership(company)) await write({ t: "membership", entry });
  for (const card of await store.cards(company)) await write({ t: "card", ...card });
  // Oldest first, as they came.
  for (const each of (await store.joins(company, mostJoins)).toReversed())
    await write({ t: "join", ...each });
  for (const held of await store.held(company)) await write({ t: "held", ...held });
};

const pageBytes = 2 ** 23;

const writePushes = async (
  { company }: StoredCompany,
  store: LogStore,
  { write }: CompanyFileWriter,
): Promise<number> => {
  let changes = 0;
  for (let serial = 0; ;) {
    const { pushes, complete } = await store.pushesAfter(company, serial, pageBytes);
    for (const [at, push] of pushes.entries()) {
      await write({ t: "push", ...push, endsBatch: at === pushes.length - 1 });
      serial = push.serial;
      changes += push.changes;
    }
    if (complete) return changes;
  }
};

/** Each with its bytes in parts behind it. */
const writeFiles = async (
  blobs: BlobStore,
  company: CompanyNumber,
  { write }: CompanyFileWriter,
): Promise<number> => {
  let files = 0;
  for await (const { doc, hash, bytes } of blobs.list(company)) {
    const found = await blobs.find({ company, doc, hash });
    if (found === undefined) continue;
    await write({ t: "file", doc, hash, bytes });
    for await (const part of await found.read()) {
      if (!(part instanceof Uint8Array)) throw new Error("Invariant: a file is read as bytes");
      for (let at = 0; at < part.length; at += partBytes)
        await write({ t: "part", bytes: new Uint8Array(part.subarray(at, at + partBytes)) });
    }
    files += 1;
  }
  return files;
};
