/** Packing lists and rules as they are written. */
import { describe, expect, test } from "vitest";
import {
  addCaseBan,
  addCaseSlots,
  caseBan,
  caseSlot,
  createCaseBook,
  editCaseSlot,
  removeCaseBan,
  removeCaseSlot,
  replaceCaseSlots,
} from "#shared/domain/cases";
import { addAssets, createProduct } from "#shared/domain/inventory";
import type { CategoryId } from "#shared/domain/settings";
import { thingOf } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import { createPlainDocuments } from "#tests/support/plain-drafts";
import { named } from "#tests/support/scan-world";

const withCase = () => {
  const documents = createPlainDocuments();
  const spot = must(documents.run(createProduct, { name: "Spot" })).product;
  const { product } = must(documents.run(createProduct, { name: "Flight case" }));
  const [box, plain] = must(
    documents.run(addAssets, { product, assets: [{ code: "FC-07", isCase: true }, { code: "LID-1" }] }),
  ).assets;
  if (box === undefined || plain === undefined) throw new Error("two assets");
  const living = () =>
    documents.list(thingOf(product), caseSlot).filter((slot) => slot.removedAt === undefined);
  return { documents, spot, product, box, plain, living };
};

describe("packing lists", () => {
  test("[CAS-07] [CASE-1] lines are added in order, edited and removed; a named piece is one piece", () => {
    const { documents, spot, product, box, plain, living } = withCase();
    const [first, second] = must(
      documents.run(addCaseSlots, {
        product,
        case: box,
        slots: [
          { product: spot, quantity: 4 },
          { product, asset: plain, quantity: 9, isPermanent: true },
        ],
      }),
    );
    if (first === undefined || second === undefined) throw new Error("two lines");
    must(documents.run(addCaseSlots, { product, case: box, slots: [{ product: spot, quantity: 1 }] }));
    const sorted = living().sort((a, b) => (a.order < b.order ? -1 : 1));
    expect(sorted.map(({ quantity, isPermanent }) => [quantity, isPermanent])).toEqual([
      [4, false],
      [1, true],
      [1, false],
    ]);
    must(documents.run(editCaseSlot, { product, slot: first, values: { quantity: 6 } }));
    must(documents.run(editCaseSlot, { product, slot: second, values: { quantity: 6, isPermanent: false } }));
    expect(living().find(({ id }) => id === first)?.quantity).toBe(6);
    expect(living().find(({ id }) => id === second)).toMatchObject({ quantity: 1, isPermanent: false });
    must(documents.run(removeCaseSlot, { product, slot: first }));
    expect(living()).toHaveLength(2);
    expect(documents.run(editCaseSlot, { product, slot: first, values: { quantity: 1 } })).toEqual({
      ok: false,
      error: { type: "SlotMissing" },
    });
  });

  test("[CAS-07] what lies in the case becomes its list in one step", () => {
    const { documents, spot, product, box, living } = withCase();
    must(documents.run(addCaseSlots, { product, case: box, slots: [{ product: spot, quantity: 4 }] }));
    must(documents.run(replaceCaseSlots, { product, case: box, slots: [{ product: spot, quantity: 2 }] }));
    expect(living().map(({ quantity }) => quantity)).toEqual([2]);
  });

  test("[CAS-05] only a case has a list, and a case is on no list of its own", () => {
    const { documents, spot, product, box, plain, living } = withCase();
    const refused = { ok: false, error: { type: "NotACase" } };
    const slots = [{ product: spot, quantity: 1 }];
    expect(documents.run(addCaseSlots, { product, case: plain, slots })).toEqual(refused);
    expect(
      documents.run(addCaseSlots, { product, case: box, slots: [{ product, asset: box, quantity: 1 }] }),
    ).toEqual(refused);
    expect(
      documents.run(addCaseSlots, { product, case: box, slots: [{ product: spot, quantity: 0 }] }).ok,
    ).toBe(false);
    expect(living()).toEqual([]);
  });
});

describe("rules", () => {
  test("[CAS-12] [CASE-5] a rule names a category or a beginning of codes, and can be taken back", () => {
    const { documents, product, box } = withCase();
    const category = named<CategoryId>("category Sound");
    const empty = { ok: false, error: { type: "BanEmpty" } };
    expect(documents.run(addCaseBan, { product, case: box })).toEqual(empty);
    expect(documents.run(addCaseBan, { product, case: box, prefix: " " })).toEqual(empty);
    expect(documents.run(addCaseBan, { product, case: box, prefix: "A-", category })).toEqual(empty);
    must(documents.run(addCaseBan, { product, case: box, category }));
    const { ban } = must(documents.run(addCaseBan, { product, case: box, prefix: " MIC- " }));
    const bans = documents.list(thingOf(product), caseBan);
    expect(bans.find(({ id }) => id === ban)?.prefix).toBe("MIC-");
    must(documents.run(removeCaseBan, { product, ban }));
    expect(
      documents.list(thingOf(product), caseBan).filter((one) => one.removedAt === undefined),
    ).toHaveLength(1);
  });
});

test("[CASE-1] the book of cases follows records that come, change, are removed and leave", () => {
  const { documents, spot, product, box, living } = withCase();
  const slots = [1, 2, 3].map((quantity) => ({ product: spot, quantity }));
  must(documents.run(addCaseSlots, { product, case: box, slots }));
  const book = createCaseBook();
  const quantities = (): readonly number[] => book.slots(box).map(({ quantity }) => quantity);
  const records = living();
  for (const slot of [...records].reverse()) book.putSlot(slot);
  expect(quantities()).toEqual([1, 2, 3]);
  const [first, second] = [...book.slots(box)];
  if (first === undefined || second === undefined) throw new Error("three lines");
  book.putSlot({ ...first, quantity: 7 });
  book.putSlot({ ...second, removedAt: 1 });
  expect(quantities()).toEqual([7, 3]);
  book.dropSlot(first.id);
  expect(quantities()).toEqual([3]);
});
