/** Which fields name what can be merged, read from the declarations: none of them is forgotten where merges are followed. */
import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { followed } from "#shared/documents/followed";
import { documentKinds } from "#shared/documents/kinds";

const folders = ["domain", "kernel"].map((name) => new URL(`../../../shared/${name}/`, import.meta.url));

const sources = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) =>
      ts.createSourceFile(name, readFileSync(new URL(name, folder), "utf8"), ts.ScriptTarget.Latest, true),
    ),
);

const everyNode = function* (node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* everyNode(child);
};

/** `Id<"product">` and names given to it, by the text they are written with. */
const kindNamed = (): ((written: string) => string) => {
  const names = new Map<string, string>();
  for (const source of sources)
    for (const node of source.statements)
      if (ts.isTypeAliasDeclaration(node)) names.set(node.name.text, node.type.getText());
  return (written) => /^Id<(?:"([\w-]+)"|string)>$/.exec(names.get(written) ?? written)?.[1] ?? "anything";
};

/** Of each declared record: what its fields name. */
const declared = (): ReadonlyMap<string, ReadonlyMap<string, string>> => {
  const kindOf = kindNamed();
  const records = new Map<string, Map<string, string>>();
  for (const source of sources)
    for (const node of everyNode(source)) {
      if (!ts.isCallExpression(node) || !node.expression.getText().startsWith("defineRecord<")) continue;
      const [name, fields] = node.arguments;
      if (name === undefined || !ts.isStringLiteral(name) || fields === undefined) continue;
      const named = new Map<string, string>();
      if (ts.isObjectLiteralExpression(fields))
        for (const field of fields.properties) {
          const written = /\bidOf<(.+?)>\(\)/.exec(field.getText())?.[1];
          if (written !== undefined && field.name !== undefined)
            named.set(field.name.getText(), kindOf(written));
        }
      records.set(name.text, named);
    }
  return records;
};

/** The merges themselves say what was merged when, whatever became of it since. */
const facts: ReadonlySet<string> = new Set(["product-merge", "asset-merge"]);
const merged: ReadonlySet<string> = new Set(["product", "asset"]);

const namingFields = (): readonly string[] =>
  [...declared()].flatMap(([record, fields]) =>
    facts.has(record)
      ? []
      : [...fields].flatMap(([field, names]) =>
          merged.has(names) || names === "anything" ? [`${record}.${field}`] : [],
        ),
  );

describe("what merges are followed by", () => {
  test("[INV-21] every record of every document is among the declarations read here, with its fields", () => {
    const records = declared();
    for (const { records: types } of Object.values(documentKinds))
      for (const { name, fields } of types) {
        const found = records.get(name);
        expect(found, name).toBeDefined();
        expect(Object.keys(fields)).toEqual(expect.arrayContaining([...(found?.keys() ?? [])]));
      }
    expect(records.get("movement")?.get("product")).toBe("product");
    expect(records.get("movement")?.get("transfer")).toBe("transfer");
  });

  test("[INV-21] every field that names what can be merged is followed, and no other", () => {
    const listed = [...followed.values()].flatMap(({ type, fields }) =>
      fields.map((field) => `${type.name}.${field}`),
    );
    expect(listed.toSorted()).toEqual(namingFields().toSorted());
  });

  test("[INV-21] what there is one of each is told apart by fields of its own", () => {
    for (const { type, oneFor } of followed.values())
      expect(Object.keys(type.fields)).toEqual(expect.arrayContaining([...(oneFor ?? [])]));
  });
});
