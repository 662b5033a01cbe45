/**
 * What a first visit fetches before somebody can work: the page, its scripts and styles, the screens it may begin
 * with and the worker behind them. `firstLoad` writes the list while building, `checkFirstLoad` fails beyond the
 * budget, when somebody builds on purpose and in `npm test`, so that the list never grows unseen. The wasm comes beside all this and is not counted.
 */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** 450 kB, compressed as the relay sends them. */
export const firstLoadBudget = 450 * 1024;

/** A first visit begins with the one, every later one with the other. */
const firstScreens = [/\/first-run\/welcome-screen\.tsx$/, /\/today\/today-screen\.tsx$/];
const firstWorkers = /\/sync-worker-[\w-]+\.js$/;

/** What a piece needs before it runs, itself included. */
const filesOf = (bundle, fileName, found = new Set()) => {
  const piece = bundle[fileName];
  if (found.has(fileName) || piece === undefined) return found;
  found.add(fileName);
  for (const style of piece.viteMetadata?.importedCss ?? []) found.add(style);
  for (const imported of piece.imports ?? []) filesOf(bundle, imported, found);
  return found;
};

const beginsWith = (piece) =>
  piece.isEntry === true || firstScreens.some((screen) => screen.test(piece.facadeModuleId ?? ""));

/** Vite plugin: `listFile` gets the names, relative to the folder of the app, as JSON. */
export const firstLoad = (listFile) => ({
  name: "eventkit-first-load",
  apply: "build",
  writeBundle: {
    order: "post",
    handler(_options, bundle) {
      const pieces = Object.values(bundle);
      const starts = pieces.filter(beginsWith);
      if (starts.length !== firstScreens.length + 1)
        throw new Error("The first screens are not files of their own any more: see scripts/first-load.mjs.");
      const workers = pieces.filter(({ fileName }) => firstWorkers.test(`/${fileName}`));
      if (workers.length === 0) throw new Error("The sync worker was not found: see scripts/first-load.mjs.");
      const files = new Set(["index.html", "layers.css", ...workers.map(({ fileName }) => fileName)]);
      for (const { fileName } of starts) for (const file of filesOf(bundle, fileName)) files.add(file);
      mkdirSync(dirname(listFile), { recursive: true });
      writeFileSync(listFile, JSON.stringify([...files].sort(), null, 2));
    },
  },
});

/** Bytes per file, as sent: `.br` where compressing helped. Largest first. */
export const firstLoadSizes = (appFolder, listFile) =>
  JSON.parse(readFileSync(listFile, "utf8"))
    .map((file) => {
      const path = join(appFolder, file);
      return { file, bytes: statSync(existsSync(`${path}.br`) ? `${path}.br` : path).size };
    })
    .sort((a, b) => b.bytes - a.bytes);

const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} kB`;

/** Throws with the largest files when the budget is exceeded. */
export const checkFirstLoad = (appFolder, listFile, budget = firstLoadBudget) => {
  const sizes = firstLoadSizes(appFolder, listFile);
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= budget) return;
  const largest = sizes.slice(0, 12).map(({ file, bytes }) => `  ${kilobytes(bytes).padStart(9)}  ${file}`);
  throw new Error(
    `The first load is ${kilobytes(total)}, allowed are ${kilobytes(budget)}. What is not needed at once must be imported when it is needed.\n${largest.join("\n")}`,
  );
};
