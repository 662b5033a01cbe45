import { describe, expect, test } from "vitest";
import { createEvent, removeEvent } from "#shared/domain/events";
import {
  addGroup,
  addLines,
  line,
  lineGroup,
  listSections,
  moveGroup,
  moveLines,
  removeGroup,
  removeLines,
  renameGroup,
  setItem,
  setNote,
  setQuantity,
  substitute,
} from "#shared/domain/pull-list";
import type { LineGroupId, LineId } from "#shared/domain/pull-list";
import type { ProductId } from "#shared/domain/inventory";
import { brand } from "#shared/kernel/brand";
import { thingOf } from "#shared/kernel/ids";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import { must } from "#shared/kernel/result";
import { createPlainDocuments } from "#tests/support/plain-drafts";

const megaPointe = {
  product: brand<ProductId>("M0000000000000000000000000"),
  name: "MegaPointe",
  maker: "Robe",
  weightG: 22_000,
  powerW: 670,
};

const withList = (seed = 1) => {
  const documents = createPlainDocuments(seed);
  const { event } = must(
    documents.run(createEvent, {
      name: "Gala",
      busyFrom: brand<LocalDateTime>("2026-06-11T07:00"),
      busyTo: brand<LocalDateTime>("2026-06-14T20:00"),
      zone: brand<Zone>("Europe/Berlin"),
    }),
  );
  const thing = thingOf(event);
  const add = (names: readonly string[], group: LineGroupId | null = null, behind?: LineId | null) =>
    must(
      documents.run(addLines, {
        event,
        group,
        behind,
        lines: names.map((name) => ({ item: { name }, quantity: 1 })),
      }),
    ).lines;
  const shown = () =>
    listSections(documents.list(thing, line), documents.list(thing, lineGroup)).map(
      ({ group, lines }) => `${group?.name ?? "–"}: ${lines.map(({ name }) => name).join(" ")}`,
    );
  const read = (id: LineId | undefined) => documents.get(thing, line, id ?? brand<LineId>(""));
  return { documents, event, add, shown, read };
};

describe("lines", () => {
  test("[PUL-01] a line carries what its readers need of the product", () => {
    const { documents, event, read } = withList();
    const added = must(
      documents.run(addLines, {
        event,
        group: null,
        lines: [{ item: megaPointe, quantity: 24, note: "FOH" }],
      }),
    );
    expect(read(added.lines[0])).toMatchObject({ ...megaPointe, quantity: 24, note: "FOH" });
  });

  test("[PUL-01] lines stand last, first, or behind another, within their group", () => {
    const { documents, event, add, shown } = withList();
    const { group } = must(documents.run(addGroup, { event, name: "Audio" }));
    const [, b] = add(["a", "b", "c"]);
    add(["v", "w"], group);
    add(["b1", "b2"], null, b);
    add(["first"], null, null);
    add(["u"], group, null);
    expect(shown()).toEqual(["–: first a b b1 b2 c", "Audio: u v w"]);
  });

  test("[PUL-01] lines move together, into a group and back, and keep the order they are given in", () => {
    const { documents, event, add, shown } = withList();
    const { group } = must(documents.run(addGroup, { event, name: "Audio" }));
    const [a, b, c, d] = add(["a", "b", "c", "d"]);
    const [v] = add(["v", "w"], group);
    must(
      documents.run(moveLines, { event, lines: [d, a].filter((id) => id !== undefined), group, behind: v }),
    );
    expect(shown()).toEqual(["–: b c", "Audio: v d a w"]);
    must(
      documents.run(moveLines, {
        event,
        lines: [c].filter((id) => id !== undefined),
        group: null,
        behind: null,
      }),
    );
    expect(shown()).toEqual(["–: c b", "Audio: v d a w"]);
    must(
      documents.run(moveLines, {
        event,
        lines: [a].filter((id) => id !== undefined),
        group: null,
        behind: b,
      }),
    );
    expect(shown()).toEqual(["–: c b a", "Audio: v d w"]);
  });

  test("[PUL-01] squeezing a thousand lines in at one spot keeps the order and short keys", () => {
    const { documents, event, add, shown } = withList();
    const [first] = add(["first", "last"]);
    const names = Array.from({ length: 1000 }, (_, index) => `n${index}`);
    add(names, null, first);
    for (let i = 0; i < 300; i++) add([`m${i}`], null, first);
    const expected = ["first", ...Array.from({ length: 300 }, (_, i) => `m${299 - i}`), ...names, "last"];
    expect(shown()).toEqual([`–: ${expected.join(" ")}`]);
    const keys = documents.list(thingOf(event), line).map(({ order }) => order);
    expect(Math.max(...keys.map((key) => key.length))).toBeLessThanOrEqual(40);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("[PUL-01] quantities and notes are set one by one", () => {
    const { documents, event, add, read } = withList();
    const [a] = add(["a"]);
    if (a === undefined) throw new Error("added");
    must(documents.run(setQuantity, { event, line: a, quantity: 0 }));
    must(documents.run(setNote, { event, line: a, kind: "note", text: "2 spare" }));
    must(documents.run(setNote, { event, line: a, kind: "clientNote", text: "incl. clamps" }));
    expect(read(a)).toMatchObject({ quantity: 0, note: "2 spare", clientNote: "incl. clamps" });
    must(documents.run(setNote, { event, line: a, kind: "note", text: "  " }));
    expect(read(a)?.note).toBeUndefined();
    expect(documents.run(setQuantity, { event, line: a, quantity: -1 })).toEqual({
      ok: false,
      error: { type: "ValueRefused", field: "quantity" },
    });
    expect(documents.run(setQuantity, { event, line: a, quantity: 1.5 })).toEqual({
      ok: false,
      error: { type: "ValueRefused", field: "quantity" },
    });
  });

  test("[PUL-09] free text becomes a product and keeps quantity and note", () => {
    const { documents, event, add, read } = withList();
    const [a] = add(["some moving light"]);
    if (a === undefined) throw new Error("added");
    must(documents.run(setQuantity, { event, line: a, quantity: 8 }));
    must(documents.run(setItem, { event, line: a, item: megaPointe }));
    expect(read(a)).toMatchObject({ ...megaPointe, quantity: 8 });
    must(documents.run(setItem, { event, line: a, item: { name: "anything bright" } }));
    expect(read(a)).toMatchObject({ name: "anything bright", quantity: 8 });
    expect(read(a)?.product).toBeUndefined();
    expect(read(a)?.weightG).toBeUndefined();
  });

  test("[AVL-08] another product covers part of a line, or all of it", () => {
    const { documents, event, add, shown, read } = withList();
    const [a] = add(["a", "b"]);
    if (a === undefined) throw new Error("added");
    must(documents.run(setQuantity, { event, line: a, quantity: 24 }));
    const part = must(documents.run(substitute, { event, line: a, item: megaPointe, quantity: 8 }));
    expect(shown()).toEqual(["–: a MegaPointe b"]);
    expect(read(a)?.quantity).toBe(16);
    expect(read(part.line)).toMatchObject({ ...megaPointe, quantity: 8 });
    must(documents.run(substitute, { event, line: a, item: { name: "other" }, quantity: 99 }));
    expect(shown()).toEqual(["–: other MegaPointe b"]);
  });

  test("[PUL-01] what is removed or unknown is refused, and nothing of the command is written", () => {
    const { documents, event, add, shown } = withList();
    const [a, b] = add(["a", "b"]);
    if (a === undefined || b === undefined) throw new Error("added");
    must(documents.run(removeLines, { event, lines: [a] }));
    expect(shown()).toEqual(["–: b"]);
    expect(documents.run(removeLines, { event, lines: [b, a] })).toEqual({
      ok: false,
      error: { type: "LineMissing" },
    });
    expect(documents.run(setQuantity, { event, line: a, quantity: 2 })).toEqual({
      ok: false,
      error: { type: "LineMissing" },
    });
    expect(documents.run(moveLines, { event, lines: [b], group: brand<LineGroupId>("G") })).toEqual({
      ok: false,
      error: { type: "GroupMissing" },
    });
    expect(
      documents.run(addLines, {
        event,
        group: null,
        lines: [
          { item: { name: "ok" }, quantity: 1 },
          { item: { name: " " }, quantity: 1 },
        ],
      }),
    ).toEqual({
      ok: false,
      error: { type: "TextMissing", field: "name" },
    });
    expect(shown()).toEqual(["–: b"]);
    must(documents.run(removeEvent, { event }));
    expect(documents.run(addGroup, { event, name: "Audio" })).toEqual({
      ok: false,
      error: { type: "EventMissing" },
    });
  });
});

describe("groups", () => {
  test("[PUL-01] groups are named, ordered and renamed", () => {
    const { documents, event, shown } = withList();
    const group = (name: string, behind?: LineGroupId | null) =>
      must(documents.run(addGroup, { event, name, behind })).group;
    const lighting = group("Lighting");
    const audio = group("Audio");
    group("Video", lighting);
    expect(shown()).toEqual(["Lighting: ", "Video: ", "Audio: "]);
    must(documents.run(moveGroup, { event, group: audio, behind: null }));
    must(documents.run(renameGroup, { event, group: lighting, name: "Light" }));
    expect(shown()).toEqual(["Audio: ", "Light: ", "Video: "]);
    expect(documents.run(renameGroup, { event, group: lighting, name: "" })).toEqual({
      ok: false,
      error: { type: "TextMissing", field: "name" },
    });
  });

  test("[PUL-01] a group goes with its lines or leaves them in order", () => {
    const { documents, event, add, shown } = withList();
    const audio = must(documents.run(addGroup, { event, name: "Audio" })).group;
    const video = must(documents.run(addGroup, { event, name: "Video" })).group;
    add(["loose"]);
    add(["a", "b"], audio);
    add(["v"], video);
    must(documents.run(removeGroup, { event, group: audio, lines: "keep" }));
    expect(shown()).toEqual(["–: loose a b", "Video: v"]);
    must(documents.run(removeGroup, { event, group: video, lines: "remove" }));
    expect(shown()).toEqual(["–: loose a b"]);
  });

  test("[PUL-01] lines of a group that another device removed are shown without one", () => {
    const { documents, event, add } = withList();
    const audio = must(documents.run(addGroup, { event, name: "Audio" })).group;
    add(["a"], audio);
    const lines = documents.list(thingOf(event), line);
    const groups = documents.list(thingOf(event), lineGroup).map((group) => ({ ...group, removedAt: 5 }));
    expect(listSections(lines, groups)).toEqual([{ group: undefined, lines }]);
  });
});
