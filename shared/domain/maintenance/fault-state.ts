/**
 * What a fault amounts to now: its report and everything said about it since, each field by its latest entry. The
 * same on every device from the same facts.
 */
import type { Ms } from "#shared/kernel/clock";
import type { MemberId } from "#shared/kernel/ids";
import type { Day } from "#shared/kernel/record";
import type { FileId } from "#shared/domain/files";
import type { TimedFact } from "#shared/domain/scanning";
import type {
  FaultEffect,
  FaultEntryId,
  FaultPriority,
  FaultState,
  LoggedFault,
  LoggedFaultEntry,
} from "./types";

/** When a fact happened, in relay time. */
export type TimeOf = (fact: TimedFact) => { readonly at: Ms };

/** What was said about a photo since it was added. */
export interface SaidOfPhoto {
  readonly caption?: string | undefined;
  readonly isRemoved: boolean;
}

export interface FaultCase {
  readonly fault: LoggedFault;
  readonly state: FaultState;
  readonly effect: FaultEffect;
  readonly priority: FaultPriority;
  readonly assignee: MemberId | undefined;
  /** Last day it is expected to be out of use. */
  readonly until: Day | undefined;
  /** Somebody resolved it without knowing what somebody else had said: it stays open until somebody decides. */
  readonly isContested: boolean;
  /** When it was reported, and when it was closed or taken back. */
  readonly from: Ms;
  readonly closedAt: Ms | undefined;
  readonly photos: ReadonlyMap<FileId, SaidOfPhoto>;
  /** Everything said, oldest first, without what was taken back. */
  readonly entries: readonly LoggedFaultEntry[];
  /** Every entry, taken back or not, oldest first. */
  readonly all: readonly LoggedFaultEntry[];
}

/** Entries that a resolution must know: they say that it is worse, or open after all. */
const isWeighty = (entry: LoggedFaultEntry): boolean => entry.effect !== undefined || entry.state === "open";

/** How many weighty entries there are: what a resolution written now says it `knew`. */
export const weightOf = (entries: readonly LoggedFaultEntry[]): number => entries.filter(isWeighty).length;

const inOrder = (entries: readonly LoggedFaultEntry[], timeOf: TimeOf): readonly LoggedFaultEntry[] =>
  [...entries].sort((a, b) => timeOf(a).at - timeOf(b).at || (a.id < b.id ? -1 : 1));

/** Without removed entries, those taken back, and the ones that do the taking back. */
const standing = (entries: readonly LoggedFaultEntry[]): readonly LoggedFaultEntry[] => {
  const undone = new Set<FaultEntryId>();
  for (const { undoes, removedAt } of entries)
    if (undoes !== undefined && removedAt === undefined) undone.add(undoes);
  return entries.filter(
    ({ id, undoes, removedAt }) => undoes === undefined && removedAt === undefined && !undone.has(id),
  );
};

/** Each as for a fault: what was said last holds. A photo that was removed and is to be shown again is taken back. */
const photosSaid = (entries: readonly LoggedFaultEntry[]): ReadonlyMap<FileId, SaidOfPhoto> => {
  const said = new Map<FileId, SaidOfPhoto>();
  for (const { photo, caption, isPhotoRemoved } of entries) {
    if (photo === undefined) continue;
    const before = said.get(photo) ?? { isRemoved: false };
    said.set(photo, {
      caption: caption === undefined ? before.caption : caption === "" ? undefined : caption,
      isRemoved: isPhotoRemoved ?? before.isRemoved,
    });
  }
  return said;
};

export const faultCaseOf = (
  fault: LoggedFault,
  written: readonly LoggedFaultEntry[],
  timeOf: TimeOf,
): FaultCase => {
  const all = inOrder(written, timeOf);
  const entries = standing(all);
  const latest = <T>(pick: (entry: LoggedFaultEntry) => T | undefined): T | undefined =>
    entries.map(pick).findLast((value) => value !== undefined);
  const closing = entries.findLast(({ state }) => state !== undefined);
  const isClosed = closing?.state === "resolved" || closing?.state === "withdrawn";
  const isContested = isClosed && weightOf(entries) > (closing.knew ?? 0);
  const assigned = entries.findLast(
    ({ assignee, isUnassigned }) => assignee !== undefined || isUnassigned === true,
  );
  return {
    fault,
    state: isClosed && !isContested ? (closing.state ?? "open") : "open",
    effect: latest(({ effect }) => effect) ?? fault.effect,
    priority: latest(({ priority }) => priority) ?? fault.priority,
    assignee: assigned?.assignee,
    until: entries.findLast(({ until, isUntilUnknown }) => until !== undefined || isUntilUnknown === true)
      ?.until,
    isContested,
    photos: photosSaid(entries),
    from: timeOf(fault).at,
    closedAt: isClosed && !isContested ? timeOf(closing).at : undefined,
    entries,
    all,
  };
};
