/** Cases as the warehouse uses them: a packing list, packing against it, lock, label, stale label, loose list. */
import { readFile } from "node:fs/promises";
import { PDFDocument } from "@cantoo/pdf-lib";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, phone, test } from "./support/app";
import { card, expectRule, openDemo, ready, wedge } from "./support/scanning";

test.describe.configure({ timeout: 180_000 });

/** The page of a case, by the code people read on it. */
const openCase = async (page: Page, origin: string, code: string): Promise<string> => {
  await page.goto(`${origin}/stock?view=assets&q=${code.toLowerCase()}`);
  const link = page.getByRole("link", { name: code }).first();
  const id = (await link.getAttribute("href"))?.split("/").at(-1) ?? "";
  await page.goto(`${origin}/stock/cases/${id}`);
  await expect(page.getByRole("heading", { level: 1, name: code })).toBeVisible();
  return id;
};

const addLine = async (page: Page, words: string): Promise<void> => {
  await page.getByRole("combobox", { name: "Add a product or a piece" }).fill(words);
  await page.getByRole("listbox", { name: "Add a product or a piece" }).getByRole("option").first().click();
};

test("[CAS-07] [CAS-02] [CAS-06] [CAS-13] a list is written, packed against, weighed and locked", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await openDemo(page, relay.origin);
  const id = await openCase(page, relay.origin, "FCMC-0001");
  await expect(page.getByText("Nothing lies in it")).toBeVisible();
  await addLine(page, "aura-0016");
  await addLine(page, "r600-0001");
  const list = page.getByRole("region", { name: "Packing list" });
  await expect(list.getByRole("listitem")).toHaveCount(2);
  await list.getByRole("checkbox", { name: /AURA-0016.*lives in the case/ }).check();
  await expect(page.getByText("2 missing").first()).toBeVisible();
  await expectAccessible(page);

  await page.goto(`${relay.origin}/scan?mode=pack&case=${id}`);
  await ready(page);
  const packing = page.getByRole("region", { name: "Packing list of FCMC-0001" });
  await expect(packing.getByText("1 missing")).toHaveCount(2);
  await wedge(page, "AURA-0016");
  await expectRule(page, "SCAN-26", /Into FCMC-0001, 1 of 1/);
  await expect(packing.getByText("1 missing")).toHaveCount(1);
  await wedge(page, "AURA-0015");
  await expectRule(page, "SCAN-75", /not on its packing list/);
  await expect(packing.getByText("does not belong here")).toBeVisible();
  await expectAccessible(page);
  await wedge(page, "EVENTKIT-UNDO");
  await wedge(page, "EVENTKIT-CLOSE");
  await expectRule(page, "SCAN-55", /FCMC-0001 closed\. 1 missing/);

  await page.goto(`${relay.origin}/stock/cases/${id}`);
  const inside = page.getByRole("region", { name: "In it now" });
  await expect(inside.getByRole("link", { name: "AURA-0016" })).toBeVisible();
  await expect(inside.getByText("lives here")).toBeVisible();
  await expect(inside.getByText("missing")).toBeVisible();
  await expect(page.getByText(/Gross weight \d/)).toBeVisible();
  await page.getByRole("button", { name: "Lock" }).click();
  await expect(page.getByText("locked", { exact: true })).toBeVisible();

  await page.goto(`${relay.origin}/scan?mode=unpack`);
  await ready(page);
  await wedge(page, "AURA-0016");
  await expectRule(page, "SCAN-71", /FCMC-0001 is locked/);
  await wedge(page, "EVENTKIT-TAKE");
  await expectRule(page, "SCAN-80", /Out of FCMC-0001/);
});

test("[CAS-12] a rule keeps a kind of thing out of a case, and says so at the scan", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await openDemo(page, relay.origin);
  const id = await openCase(page, relay.origin, "FCMC-0002");
  await page.getByRole("textbox", { name: "Codes that begin with" }).fill("aura");
  await page.getByRole("button", { name: "Add the rule" }).click();
  await expect(page.getByText("codes beginning aura")).toBeVisible();
  await page.goto(`${relay.origin}/scan?mode=pack&case=${id}`);
  await ready(page);
  await wedge(page, "AURA-0016");
  await expectRule(page, "SCAN-73", /A rule keeps this out of FCMC-0002/);
  await wedge(page, "R600-0001");
  await expectRule(page, "SCAN-26", /Into FCMC-0002/);
});

test("[CAS-08] [DOC-06] the contents label is printed, and told to be out of date when something else lies inside", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await openDemo(page, relay.origin);
  const id = await openCase(page, relay.origin, "FCMC-0003");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Contents label" }).click();
  const file = await download;
  expect((await readFile(await file.path())).subarray(0, 5).toString()).toBe("%PDF-");
  await expect(page.getByText("was saved")).toBeVisible();
  await expect(page.getByText("label out of date")).toBeHidden();

  // Large enough to be read from the dock; the next one is as large.
  await page.getByLabel("Size of contents labels").selectOption("A5");
  await page.reload();
  await expect(page.getByLabel("Size of contents labels")).toHaveValue("A5");
  const larger = page.waitForEvent("download");
  await page.getByRole("button", { name: "Contents label" }).click();
  const pdf = await PDFDocument.load(await readFile(await (await larger).path()));
  const { width, height } = pdf.getPage(0).getSize();
  expect([width, height].map((points) => Math.round((points * 25.4) / 72))).toEqual([148, 210]);
  await page.setViewportSize(phone.viewport);
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath("case-phone.png") });
  await page.goto(`${relay.origin}/scan?mode=pack&case=${id}`);
  await ready(page);
  await wedge(page, "AURA-0016");
  await expectRule(page, "SCAN-26", /Into FCMC-0003/);
  await page.goto(`${relay.origin}/stock/assets/${id}`);
  const label = await page.getByText(/^[0-9A-HJKMNP-TV-Z]{26}$/).innerText();
  await page.goto(`${relay.origin}/stock/cases/${id}`);
  await expect(page.getByText("label out of date")).toBeVisible();
  await page.goto(`${relay.origin}/scan?mode=in`);
  await ready(page);
  await wedge(page, `HTTPS://RELAY.EXAMPLE/A/${label}/0000`);
  await expectRule(page, "SCAN-32", /contents list is out of date/);
});

test("[CAS-11] [CAS-09] what goes to an event and lies in no case is listed, and packed from there", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile(phone);
  await openDemo(page, relay.origin);
  await page.goto(`${relay.origin}/scan?mode=out`);
  const options = page.getByRole("dialog").getByRole("combobox", { name: "Event" }).locator("option");
  const event = (await options.filter({ hasText: /Gala/ }).first().getAttribute("value")) ?? "";
  await page.goto(`${relay.origin}/scan?mode=out&event=${event}`);
  await ready(page);
  await wedge(page, "AURA-0016");
  await expect(card(page)).toContainText("AURA-0016");
  await page.goto(`${relay.origin}/events/${event}/cases`);
  const loose = page.getByRole("list", { name: "In no case" });
  await expect(loose.getByRole("link", { name: "AURA-0016" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Pack them" }).click();
  await ready(page);
  await wedge(page, "FCMC-0004");
  await expectRule(page, "SCAN-24", /Open/);
  await wedge(page, "AURA-0016");
  await expectRule(page, "SCAN-26", /Into FCMC-0004/);
  await page.goto(`${relay.origin}/events/${event}/cases`);
  await expect(page.getByRole("heading", { name: "Cases on this event" })).toBeVisible();
  await expect(page.getByRole("link", { name: "AURA-0016" })).toBeHidden();
  await expectAccessible(page);
});
