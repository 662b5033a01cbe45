/** An import run the way the product runs it, on plain documents: read, plan against what is there, apply step by step. */
import { newId } from "#shared/kernel/ids";
import type { ThingId } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import type { EventId } from "#shared/domain/events";
import { applyImport, bytesSource, createImportSession, ownedByPlace } from "#shared/domain/import";
import type {
  ByteSource,
  Decision,
  ImportSession,
  OpenedView,
  OpenFailure,
  PlanCounts,
  TextDecoding,
} from "#shared/domain/import";
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
import { createPositions, movement } from "#shared/domain/scanning";
import { category, customField } from "#shared/domain/settings";
import type { PlainDocuments } from "./plain-drafts";
import { createPlainDocuments, seededRandom } from "./plain-drafts";

export const nodeDecoding: TextDecoding = {
  decode: (bytes, encoding) => {
    try {
      return new TextDecoder(encoding, { fatal: encoding === "utf-8" }).decode(bytes);
    } catch {
      return undefined;
    }
  },
};

export const textSource = (name: string, text: string): ByteSource =>
  bytesSource(name, new TextEncoder().encode(text));

export interface ImportWorld {
  readonly documents: PlainDocuments;
  /** A session that knows everything in the documents. */
  session(): ImportSession;
  open(
    ...files: readonly ByteSource[]
  ): Promise<{ readonly session: ImportSession; readonly opened: Result<OpenedView, OpenFailure> }>;
  apply(session: ImportSession, event?: EventId): number;
  /** Opens, plans, decides, applies; the counts before applying. */
  run(
    file: ByteSource,
    decisions?: readonly (readonly [string, Decision])[],
    event?: EventId,
  ): Promise<PlanCounts>;
  owned(name: string): number;
}

export const createImportWorld = (seed = 1): ImportWorld => {
  const documents = createPlainDocuments(seed);
  const random = seededRandom(seed + 1000);

  const log = newId<ThingId>(random);
  const positions = () => {
    const index = createPositions();
    index.apply({ movements: documents.all(movement).map((fact) => ({ ...fact, thing: log })) });
    return index;
  };

  const session = (): ImportSession => {
    const made = createImportSession({ decoding: nodeDecoding, random });
    const stock = positions();
    made.addExisting({
      products: documents.all(product),
      assets: documents.all(asset),
      codes: documents.all(code),
      customValues: documents.all(customValue),
      accessories: documents.all(accessory),
      kitParts: documents.all(kitPart),
      locations: documents.all(location),
      categories: documents.all(category),
      values: documents
        .things("product-money")
        .flatMap((thing) => documents.list(thing, productValue).map((value) => ({ ...value, thing }))),
      costs: documents
        .things("product-money")
        .flatMap((thing) => documents.list(thing, assetCost).map((value) => ({ ...value, thing }))),
      bulk: stock.bulkProducts().flatMap((id) => ownedByPlace(id, stock.bulkOf(id))),
      lines: documents.all(line),
    });
    return made;
  };

  const world: ImportWorld = {
    documents,
    session,
    open: async (...files) => {
      const made = session();
      return { session: made, opened: await made.open(files, "EUR", documents.all(customField)) };
    },
    apply: (made, event) => {
      const count = made.prepare(event ?? null);
      for (const step of made.steps(0, count)) must(documents.run(applyImport, step));
      return count;
    },
    run: async (file, decisions = [], event) => {
      const { session: made, opened } = await world.open(file);
      must(opened);
      let counts = made.plan();
      for (const [key, decision] of decisions) counts = made.decide(key, decision);
      world.apply(made, event);
      return counts;
    },
    owned: (name) => {
      const found = documents.all(product).find((record) => record.name === name);
      return found === undefined ? 0 : positions().bulkOf(found.id).owned;
    },
  };
  return world;
};
