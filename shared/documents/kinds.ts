/**
 * The kinds of document: which class and scope each has (the relay and the grants see only these), and which
 * record types it holds. Class and scope of a kind are fixed for ever; record types may be added.
 */
import type { AnyRecordType } from "#shared/kernel/record";
import { category, companyProfile, customField, device, hallRelay, person } from "#shared/domain/settings";
import { caseBan, caseSlot } from "#shared/domain/cases";
import {
  accessory,
  alternative,
  asset,
  assetCost,
  assetMerge,
  code,
  customValue,
  kitPart,
  location,
  product,
  productMerge,
  productValue,
  temporaryStock,
} from "#shared/domain/inventory";
import { event, phase } from "#shared/domain/events";
import {
  assetTest,
  fault,
  faultEntry,
  inspection,
  liftingReport,
  repairCost,
  usage,
} from "#shared/domain/maintenance";
import { file } from "#shared/domain/files";
import { line, lineGroup } from "#shared/domain/pull-list";
import { clockFact, movement, settled } from "#shared/domain/scanning";
import { count, stocktake, stocktakeAnswer, stocktakeLine, stocktakeResult } from "#shared/domain/stocktake";
import { transfer } from "#shared/domain/transfers";

export type DocumentClass = "settings" | "inventory" | "movements" | "event" | "money" | "person" | "work";

export interface DocumentKind {
  readonly class: DocumentClass;
  /** Who it belongs to: the whole company, one event's people, or one member. */
  readonly scope: "company" | "event" | "member";
  /** Version of the record types, written into new documents. */
  readonly schema: number;
  readonly records: readonly AnyRecordType[];
}

export const documentKinds = {
  company: {
    class: "settings",
    scope: "company",
    schema: 3,
    records: [companyProfile, category, customField, hallRelay],
  },
  product: {
    class: "inventory",
    scope: "company",
    schema: 6,
    records: [
      ...[product, asset, code, caseSlot, caseBan, accessory, alternative, file, inspection],
      ...[temporaryStock, customValue, kitPart, productMerge, assetMerge],
    ],
  },
  "product-money": {
    class: "money",
    scope: "company",
    schema: 2,
    records: [productValue, assetCost, repairCost],
  },
  places: { class: "inventory", scope: "company", schema: 2, records: [location, file] },
  movements: {
    class: "movements",
    scope: "company",
    schema: 4,
    records: [
      ...[movement, settled, clockFact, count],
      ...[fault, faultEntry, assetTest, liftingReport, usage, file],
    ],
  },
  event: { class: "event", scope: "event", schema: 5, records: [event, phase, line, lineGroup, file] },
  stocktake: {
    class: "work",
    scope: "company",
    schema: 1,
    records: [stocktake, stocktakeAnswer, stocktakeResult, stocktakeLine],
  },
  transfer: { class: "work", scope: "company", schema: 1, records: [transfer] },
  person: { class: "person", scope: "member", schema: 1, records: [person, device] },
} as const satisfies Record<string, DocumentKind>;

export type DocumentKindName = keyof typeof documentKinds;

export const findDocumentKind = (name: string): DocumentKind | undefined =>
  Object.entries<DocumentKind>(documentKinds).find(([known]) => known === name)?.[1];
