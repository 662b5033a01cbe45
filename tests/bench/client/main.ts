/**
 * The built app in Chromium with the data of a company, once typical and once large. Data is written by the app's own
 * commands into a profile on disk; then the app is used as people use it, by address, keyboard and clicks.
 */
import { cpus } from "node:os";
import { firstLoadBudget, firstLoadSizes } from "../../../scripts/first-load.mjs";
import type { Line, Report } from "../report";
import { percentile } from "../report";
import { appFolder, benchFolder, buildForBench, firstLoadList } from "./build-page";
import type { InputTimes } from "./chrome";
import { makeProfile, openChrome } from "./chrome";
import type { CompanySize } from "./company";
import { large, nothing, typical } from "./company";
import { measureEdits } from "./edit";
import { assetList, measureImport, measureReading } from "./import";
import { measureNewDevice } from "./new-device";
import { measureOpenings, stock, today } from "./open";
import type { Seeded } from "./page/seed";
import { measureScans } from "./scan";
import { measureStocktakeScroll } from "./scroll";
import { measureSearch } from "./search";
import { serveBench } from "./serve";
import { measureTwoBrowsers } from "./two-browsers";

const openingTargets = new Map([
  [typical.name, { warm: 500, uncached: 1_500 }],
  [large.name, { warm: 1_200, uncached: null }],
]);

const ms = (value: number): string =>
  value.toLocaleString("en", { maximumFractionDigits: value < 100 ? 1 : 0 });

/** A line for measured times: median and 95th percentile, judged by `share` of them. */
const timesLine = (name: string, times: readonly number[], target: number | null, share: number): Line => ({
  name,
  value: `${ms(percentile(times, 0.5))} / ${ms(percentile(times, 0.95))} ms (${times.length})`,
  peer: null,
  target: target === null ? "–" : `${share === 0.5 ? "p50" : "p95"} ≤ ${ms(target)} ms`,
  met: target === null ? null : percentile(times, share) <= target,
});

const inputLines = (
  name: string,
  times: readonly InputTimes[],
  targets: { readonly shown: number; readonly committed: number | null },
): readonly Line[] => [
  timesLine(
    `${name} to shown`,
    times.map(({ shownMs }) => shownMs),
    targets.shown,
    0.95,
  ),
  timesLine(
    `${name} to committed`,
    times.map(({ commitMs }) => commitMs),
    targets.committed,
    0.95,
  ),
  timesLine(
    `${name} until nothing more is drawn`,
    times.map(({ settledMs }) => settledMs),
    null,
    0.95,
  ),
];

/** Minutes pass between two lines of the report; the report itself goes to the standard output. */
const tell = (what: string): void => console.error(what);

const measureSize = async (size: CompanySize): Promise<readonly Line[]> => {
  const profile = makeProfile();
  const server = await serveBench(appFolder, benchFolder);
  try {
    tell(`${size.name}: filling a company`);
    const seeded = await seed(profile.path, server.origin, size);
    tell(`${size.name}: opening, searching, scanning`);
    const { page, close } = await openChrome(profile.path, true);
    const openings = {
      today: await measureOpenings(page, server.origin, today, 7),
      stock: await measureOpenings(page, server.origin, stock, 7),
    };
    const search = await measureSearch(page, server.origin);
    const scanUrl = `${server.origin}/scan?mode=out&event=${seeded.event}`;
    const scans = await measureScans(page, scanUrl, seeded.codes.slice(0, 60));
    const edits = await measureEdits(page, `${server.origin}/events/${seeded.event}/pull-list`, 60);
    const scrolled = await measureStocktakeScroll(page, server.origin);
    const imported = await measureImport(page, server.origin, assetList(10_000, 2_000));
    await close();
    const target = openingTargets.get(size.name);
    return [
      ...(["today", "stock"] as const).flatMap((screen) => [
        timesLine(`${size.name}: open ${screen}, warm`, openings[screen].warm, target?.warm ?? null, 0.5),
        timesLine(
          `${size.name}: open ${screen}, nothing cached`,
          openings[screen].uncached,
          target?.uncached ?? null,
          0.5,
        ),
      ]),
      timesLine(`${size.name}: type-ahead, key to paint`, search, 16, 0.95),
      ...inputLines(`${size.name}: scan`, scans, { shown: 50, committed: 50 }),
      ...inputLines(`${size.name}: cell of a 1,000-line list`, edits, { shown: 16, committed: null }),
      timesLine(
        `${size.name}: a frame while a stocktake of everything is scrolled`,
        scrolled.times,
        1_000 / 60,
        0.95,
      ),
      {
        name: `${size.name}: import of 10,000 rows into 2,000 products`,
        value: `${ms(imported.applyMs / 1000)} s, read and planned in ${ms(imported.planMs / 1000)} s, longest pause ${ms(imported.longestTaskMs)} ms`,
        peer: null,
        target: "≤ 10 s",
        met: imported.applyMs <= 10_000,
      },
    ];
  } finally {
    await server.close();
    profile.remove();
  }
};

const seed = async (profile: string, origin: string, size: CompanySize): Promise<Seeded> => {
  const { page, close } = await openChrome(profile, false);
  try {
    await page.goto(`${origin}/seed.html`);
    await page.waitForFunction("globalThis.benchSeed !== undefined");
    return await page.evaluate<Seeded>(`globalThis.benchSeed(${JSON.stringify(size)})`);
  } finally {
    await close();
  }
};

/** In an empty company: what is measured is the file. */
const largeFile = async (): Promise<readonly Line[]> => {
  const profile = makeProfile();
  const server = await serveBench(appFolder, benchFolder);
  try {
    tell("reading a file of 200,000 rows");
    await seed(profile.path, server.origin, nothing);
    const { page, close } = await openChrome(profile.path, true);
    await page.goto(server.origin);
    await page.waitForFunction("navigator.serviceWorker.controller !== null");
    const { planMs, longestTaskMs } = await measureReading(page, server.origin, assetList(200_000, 2_000));
    await close();
    return [
      {
        name: "reading and planning a file of 200,000 rows: longest task",
        value: `${ms(longestTaskMs)} ms, ${ms(planMs / 1000)} s in all`,
        peer: null,
        target: "≤ 100 ms",
        met: longestTaskMs <= 100,
      },
    ];
  } finally {
    await server.close();
    profile.remove();
  }
};

const newDevice = async (): Promise<readonly Line[]> => {
  tell("a new device joins a company of 10,000 assets");
  const { usableMs, checkedMs, longestTaskMs } = await measureNewDevice();
  return [
    {
      name: "new device, 10,000 assets: usable",
      value: `${ms(usableMs)} ms, everything checked after ${ms(checkedMs / 1000)} s, longest pause ${ms(longestTaskMs)} ms`,
      peer: null,
      target: "≤ 3,000 ms",
      met: usableMs <= 3_000,
    },
  ];
};

const twoBrowsers = async (): Promise<readonly Line[]> => {
  tell("a change seen by a second browser");
  const times = await measureTwoBrowsers(200);
  const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
  return [
    {
      name: "change on one device to drawn on another",
      value: `${ms(p50)} / ${ms(p95)} ms (${times.length})`,
      peer: null,
      target: "p50 ≤ 30 ms, p95 ≤ 80 ms",
      met: p50 <= 30 && p95 <= 80,
    },
  ];
};

const parts: Readonly<Record<string, () => Promise<readonly Line[]>>> = {
  typical: () => measureSize(typical),
  large: () => measureSize(large),
  file: largeFile,
  device: newDevice,
  "two-browsers": twoBrowsers,
};

/** `only` may name `typical`, `large`, `file`, `device` or `two-browsers`. */
export const run = async (only: readonly string[]): Promise<Report> => {
  await buildForBench();
  const firstLoad = firstLoadSizes(appFolder, firstLoadList).reduce((sum, { bytes }) => sum + bytes, 0);
  const lines: Line[] = [
    {
      name: "first load with first screens and worker, compressed, before wasm",
      value: `${ms(firstLoad / 1024)} kB`,
      peer: null,
      target: `≤ ${ms(firstLoadBudget / 1024)} kB`,
      met: firstLoad <= firstLoadBudget,
    },
  ];
  for (const [name, part] of Object.entries(parts))
    if (only.length === 0 || only.includes(name)) lines.push(...(await part()));
  return {
    title: "The app in Chromium: p50 / p95 (number of measurements)",
    machine: `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}`,
    lines,
  };
};
