/** Which contents belong to what, by the rows on this device. */
import type { EventId } from "#shared/domain/events";
import type { ContentHash, File } from "#shared/domain/files";
import { file } from "#shared/domain/files";
import { fault } from "#shared/domain/maintenance";
import { line } from "#shared/domain/pull-list";
import type { ProductId } from "#shared/domain/inventory";
import type { ThingId } from "#shared/kernel/ids";
import { thingOf } from "#shared/kernel/ids";
import type { Row, Rows } from "#shared/replica/types";

export interface WantedContent {
  readonly thing: ThingId;
  readonly hash: ContentHash;
}

/**
 * What an event needs to be worked on without a network: its own files and those of everything on its pull list, with
 * the photos of what is or was wrong with it.
 */
export const filesFor = (rows: Rows, event: EventId): readonly Row<typeof file>[] => {
  const products = new Set<ProductId>();
  for (const { product, removedAt } of rows.of(line, thingOf(event)))
    if (product !== undefined && removedAt === undefined) products.add(product);
  const things = new Set([thingOf(event), ...Array.from(products, thingOf)]);
  const files = [...things].flatMap((thing) => rows.of(file, thing));
  return [...files, ...filesOfFaults(rows, products)].filter(({ removedAt }) => removedAt === undefined);
};

/** They stand in the logs of whoever took them. */
const filesOfFaults = (rows: Rows, products: ReadonlySet<ProductId>): readonly Row<typeof file>[] => {
  const faults = new Set<string>();
  for (const { id, product } of rows.all(fault).values()) if (products.has(product)) faults.add(id);
  return faults.size === 0 ? [] : [...rows.all(file).values()].filter(({ owner }) => faults.has(owner));
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
