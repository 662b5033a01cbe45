/** What is installed is what was chosen, and installing runs none of it. */
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { textOf } from "./source-files";

const versions = v.record(v.string(), v.string());
const wanted = v.parse(
  v.object({ dependencies: versions, devDependencies: versions }),
  JSON.parse(textOf("package.json")),
);
const installed = v.parse(
  v.object({
    packages: v.record(
      v.string(),
      v.object({
        version: v.optional(v.string()),
        integrity: v.optional(v.string()),
        hasInstallScript: v.optional(v.boolean()),
      }),
    ),
  }),
  JSON.parse(textOf("package-lock.json")),
).packages;

describe("[T20] dependencies", () => {
  test("each is named with its exact version, and that one is locked", () => {
    for (const [name, version] of Object.entries({ ...wanted.dependencies, ...wanted.devDependencies })) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
      expect(installed[`node_modules/${name}`]?.version, name).toBe(version);
    }
  });

  test("each is locked with the hash of its content", () => {
    const unlocked = Object.entries(installed).filter(([path, { integrity }]) => path !== "" && !integrity);
    expect(unlocked.map(([path]) => path)).toEqual([]);
  });

  test("no scripts run while installing, and none but the known packages have any", () => {
    expect(textOf("scripts/install.mjs")).toContain('["ci", "--ignore-scripts"');
    const withScripts = Object.entries(installed).filter(([, { hasInstallScript }]) => hasInstallScript);
    expect(withScripts.map(([path]) => path)).toEqual(["node_modules/cbor-extract", "node_modules/esbuild"]);
  });
});
