/**
 * Stocktakes. The document says what is counted and what was decided; the counts themselves are facts in the log of
 * the device that saw them, so that two devices never write the same record and everybody who may scan may count.
 */
import { factFields } from "#shared/kernel/fact";
import type { Id, MemberId } from "#shared/kernel/ids";
import {
  defineRecord,
  flag,
  idOf,
  instant,
  integer,
  oneOf,
  optional,
  text,
  withDefault,
} from "#shared/kernel/record";
import type { RecordOf } from "#shared/kernel/record";
import type { AssetId, LocationId, ProductId } from "#shared/domain/inventory";
import type { MovementId, TimedFact } from "#shared/domain/scanning";
import { movementOrigins, movementReasons } from "#shared/domain/scanning";
import type { CategoryId } from "#shared/domain/settings";

export type StocktakeId = Id<"stocktake">;
export type CountId = Id<"count">;
export type StocktakeAnswerId = Id<"stocktake-answer">;
export type StocktakeResultId = Id<"stocktake-result">;
export type StocktakeLineId = Id<"stocktake-line">;

export const stocktakeStates = ["counting", "review", "closed", "cancelled"] as const;
export type StocktakeState = (typeof stocktakeStates)[number];

/** Main record of a stocktake document; its id is the document's thing. */
export const stocktake = defineRecord<StocktakeId>()("stocktake", {
  name: text(200),
  /** Only this place with everything below it. */
  location: optional(idOf<LocationId>()),
  /** Only products of this category and those below it. */
  category: optional(idOf<CategoryId>()),
  /** Device time. What the movements up to then amount to is expected. */
  startedAt: instant(),
  offsetMs: optional(integer()),
  by: idOf<MemberId>(),
  /** People who count are not told what is expected. */
  isBlind: withDefault(flag(), false),
  state: withDefault(oneOf(stocktakeStates), "counting"),
  /** 1 counts everything, each further one only what differs. */
  round: withDefault(integer(1, 99), 1),
});
export type Stocktake = RecordOf<typeof stocktake>;

/** One thing seen, or one quantity counted, by one device. Stands in that device's movement log and moves nothing. */
export const count = defineRecord<CountId>()("count", {
  stocktake: idOf<StocktakeId>(),
  round: integer(1, 99),
  ...factFields,
  /** Neither asset nor product: a code nobody here knows, as `scanned`. */
  asset: optional(idOf<AssetId>()),
  product: optional(idOf<ProductId>()),
  /** Pieces lying there; 1 for an asset. */
  quantity: integer(0, 1_000_000),
  location: optional(idOf<LocationId>()),
  /** The earlier count of the same product and place this one takes the place of. */
  replaces: optional(idOf<CountId>()),
  /** The count this one takes back; it counts nothing itself. */
  undoes: optional(idOf<CountId>()),
  origin: oneOf(movementOrigins),
  scanned: optional(text(300)),
});
export type Count = RecordOf<typeof count>;
export type LoggedCount = Count & TimedFact;

/** Somebody settled what lies where one place was counted twice with different results. */
export const stocktakeAnswer = defineRecord<StocktakeAnswerId>()("stocktake-answer", {
  product: idOf<ProductId>(),
  location: optional(idOf<LocationId>()),
  quantity: integer(0, 10_000_000),
  /** Ids of the counts it decides between, in order: with another one the question is open again. */
  counts: text(2_000),
  at: instant(),
  by: idOf<MemberId>(),
});
export type StocktakeAnswer = RecordOf<typeof stocktakeAnswer>;

/** What was found, as a line is judged. Assets and quantities share the words that fit both. */
export const verdicts = [
  "found",
  "moved",
  "missing",
  "less",
  "unexpected",
  "more",
  "misplaced",
  "question",
] as const;
export type Verdict = (typeof verdicts)[number];

/** Written once per closing: how right the stock was, in the figures of that moment. */
export const stocktakeResult = defineRecord<StocktakeResultId>()("stocktake-result", {
  ...factFields,
  rounds: integer(1, 99),
  people: integer(0),
  /** Counts known when it was closed; more later came too late. */
  counts: integer(0),
  /** Lines: one per asset, one per product and place of bulk stock. */
  expected: integer(0),
  right: integer(0),
  missing: integer(0),
  unexpected: integer(0),
  misplaced: integer(0),
  /** Pieces the records said, and by how many the count differs, both ways added up. */
  pieces: integer(),
  piecesOff: integer(0),
});
export type StocktakeResult = RecordOf<typeof stocktakeResult>;

/** One line that differed at the closing, and what was done about it. */
export const stocktakeLine = defineRecord<StocktakeLineId>()("stocktake-line", {
  result: idOf<StocktakeResultId>(),
  verdict: oneOf(verdicts),
  asset: optional(idOf<AssetId>()),
  product: idOf<ProductId>(),
  location: optional(idOf<LocationId>()),
  /** Pieces on record when it was counted, and counted; absent where nobody counted. */
  expected: integer(),
  counted: optional(integer()),
  reason: optional(oneOf(movementReasons)),
  /** The movement that put it right; absent where it was left as it was. */
  movement: optional(idOf<MovementId>()),
});
export type StocktakeLine = RecordOf<typeof stocktakeLine>;
