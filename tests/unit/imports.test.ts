import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { checkImports } from "#tests/support/import-graph";

const root = fileURLToPath(new URL("../..", import.meta.url));

describe("import rules", () => {
  test("[ARC-1] imports flow one way through the whole tree", () => {
    const sources = new Map<string, string>();
    for (const path of listSources()) sources.set(path, readFileSync(root + path, "utf8"));
    expect(sources.size).toBeGreaterThan(20);
    expect(checkImports(sources).map(({ from, why }) => `${from}: ${why}`)).toEqual([]);
  });

  test.each([
    ["shared/kernel/ids.ts", 'import { x } from "#shared/domain/events"', "shared/kernel may not import"],
    [
      "shared/domain/events/a.ts",
      'import { x } from "#shared/domain/inventory/types"',
      "may not import shared/domain/inventory/types",
    ],
    [
      "shared/domain/events/a.ts",
      'import * as A from "@automerge/automerge"',
      "may not use the package @automerge/automerge",
    ],
    [
      "shared/protocol/a.ts",
      'const a = await import("#shared/domain/events")',
      "shared/protocol may not import",
    ],
    ["client/ui/button.tsx", 'import { x } from "#client/data/rows"', "client/ui may not import"],
    [
      "client/features/events/a.tsx",
      'import { x } from "#client/features/scanning/scan"',
      "may not import client/features/scanning/scan",
    ],
    ["client/features/events/a.tsx", 'import { openDB } from "idb"', "may not use the package idb"],
    ["relay/http/a.ts", 'export { x } from "#client/main"', "relay may not import client/main"],
  ])("[ARC-2] %s with `%s` is reported", (path, text, why) => {
    const reported = checkImports(new Map([[path, text]]));
    expect(reported.map((violation) => violation.why).join()).toContain(why);
  });

  test("[ARC-3] a cycle of immediate imports is reported with its shortest path, one of types or lazy imports is not", () => {
    const cycle = new Map([
      ["shared/kernel/a.ts", 'import { b } from "./b"'],
      ["shared/kernel/b.ts", 'import { a } from "./a"'],
    ]);
    expect(checkImports(cycle).map(({ why }) => why)).toEqual([
      "cycle: shared/kernel/a.ts → shared/kernel/b.ts → shared/kernel/a.ts",
    ]);
    const types = new Map([...cycle, ["shared/kernel/b.ts", 'import type { a } from "./a"']]);
    expect(checkImports(types)).toEqual([]);
    const lazy = new Map([...cycle, ["shared/kernel/b.ts", 'const load = () => import("./a")']]);
    expect(checkImports(lazy)).toEqual([]);
  });
});

const listSources = (): readonly string[] =>
  ["shared", "client", "relay"]
    .flatMap((folder) =>
      readdirSync(root + folder, { recursive: true, encoding: "utf8" }).map((path) => `${folder}/${path}`),
    )
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith(".d.ts"));
