/** Products that fit typed words, with what is free of them for this list. */
import { product } from "#shared/domain/inventory";
import type { Product, ProductId } from "#shared/domain/inventory";
import { lineItemOf, parseTypedLine } from "#shared/domain/pull-list";
import type { LineItem } from "#shared/domain/pull-list";
import { category } from "#shared/domain/settings";
import { createIndex, useReplica } from "#client/data";
import { kitsFree } from "#shared/domain/availability";
import type { ListState } from "#client/features/availability";
import { askedFor } from "./list-items";
import { kitIndex, stockSearchIndex } from "#client/features/inventory";

export interface Suggestion {
  readonly key: string;
  readonly quantity: number;
  /** What was typed to find it, without the quantity. */
  readonly words: string;
  readonly item: LineItem;
  /** Absent for free text. */
  readonly found?: {
    /** Undefined for kits: they are made, not owned. */
    readonly owned: number | undefined;
    /** Of a kit: how many can be made. */
    readonly free: number | undefined;
    readonly pictogram: string | undefined;
    /** Tells products of one name and maker apart. */
    readonly modelNumber: string | undefined;
  };
}

export interface ProductFinder {
  /** Best first; the last one is always the words themselves. Nothing for nothing. */
  readonly suggest: (typed: string) => readonly Suggestion[];
  /** The product meant by a pasted row, when there is one that fits all its words. */
  readonly match: (words: string) => LineItem | undefined;
}

const most = 7;

export const createProductFinder = (list: ListState): ProductFinder => {
  const { rows } = useReplica();
  const search = createIndex(stockSearchIndex);
  const kits = createIndex(kitIndex);
  const find = (words: string): readonly Product[] => {
    const ids = new Set<ProductId>();
    for (const hit of search().find(words, 40)) ids.add(hit.product);
    return [...ids]
      .flatMap((id) => rows.get(product, id) ?? [])
      .filter(({ removedAt }) => removedAt === undefined)
      .slice(0, most);
  };
  const stockOf = (each: Product): NonNullable<Suggestion["found"]> => {
    const question = list.question();
    const { index } = list.live();
    // Without a question of its own the list still shows what there is at all.
    const anyTime = { window: { from: 0, to: 1 }, asOf: 0 };
    const isKit = each.isKit === true;
    const owned = isKit ? undefined : index.answer(each.id, question ?? anyTime).owned;
    const freeOf = (id: ProductId): number =>
      question === undefined ? 0 : index.free(id, question) - askedFor(list.sections(), id);
    const pictogram = each.category === undefined ? undefined : rows.get(category, each.category)?.pictogram;
    return {
      owned,
      free:
        question === undefined
          ? undefined
          : isKit
            ? kitsFree(kits().book().explode(each.id), freeOf).free
            : freeOf(each.id),
      pictogram,
      modelNumber: each.modelNumber,
    };
  };
  return {
    suggest: (typed) => {
      const wanted = parseTypedLine(typed);
      if (wanted === undefined) return [];
      const { quantity, words } = wanted;
      const products = find(words).map((each) => ({
        key: each.id,
        quantity,
        words,
        item: lineItemOf(each),
        found: stockOf(each),
      }));
      return [...products, { key: "text", quantity, words, item: { name: words } }];
    },
    match: (words) => {
      const [first] = find(words);
      return first === undefined ? undefined : lineItemOf(first);
    },
  };
};
