/** Equipment: products, the assets and stock of them, the codes they answer to, and the places they are kept. */
import * as v from "valibot";
import type { Id } from "#shared/kernel/ids";
import {
  day,
  defineRecord,
  flag,
  idOf,
  integer,
  money,
  oneOf,
  optional,
  text,
  withDefault,
} from "#shared/kernel/record";
import type { Field, RecordOf } from "#shared/kernel/record";
import type { CategoryId, CustomFieldId } from "#shared/domain/settings";

export type ProductId = Id<"product">;
export type AssetId = Id<"asset">;
export type CodeId = Id<"code">;
export type LocationId = Id<"location">;
export type AccessoryId = Id<"accessory">;
export type AlternativeId = Id<"alternative">;
export type KitPartId = Id<"kit-part">;
export type TemporaryStockId = Id<"temporary-stock">;
export type CustomValueId = Id<"custom-value">;

/** Two capital letters, ISO 3166. */
const countryCode = (): Field<string, "required"> => ({
  ...text(2),
  schema: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)),
});

/** How pieces of a product are counted: one by one, as a quantity, or as a quantity that does not come back. */
export const trackings = ["assets", "bulk", "consumable"] as const;
export type Tracking = (typeof trackings)[number];

/** Main record of a product document; its id is the document's thing. */
export const product = defineRecord<ProductId>()("product", {
  name: text(200),
  maker: optional(text(120)),
  modelNumber: optional(text(120)),
  category: optional(idOf<CategoryId>()),
  tracking: withDefault(oneOf(trackings), "assets"),
  /** Grams of one piece. */
  weightG: optional(integer(0)),
  /** Watts of one piece at full load. */
  powerW: optional(integer(0)),
  /** Milliamperes of one piece at full load. */
  currentMa: optional(integer(0)),
  lengthMm: optional(integer(0)),
  widthMm: optional(integer(0)),
  heightMm: optional(integer(0)),
  connectors: optional(text(200)),
  /** Below this quantity bulk stock or a consumable is due for reorder. */
  minimumStock: optional(integer(0)),
  /** Minutes a piece stays unavailable after a job: checking, cleaning, charging. */
  turnaroundMinutes: withDefault(integer(0, 525_600), 0),
  /** Where it was made: ISO 3166, two letters; for carnets and customs. */
  originCountry: optional(countryCode()),
  /** Number of the goods in the customs tariff. */
  customsCode: optional(text(20)),
  notes: optional(text(4000)),
  /** A kit: booked as one line, made of its parts. It has no pieces, codes or stock of its own. Stays what it was made as. */
  isKit: optional(flag()),
  /** Where it was imported from and its identity there, so that the same file twice changes nothing. */
  source: optional(text(60)),
  sourceId: optional(text(300)),
});
export type Product = RecordOf<typeof product>;

export const asset = defineRecord<AssetId>()("asset", {
  product: idOf<ProductId>(),
  /** The code people read and type, unique in the company by intention; duplicates are shown, never guessed. */
  code: text(120),
  serial: optional(text(120)),
  name: optional(text(200)),
  /** Where it belongs when it is home. Where it is now follows from movements. */
  home: optional(idOf<LocationId>()),
  /** A flight case: an asset that holds others. */
  isCase: withDefault(flag(), false),
  /** A case that stays as it is: nothing goes in or out alone, it travels whole. */
  isLocked: optional(flag()),
  /** Revision of the contents its last printed case label lists. */
  printedContents: optional(text(12)),
  /** Grams, when it differs from its product (a case: its empty weight). */
  weightG: optional(integer(0)),
  purchasedOn: optional(day()),
  notes: optional(text(4000)),
  /** The 26 characters of the QR label, see security-federation A.6. */
  label: optional(text(26)),
  source: optional(text(60)),
  sourceId: optional(text(300)),
});
export type Asset = RecordOf<typeof asset>;

/** A further code of an asset or of a whole product: a maker's barcode, a number from another system, a bulk label. */
export const code = defineRecord<CodeId>()("code", {
  product: idOf<ProductId>(),
  asset: optional(idOf<AssetId>()),
  value: text(300),
});
export type Code = RecordOf<typeof code>;

/** Whether an accessory always goes along, usually, or when somebody wants it. */
export const inclusions = ["mandatory", "usual", "optional"] as const;
export type Inclusion = (typeof inclusions)[number];

/** Another product that goes along with this one. Stands in the document of the product it goes along with. */
export const accessory = defineRecord<AccessoryId>()("accessory", {
  product: idOf<ProductId>(),
  /** What goes along. */
  item: idOf<ProductId>(),
  /** Pieces that go along with every `per` pieces, begun ones counted whole. */
  quantity: integer(1, 10_000),
  per: withDefault(integer(1, 10_000), 1),
  inclusion: withDefault(oneOf(inclusions), "usual"),
  /** Keeps people safe, such as a safety wire. */
  isSafety: withDefault(flag(), false),
  order: text(60),
});
export type Accessory = RecordOf<typeof accessory>;

/** What one kit is made of; stands in the document of the kit. The item may be a kit too. */
export const kitPart = defineRecord<KitPartId>()("kit-part", {
  /** The kit. */
  product: idOf<ProductId>(),
  item: idOf<ProductId>(),
  /** Pieces in each kit. */
  quantity: integer(1, 10_000),
  order: text(60),
});
export type KitPart = RecordOf<typeof kitPart>;

/** A product that may stand in when this one is short, the first by order first. */
export const alternative = defineRecord<AlternativeId>()("alternative", {
  product: idOf<ProductId>(),
  item: idOf<ProductId>(),
  order: text(60),
});
export type Alternative = RecordOf<typeof alternative>;

/** Pieces that are bought and not here yet, or lent to the company. */
export const temporaryKinds = ["purchase", "loan"] as const;
export type TemporaryKind = (typeof temporaryKinds)[number];

/** More pieces of a product for a time, without assets of their own: what is free counts them from day to day. */
export const temporaryStock = defineRecord<TemporaryStockId>()("temporary-stock", {
  product: idOf<ProductId>(),
  quantity: integer(1, 1_000_000),
  kind: withDefault(oneOf(temporaryKinds), "loan"),
  /** First day; absent: they are here. */
  from: optional(day()),
  /** Last day; absent: they stay. */
  until: optional(day()),
  note: optional(text(500)),
});
export type TemporaryStock = RecordOf<typeof temporaryStock>;

/** What a field of the company's own holds for a product or one of its assets, written as its kind says. */
export const customValue = defineRecord<CustomValueId>()("custom-value", {
  product: idOf<ProductId>(),
  /** Absent: the product itself. */
  asset: optional(idOf<AssetId>()),
  field: idOf<CustomFieldId>(),
  value: text(1000),
});
export type CustomValue = RecordOf<typeof customValue>;

export const locationKinds = ["warehouse", "zone", "shelf", "vehicle", "venue"] as const;

export const location = defineRecord<LocationId>()("location", {
  name: text(120),
  parent: optional(idOf<LocationId>()),
  kind: withDefault(oneOf(locationKinds), "warehouse"),
  address: optional(text(400)),
  order: text(40),
  source: optional(text(60)),
  sourceId: optional(text(300)),
});
export type Location = RecordOf<typeof location>;

export type ProductValueId = Id<"product-value">;
export type AssetCostId = Id<"asset-cost">;

/** How purchase prices turn into book values: not at all, by the same amount each month, or by a share of what is left. */
export const depreciations = ["none", "straight-line", "declining"] as const;
export type Depreciation = (typeof depreciations)[number];

/** Money stands apart from inventory so that crew can read all of the one and nothing of the other. */
export const productValue = defineRecord<ProductValueId>()("product-value", {
  product: idOf<ProductId>(),
  /** What one piece costs to replace. */
  replacement: optional(money()),
  /** What one piece is declared with at customs. */
  customs: optional(money()),
  /** What a client pays for one piece and day. */
  dayRate: optional(money()),
  /** Absent: none. */
  depreciation: optional(oneOf(depreciations)),
  /** Months from the purchase until nothing but the rest is left. */
  lifeMonths: optional(integer(1, 1_200)),
  /** Share of what is left that a year takes away, in percent; for declining depreciation. */
  yearlyPercent: optional(integer(1, 99)),
  /** Share of the purchase price that stays, in percent. */
  residualPercent: optional(integer(0, 100)),
});
export type ProductValue = RecordOf<typeof productValue>;

/** What is different for one piece, and what it cost and brought. */
export const assetCost = defineRecord<AssetCostId>()("asset-cost", {
  product: idOf<ProductId>(),
  asset: idOf<AssetId>(),
  purchase: optional(money()),
  replacement: optional(money()),
  dayRate: optional(money()),
  soldFor: optional(money()),
});
export type AssetCost = RecordOf<typeof assetCost>;
