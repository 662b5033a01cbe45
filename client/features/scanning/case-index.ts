/** Packing lists and rules of cases, kept current from rows; and what the answers about cases are computed from. */
import type { Rows } from "#shared/replica/types";
import { caseBan, caseSlot, createCaseBook } from "#shared/domain/cases";
import type { CaseBanId, CaseBook, CaseSlotId, CaseSource } from "#shared/domain/cases";
import { asset, product } from "#shared/domain/inventory";
import { category } from "#shared/domain/settings";
import { parseId } from "#shared/kernel/ids";
import { createIndex, defineIndex, useReplica } from "#client/data";
import { positionsIndex } from "./positions-index";

/** About a millisecond of work. */
const recordsPerStep = 200;

const caseIndex = defineIndex<CaseBook>({
  types: [caseSlot, caseBan],
  build: function* (rows) {
    const book = createCaseBook();
    let n = 0;
    for (const row of (yield* rows.allInSteps(caseSlot)).values()) {
      book.putSlot(row);
      if (++n % recordsPerStep === 0) yield;
    }
    for (const row of (yield* rows.allInSteps(caseBan)).values()) book.putBan(row);
    return book;
  },
  apply: (book, changes, rows) => {
    for (const { type, id } of changes) {
      if (type === caseSlot.name) takeSlot(book, parseId<CaseSlotId>(id), rows);
      else takeBan(book, parseId<CaseBanId>(id), rows);
    }
  },
});

const takeSlot = (book: CaseBook, id: CaseSlotId | undefined, rows: Rows): void => {
  if (id === undefined) return;
  const row = rows.get(caseSlot, id);
  if (row === undefined) book.dropSlot(id);
  else book.putSlot(row);
};

const takeBan = (book: CaseBook, id: CaseBanId | undefined, rows: Rows): void => {
  if (id === undefined) return;
  const row = rows.get(caseBan, id);
  if (row === undefined) book.dropBan(id);
  else book.putBan(row);
};

/** Call while a component is set up. Reading it in a memo follows movements and packing lists. */
export const createCaseSource = (): CaseSource => {
  const { rows } = useReplica();
  const positions = createIndex(positionsIndex);
  const book = createIndex(caseIndex);
  return {
    get positions() {
      return positions();
    },
    asset: (id) => rows.get(asset, id),
    product: (id) => rows.get(product, id),
    category: (id) => rows.get(category, id),
    slots: (container) => book().slots(container),
    bans: (container) => book().bans(container),
  };
};
