/**
 * A device that joins a company of 10,000 assets over a real relay on this machine: from the moment it is let in until
 * the list of assets shows all of them, and until it has fetched and checked every document itself.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { createCompany, makeInvitation } from "#tests/e2e/support/app";
import { spawnRelay } from "#tests/support/built-relay";
import { makeProfile, openChrome, readProbe } from "./chrome";
import { assetList, measureImport } from "./import";

const builtRelay = fileURLToPath(new URL("../../../dist/relay", import.meta.url));
const assets = 10_000;
const products = 2_000;

export interface NewDeviceTimes {
  readonly usableMs: number;
  readonly checkedMs: number;
  /** The longest the page was held up meanwhile. */
  readonly longestTaskMs: number;
}

/** Values of one key of the small facts that a page's company keeps. */
const readFact = (page: Page, key: string): Promise<unknown> =>
  page.evaluate(async (name: string): Promise<unknown> => {
    const [database] = (await indexedDB.databases()).filter((each) => each.name?.startsWith("eventkit/"));
    if (database?.name === undefined) return undefined;
    const opening = indexedDB.open(database.name);
    await new Promise((done) => opening.addEventListener("success", done));
    const asked = opening.result.transaction("meta").objectStore("meta").get(name);
    await new Promise((done) => asked.addEventListener("success", done));
    opening.result.close();
    const found: unknown = asked.result;
    return found;
  }, key);

/** Everything is on the relay, and the rows of every document have been offered for those who come later. */
const settled = async (page: Page): Promise<void> => {
  await page.getByText("Synced").first().waitFor({ timeout: 240_000 });
  for (;;) {
    const pending = await readFact(page, "rows-pending");
    if (Array.isArray(pending) && pending.length === 0) return;
    await page.waitForTimeout(1_000);
  }
};

/** Knocks, compares the code and is let in; settles when the button was pressed. */
const letIn = async (owner: Page, newcomer: Page): Promise<void> => {
  const link = await makeInvitation(owner);
  await newcomer.goto(link);
  await newcomer.getByLabel("Your name").fill("Mira Kern");
  await newcomer.getByRole("button", { name: "Ask to join" }).click();
  const same = owner.getByRole("button", { name: "Same code: let in" });
  await same.waitFor();
  await same.click();
};

const joined = async (owner: Page, newcomer: Page, origin: string): Promise<NewDeviceTimes> => {
  // What the app needs to run is there, as on a device that showed the invitation.
  await newcomer.goto(origin);
  await newcomer.waitForFunction("navigator.serviceWorker.controller !== null");
  await letIn(owner, newcomer);
  const begun = performance.now();
  await newcomer.getByRole("link", { name: "Stock" }).first().click();
  await newcomer.getByText("Assets", { exact: true }).first().click();
  await newcomer.waitForFunction(
    (count) => Number(document.querySelector("[aria-rowcount]")?.getAttribute("aria-rowcount")) > count,
    assets,
    { polling: 20, timeout: 120_000 },
  );
  const usableMs = performance.now() - begun;
  const { longest } = await readProbe(newcomer);
  await newcomer.getByText("Synced").first().waitFor({ timeout: 120_000 });
  return { usableMs, checkedMs: performance.now() - begun, longestTaskMs: longest };
};

export const measureNewDevice = async (): Promise<NewDeviceTimes> => {
  const folder = mkdtempSync(join(tmpdir(), "eventkit-bench-relay-"));
  const relay = spawnRelay({ folder: builtRelay, remove: async () => undefined }, folder);
  const { origin } = await relay.started;
  const [ownProfile, newProfile] = [makeProfile(), makeProfile()];
  const owner = await openChrome(ownProfile.path, true);
  const newcomer = await openChrome(newProfile.path, true);
  try {
    await createCompany(owner.page, origin);
    await measureImport(owner.page, origin, assetList(assets, products));
    await settled(owner.page);
    return await joined(owner.page, newcomer.page, origin);
  } finally {
    await owner.close();
    await newcomer.close();
    relay.kill("SIGKILL");
    await relay.ended;
    for (const profile of [ownProfile, newProfile]) profile.remove();
    rmSync(folder, { recursive: true, force: true });
  }
};
