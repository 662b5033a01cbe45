import { appendFile, cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { spawnRelay } from "../support/built-relay";
import { createCompany, expect, joinCompany, test } from "./support/app";

/** The worker has stored the app and serves this page. */
const worksOffline = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
};

const company = (page: Page) => page.getByRole("button", { name: /Switch company/ });

const createProduct = async (page: Page, origin: string, name: string): Promise<void> => {
  await page.goto(`${origin}/stock`);
  await page.getByRole("button", { name: "New product" }).first().click();
  await page.waitForURL(/\/stock\/products\//);
  await page.getByRole("button", { name: /^Name/ }).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
};

test("[PWA-1] after one visit the app opens without a network, screens never seen included", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await createCompany(page, relay.origin);
  await worksOffline(page);
  await relay.stop();
  await page.goto(`${relay.origin}/stock`);
  await expect(company(page)).toContainText("Lichtwerk Berlin");
  await expect(page.getByText("No equipment yet")).toBeVisible();
  await createProduct(page, relay.origin, "Robin 600E Spot");
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Robin 600E Spot");
});

test("[PWA-2] HTML that is no template of the build, and scripts that are not ours, are refused by the browser", async ({
  relay,
  browser,
}) => {
  // A page of its own: what the browser says about these attempts would fail every other test.
  const page = await browser.newPage();
  await createCompany(page, relay.origin);
  const answers = await page.evaluate(() => {
    const attempts = [
      () => document.body.insertAdjacentHTML("beforeend", "<b>from somewhere</b>"),
      () => new Worker("/assets/unknown.js"),
      () => document.createElement("div").setAttribute("onclick", "location.reload()"),
    ];
    return attempts.map((attempt) => {
      try {
        attempt();
        return "done";
      } catch (error) {
        return error instanceof Error ? error.name : "thrown";
      }
    });
  });
  expect(answers).toEqual(["TypeError", "TypeError", "TypeError"]);
});

test("[PWA-3] one tab talks to the relay; when it is closed the next one does", async ({
  relay,
  newProfile,
}) => {
  const office = await newProfile();
  await createCompany(office, relay.origin);
  const second = await office.context().newPage();
  await second.goto(`${relay.origin}/stock`);
  await createProduct(office, relay.origin, "Truss 3 m");
  await expect(second.getByRole("link", { name: "Truss 3 m" })).toBeVisible();
  const phone = await newProfile();
  await joinCompany(office, phone, "Ben");
  await office.close();
  await createProduct(second, relay.origin, "Truss 2 m");
  await phone.goto(`${relay.origin}/stock`);
  await expect(phone.getByRole("link", { name: "Truss 3 m" })).toBeVisible();
  await expect(phone.getByRole("link", { name: "Truss 2 m" })).toBeVisible();
});

test("[PWA-4] a new version waits until somebody takes it, then every tab runs it", async ({
  newProfile,
}) => {
  const built = fileURLToPath(new URL("../../dist", import.meta.url));
  // Inside the project, so that the relay finds its packages.
  const copy = await mkdtemp(join(built, "update-"));
  const data = await mkdtemp(join(tmpdir(), "eventkit-update-"));
  for (const part of ["relay", "client"]) await cp(join(built, part), join(copy, part), { recursive: true });
  const program = { folder: join(copy, "relay"), remove: async () => undefined };
  let relay = spawnRelay(program, data);
  try {
    const { origin, port } = await relay.started;
    const page = await newProfile();
    await createCompany(page, origin);
    await worksOffline(page);
    const other = await page.context().newPage();
    await other.goto(origin);
    await expect(company(other)).toBeVisible();

    await appendFile(join(copy, "client", "sw.js"), "\n// the next version\n");
    await Promise.all(
      [".br", ".gz"].map((ending) => rm(join(copy, "client", `sw.js${ending}`), { force: true })),
    );
    relay.kill("SIGTERM");
    await relay.ended;
    relay = spawnRelay(program, data, { PORT: String(port) });
    await relay.started;

    await page.reload();
    const prompt = page.getByText("A new version of EventKit is ready.");
    await expect(prompt).toBeVisible();
    await expect(company(page)).toBeVisible();
    await page.getByRole("button", { name: "Use it now" }).click();
    await expect(prompt).toBeHidden();
    await expect(company(page)).toBeVisible();
    await expect(other.getByText("EventKit was updated in another tab.")).toBeVisible();
    await other.getByRole("button", { name: "Load this one again" }).click();
    await expect(company(other)).toBeVisible();
  } finally {
    relay.kill("SIGKILL");
    await relay.ended;
    await rm(copy, { recursive: true, force: true });
    await rm(data, { recursive: true, force: true });
  }
});
