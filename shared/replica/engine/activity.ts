/**
 * The list of everything that happened, from the history and from the marks of changes that are not in it yet. It
 * names records and opens no document.
 */
import { toHex } from "#shared/kernel/bytes";
import { brand } from "#shared/kernel/brand";
import type { Ms } from "#shared/kernel/clock";
import type { ThingId } from "#shared/kernel/ids";
import type { StoredCard, StoredHistory, StoredMark, StoredTip } from "../stored";
import type { ActivityEntry } from "../types";
import type { ActorFacts } from "./history";
import { authorOf, changeTime } from "./history";
import type { ActorHead, AuditChange } from "./history-changes";
import { decodeHistory } from "./history-codec";
import { lastOf } from "./history-store";

/** What is known of one document's changes. */
export interface Happened {
  readonly stored: readonly StoredHistory[];
  /** Of changes after those. */
  readonly marks: readonly StoredMark[];
}

/** The newest change of every actor, as far as it is told here. */
export const headsOf = ({ stored, marks }: Happened): ReadonlyMap<string, ActorHead> =>
  lastOf([
    ...stored.flatMap(({ last }) => last.map(({ actor, ...head }) => [actor, head] as const)),
    ...marks.flatMap(({ hash, made }) =>
      made === undefined ? [] : [[made.actor, { seq: made.seq, hash }] as const],
    ),
  ]);

/** False while what was read of the tips is from another moment than what was read of the changes. */
export const areOfOneMoment = (tips: readonly StoredTip[], heads: ReadonlyMap<string, ActorHead>): boolean =>
  tips.every(({ actor, seq }) => heads.get(toHex(actor))?.seq === seq);

/** One change without its values. */
export interface Deed extends Omit<AuditChange, "writes"> {
  readonly keys: readonly string[];
}

/** Oldest first. */
export const deedsSince = ({ stored, marks }: Happened, since: Ms): readonly Deed[] => {
  const known = headsOf({ stored, marks: [] });
  const fresh = marks.flatMap(({ made }) =>
    made === undefined || made.seq <= (known.get(made.actor)?.seq ?? 0) ? [] : [made],
  );
  return [
    ...stored.filter(({ newest }) => newest >= since).flatMap(({ text }) => decodeHistory(text).map(deedOf)),
    ...fresh.sort((a, b) => a.time - b.time || a.seq - b.seq),
  ];
};

export const deedOf = ({ writes, ...change }: AuditChange): Deed => ({
  ...change,
  keys: [...new Set(writes.map(({ key }) => key))],
});

/** Newest first. */
export const activityOf = (
  { thing, kind }: StoredCard,
  deeds: readonly Deed[],
  facts: ActorFacts,
): readonly ActivityEntry[] =>
  deeds
    .filter(({ keys }) => keys.length > 0)
    .map((deed): ActivityEntry => {
      const at = changeTime(deed, facts.confirmed);
      return {
        ...{ thing: brand<ThingId>(thing), kind, records: deed.keys, at },
        ...{ change: deed.change, command: deed.command },
        isExact: at === deed.time * 1000,
        ...authorOf(deed, facts.signed, facts.memberOf),
      };
    })
    .reverse();
