/** What goes along with a product arrives with it, follows it, and leaves with it. */
import { describe, expect, test } from "vitest";
import { createEvent } from "#shared/domain/events";
import {
  accessory,
  addAccessory,
  createKitBook,
  createProduct,
  editAccessory,
  product,
  removeAccessory,
  removeProduct,
} from "#shared/domain/inventory";
import type { AddAccessory, ProductId } from "#shared/domain/inventory";
import {
  accessoriesFor,
  addAccessories,
  addGroup,
  addLines,
  addLinesFromPlan,
  duplicateEvent,
  line,
  lineGroup,
  lineItemOf,
  listSections,
  moveLines,
  removeLines,
  setItem,
  setQuantity,
  substitute,
} from "#shared/domain/pull-list";
import type { LineId, NewLine } from "#shared/domain/pull-list";
import type { EventId } from "#shared/domain/events";
import { brand } from "#shared/kernel/brand";
import { thingOf } from "#shared/kernel/ids";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import { must } from "#shared/kernel/result";
import { createPlainDocuments } from "#tests/support/plain-drafts";

/** A spot with a clamp each, a safety each, a case for every four and a gobo for those who want one. */
const withSpots = () => {
  const documents = createPlainDocuments();
  const make = (name: string): ProductId => must(documents.run(createProduct, { name })).product;
  const spot = make("Spot");
  const [clamp, safety, flightCase, gobo, bolt] = ["Clamp", "Safety", "Case", "Gobo", "Bolt"].map(make);
  const along = (args: AddAccessory) => must(documents.run(addAccessory, args)).accessory;
  const given = { product: spot, item: spot, quantity: 1 };
  if (clamp === undefined || safety === undefined || flightCase === undefined) throw new Error("made above");
  if (gobo === undefined || bolt === undefined) throw new Error("made above");
  const rule = along({ ...given, item: clamp, quantity: 2 });
  along({ ...given, item: safety, inclusion: "mandatory", isSafety: true });
  along({ ...given, item: flightCase, per: 4 });
  along({ ...given, item: gobo, inclusion: "optional" });
  along({ product: clamp, item: bolt, quantity: 3 });
  const source = {
    accessoriesOf: (of: ProductId) => documents.list(thingOf(of), accessory),
    product: (id: ProductId) => documents.get(thingOf(id), product, id),
    kits: createKitBook([], () => false),
  };
  const newLine = (of: ProductId, quantity: number): NewLine => {
    const found = source.product(of);
    if (found === undefined) throw new Error("made above");
    return { item: lineItemOf(found), quantity, accessories: accessoriesFor(of, source) };
  };
  const { event } = must(
    documents.run(createEvent, {
      name: "Gala",
      busyFrom: brand<LocalDateTime>("2026-06-11T07:00"),
      busyTo: brand<LocalDateTime>("2026-06-14T20:00"),
      zone: brand<Zone>("Europe/Berlin"),
    }),
  );
  const shown = (of: EventId = event) =>
    listSections(documents.list(thingOf(of), line), documents.list(thingOf(of), lineGroup)).map(
      ({ group, lines }) =>
        `${group?.name ?? "–"}: ${lines.map((each) => `${String(each.quantity)} ${each.name}`).join(", ")}`,
    );
  const add = (lines: readonly NewLine[]): LineId => {
    const [first] = must(documents.run(addLines, { event, group: null, lines })).lines;
    if (first === undefined) throw new Error("a line was added");
    return first;
  };
  const idOf = (name: string): LineId => {
    const found = documents.list(thingOf(event), line).find((each) => each.name === name);
    if (found === undefined) throw new Error(`no line ${name}`);
    return found.id;
  };
  return { documents, event, spot, clamp, safety, gobo, rule, source, newLine, shown, add, idOf };
};

describe("accessories of a product", () => {
  test("[INV-10] a product names what goes along with it, once each and never itself", () => {
    const { documents, spot, clamp, rule, source } = withSpots();
    expect(documents.run(addAccessory, { product: spot, item: spot, quantity: 1 })).toMatchObject({
      error: { type: "ProductItself" },
    });
    expect(documents.run(addAccessory, { product: spot, item: clamp, quantity: 1 })).toMatchObject({
      error: { type: "ProductListed" },
    });
    expect(documents.run(addAccessory, { product: clamp, item: spot, quantity: 0 })).toMatchObject({
      error: { type: "ValueRefused", field: "quantity" },
    });
    must(documents.run(editAccessory, { product: spot, accessory: rule, values: { quantity: 4 } }));
    expect(accessoriesFor(spot, source)[0]).toMatchObject({ item: { name: "Clamp" }, rule: { quantity: 4 } });
    must(documents.run(removeAccessory, { product: spot, accessory: rule }));
    expect(documents.run(removeAccessory, { product: spot, accessory: rule })).toMatchObject({
      error: { type: "AccessoryMissing" },
    });
    expect(accessoriesFor(spot, source).map(({ item }) => item.name)).toEqual(["Safety", "Case"]);
    must(documents.run(addAccessory, { product: spot, item: clamp, quantity: 2 }));
  });

  test("[INV-10] optional ones wait to be asked for, those off stock stay away, circles end", () => {
    const { documents, spot, safety, gobo, source } = withSpots();
    const names = () => accessoriesFor(spot, source).map(({ item }) => item.name);
    expect(names()).toEqual(["Clamp", "Safety", "Case"]);
    expect(accessoriesFor(spot, source, ({ item }) => item === gobo)).toMatchObject([
      { item: { name: "Gobo" } },
    ]);
    must(documents.run(addAccessory, { product: safety, item: spot, quantity: 1 }));
    expect(accessoriesFor(spot, source)[1]).not.toHaveProperty("accessories");
    must(documents.run(removeProduct, { product: safety }));
    expect(names()).toEqual(["Clamp", "Case"]);
  });
});

describe("accessories on a pull list", () => {
  test("[INV-10] arrive behind their line with the pieces their rule asks for, theirs behind them", () => {
    const { spot, newLine, shown, add } = withSpots();
    add([newLine(spot, 6), { item: { name: "Tape" }, quantity: 1 }]);
    expect(shown()).toEqual(["–: 6 Spot, 12 Clamp, 36 Bolt, 6 Safety, 2 Case, 1 Tape"]);
  });

  test("[INV-10] follow the quantity of their line unless somebody gave them another", () => {
    const { documents, event, spot, newLine, shown, add, idOf } = withSpots();
    const first = add([newLine(spot, 6)]);
    must(documents.run(setQuantity, { event, line: idOf("Case"), quantity: 5 }));
    must(documents.run(setQuantity, { event, line: first, quantity: 9 }));
    expect(shown()).toEqual(["–: 9 Spot, 18 Clamp, 54 Bolt, 9 Safety, 5 Case"]);
  });

  test("[INV-10] move and leave with their line; one alone moves alone; nothing lands inside itself", () => {
    const { documents, event, spot, newLine, shown, add, idOf } = withSpots();
    const first = add([newLine(spot, 4), { item: { name: "Tape" }, quantity: 1 }]);
    const { group } = must(documents.run(addGroup, { event, name: "Light" }));
    must(documents.run(moveLines, { event, lines: [first], group: null, behind: idOf("Safety") }));
    expect(shown()[0]).toBe("–: 4 Spot, 8 Clamp, 24 Bolt, 4 Safety, 1 Case, 1 Tape");
    must(documents.run(moveLines, { event, lines: [first], group }));
    expect(shown()).toEqual(["–: 1 Tape", "Light: 4 Spot, 8 Clamp, 24 Bolt, 4 Safety, 1 Case"]);
    must(documents.run(moveLines, { event, lines: [idOf("Case")], group: null }));
    expect(shown()).toEqual(["–: 1 Tape, 1 Case", "Light: 4 Spot, 8 Clamp, 24 Bolt, 4 Safety"]);
    must(documents.run(removeLines, { event, lines: [first] }));
    expect(shown()).toEqual(["–: 1 Tape", "Light: "]);
  });

  test("[INV-10] come later when asked for, at the end of their line's run", () => {
    const { documents, event, spot, gobo, source, newLine, shown, add } = withSpots();
    const first = add([newLine(spot, 2), { item: { name: "Tape" }, quantity: 1 }]);
    const accessories = accessoriesFor(spot, source, ({ item }) => item === gobo);
    must(documents.run(addAccessories, { event, line: first, accessories }));
    expect(shown()).toEqual(["–: 2 Spot, 4 Clamp, 12 Bolt, 2 Safety, 1 Case, 2 Gobo, 1 Tape"]);
    must(documents.run(setQuantity, { event, line: first, quantity: 3 }));
    expect(shown()).toEqual(["–: 3 Spot, 6 Clamp, 18 Bolt, 3 Safety, 1 Case, 3 Gobo, 1 Tape"]);
  });

  test("[INV-10] change with the item of their line", () => {
    const { documents, event, spot, clamp, newLine, shown, add } = withSpots();
    const first = add([{ item: { name: "some spots" }, quantity: 3 }]);
    const { item, accessories = [] } = newLine(spot, 1);
    must(documents.run(setItem, { event, line: first, item, accessories }));
    expect(shown()).toEqual(["–: 3 Spot, 6 Clamp, 18 Bolt, 3 Safety, 1 Case"]);
    const other = newLine(clamp, 1);
    must(
      documents.run(setItem, { event, line: first, item: other.item, accessories: other.accessories ?? [] }),
    );
    expect(shown()).toEqual(["–: 3 Clamp, 9 Bolt"]);
  });

  test("[INV-11] a stand-in brings its own and takes its share of the others", () => {
    const { documents, event, spot, clamp, newLine, shown, add } = withSpots();
    const first = add([newLine(spot, 6), { item: { name: "Tape" }, quantity: 1 }]);
    const { item, accessories = [] } = newLine(clamp, 1);
    must(documents.run(substitute, { event, line: first, item, accessories, quantity: 2 }));
    expect(shown()).toEqual(["–: 4 Spot, 8 Clamp, 24 Bolt, 4 Safety, 1 Case, 2 Clamp, 6 Bolt, 1 Tape"]);
    must(documents.run(substitute, { event, line: first, item, accessories, quantity: 4 }));
    expect(shown()).toEqual(["–: 4 Clamp, 12 Bolt, 2 Clamp, 6 Bolt, 1 Tape"]);
  });

  test("[INV-10] come with a plan, once, and follow its changes", () => {
    const { documents, event, spot, newLine, shown } = withSpots();
    const plan = (quantity: number) => ({
      event,
      source: "mvr",
      groups: [{ name: "Truss 1", lines: [{ ...newLine(spot, quantity), sourceId: "a" }] }],
    });
    expect(must(documents.run(addLinesFromPlan, plan(2)))).toEqual({ added: 1, changed: 0, unchanged: 0 });
    expect(must(documents.run(addLinesFromPlan, plan(2)))).toEqual({ added: 0, changed: 0, unchanged: 1 });
    expect(must(documents.run(addLinesFromPlan, plan(5)))).toEqual({ added: 0, changed: 1, unchanged: 0 });
    expect(shown()).toEqual(["Truss 1: 5 Spot, 10 Clamp, 30 Bolt, 5 Safety, 2 Case"]);
  });

  test("[PUL-06] a copied list gets what products name by now, and keeps what somebody decided on it", () => {
    const { documents, event, spot, clamp, gobo, rule, source, newLine, shown, add, idOf } = withSpots();
    add([newLine(spot, 4)]);
    must(documents.run(setQuantity, { event, line: idOf("Clamp"), quantity: 7 }));
    must(documents.run(removeLines, { event, lines: [idOf("Case"), idOf("Safety")] }));
    const along = () =>
      documents
        .list(thingOf(event), line)
        .filter(({ removedAt }) => removedAt === undefined)
        .map(({ id, product: of }) => ({
          line: id,
          accessories: of === undefined ? [] : accessoriesFor(of, source),
        }));
    const busyFrom = brand<LocalDateTime>("2026-07-01T07:00");
    const copyNow = () =>
      must(documents.run(duplicateEvent, { event, name: "Again", busyFrom, along: along() }));
    // The safety must go along; the case was taken off on purpose, seven clamps were typed.
    const first = copyNow();
    expect(shown(first.event)).toEqual(["–: 4 Spot, 7 Clamp, 21 Bolt, 4 Safety"]);
    expect(first.arrived).toBe(1);

    must(documents.run(editAccessory, { product: spot, accessory: rule, values: { quantity: 3 } }));
    must(documents.run(addAccessory, { product: clamp, item: gobo, quantity: 1 }));
    must(documents.run(setQuantity, { event, line: idOf("Clamp"), quantity: 8 }));
    const second = copyNow();
    expect(shown(second.event)).toEqual(["–: 4 Spot, 12 Clamp, 36 Bolt, 12 Gobo, 4 Safety"]);
    expect(second.arrived).toBe(2);
    expect(shown()).toEqual(["–: 4 Spot, 8 Clamp, 24 Bolt"]);
  });

  test("[INV-10] belong to the copied line on a copied event", () => {
    const { documents, event, spot, newLine, shown, add } = withSpots();
    add([newLine(spot, 2)]);
    const busyFrom = brand<LocalDateTime>("2026-07-01T07:00");
    const copy = must(documents.run(duplicateEvent, { event, name: "Again", busyFrom }));
    const lines = documents.list(thingOf(copy.event), line);
    const parent = lines.find(({ name }) => name === "Spot");
    if (parent === undefined) throw new Error("copied");
    must(documents.run(setQuantity, { event: copy.event, line: parent.id, quantity: 1 }));
    expect(shown(copy.event)).toEqual(["–: 1 Spot, 2 Clamp, 6 Bolt, 1 Safety, 1 Case"]);
    expect(shown()).toEqual(["–: 2 Spot, 4 Clamp, 12 Bolt, 2 Safety, 1 Case"]);
  });
});
