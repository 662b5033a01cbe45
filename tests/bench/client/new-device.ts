/**
 * A device that joins a company of 10,000 assets over a real relay on this machine: from the moment it is let in until
 * the list of assets shows all of them, and until it has fetched and checked every document itself.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import { createCompany, makeInvitation } from "#tests/e2e/support/app";
import { spawnRelay } from "#tests/support/built-relay";
import { makeProfile, openChrome, readProbe } from "./chrome";
import { assetList, measureImport } from "./import";

export const builtRelay = fileURLToPath(new URL("../../../dist/relay", import.meta.url));
const assets = 10_000;
const products = 2_000;

export interface NewDeviceTimes {
  readonly usableMs: number;
  readonly checkedMs: number;
  /** The longest the page was held up meanwhile. */
  readonly longestTaskMs: number;
}

interface Pending {
  /** Without a receipt. */
  readonly changes: number;
  /** Documents whose rows are still to be offered. */
  readonly rows: number;
}

/** Runs in the page; as text, because functions come compiled with helpers that the page does not have. */
const countPending = `(async () => {
  const databases = await indexedDB.databases();
  const name = databases.map((each) => each.name ?? "").find((each) => /^eventkit\\/.{43}$/.test(each));
  const done = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const database = await done(indexedDB.open(name));
  const stores = database.transaction(["outbox", "meta"]);
  const [changes, pending] = await Promise.all([
    done(stores.objectStore("outbox").count()),
    done(stores.objectStore("meta").get("rows-pending")),
  ]);
  database.close();
  return { changes, rows: pending?.length ?? 0 };
})()`;

const settleMs = 300_000;

/** Everything is on the relay, and the rows of every document have been offered for those who come later. */
const settled = async (page: Page): Promise<void> => {
  let quiet = 0;
  const look = async (): Promise<number> => {
    const { changes, rows } = await page.evaluate<Pending>(countPending);
    quiet = changes === 0 && rows === 0 ? quiet + 1 : 0;
    return quiet;
  };
  // Documents wait for a while before their rows are offered.
  const often = { intervals: [1_000], timeout: settleMs, message: "the owner's changes reach the relay" };
  await expect.poll(look, often).toBeGreaterThanOrEqual(8);
};

/** Knocks, compares the code and is let in; settles when the button was pressed. */
export const letIn = async (owner: Page, newcomer: Page): Promise<void> => {
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
  await newcomer.waitForFunction(() => navigator.serviceWorker.controller !== null);
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
  await newcomer.waitForFunction(() => document.body.innerText.includes("Synced"), null, {
    timeout: 120_000,
  });
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
