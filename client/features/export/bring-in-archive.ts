/** From a chosen file to a company that has everything of it: read, proven, documents, then photos and files. */
import type { CompanyFiles, Content } from "#client/data";
import { openArchive } from "#shared/domain/export";
import type { ArchiveProblem, OpenedArchive } from "#shared/domain/export";
import { file } from "#shared/domain/files";
import type { ByteSource } from "#shared/domain/import";
import { location } from "#shared/domain/inventory";
import { companyProfile, customField, giveWay } from "#shared/domain/settings";
import { splitKey, typeOfKey } from "#shared/documents/projection";
import { brand } from "#shared/kernel/brand";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { CryptoDeps } from "#shared/protocol/envelope";
import type { BringInDeps, BringInProblem, WhyNotHere } from "#shared/replica/bring-in/bring-in";
import { bringIn, endBringIn, ownBeginnings, whyNotHere } from "#shared/replica/bring-in/bring-in";
import type { ProofProblem, ProvenArchive } from "#shared/replica/bring-in/prove-archive";
import { proveArchive } from "#shared/replica/bring-in/prove-archive";
import { readSigned } from "#shared/replica/bring-in/read-signed";
import type { Replica, Rows } from "#shared/replica/types";

export interface ReadyArchive {
  readonly opened: OpenedArchive;
  readonly proven: ProvenArchive;
}

export type ReadyProblem = ArchiveProblem | ProofProblem | WhyNotHere;

export interface Progress {
  readonly stage: "proving" | "documents" | "rows" | "files";
  readonly done: number;
  readonly total: number;
}

export const sourceOfFile = (chosen: File): ByteSource => ({
  name: chosen.name,
  size: chosen.size,
  read: async (from, length) => new Uint8Array(await chosen.slice(from, from + length).arrayBuffer()),
});

/** Records that a company has only after somebody worked in it; what has a document of its own is seen there. */
export const hasOwnRecords = (rows: Rows): boolean =>
  rows.all(location).size > 0 || rows.all(customField).size > 0;

/** Reads and believes an archive, for no company yet. Rejects when the file went away. */
export const checkArchive = async (
  source: ByteSource,
  crypto: CryptoDeps,
  onProgress: (progress: Progress) => void,
): Promise<Result<ReadyArchive, ArchiveProblem | ProofProblem>> => {
  const opened = await openArchive(source);
  if (!opened.ok) return opened;
  const parts = readSigned(opened.value.documents, opened.value.membership);
  if (!parts.ok) return parts;
  const proven = await proveArchive(parts.value, crypto, (done, total) =>
    onProgress({ stage: "proving", done, total }),
  );
  return proven.ok ? ok({ opened: opened.value, proven: proven.value }) : proven;
};

/** The same for the company on screen. Writes nothing. */
export const readArchive = async (
  source: ByteSource,
  deps: BringInDeps,
  rows: Rows,
  onProgress: (progress: Progress) => void,
): Promise<Result<ReadyArchive, ReadyProblem>> => {
  const checked = await checkArchive(source, deps, onProgress);
  if (!checked.ok) return checked;
  const why = await whyNotHere(deps, checked.value.proven, hasOwnRecords(rows));
  return why === undefined ? checked : err(why);
};

export interface Target {
  readonly deps: BringInDeps;
  readonly replica: Replica;
  readonly files: CompanyFiles | undefined;
}

/** The number of files whose content the archive does not have. What came before a problem stays, to go on from. */
export const bringInArchive = async (
  { deps, replica, files }: Target,
  { opened, proven }: ReadyArchive,
  onProgress: (progress: Progress) => void,
  isStopped: () => boolean,
): Promise<Result<number, BringInProblem>> => {
  const beginnings = await ownBeginnings(deps);
  const stored = await bringIn(
    deps,
    proven,
    (done, total) => onProgress({ stage: "documents", done, total }),
    isStopped,
  );
  if (!stored.ok) return stored;
  const shown = await rowsAreHere(replica.rows, proven, onProgress, isStopped);
  if (!shown) return err({ type: "Stopped" });
  const brought = await bringFiles({ replica, files }, opened, onProgress, isStopped);
  if (!brought.ok) return brought;
  const hasProfile = [...replica.rows.all(companyProfile).values()].some(
    ({ thing, removedAt }) => removedAt === undefined && !beginnings.includes(thing),
  );
  if (hasProfile) {
    for (const thing of beginnings) {
      const given = await replica.run(giveWay, { thing });
      if (!given.ok) return err({ type: "StoreFailed", why: "io", message: given.error.type });
    }
  }
  const ended = await endBringIn(deps);
  return ended.ok ? brought : ended;
};

/** Settles when a record of each document is shown; false when stopped before. */
const rowsAreHere = (
  rows: Rows,
  { documents }: ProvenArchive,
  onProgress: (progress: Progress) => void,
  isStopped: () => boolean,
): Promise<boolean> => {
  const wanted = new Set(documents);
  const look = (): void => {
    const unreadable = new Set(rows.unreadable().map(({ key }) => key));
    for (const document of wanted) {
      const key = document.records.find((each) => typeOfKey(document.card.kind, each) !== undefined);
      const type = key === undefined ? undefined : typeOfKey(document.card.kind, key);
      const id = key === undefined ? undefined : splitKey(key)?.id;
      const isShown =
        key === undefined ||
        type === undefined ||
        id === undefined ||
        unreadable.has(key) ||
        rows.get(type, brand<never>(id)) !== undefined;
      if (isShown) wanted.delete(document);
    }
    onProgress({ stage: "rows", done: documents.length - wanted.size, total: documents.length });
  };
  return new Promise((resolve) => {
    const settle = (): void => {
      look();
      if (wanted.size > 0 && !isStopped()) return;
      leave();
      resolve(wanted.size === 0);
    };
    const leave = rows.subscribe(settle);
    settle();
  });
};

const bringFiles = async (
  { replica, files }: Pick<Target, "replica" | "files">,
  opened: OpenedArchive,
  onProgress: (progress: Progress) => void,
  isStopped: () => boolean,
): Promise<Result<number, BringInProblem>> => {
  const all = [...replica.rows.all(file).values()];
  let missing = 0;
  for (const [at, each] of all.entries()) {
    if (isStopped()) return err({ type: "Stopped" });
    onProgress({ stage: "files", done: at, total: all.length });
    const contents: Content[] = [];
    const bytes = await opened.readFile(each.id, each.hash);
    if (bytes === undefined) missing++;
    else contents.push({ hash: each.hash, bytes });
    const small = each.preview === undefined ? undefined : await opened.readPreview(each.id, each.preview);
    if (each.preview !== undefined && small !== undefined)
      contents.push({ hash: each.preview, bytes: small });
    const kept = contents.length === 0 ? ok(undefined) : await files?.keep(each.thing, contents);
    if (kept?.ok === false) return kept;
  }
  return ok(missing);
};
