/** What a scan means while counting: decided from what this device knows, written by `recordCounts`. */
import { brand } from "#shared/kernel/brand";
import type { Ms } from "#shared/kernel/clock";
import { thingOf } from "#shared/kernel/ids";
import type { MemberId } from "#shared/kernel/ids";
import type { AssetId, LocationId, ProductId } from "#shared/domain/inventory";
import { readQuantityCode, readScan, shownText } from "#shared/domain/scanning";
import type { CodeOwner, ScanMeaning, ScanSignal, ScanState } from "#shared/domain/scanning";
import { assetLineOf } from "./asset-lines";
import type { AssetLine } from "./asset-lines";
import type { NewCount } from "./commands";
import type { TallySource } from "./tally-source";
import { agree, latestCount } from "./tally-source";
import type { CountId, LoggedCount } from "./types";

const done = { meaning: "ok", signal: "done", writes: true } as const;
const look = { meaning: "attention", signal: "done-look", writes: true } as const;
const same = { meaning: "info", signal: "repeated", writes: false } as const;
const text = { meaning: "info", signal: "not-ours", writes: false } as const;
const ask = { meaning: "attention", signal: "question", writes: false } as const;

/** What each scan answers; docs/spec/stocktake.md says it in words. */
export const countRules = {
  "COUNT-01": { ...text, says: "notACode" },
  "COUNT-02": { ...ask, says: "unknownCode" },
  "COUNT-03": { ...look, says: "unknownNoted" },
  "COUNT-04": { ...ask, says: "severalThings" },
  "COUNT-05": { ...ask, says: "productNotPiece" },
  "COUNT-06": { ...text, says: "notPart" },
  "COUNT-10": { ...done, says: "found" },
  "COUNT-11": { ...same, says: "countedBefore" },
  "COUNT-12": { ...look, says: "misplaced" },
  "COUNT-13": { ...look, says: "unexpected" },
  "COUNT-14": { ...look, says: "offStock" },
  "COUNT-20": { ...ask, says: "howMany" },
  "COUNT-21": { ...ask, says: "placeCounted" },
  "COUNT-22": { ...done, says: "bulkCounted" },
} as const satisfies Record<
  string,
  {
    readonly meaning: ScanMeaning;
    readonly signal: ScanSignal;
    readonly writes: boolean;
    readonly says: string;
  }
>;
export type CountRule = keyof typeof countRules;
export type CountSentence = (typeof countRules)[CountRule]["says"];

export type CountAnswer =
  | { readonly type: "note" }
  | { readonly type: "owner"; readonly owner: CodeOwner }
  | { readonly type: "quantity"; readonly quantity: number }
  /** The same place was counted before: these pieces lie there besides, or instead. */
  | { readonly type: "besides" }
  | { readonly type: "instead" };

export interface CountKnowledge {
  readonly codes: Pick<ScanState, "readLabel" | "findCode" | "ownersOfLabel">;
  readonly source: TallySource;
  readonly isBlind: boolean;
}

export interface CountContext {
  readonly location: LocationId | undefined;
  readonly now: Ms;
  readonly by: MemberId;
  readonly answers: readonly CountAnswer[];
}

export interface CountDecision {
  readonly rule: CountRule;
  readonly counts: readonly NewCount[];
  readonly answers: readonly CountAnswer[];
  readonly asset?: AssetId | undefined;
  readonly product?: ProductId | undefined;
  /** Foreign text, safe to show. */
  readonly text?: string | undefined;
  readonly quantity?: number | undefined;
  /** The count the sentence speaks of. */
  readonly before?: LoggedCount | undefined;
  readonly recorded?: LocationId | undefined;
  /** The code that was read is that of something which was merged into what was counted. */
  readonly formerly?: CodeOwner | undefined;
}

const plain = (rule: CountRule, more: Partial<CountDecision> = {}): CountDecision => ({
  rule,
  counts: [],
  answers: [],
  ...more,
});

export const decideCount = (
  knowledge: CountKnowledge,
  scanned: string,
  context: CountContext,
): CountDecision => {
  const reading = readScan(scanned, knowledge.codes.readLabel);
  if (reading.type === "own") {
    const owners = knowledge.codes.ownersOfLabel(reading.label);
    return decideOwners(knowledge, { scanned, owners, quantity: undefined }, context);
  }
  if (reading.type !== "code") return plain("COUNT-01", { text: shownText(scanned) });
  const owners = knowledge.codes.findCode(reading.code);
  const several = owners.length > 0 ? undefined : readQuantityCode(reading.code);
  return decideOwners(
    knowledge,
    {
      scanned: reading.code,
      owners: several === undefined ? owners : knowledge.codes.findCode(several.code),
      quantity: several?.quantity,
    },
    context,
  );
};

interface Found {
  readonly scanned: string;
  readonly owners: readonly CodeOwner[];
  readonly quantity: number | undefined;
}

const decideOwners = (knowledge: CountKnowledge, found: Found, context: CountContext): CountDecision => {
  const chosen = context.answers.find((answer) => answer.type === "owner")?.owner;
  const [first, second] = found.owners;
  const owner = chosen ?? (second === undefined ? first : undefined);
  const shown = shownText(found.scanned);
  if (first === undefined) {
    if (!context.answers.some(({ type }) => type === "note"))
      return plain("COUNT-02", { text: shown, answers: [{ type: "note" }] });
    const note = { quantity: 1, location: context.location, scanned: found.scanned };
    return plain("COUNT-03", { text: shown, counts: [note] });
  }
  if (owner === undefined)
    return plain("COUNT-04", {
      text: shown,
      answers: found.owners.map((one) => ({ type: "owner", owner: one })),
    });
  const decided =
    owner.type === "asset"
      ? decideAsset(knowledge, owner.asset, context)
      : decideProduct(knowledge, owner.product, found.quantity, context);
  return owner.formerly === undefined ? decided : { ...decided, formerly: owner };
};

/** The line as it will be once this is counted. */
const judge = (source: TallySource, asset: AssetId, context: CountContext): AssetLine | undefined => {
  const fact: LoggedCount = {
    id: brand<CountId>(asset),
    thing: thingOf(asset),
    stocktake: brand(asset),
    round: source.stocktake.round,
    at: context.now,
    offsetMs: 0,
    by: context.by,
    asset,
    quantity: 1,
    origin: "hand",
    ...(context.location === undefined ? {} : { location: context.location }),
  };
  const { counts } = source;
  const withFact: TallySource = {
    ...source,
    asset: (id) => source.asset(id),
    product: (id) => source.product(id),
    counts: {
      sightingsOf: (id) => (id === asset ? [fact] : counts.sightingsOf(id)),
      countsOf: (cell) => counts.countsOf(cell),
      assets: () => counts.assets(),
      cells: () => counts.cells(),
      unknown: () => counts.unknown(),
      people: () => counts.people(),
      size: () => counts.size(),
    },
  };
  return assetLineOf(withFact, asset);
};

const decideAsset = (
  { source, isBlind }: CountKnowledge,
  asset: AssetId,
  context: CountContext,
): CountDecision => {
  const record = source.asset(asset);
  const about = { asset, product: record?.product };
  const line = judge(source, asset, context);
  if (record === undefined || line === undefined) return plain("COUNT-06", about);
  const inRound = source.counts.sightingsOf(asset).filter(({ round }) => round === source.stocktake.round);
  const before = latestCount(source, inRound);
  if (before !== undefined && agree(source, before.location, context.location))
    return plain("COUNT-11", { ...about, before });
  const counts = [{ asset, product: record.product, quantity: 1, location: context.location }];
  if (isBlind) return plain("COUNT-10", { ...about, counts });
  if (record.removedAt !== undefined) return plain("COUNT-14", { ...about, counts });
  if (line.verdict === "misplaced") return plain("COUNT-12", { ...about, counts, recorded: line.recorded });
  if (line.verdict === "unexpected") return plain("COUNT-13", { ...about, counts, recorded: line.recorded });
  return plain("COUNT-10", { ...about, counts });
};

const decideProduct = (
  { source }: CountKnowledge,
  product: ProductId,
  said: number | undefined,
  { location, answers }: CountContext,
): CountDecision => {
  const record = source.product(product);
  if (record === undefined || !source.scope.takes(record)) return plain("COUNT-06", { product });
  if (record.tracking === "assets") return plain("COUNT-05", { product });
  const answered = answers.findLast((answer) => answer.type === "quantity");
  const quantity = answered?.quantity ?? said;
  if (quantity === undefined) return plain("COUNT-20", { product });
  const { round } = source.stocktake;
  const standing = source.counts.countsOf({ product, location }).filter((one) => one.round === round);
  const before = latestCount(source, standing);
  const one = { product, quantity, location };
  if (before === undefined) return plain("COUNT-22", { product, quantity, counts: [one] });
  const how = answers.find(({ type }) => type === "besides" || type === "instead")?.type;
  if (how === undefined)
    return plain("COUNT-21", {
      product,
      quantity,
      before,
      answers: [{ type: "besides" }, { type: "instead" }],
    });
  const total = how === "besides" ? before.quantity + quantity : quantity;
  return plain("COUNT-22", {
    product,
    quantity: total,
    counts: [{ ...one, quantity: total, replaces: before.id }],
  });
};
