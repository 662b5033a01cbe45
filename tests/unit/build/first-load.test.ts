/** The budget of a first visit: what is counted, and what happens beyond it. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { build } from "vite";
import { checkFirstLoad, firstLoad, firstLoadSizes } from "../../../scripts/first-load.mjs";

let folder: string;
let list: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "eventkit-first-load-"));
  list = join(folder, "list.json");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (path: string, content: string): void => {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
};

/** A small app of the same build: a page, the two screens it may begin with, one more screen and the worker. */
const buildApp = async (): Promise<readonly string[]> => {
  write("app/index.html", '<div id="app"></div><script type="module" src="./main.ts"></script>');
  write(
    "app/main.ts",
    `const screens = [() => import("./first-run/welcome-screen.tsx"), () => import("./today/today-screen.tsx"), () => import("./labels/labels-screen.tsx")];
     new Worker(new URL("./sync-worker.ts", import.meta.url), { type: "module" });
     void screens[Number(location.hash.length)]?.();`,
  );
  write("app/first-run/welcome-screen.tsx", 'import "./welcome.css"; console.log("welcome");');
  write("app/first-run/welcome.css", "p { color: red }");
  write(
    "app/today/today-screen.tsx",
    'import { list } from "../list"; console.log(list("today")); void import("../pdf").then(console.log);',
  );
  write("app/labels/labels-screen.tsx", 'import { list } from "../list"; console.log(list("labels"));');
  write("app/list.ts", "export const list = (name: string) => [...name].reverse().join('');");
  write("app/pdf.ts", "export const pdf = 'a large library';");
  write("app/sync-worker.ts", "console.log('worker');");
  await build({
    configFile: false,
    root: join(folder, "app"),
    logLevel: "error",
    plugins: [firstLoad(list)],
    worker: { format: "es" },
    build: { outDir: join(folder, "out"), modulePreload: { polyfill: false } },
  });
  const listed: unknown = JSON.parse(readFileSync(list, "utf8"));
  return Array.isArray(listed) ? listed.map(String) : [];
};

test("[PWA-5] counted is what stands before the first screens do: their imports, styles and the worker", async () => {
  const names = (await buildApp()).map((file) => file.replace(/^assets\//, "").replace(/-[\w-]{8}\./, "."));
  expect(names.toSorted()).toEqual(
    [
      "index.html",
      "layers.css",
      "index.js",
      "list.js",
      "sync-worker.js",
      "today-screen.js",
      "welcome-screen.css",
      "welcome-screen.js",
    ].toSorted(),
  );
});

test("[PWA-5] a build beyond the budget fails and names the largest files; compressed sizes count", () => {
  write("out/small.js", "a".repeat(2_000));
  write("out/large.js", "b".repeat(50_000));
  write("out/large.js.br", "b".repeat(3_000));
  writeFileSync(list, JSON.stringify(["small.js", "large.js"]));
  const app = join(folder, "out");
  expect(firstLoadSizes(app, list)).toEqual([
    { file: "large.js", bytes: 3_000 },
    { file: "small.js", bytes: 2_000 },
  ]);
  expect(() => checkFirstLoad(app, list, 5_000)).not.toThrow();
  expect(() => checkFirstLoad(app, list, 4_999)).toThrow(/4\.9 kB[^]*large\.js[^]*small\.js/);
});
