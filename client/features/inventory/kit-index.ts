import { createKitBook, kitPart, product } from "#shared/domain/inventory";
import type { KitBook, ProductId } from "#shared/domain/inventory";
import { parseId } from "#shared/kernel/ids";
import type { Rows } from "#shared/replica/types";
import { defineIndex } from "#client/data";

export interface KitIndex {
  /** Arranged anew after a part changed: companies have some hundred of them. */
  readonly book: () => KitBook;
}

interface OpenKitIndex extends KitIndex {
  readonly forget: () => void;
  readonly kits: Set<ProductId>;
}

const createKitIndex = (rows: Rows): OpenKitIndex => {
  const kits = new Set<ProductId>();
  let arranged: KitBook | undefined;
  return {
    kits,
    book: () => (arranged ??= createKitBook(rows.all(kitPart).values(), (id) => kits.has(id))),
    forget: () => {
      arranged = undefined;
    },
  };
};

/** What the company's kits are made of. */
export const kitIndex = defineIndex<OpenKitIndex>({
  types: [product, kitPart],
  build: function* (rows) {
    const index = createKitIndex(rows);
    let n = 0;
    for (const row of (yield* rows.allInSteps(product)).values()) {
      if (row.isKit === true) index.kits.add(row.id);
      if (++n % 500 === 0) yield;
    }
    return index;
  },
  apply: (index, changes, rows) => {
    for (const { type, id } of changes) {
      if (type === kitPart.name) {
        index.forget();
        continue;
      }
      const changed = parseId<ProductId>(id);
      if (changed === undefined || index.kits.has(changed) || rows.get(product, changed)?.isKit !== true)
        continue;
      index.kits.add(changed);
      index.forget();
    }
  },
});
