/** Contents of files on this device: kept, sent to the relay, fetched from it. */
import type { ContentHash } from "#shared/domain/files";
import type { EventId } from "#shared/domain/events";
import type { ThingId } from "#shared/kernel/ids";
import type { Result } from "#shared/kernel/result";
import type { StoreProblem } from "#shared/replica/ports";
import type { Observable } from "#shared/replica/types";
import type { BegunFiles } from "./begun";

export interface Content {
  readonly hash: ContentHash;
  readonly bytes: Uint8Array;
}

/** Why what waits is not on its way. */
export type SendProblem =
  /** The relay keeps as many files of the company as its operator allows. */
  | "full"
  /** The relay does not take it of this device. */
  | "refused"
  /** The relay cannot store it now. */
  | "failed";

export interface FilesState {
  /** Contents that are on this device and not on the relay. */
  readonly waiting: ReadonlySet<ContentHash>;
  /** Files with a content among these. */
  readonly waitingFiles: number;
  readonly waitingBytes: number;
  /** Of these, what the relay has of the one on its way. */
  readonly sentBytes: number;
  readonly problem: SendProblem | null;
  /** The device has no room for what is to be kept here. */
  readonly isDeviceFull: boolean;
}

/** Why a content cannot be shown now. */
export interface ReadProblem {
  readonly type: "Offline" | "NotThere" | "Refused" | "Damaged" | "DeviceFull";
}

/** How many of the files that belong to an event are here, each with its small picture. */
export interface PinProgress {
  readonly total: number;
  readonly here: number;
  readonly totalBytes: number;
  readonly hereBytes: number;
}

export interface CompanyFiles {
  readonly state: Observable<FilesState>;
  /**
   * Keeps contents that a record of this thing is about to name, to be sent once the relay has that record. Durable
   * when it settles; a failure kept nothing.
   */
  keep(thing: ThingId, contents: readonly Content[]): Promise<Result<void, StoreProblem>>;
  /** The record was not made after all. */
  forget(thing: ThingId, contents: readonly ContentHash[]): Promise<void>;
  /** What was added to facts and is still being made ready. */
  readonly begun: Pick<BegunFiles, "put" | "tried" | "end" | "takeOver">;
  /** From this device, else from the relay; then it stays here. */
  read(thing: ThingId, hash: ContentHash): Promise<Result<Uint8Array, ReadProblem>>;
  /** Events whose files are kept on this device. */
  readonly pins: Observable<ReadonlySet<EventId>>;
  setPinned(event: EventId, pinned: boolean): Promise<Result<void, StoreProblem>>;
  pinProgress(event: EventId): PinProgress;
  /** Bytes of every content that is here, by hash. */
  readonly held: Observable<ReadonlyMap<string, number>>;
}
