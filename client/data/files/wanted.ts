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
}

/** What an event needs to be worked on without a network: its own files and those of everything on its pull list. */
export const filesFor = (rows: Rows, event: EventId): readonly Row<typeof file>[] => {
  const things = new Set([thingOf(event)]);
  for (const { product, removedAt } of rows.of(line, thingOf(event)))
    if (product !== undefined && removedAt === undefined) things.add(thingOf(product));
  return [...things].flatMap((thing) => rows.of(file, thing).filter((each) => each.removedAt === undefined));
};

/** Their contents, each once; small pictures first, so that lists are whole early. */
export const wantedFor = (rows: Rows, event: EventId): readonly WantedContent[] => {
  const wanted = new Map<ContentHash, WantedContent>();
  const files = filesFor(rows, event);
  for (const { thing, preview } of files)
    if (preview !== undefined) wanted.set(preview, { thing, hash: preview });
  for (const { thing, hash } of files) wanted.set(hash, { thing, hash });
  return [...wanted.values()];
};

/**
 * Records that name the content, of the document it waits under, or of the fact: those stand in the log of the device
 * that wrote them, which was not there when the content was kept.
 */
export const namedBy = (rows: Rows, thing: ThingId, hash: string): readonly Row<typeof file>[] => {
  const here = rows.of(file, thing).filter((each) => names(each, hash));
  if (here.length > 0) return here;
  return [...rows.all(file).values()].filter((each) => thingOf(each.owner) === thing && names(each, hash));
};

const names = (each: File, hash: string): boolean => each.hash === hash || each.preview === hash;
