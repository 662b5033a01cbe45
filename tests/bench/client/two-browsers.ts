/** A change on one device until it is drawn on another one, over a real relay on this machine. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import { createCompany } from "#tests/e2e/support/app";
import { makeEvent } from "#tests/e2e/support/company";
import { spawnRelay } from "#tests/support/built-relay";
import { arm, makeProfile, openChrome } from "./chrome";
import { assetList, measureImport } from "./import";
import { builtRelay, letIn } from "./new-device";

const lines = 20;
const warmUps = lines;

/** Moments of two processes are compared by the system's clock, in ms. */
const inputAt = (page: Page): Promise<number> =>
  page.evaluate<number>("performance.timeOrigin + globalThis.benchProbe.inputAt");

const resultAt = async (page: Page): Promise<number> => {
  const read = (): Promise<number> => page.evaluate<number>("globalThis.benchProbe.resultAt");
  await expect.poll(read, { intervals: [50], timeout: 20_000 }).toBeGreaterThan(0);
  return page.evaluate<number>("performance.timeOrigin + globalThis.benchProbe.resultAt");
};

const quantities = '[role="gridcell"][id^="line-"][id$="-needed"]';

const fillList = async (page: Page, origin: string): Promise<string> => {
  await measureImport(page, origin, assetList(lines, lines));
  const list = await makeEvent(page, origin, "Hall tour");
  await page.getByRole("combobox", { name: "Add a line" }).click();
  for (let at = 1; at <= lines; at++) {
    await page.keyboard.type(`${at} import model ${at}`);
    await page.keyboard.press("Enter");
    await page
      .locator(quantities)
      .nth(at - 1)
      .waitFor();
  }
  return list;
};

/** One quantity after the other down the list; from Enter on one page to the paint of the figure on the other. */
const measureChanges = async (from: Page, to: Page, times: number): Promise<readonly number[]> => {
  const taken: number[] = [];
  for (let at = 0; at < times + warmUps; at++) {
    if (at % lines === 0) await from.locator(quantities).first().click();
    const text = String(25 + (at % 60));
    const id = await from.locator('[role="grid"]').getAttribute("aria-activedescendant");
    await from.keyboard.type(text);
    const expected = { selector: `[id="${id ?? ""}"]`, text, whole: true };
    await to.evaluate(
      `globalThis.benchProbe.resultAt = 0; globalThis.benchExpected = ${JSON.stringify(expected)}`,
    );
    await arm(from);
    await from.keyboard.press("Enter");
    const shownAt = await resultAt(to);
    if (at >= warmUps) taken.push(shownAt - (await inputAt(from)));
  }
  return taken;
};

export const measureTwoBrowsers = async (times: number): Promise<readonly number[]> => {
  const folder = mkdtempSync(join(tmpdir(), "eventkit-bench-relay-"));
  const relay = spawnRelay({ folder: builtRelay, remove: async () => undefined }, folder);
  const { origin } = await relay.started;
  const profiles = [makeProfile(), makeProfile()] as const;
  const owner = await openChrome(profiles[0].path, true);
  const colleague = await openChrome(profiles[1].path, true);
  try {
    await createCompany(owner.page, origin);
    const list = await fillList(owner.page, origin);
    await letIn(owner.page, colleague.page);
    for (const { page } of [owner, colleague]) {
      await page.goto(list);
      await page
        .locator(quantities)
        .nth(lines - 1)
        .waitFor();
    }
    return await measureChanges(owner.page, colleague.page, times);
  } finally {
    await owner.close();
    await colleague.close();
    relay.kill("SIGKILL");
    await relay.ended;
    for (const profile of profiles) profile.remove();
    rmSync(folder, { recursive: true, force: true });
  }
};
