import importWorkerUrl from "./import-worker.ts?worker&url";
import { trustedScriptUrl } from "#client/platform/trusted-types";
import type { ExistingBatch } from "#shared/domain/import";
import { ownedByPlace } from "#shared/domain/import";
import {
  accessory,
  asset,
  assetCost,
  code,
  customValue,
  kitPart,
  location,
  product,
  productValue,
} from "#shared/domain/inventory";
import { line } from "#shared/domain/pull-list";
import { movement, settled } from "#shared/domain/scanning";
import type { Positions } from "#shared/domain/scanning";
import { category } from "#shared/domain/settings";
import type { EventId } from "#shared/domain/events";
import { thingOf } from "#shared/kernel/ids";
import type { Rows } from "#shared/replica/types";
import { connectSession } from "./session-codec";
import type { RemoteSession } from "./session-codec";

export const startSession = (): RemoteSession =>
  connectSession(new Worker(trustedScriptUrl(importWorkerUrl), { type: "module", name: "eventkit-import" }));

/** Records per message: small enough that copying one is no pause anybody notices. */
const batchSize = 1_000;

/** Hands the worker what the company has, batch by batch, with room for the page to breathe between them. */
export const sendExisting = async (
  session: RemoteSession,
  rows: Rows,
  positions: Positions,
): Promise<void> => {
  for (const batch of existingBatches(rows, positions)) await session.addExisting(batch);
};

/** What a file is compared with: where one of these changes, the comparison may not hold any more. */
export const comparedTypes: ReadonlySet<string> = new Set(
  [
    ...[category, location, product, asset, accessory, kitPart, code],
    ...[customValue, productValue, assetCost, movement, settled, line],
  ].map(({ name }) => name),
);

/** The pull list a plan goes to. */
export const sendLines = (session: RemoteSession, rows: Rows, event: EventId): Promise<void> =>
  session.addExisting({ lines: rows.of(line, thingOf(event)) });

function* existingBatches(rows: Rows, positions: Positions): Generator<ExistingBatch> {
  for (const categories of inBatches(rows.all(category).values())) yield { categories };
  for (const locations of inBatches(rows.all(location).values())) yield { locations };
  for (const products of inBatches(rows.all(product).values())) yield { products };
  // Assets before their further codes: a code is found by way of its asset.
  for (const assets of inBatches(rows.all(asset).values())) yield { assets };
  for (const accessories of inBatches(rows.all(accessory).values())) yield { accessories };
  for (const kitParts of inBatches(rows.all(kitPart).values())) yield { kitParts };
  for (const codes of inBatches(rows.all(code).values())) yield { codes };
  for (const customValues of inBatches(rows.all(customValue).values())) yield { customValues };
  for (const values of inBatches(rows.all(productValue).values())) yield { values };
  for (const costs of inBatches(rows.all(assetCost).values())) yield { costs };
  for (const ids of inBatches(positions.bulkProducts()))
    yield { bulk: ids.flatMap((id) => ownedByPlace(id, positions.bulkOf(id))) };
}

function* inBatches<T>(records: Iterable<T>): Generator<readonly T[]> {
  let batch: T[] = [];
  for (const record of records) {
    batch.push(record);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
