/** Fields a company added itself, filled by columns of a table. */
import { expect, test } from "vitest";
import { asset, customValue, product } from "#shared/domain/inventory";
import { addCustomField, customField } from "#shared/domain/settings";
import { must } from "#shared/kernel/result";
import type { ImportSession } from "#shared/domain/import";
import { createImportWorld, textSource } from "#tests/support/import-world";

const setUp = () => {
  const world = createImportWorld();
  const add = (name: string, on: "product" | "asset", more: object = {}) =>
    must(world.documents.run(addCustomField, { name, on, kind: "text", ...more })).field;
  return {
    ...world,
    fields: {
      hours: add("Lamp hours", "asset", { kind: "number", unit: "h" }),
      sealed: add("Sealed", "asset", { kind: "flag" }),
      colour: add("Colour", "product", { kind: "choice", choices: "black\nwhite" }),
      since: add("In the range since", "product", { kind: "day" }),
    },
    /** What stands in own fields, by code or name of what it belongs to. */
    values: () => {
      const nameOf = new Map<string, string>(
        world.documents.all(customField).map(({ id, name }) => [id, name]),
      );
      return Object.fromEntries(
        world.documents.all(customValue).map((each) => {
          const piece = world.documents.all(asset).find(({ id }) => id === each.asset)?.code;
          const of = piece ?? world.documents.all(product).find(({ id }) => id === each.product)?.name ?? "";
          return [`${of} ${nameOf.get(each.field) ?? ""}`, each.value];
        }),
      );
    },
  };
};

const header = "Product name;Asset code;Quantity;Lamp hours;Sealed;Colour;In the range since";
const table = (...rows: readonly string[]) => textSource("stock.csv", [header, ...rows].join("\n"));
const fieldsOf = (opened: Awaited<ReturnType<ImportSession["open"]>>): readonly string[] => {
  const view = must(opened);
  return view.type === "table" ? view.columns.map(({ field }) => field) : [];
};

test("[INV-09] [INT-01] columns named as own fields fill them on products and pieces, in every spelling", async () => {
  const world = setUp();
  const { hours, sealed, colour, since } = world.fields;
  const file = table(
    "Lamp;A1;1;812,5 h;ja;White;1.2.2024",
    "Lamp;A2;1;7;0;;",
    "Cable;;20;;;black;2023-05-06",
  );
  const { opened } = await world.open(file);
  expect(fieldsOf(opened).slice(3)).toEqual([hours, sealed, colour, since].map((id) => `own:${id}`));
  await world.run(file);
  expect(world.values()).toEqual({
    ...{ "A1 Lamp hours": "812.5", "A1 Sealed": "yes", "A2 Lamp hours": "7", "A2 Sealed": "no" },
    ...{ "Lamp Colour": "white", "Lamp In the range since": "2024-02-01" },
    ...{ "Cable Colour": "black", "Cable In the range since": "2023-05-06" },
  });
});

test("[INV-09] [INT-02] the same file again changes nothing; another value is shown first, and empty cells say nothing", async () => {
  const world = setUp();
  await world.run(table("Lamp;A1;1;812,5;ja;white;", "Lamp;A2;1;7;;;"));
  const again = await world.run(table("Lamp;A1;1;812,5;ja;white;", "Lamp;A2;1;7;;;"));
  expect(again.rows).toMatchObject({ new: 0, changed: 0, unchanged: 2 });
  const { session, opened } = await world.open(table("Lamp;A1;1;900,5;;black;", "Lamp;A2;1;;;;"));
  must(opened);
  expect(session.plan().rows).toMatchObject({ changed: 2, refused: 0 });
  const [first] = session.rows(["changed"], 0, 1).rows;
  expect(first?.changes).toEqual([
    { field: `own:${world.fields.colour}`, before: "white", after: "black" },
    { field: `own:${world.fields.hours}`, before: "812.5", after: "900.5" },
  ]);
  world.apply(session);
  expect(world.values()).toMatchObject({
    "A1 Lamp hours": "900.5",
    "A1 Sealed": "yes",
    "Lamp Colour": "black",
  });
  expect(world.documents.all(customValue)).toHaveLength(4);
});

test("[INV-09] [INT-01] a value that is none of the field's kind refuses its row and says so", async () => {
  const world = setUp();
  const counts = await world.run(table("Lamp;A1;1;many;;;", "Cable;;5;;;green;", "Truss;;2;;;black;"));
  expect(counts.rows).toMatchObject({ new: 1, refused: 2 });
  expect(world.values()).toEqual({ "Truss Colour": "black" });
  const { session, opened } = await world.open(table("Cable;;5;;;green;"));
  must(opened);
  session.plan();
  expect(session.rows(["refused"], 0, 1).rows[0]?.problem).toEqual({
    ...{ type: "NotOfField", column: "Colour", value: "green" },
  });
});

test("[INV-09] [INT-01] a text longer than an own field keeps refuses its row, so that writing does not stop at it", async () => {
  const world = setUp();
  must(world.documents.run(addCustomField, { name: "House story", on: "product", kind: "text" }));
  const file = (length: number) =>
    textSource("stock.csv", `Product name;Quantity;House story\nLamp;1;${"x".repeat(length)}\nTruss;2;\n`);
  const { session, opened } = await world.open(file(1_001));
  must(opened);
  expect(session.plan().rows).toMatchObject({ new: 1, refused: 1 });
  expect(session.rows(["refused"], 0, 1).rows[0]?.problem).toEqual({
    ...{ type: "TextTooLong", column: "House story", limit: 1_000 },
  });
  world.apply(session);
  expect(world.documents.all(product).map(({ name }) => name)).toEqual(["Truss"]);
  await world.run(file(1_000));
  expect(world.values()).toEqual({ "Lamp House story": "x".repeat(1_000) });
});

test("[INV-09] [INT-01] what only a piece could hold goes to the notes where there is none; columns can be chosen", async () => {
  const world = setUp();
  const { session, opened } = await world.open(table("Cable;;20;12;;black;"));
  const columns = fieldsOf(opened);
  expect(columns).toContain(`own:${world.fields.colour}`);
  session.setTable({
    columns: ["name", "code", "quantity", `own:${world.fields.hours}`, "ignore", "ignore", "ignore"],
  });
  session.plan();
  world.apply(session);
  expect(world.documents.all(product)).toMatchObject([{ name: "Cable", notes: "Lamp hours: 12" }]);
  expect(world.values()).toEqual({});
});

test("[INV-09] [INT-01] a piece with many own values is written in steps that fit into a change", async () => {
  const world = setUp();
  const names = Array.from({ length: 30 }, (_, n) => `Extra ${n}`);
  for (const name of names) must(world.documents.run(addCustomField, { name, on: "asset", kind: "text" }));
  const rows = Array.from(
    { length: 60 },
    (_, n) => `Lamp;A${n};${names.map((name) => `${name} ${n}`).join(";")}`,
  );
  const file = textSource("wide.csv", [`Product name;Asset code;${names.join(";")}`, ...rows].join("\n"));
  const { session, opened } = await world.open(file);
  must(opened);
  session.plan();
  const steps = session.steps(0, session.prepare(null));
  const sizes = steps.flatMap((step) =>
    step.type === "product" ? [step.own.length * 5 + step.newAssets.length * 10] : [],
  );
  expect(sizes.length).toBeGreaterThan(1);
  expect(Math.max(...sizes)).toBeLessThan(8_000);
  world.apply(session);
  expect(world.documents.all(customValue)).toHaveLength(1_800);
});
