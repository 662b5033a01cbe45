/** What is mutated, and the tests that must notice. */
import { readdirSync } from "node:fs";
import { join } from "node:path";

const folder = (root, path) =>
  readdirSync(join(root, path), { recursive: true })
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .map((name) => `${path}/${name}`);

/** Words in it are for people who look for the cause of a refusal; nothing decides by them. */
const onlyDetails = new Set([
  "shared/protocol/gate/byte-reader.ts",
  "shared/protocol/gate/check-ops.ts",
  "shared/protocol/gate/columns.ts",
]);
/** Tables of types and of texts for the screens. */
const withoutRules = new Set([
  "shared/protocol/gate/refusals.ts",
  "shared/protocol/gate/types.ts",
  "shared/protocol/membership/explain.ts",
  "shared/protocol/membership/rights-table.ts",
  "shared/protocol/membership/types.ts",
  "shared/protocol/membership/void-reasons.ts",
]);
const single = ["cards", "envelope", "receipts", "signed-rows", "tags", "tips", "uint64"];

/** `{ path, words }` of every file to break. */
export const targets = (root) =>
  [
    ...folder(root, "shared/protocol/membership"),
    ...folder(root, "shared/protocol/gate"),
    ...single.map((name) => `shared/protocol/${name}.ts`),
    "shared/kernel/canonical.ts",
    "shared/kernel/signature.ts",
    "shared/kernel/utf8.ts",
  ]
    .filter((path) => !withoutRules.has(path))
    .map((path) => ({ path, words: !onlyDetails.has(path) }));

const properties = /\/(canonical|gate-(document|fuzz|order)|membership)/;

export const testFiles = (root) => [
  ...["gate", "kernel", "membership", "protocol"].flatMap((name) => folder(root, `tests/unit/${name}`)),
  ...folder(root, "tests/property").filter((path) => properties.test(path)),
  "tests/compat/vectors.test.ts",
];
