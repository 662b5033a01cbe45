/** A relay whose clock can be put forward, and the way with a paper key through the screens. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { listStaticFiles } from "#relay/http/static-files";
import { relaySigner } from "#relay/relay-key";
import { memoryStore, startTestRelay, temporaryFolder } from "../../support/relay-process";
import { expect } from "./app";

export const hour = 3_600_000;
const builtRelay =
  process.env["EVENTKIT_BUILT_RELAY"] ?? fileURLToPath(new URL("../../../dist/relay", import.meta.url));

/** A relay of the test's own process, whose clock can be put forward between two starts. */
export const relayWithClock = async () => {
  const database = join(await temporaryFolder(), "relay.db");
  const key = relaySigner(randomBytes(32));
  const files = await listStaticFiles(join(builtRelay, "..", "client"));
  const start = (aheadMs: number, port = 0) =>
    startTestRelay(
      { store: memoryStore(database), key, files, clock: { now: () => Date.now() + aheadMs } },
      { PORT: String(port) },
    );
  let running = await start(0);
  const { origin, port } = running;
  return {
    origin,
    later: async (aheadMs: number): Promise<void> => {
      await running.close();
      running = await start(aheadMs, port);
    },
    close: () => running.close(),
  };
};

/** Reads the groups from the screen, types the asked ones, and returns the whole key as on the paper. */
export const savePaperKey = async (page: Page): Promise<string> => {
  await page.getByRole("link", { name: /Save the paper key/ }).click();
  const paperKey = await writeDown(page);
  await expect(page.getByRole("heading", { name: "The paper key is saved" })).toBeVisible();
  return paperKey;
};

/** Reads a paper key from the screen and types what is asked of it. */
export const writeDown = async (page: Page): Promise<string> => {
  const listed = page.getByRole("list", { name: "Paper key" }).getByRole("listitem");
  await expect(listed).toHaveCount(14);
  const items = await listed.allInnerTexts();
  const groups = items.map((text) => (text.split("\n").at(-1) ?? "").trim());
  for (const field of await page.getByRole("textbox", { name: /^Group/ }).all()) {
    const label = (await field.getAttribute("id")) ?? "";
    const name = await page.locator(`label[for="${label}"]`).innerText();
    await field.fill(groups[Number(name.replace(/\D/g, "")) - 1] ?? "");
  }
  await page.getByRole("button", { name: "I have it on paper" }).click();
  return groups.join("-");
};

/** From the first page of a browser that knows nothing. */
export const recover = async (page: Page, origin: string, paperKey: string): Promise<void> => {
  await page.goto(origin);
  await page.getByRole("link", { name: /paper key/ }).click();
  await page.getByLabel("Paper key").fill(paperKey);
  await page.getByRole("button", { name: "Open the company" }).click();
};

/** What a page shows once it asks the relay again. */
export const comeBack = async (page: Page, origin: string): Promise<void> => {
  await page.goto(`${origin}/welcome`);
  await page.getByRole("link", { name: "Continue" }).click();
};
