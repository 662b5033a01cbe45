/** Sends what waits, one content after the other, part by part, going on where the relay says it stopped. */
import { fromBase64Url } from "#shared/kernel/bytes";
import { brand } from "#shared/kernel/brand";
import type { Clock, Ms } from "#shared/kernel/clock";
import type { DocId, ThingId } from "#shared/kernel/ids";
import { idToBytes } from "#shared/kernel/ids";
import type { ContentHash } from "#shared/domain/files";
import type { Replica } from "#shared/replica/types";
import type { StoredUpload } from "#shared/replica/stored";
import type { FileStore } from "./file-store";
import type { BlobPlace, RelayFiles, RelayProblem } from "./relay-files";
import type { SendProblem } from "./types";
import { namedBy } from "./wanted";

export interface SendingDeps {
  readonly store: FileStore;
  readonly relay: RelayFiles;
  readonly replica: Pick<Replica, "rows" | "documentOf" | "sync">;
  readonly clock: Clock;
  /** So many bytes of the content on its way are at the relay. */
  readonly onProgress: (sentBytes: number) => void;
  readonly isStopped: () => boolean;
}

/** `again`: worth another try later by itself. */
export interface Sent {
  readonly again: boolean;
  readonly problem: SendProblem | null;
}

const partBytes = 256 * 1024;
/** What no record names is let go after so long: a removal may be taken back. */
const unnamedMs = 30 * 86_400_000;

export const placeOf = (doc: DocId, hash: string): BlobPlace | undefined => {
  const bytes = fromBase64Url(hash);
  return bytes?.length === 32 ? { doc: idToBytes(doc), hash: bytes } : undefined;
};

/** Whether a record that was not removed names the content. */
export const isNamed = ({ rows }: Pick<Replica, "rows">, { thing, hash }: StoredUpload): boolean =>
  namedBy(rows, brand<ThingId>(thing), hash).some(({ removedAt }) => removedAt === undefined);

export const sendWaiting = async (deps: SendingDeps): Promise<Sent> => {
  let problem: SendProblem | null = null;
  for (const upload of deps.store.uploads) {
    if (deps.isStopped()) break;
    if (!isNamed(deps.replica, upload)) {
      if (isOver(upload, deps.clock.now())) await deps.store.sent(upload);
      continue;
    }
    // The record first: a relay that has the file and not what refers to it could let go of it.
    const place = placeOfUpload(upload, deps);
    if (deps.replica.sync.get().pending.some(({ thing }) => thing === place)) continue;
    const failed = await sendOne(upload, place, deps);
    deps.onProgress(0);
    if (failed === undefined) continue;
    problem = problemOf(failed);
    if (problem !== "refused") return { again: true, problem };
  }
  return { again: false, problem };
};

const isOver = ({ at }: StoredUpload, now: Ms): boolean => now - at > unnamedMs;

const problemOf = ({ type }: RelayProblem): SendProblem | null => {
  if (type === "Offline") return null;
  if (type === "Full") return "full";
  return type === "Refused" ? "refused" : "failed";
};

/** The document that names it now. */
const placeOfUpload = ({ thing, hash }: StoredUpload, { replica }: SendingDeps): ThingId =>
  namedBy(replica.rows, brand<ThingId>(thing), hash).find(({ removedAt }) => removedAt === undefined)
    ?.thing ?? brand<ThingId>(thing);

/** Undefined when the relay has it. */
const sendOne = async (
  upload: StoredUpload,
  thing: ThingId,
  deps: SendingDeps,
): Promise<RelayProblem | undefined> => {
  const { store, relay, replica } = deps;
  const doc = replica.documentOf(thing);
  const place = doc === undefined ? undefined : placeOf(doc, upload.hash);
  if (place === undefined) return undefined;
  const bytes = await store.get(brand<ContentHash>(upload.hash));
  // Gone from this device by other means than ours: nothing is left to send.
  if (bytes === undefined) return store.sent(upload).then(() => undefined);
  let at = await relay.offset(place);
  for (let stuck = 0; at.ok && at.value !== "whole";) {
    if (deps.isStopped()) return { type: "Offline" };
    const offset: number = at.value <= bytes.length ? at.value : 0;
    deps.onProgress(offset);
    const part = bytes.subarray(offset, offset + partBytes);
    at = await relay.send(place, { bytes: part, offset, total: bytes.length });
    // A relay that never comes forward is asked again later.
    stuck = at.ok && at.value !== "whole" && at.value <= offset ? stuck + 1 : 0;
    if (stuck > 2) return { type: "Failed" };
  }
  if (!at.ok) return at.error;
  await store.sent(upload);
  return undefined;
};
