/** A kit on a pull list: one line, its parts below it, and what follows for counts and for stock. */
import { describe, expect, test } from "vitest";
import { coverLines } from "#shared/domain/availability";
import { createEvent } from "#shared/domain/events";
import { addKitPart, createKitBook, createProduct, kitPart, product } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import {
  accessoriesFor,
  addLines,
  duplicateEvent,
  kitLinesIn,
  line,
  lineItemOf,
  listSections,
  removeLines,
  setItem,
  setQuantity,
  substitute,
  totalsOf,
} from "#shared/domain/pull-list";
import type { Line, LineId } from "#shared/domain/pull-list";
import { linesToFill } from "#shared/domain/scanning";
import type { EventId } from "#shared/domain/events";
import { brand } from "#shared/kernel/brand";
import { thingOf } from "#shared/kernel/ids";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import { must } from "#shared/kernel/result";
import { createPlainDocuments } from "#tests/support/plain-drafts";

/** A stage kit of one vocal kit and four cables; a vocal kit of two microphones and a stand. */
const withKits = () => {
  const documents = createPlainDocuments();
  const make = (name: string, isKit = false): ProductId =>
    must(documents.run(createProduct, { name, weightG: 100, ...(isKit ? { isKit } : {}) })).product;
  const [stage, vocal] = [make("Stage kit", true), make("Vocal kit", true)];
  const [microphone, stand, cable] = [make("Microphone"), make("Stand"), make("Cable")];
  const isKit = (id: ProductId): boolean => documents.get(thingOf(id), product, id)?.isKit === true;
  const book = () => createKitBook(documents.all(kitPart), isKit);
  const add = (kit: ProductId, item: ProductId, quantity: number): void =>
    void must(
      documents.run(addKitPart, { product: kit, item, quantity, kitsInItem: [...book().kitsIn(item)] }),
    );
  add(vocal, microphone, 2);
  add(vocal, stand, 1);
  add(stage, vocal, 1);
  add(stage, cable, 4);
  const along = (of: ProductId) =>
    accessoriesFor(of, {
      accessoriesOf: () => [],
      product: (id) => documents.get(thingOf(id), product, id),
      kits: book(),
    });
  const { event } = must(
    documents.run(createEvent, {
      name: "Gala",
      busyFrom: brand<LocalDateTime>("2026-06-11T07:00"),
      busyTo: brand<LocalDateTime>("2026-06-14T20:00"),
      zone: brand<Zone>("Europe/Berlin"),
    }),
  );
  const put = (of: ProductId, quantity: number): LineId => {
    const found = documents.get(thingOf(of), product, of);
    if (found === undefined) throw new Error("made above");
    const lines = [{ item: lineItemOf(found), quantity, accessories: along(of) }];
    const [id] = must(documents.run(addLines, { event, group: null, lines })).lines;
    if (id === undefined) throw new Error("a line was added");
    return id;
  };
  const lines = (of: EventId = event): readonly Line[] =>
    listSections(documents.list(thingOf(of), line), []).flatMap((section) => section.lines);
  const shown = (of?: EventId) => lines(of).map(({ quantity, name }) => `${String(quantity)} ${name}`);
  return { documents, event, stage, vocal, microphone, stand, cable, along, put, lines, shown };
};

const named = (lines: readonly Line[], name: string): Line => {
  const found = lines.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no line ${name}`);
  return found;
};

describe("a kit on a pull list", () => {
  test("[INV-12] is one line with its parts below it, which follow its quantity and leave with it", () => {
    const { documents, event, stage, put, lines, shown } = withKits();
    const id = put(stage, 2);
    expect(shown()).toEqual(["2 Stage kit", "2 Vocal kit", "4 Microphone", "2 Stand", "8 Cable"]);
    expect(lines().map(({ isKit, isPart }) => [isKit ?? false, isPart ?? false])).toEqual([
      [true, false],
      [true, true],
      ...[
        [false, true],
        [false, true],
        [false, true],
      ],
    ]);
    must(documents.run(setQuantity, { event, line: id, quantity: 3 }));
    expect(shown()).toEqual(["3 Stage kit", "3 Vocal kit", "6 Microphone", "3 Stand", "12 Cable"]);
    must(documents.run(removeLines, { event, lines: [id] }));
    expect(shown()).toEqual([]);
  });

  test("[INV-12] weighs and counts what its parts do", () => {
    const { stage, put, lines } = withKits();
    put(stage, 2);
    expect(totalsOf(lines())).toMatchObject({ pieces: 14, weightG: 1_400, unweighed: 0 });
    expect(linesToFill(lines()).map((each) => named(lines(), "Cable").id === each.id)).toEqual([
      false,
      false,
      true,
    ]);
  });

  test("[INV-12] a line that becomes another item is a kit no more, and its parts go", () => {
    const { documents, event, vocal, put, lines } = withKits();
    const id = put(vocal, 1);
    must(documents.run(setItem, { event, line: id, item: { name: "Something" } }));
    expect(lines()).toHaveLength(1);
    expect(lines()[0]).not.toHaveProperty("isKit");
  });

  test("[INV-12] a copied event has the kit with the parts of today", () => {
    const { documents, event, vocal, cable, along, put, lines, shown } = withKits();
    const id = put(vocal, 2);
    must(documents.run(addKitPart, { product: vocal, item: cable, quantity: 3, kitsInItem: [] }));
    const copy = must(
      documents.run(duplicateEvent, {
        event,
        name: "Again",
        busyFrom: brand<LocalDateTime>("2026-07-11T07:00"),
        along: [{ line: id, accessories: along(vocal) }],
      }),
    );
    expect(shown(copy.event)).toEqual(["2 Vocal kit", "4 Microphone", "2 Stand", "6 Cable"]);
    expect(lines(copy.event).map(({ isPart }) => isPart ?? false)).toEqual([false, true, true, true]);
  });

  test("[INV-12] kits deeper than lines go are taken apart, and nothing of them is lost", () => {
    const { documents, microphone, along } = withKits();
    const kits = Array.from({ length: 8 }, (_, n) =>
      must(documents.run(createProduct, { name: `Kit ${n}`, isKit: true })),
    ).map((made) => made.product);
    kits.forEach((kit, n) => {
      const item = kits[n + 1] ?? microphone;
      const kitsInItem = kits.slice(n + 1);
      must(documents.run(addKitPart, { product: kit, item, quantity: 2, kitsInItem }));
    });
    const [outermost] = kits;
    if (outermost === undefined) throw new Error("made above");
    const leaves = (found: ReturnType<typeof along>, times: number): readonly string[] =>
      found.flatMap(({ item, rule, accessories }) =>
        accessories === undefined
          ? [`${String(times * rule.quantity)} ${item.name}`]
          : leaves(accessories, times * rule.quantity),
      );
    expect(leaves(along(outermost), 1)).toEqual(["256 Microphone"]);
  });

  test("[AVL-09] parts are covered, two kits compete for them, and the kit names what it lacks", () => {
    const { stage, vocal, microphone, put, lines } = withKits();
    const [first, second] = [put(vocal, 2), put(stage, 2)];
    const all = lines();
    const free = (of: ProductId): number => (of === microphone ? 7 : 100);
    const covers = coverLines(all, free);
    const { kits, spoilt, leaves, enoughFor } = kitLinesIn(all);
    const kit = (id: LineId): Line => {
      const found = kits.find((each) => each.id === id);
      if (found === undefined) throw new Error("a kit");
      return found;
    };
    const missing = ({ id }: Line): number => covers.get(id)?.short ?? 0;
    expect(covers.has(first)).toBe(false);
    expect(spoilt(kit(first), missing)).toBe(0);
    expect(spoilt(kit(second), missing)).toBe(1);
    expect(leaves(kit(second)).filter((part) => missing(part) > 0)).toMatchObject([{ name: "Microphone" }]);
    expect(enoughFor(kit(first), free)).toBe(3);
  });

  test("[INV-12] kits count as whole when all their parts do", () => {
    const { stage, put, lines } = withKits();
    const id = put(stage, 2);
    const { kits, whole } = kitLinesIn(lines());
    const kit = kits.find((each) => each.id === id);
    if (kit === undefined) throw new Error("a kit");
    const packed = (counts: Readonly<Record<string, number>>) => whole(kit, ({ name }) => counts[name] ?? 0);
    expect(packed({ Microphone: 4, Stand: 2 })).toBe(0);
    expect(packed({ Microphone: 3, Stand: 2, Cable: 8 })).toBe(1);
    expect(packed({ Microphone: 4, Stand: 2, Cable: 8 })).toBe(2);
    expect(packed({ Microphone: 9, Stand: 9, Cable: 99 })).toBe(2);
  });

  test("[INV-11] what replaces a part says so, through another change and onto a copy of the list", () => {
    const { documents, event, stage, vocal, stand, cable, microphone, along, put, lines, shown } = withKits();
    put(vocal, 2);
    const swap = (name: string, product: ProductId, quantity: number): void =>
      void must(
        documents.run(substitute, {
          event,
          line: named(lines(), name).id,
          item: { product, name: `for ${name}` },
          quantity,
        }),
      );
    const standing = () => lines().flatMap(({ insteadOf, isPart }) => (isPart === true ? [insteadOf] : []));
    expect(standing()).toEqual([undefined, undefined]);
    swap("Stand", cable, 2);
    swap("Microphone", cable, 1);
    expect(shown()).toEqual(["2 Vocal kit", "3 Microphone", "1 for Microphone", "2 for Stand"]);
    expect(standing()).toEqual([undefined, microphone, stand]);

    const copy = must(
      documents.run(duplicateEvent, {
        event,
        name: "Again",
        busyFrom: brand<LocalDateTime>("2026-07-01T07:00"),
        along: lines().map(({ id, product: of }) => ({
          line: id,
          accessories: of === undefined ? [] : along(of),
        })),
      }),
    );
    expect(shown(copy.event)).toEqual(shown());
    expect(copy.arrived).toBe(0);

    const swapped = named(lines(), "for Stand").id;
    must(documents.run(setItem, { event, line: swapped, item: { product: stage, name: "Third" } }));
    expect(standing()).toEqual([undefined, microphone, stand]);
    must(documents.run(setItem, { event, line: swapped, item: { product: stand, name: "Stand" } }));
    expect(standing()).toEqual([undefined, microphone, undefined]);
  });

  test("[INV-11] a line nothing asked for stands in for nothing", () => {
    const { documents, event, cable, stand, put, lines } = withKits();
    const id = put(cable, 4);
    must(
      documents.run(substitute, { event, line: id, item: { product: stand, name: "Stand" }, quantity: 1 }),
    );
    must(documents.run(setItem, { event, line: id, item: { product: stand, name: "Stand" } }));
    expect(lines().map(({ insteadOf }) => insteadOf)).toEqual([undefined, undefined]);
  });
});
