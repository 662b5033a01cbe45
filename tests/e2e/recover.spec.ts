/** Back in with nothing but the paper key: two days to object, by whoever still has a device, and then in. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { listStaticFiles } from "#relay/http/static-files";
import { relaySigner } from "#relay/relay-key";
import { memoryStore, startTestRelay, temporaryFolder } from "../support/relay-process";
import { createCompany, expect, expectAccessible, phone, test } from "./support/app";

test.describe.configure({ timeout: 120_000 });

const hour = 3_600_000;
const builtRelay =
  process.env["EVENTKIT_BUILT_RELAY"] ?? fileURLToPath(new URL("../../dist/relay", import.meta.url));

/** A relay of the test's own process, whose clock can be put forward between two starts. */
const relayWithClock = async () => {
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
const savePaperKey = async (page: Page): Promise<string> => {
  await page.getByRole("link", { name: /Save the paper key/ }).click();
  const items = await page.getByRole("list", { name: "Paper key" }).getByRole("listitem").allInnerTexts();
  const groups = items.map((text) => (text.split("\n").at(-1) ?? "").trim());
  for (const field of await page.getByRole("textbox", { name: /^Group/ }).all()) {
    const label = (await field.getAttribute("id")) ?? "";
    const name = await page.locator(`label[for="${label}"]`).innerText();
    await field.fill(groups[Number(name.replace(/\D/g, "")) - 1] ?? "");
  }
  await page.getByRole("button", { name: "I have it on paper" }).click();
  await expect(page.getByRole("heading", { name: "The paper key is saved" })).toBeVisible();
  return groups.join("-");
};

/** From the first page of a browser that knows nothing. */
const recover = async (page: Page, origin: string, paperKey: string): Promise<void> => {
  await page.goto(origin);
  await page.getByRole("link", { name: /paper key/ }).click();
  await page.getByLabel("Paper key").fill(paperKey);
  await page.getByRole("button", { name: "Open the company" }).click();
};

/** What a page shows once it asks the relay again. */
const comeBack = async (page: Page, origin: string): Promise<void> => {
  await page.goto(`${origin}/welcome`);
  await page.getByRole("link", { name: "Continue" }).click();
};

test("[ENR-13] a mistyped key is found out; the right one waits two days, and then opens the company", async ({
  newProfile,
}) => {
  const relay = await relayWithClock();
  const lost = await newProfile();
  await createCompany(lost, relay.origin, "Nordlicht", "Jo Ott");
  const paperKey = await savePaperKey(lost);
  await expect(lost.getByRole("button", { name: /^Synced/ })).toBeVisible();
  await lost.context().close();

  const found = await newProfile(phone);
  await recover(found, relay.origin, paperKey.replace(/^.{4}/, "0000"));
  await expect(found.getByText(/a character is wrong somewhere/)).toBeVisible();
  await found.getByLabel("Paper key").fill(paperKey.toLowerCase().replaceAll("-", " "));
  await found.getByRole("button", { name: "Open the company" }).click();
  await expect(found.getByRole("heading", { name: "The request is recorded" })).toBeVisible();
  await comeBack(found, relay.origin);
  const until = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    timeZone: "Europe/Berlin",
  });
  const day = until.format(Date.now() + 48 * hour);
  await expect(found.getByText(`owners have time to object until`)).toContainText(day);
  await expectAccessible(found);

  await relay.later(47 * hour);
  await comeBack(found, relay.origin);
  await expect(found.getByText("owners have time to object until")).toBeVisible();
  await relay.later(49 * hour);
  await comeBack(found, relay.origin);
  await expect(found.getByRole("button", { name: /Switch company/ })).toContainText("Nordlicht");
  await found.goto(`${relay.origin}/settings/people`);
  const devices = found.getByRole("list", { name: "Devices of Jo Ott" });
  await expect(devices.getByText("Removed by the paper key")).toBeVisible();
  await expect(devices.getByText("This device")).toBeVisible();
  await relay.close();
});

test("[ENR-14] the owner is told on every screen and keeps a stolen paper out", async ({ newProfile }) => {
  const relay = await relayWithClock();
  const owner = await newProfile();
  await createCompany(owner, relay.origin, "Nordlicht", "Jo Ott");
  const paperKey = await savePaperKey(owner);

  const thief = await newProfile();
  await recover(thief, relay.origin, paperKey);
  await expect(thief.getByRole("heading", { name: "The request is recorded" })).toBeVisible();

  await owner.goto(`${relay.origin}/events`);
  const alert = owner.getByRole("alert").filter({ hasText: "Somebody uses the paper key" });
  await expect(alert).toBeVisible();
  await alert.getByRole("link", { name: "Look" }).click();
  await expect(owner.getByText(/wants to take the company over with the paper key/)).toBeVisible();
  await expectAccessible(owner);
  await owner.getByRole("button", { name: "Object: keep it out" }).click();
  await expect(owner.getByText(/wants to take the company over/)).toBeHidden();

  await relay.later(49 * hour);
  await comeBack(thief, relay.origin);
  await expect(thief.getByRole("heading", { name: "An owner objected" })).toBeVisible();
  await thief.goto(relay.origin);
  await expect(thief.getByRole("heading", { name: "Create a company" })).toBeVisible();
  await expect(thief.getByText("Continue")).toBeHidden();
  await owner.goto(`${relay.origin}/settings/people`);
  const devices = owner.getByRole("list", { name: "Devices of Jo Ott" });
  await expect(devices.getByRole("listitem")).toHaveCount(1);
  // Nobody can lock everybody out by removing it.
  await expect(devices.getByText("The only device that can manage the company")).toBeVisible();
  await expect(devices.getByRole("button", { name: /^Remove/ })).toBeHidden();
  await relay.close();
});
