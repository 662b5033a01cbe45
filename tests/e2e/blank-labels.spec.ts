/** Labels printed ahead: stuck on something, scanned, claimed, all without a network; claimed twice apart, settled once. */
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, joinCompany, phone, test } from "./support/app";
import { companyOfHeads, makeEvent, openPiece } from "./support/company";
import { joinAs } from "./support/people";
import { card, expectRule, openDemo, ready, scanFor, wedge } from "./support/scanning";
import { overflow, smallTargets } from "./support/thumb";
import { readSheet } from "./support/warehouse-day/labels";

test.describe.configure({ timeout: 180_000 });

/** Makes the file of what the page shows and reads every symbol in it. */
const makeSheet = async (page: Page): Promise<readonly string[]> => {
  const download = page.waitForEvent("download");
  // With a key: on a phone what is said of the last file may lie over the button.
  await page.getByRole("button", { name: "Make the PDF" }).press("Enter");
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^blank-labels-/);
  return readSheet(await readFile(await file.path()));
};

const printBlank = async (page: Page, origin: string, count: number): Promise<readonly string[]> => {
  await page.goto(`${origin}/labels?print=blank`);
  await page.getByLabel("How many").fill(String(count));
  await page.getByLabel("How many").press("Tab");
  await expect(page.getByText(`${count} labels`, { exact: true })).toBeVisible();
  await expectAccessible(page);
  return makeSheet(page);
};

const charactersOf = (url: string): string => url.slice(-26);

test("[SCN-13] blank labels offline on a phone: printed, scanned, claimed by a piece and by a new one, scanned again", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile(phone);
  await companyOfHeads(page, relay.origin, 3);
  await makeEvent(page, relay.origin, "Summer Gala");
  await page.evaluate(async () => navigator.serviceWorker.ready);
  await expect.poll(() => page.evaluate(async () => (await caches.keys()).length)).toBeGreaterThan(0);
  await page.context().setOffline(true);
  await relay.stop("SIGKILL");

  const [first = "", second = "", third = ""] = await printBlank(page, relay.origin, 3);
  expect(first).toMatch(/^HTTPS?:\/\/.*\/A\/[0-9A-HJKMNP-TV-Z]{26}$/);
  const again = await makeSheet(page);
  expect(new Set([first, second, third, ...again]).size).toBe(6);

  await scanFor(page, relay.origin, /Summer Gala/);
  await wedge(page, first);
  await expectRule(page, "SCAN-03", /Blank label/);
  await page.getByRole("button", { name: "Put it on something" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("is on nothing yet")).toBeVisible();
  await expectAccessible(page);
  expect(await smallTargets(page)).toEqual([]);
  // A code it has already names the piece, and nothing is booked behind the dialog.
  await wedge(page, "MEGA-0003");
  await expect(dialog.getByRole("button", { name: "Put it on MEGA-0003" })).toBeVisible();
  await dialog.getByRole("combobox", { name: "Name or code" }).fill("mega-0002");
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Put it on MEGA-0002" }).click();
  await expect(dialog).toBeHidden();
  await expect(card(page)).toContainText(/MEGA-0002.*Wears this label now/);
  await wedge(page, first);
  await expectRule(page, "SCAN-11", /MEGA-0002/);

  await wedge(page, second);
  await expectRule(page, "SCAN-03", /Blank label/);
  await page.getByRole("button", { name: "Put it on something" }).click();
  await dialog.getByRole("radio", { name: "A new piece" }).check({ force: true });
  await dialog.getByRole("combobox", { name: "Of which product" }).fill("megapointe");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("textbox", { name: "Its code" })).toHaveValue("MEGA-0004");
  await dialog.getByRole("button", { name: "Make MEGA-0004 with this label" }).click();
  await expect(dialog).toBeHidden();
  await expect(card(page)).toContainText(/MEGA-0004.*Wears this label now/);
  await wedge(page, second);
  await expectRule(page, "SCAN-11", /MEGA-0004/);

  // On the page of a piece: what something wears is refused, a blank one typed from the sticker is taken.
  await openPiece(page, relay.origin, "MEGA-0001");
  await page.getByRole("button", { name: "Put a label on it" }).click();
  await expectAccessible(page);
  const field = dialog.getByRole("textbox", { name: "Label" });
  await field.fill(first);
  await page.keyboard.press("Enter");
  await expect(
    dialog.getByText("MEGA-0002 (MegaPointe) wears this label already. Take another one."),
  ).toBeVisible();
  await field.fill(
    charactersOf(third)
      .replace(/(.{5})/g, "$1-")
      .toLowerCase(),
  );
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByText(charactersOf(third), { exact: true })).toBeVisible();
});

test("[SCN-13] one label claimed on two devices apart stands in both inboxes, and one answer settles it for both", async ({
  relay,
  newProfile,
}) => {
  const office = await newProfile();
  const hall = await newProfile(phone);
  await companyOfHeads(office, relay.origin, 2);
  const [label = ""] = await printBlank(office, relay.origin, 2);
  await joinCompany(office, hall, "Mira Kern");
  await openPiece(office, relay.origin, "MEGA-0001");
  await openPiece(hall, relay.origin, "MEGA-0002");
  await relay.stop("SIGKILL");
  for (const page of [office, hall]) {
    await page.getByRole("button", { name: "Put a label on it" }).click();
    await wedge(page, label);
    await expect(page.getByText(charactersOf(label), { exact: true })).toBeVisible();
  }
  await relay.startAgain();
  const both = /was put on MegaPointe, MEGA-000[12] and MegaPointe, MEGA-000[12]/;
  for (const page of [office, hall]) {
    await page.goto(`${relay.origin}/conflicts`);
    await expect(page.getByText(both)).toBeVisible({ timeout: 60_000 });
    await expectAccessible(page);
  }
  await hall.getByRole("button", { name: "It is on MEGA-0001" }).click();
  for (const page of [hall, office])
    await expect(page.getByText("Nothing disagrees")).toBeVisible({ timeout: 60_000 });
  await openPiece(hall, relay.origin, "MEGA-0001");
  await expect(hall.getByText(charactersOf(label), { exact: true })).toBeVisible();
  await openPiece(office, relay.origin, "MEGA-0002");
  await expect(office.getByText(charactersOf(label), { exact: true })).toBeHidden();
});

test("[SCN-13] who may not write the stock is offered no blank labels, neither to print nor to claim", async ({
  relay,
  newProfile,
}) => {
  const owner = await newProfile();
  const mira = await newProfile(phone);
  await companyOfHeads(owner, relay.origin, 2);
  const [label = ""] = await printBlank(owner, relay.origin, 2);
  await joinAs(owner, mira, "Mira Kern", "Crew");
  await openPiece(mira, relay.origin, "MEGA-0001");
  await expect(mira.getByRole("button", { name: "Put a label on it" })).toBeHidden();
  await mira.goto(`${relay.origin}/labels?print=blank`);
  await expect(mira.getByRole("heading", { name: "Not part of your role" })).toBeVisible();
  await mira.goto(`${relay.origin}/scan?mode=in`);
  await ready(mira);
  await wedge(mira, label);
  await expectRule(mira, "SCAN-03", /Blank label/);
  await expect(mira.getByRole("button", { name: "Put it on something" })).toBeHidden();
});

test("[SCN-13] in German: a blank label is scanned and put on a new piece", async ({ relay, newProfile }) => {
  const page = await newProfile({ ...phone, locale: "de-DE" });
  await openDemo(page, relay.origin);
  await page.goto(`${relay.origin}/labels?print=blank`);
  await expect(page.getByText("21 Etiketten", { exact: true })).toBeVisible();
  expect(await overflow(page)).toBe(0);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "PDF erzeugen" }).click();
  const [label = ""] = await readSheet(await readFile(await (await download).path()));
  await page.goto(`${relay.origin}/scan?mode=in`);
  await expect(page.getByText("Bereit für den ersten Scan")).toBeVisible();
  await wedge(page, label);
  await expectRule(page, "SCAN-03", /Leeres Etikett/);
  await page.getByRole("button", { name: "Auf etwas kleben" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "Ein neues Exemplar" }).check({ force: true });
  await dialog.getByRole("combobox", { name: "Von welchem Produkt" }).fill("megapointe");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("textbox", { name: "Sein Code" })).toHaveValue("MEGA-0025");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "MEGA-0025 mit diesem Etikett anlegen" }).click();
  await expect(card(page)).toContainText("Trägt jetzt dieses Etikett");
  await wedge(page, label);
  await expect(card(page)).toContainText("MEGA-0025");
});
