import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readOptions, simulatorHelp } from "./options";

const root = fileURLToPath(new URL("../..", import.meta.url));
const call = (...args: string[]) =>
  spawnSync("npm", ["run", "-s", "sim", "--", ...args], { cwd: root, encoding: "utf8" });

test(
  "[SIM-6] what cannot be understood is said in words, with the help behind it, and ends with 2",
  { timeout: 120_000 },
  () => {
    const { status, stdout, stderr } = call("--mod", "liars");
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("--mod");
    expect(stderr).toContain(simulatorHelp);
    expect(stderr).not.toContain("    at ");
  },
);

test("[SIM-6] help is given when asked for", { timeout: 120_000 }, () => {
  const { status, stdout } = call("--help");
  expect([status, stdout]).toEqual([0, simulatorHelp]);
});

test("[SIM-6] every value is looked at", () => {
  const complaint = (...args: string[]): string | undefined => {
    const read = readOptions(args);
    return read.ok ? undefined : read.error;
  };
  expect(complaint("--mood", "lairs")).toBe('There is no mood "lairs".');
  expect(complaint("--campaign", "all")).toBe('There is no campaign "all".');
  expect(complaint("--runs", "many")).toContain("--runs");
  expect(complaint("--seed", "0")).toContain("--seed");
  expect(complaint("--share", "-1")).toContain("--share");
  expect(complaint("--share", "Infinity")).toContain("--share");
  expect(complaint("--minutes", "Infinity")).toContain("--minutes");
  expect(complaint("--keep", "3;9")).toContain("--keep");
  expect(complaint("more")).toContain("more");
  expect(complaint("--mood", "liars", "--keep", "3,9", "--share", "0.01")).toBeUndefined();
});
