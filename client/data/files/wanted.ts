/** Which contents belong to what, by the rows on this device. */
import type { EventId } from "#shared/domain/events";
import type { ContentHash, File } from "#shared/domain/files";
import { file } from "#shared/domain/files";
import { line } from "#shared/domain/pull-list";
import type { ThingId } from "#shared/kernel/ids";
import { thingOf } from "#shared/kernel/ids";
import type { Row, Rows } from "#shared/replica/types";

export interface WantedContent {
  readonly thing: ThingId;
  readonly hash: ContentHash;
  /** As its record says; null of a small picture. */
  readonly size: number | null;
}

/** What an event needs to be worked on without a network: its own files and those of everything on its pull list. */
export const wantedFor = (rows: Rows, event: EventId): ReadonlyMap<ContentHash, WantedContent> => {
  const things = new Set([thingOf(event)]);
  for (const { product, removedAt } of rows.of(line, thingOf(event)))
    if (product !== undefined && removedAt === undefined) things.add(thingOf(product));
  const wanted = new Map<ContentHash, WantedContent>();
  for (const thing of things) {
    for (const each of rows.of(file, thing)) {
      if (each.removedAt !== undefined) continue;
      wanted.set(each.hash, { thing, hash: each.hash, size: each.size });
      if (each.preview !== undefined) wanted.set(each.preview, { thing, hash: each.preview, size: null });
    }
  }
  return wanted;
};

/** Records of the thing that name the content. */
export const namedBy = (rows: Rows, thing: ThingId, hash: string): readonly Row<typeof file>[] =>
  rows.of(file, thing).filter((each) => names(each, hash));

const names = (each: File, hash: string): boolean => each.hash === hash || each.preview === hash;
