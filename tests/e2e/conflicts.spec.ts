/** Two people scan one piece while neither reaches the relay; afterwards everybody sees both sides and can settle it. */
import type { Page } from "@playwright/test";
import { createCompany, expect, expectAccessible, joinCompany, leaveFor, phone, test } from "./support/app";
import { makeEvent } from "./support/company";
import { card, expectRule, scanFor, wedge } from "./support/scanning";

test.describe.configure({ timeout: 180_000 });

/** Three pieces of one product, LED-001 to LED-003. */
const addPieces = async (page: Page, origin: string): Promise<void> => {
  await page.goto(`${origin}/stock`);
  await page.getByRole("button", { name: "New product" }).first().click();
  await page.waitForURL(/\/stock\/products\//);
  await page.getByRole("button", { name: "Add assets" }).click();
  await page.getByLabel("How many").fill("3");
  await page.getByLabel("How many").press("Tab");
  await page.getByLabel("Code begins with").fill("LED-");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByRole("link", { name: "LED-003" })).toBeVisible();
};

const openInbox = async (page: Page): Promise<void> => {
  await page.goto(new URL("/conflicts", page.url()).href);
  await expect(page.getByRole("heading", { name: "Conflicts", level: 1 })).toBeVisible();
};

test("[SCN-10] [SCN-11] scanned out twice offline: in both inboxes with names and times, settled once for all, taken back", async ({
  relay,
  newProfile,
}) => {
  const office = await newProfile();
  const hall = await newProfile(phone);
  await createCompany(office, relay.origin);
  await addPieces(office, relay.origin);
  await makeEvent(office, relay.origin, "Summer Gala");
  await makeEvent(office, relay.origin, "Fair Hall 3");
  await joinCompany(office, hall, "Mira Kern");
  await hall.goto(`${relay.origin}/stock?view=assets`);
  await expect(hall.getByText("LED-003").first()).toBeVisible();
  await scanFor(office, relay.origin, /Fair Hall 3/);
  await scanFor(hall, relay.origin, /Summer Gala/);
  // The phone has the stock before the network goes.
  await wedge(hall, "LED-003");
  await expectRule(hall, "SCAN-11", /not on the list/i);

  await relay.stop("SIGKILL");
  await wedge(office, "LED-001");
  await expectRule(office, "SCAN-11", /LED-001/);
  await wedge(hall, "LED-001");
  await expectRule(hall, "SCAN-11", /LED-001/);
  await wedge(hall, "LED-002");
  await expectRule(hall, "SCAN-11", /LED-002/);
  await relay.startAgain();

  const sentence =
    /LED-001 was scanned out to .* by (Anna Lenz|Mira Kern) at .*\d\d:\d\d.* and out to .* by (Anna Lenz|Mira Kern) at .*\d\d:\d\d/;
  for (const page of [office, hall]) {
    await openInbox(page);
    await expect(page.getByText(sentence)).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText("Unit in two places")).toBeVisible();
    await expect(page.getByRole("article")).toHaveCount(1);
    for (const name of ["Anna Lenz", "Mira Kern"])
      await expect(page.getByRole("article").getByText(name, { exact: true }).first()).toBeVisible();
    await expectAccessible(page);
  }
  await expect(
    office.getByRole("link", { name: /Conflicts/ }).getByRole("img", { name: "1 open" }),
  ).toBeVisible();

  await hall.getByRole("button", { name: "It went to Summer Gala" }).click();
  for (const page of [hall, office])
    await expect(page.getByText("Nothing disagrees")).toBeVisible({ timeout: 30_000 });
  // At the office it is scanned in: the decision holds there too.
  await scanFor(office, relay.origin, /Fair Hall 3/, "in");
  await wedge(office, "LED-001");
  await expectRule(office, "SCAN-31", /Back from Summer Gala/);

  await openInbox(office);
  await office.getByRole("radio", { name: /Settled/ }).check({ force: true });
  await expect(
    office.getByText(/Mira Kern decided at .*: out to Summer Gala by Mira Kern holds for LED-001/),
  ).toBeVisible();
  await office.getByRole("button", { name: "Take it back" }).click();
  await leaveFor(office, "Stock");
  await openInbox(office);
  await expect(office.getByText(/LED-001 was scanned/)).toBeVisible();
  // By keyboard: the second answer of the first card.
  await office.keyboard.press("2");
  await expect(office.getByText("Nothing disagrees")).toBeVisible();
  await openInbox(hall);
  await expect(hall.getByText("Nothing disagrees")).toBeVisible({ timeout: 30_000 });
});

/** Gives a product another name where it stands. */
const rename = async (page: Page, from: string, to: string): Promise<void> => {
  await page.getByRole("button", { name: `Name: ${from}` }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(to);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: `Name: ${to}` })).toBeVisible();
};

test("[MOB-03] one field changed apart stands in the inbox with both values; one code on two things too", async ({
  relay,
  newProfile,
}) => {
  const office = await newProfile();
  const hall = await newProfile({ ...phone, colorScheme: "dark" });
  await createCompany(office, relay.origin);
  await addPieces(office, relay.origin);
  const product = office.url();
  await joinCompany(office, hall, "Mira Kern");
  await office.goto(product);
  await hall.goto(product);
  await expect(hall.getByRole("button", { name: "Name: New product" })).toBeVisible();
  await relay.stop("SIGKILL");
  await rename(office, "New product", "Spiider");
  await rename(hall, "New product", "Robe Spiider");
  await relay.startAgain();
  for (const page of [office, hall]) {
    await openInbox(page);
    await expect(
      page.getByText(/^Name of .*(Anna Lenz|Mira Kern) set (Robe )?Spiider.*(Anna Lenz|Mira Kern) set/),
    ).toBeVisible({ timeout: 30_000 });
    await expectAccessible(page);
  }
  await office.getByRole("button", { name: /^(Keep|Take) Spiider$/ }).click();
  for (const page of [office, hall])
    await expect(page.getByText("Nothing disagrees")).toBeVisible({ timeout: 30_000 });
  await hall.goto(product);
  await expect(hall.getByRole("button", { name: "Name: Spiider" })).toBeVisible();

  // The code of a piece, given to the product as well.
  await office.goto(product);
  await office.getByRole("textbox", { name: "New code" }).fill("led-001");
  await office.getByRole("button", { name: "Add code" }).click();
  await leaveFor(office, "Conflicts");
  await expect(office.getByText("LED-001 stands for 2 things. A scan has to ask each time.")).toBeVisible();
  await office.getByRole("link", { name: "Open Spiider, LED-001" }).click();
  await expect(office).toHaveURL(/\/stock\/assets\//);
});

test("[SCN-11] [MOV-11] scanned out offline for a line that was removed meanwhile: told to both, put on the list again", async ({
  relay,
  newProfile,
}) => {
  const office = await newProfile();
  const hall = await newProfile({ ...phone, colorScheme: "dark" });
  await createCompany(office, relay.origin);
  await addPieces(office, relay.origin);
  const list = await makeEvent(office, relay.origin, "Summer Gala");
  await office.getByRole("combobox", { name: "Add a line" }).click();
  await office.keyboard.type("1 new product");
  await office.keyboard.press("Enter");
  const grid = office.getByRole("grid");
  await expect(grid.getByText("New product")).toBeVisible();
  await joinCompany(office, hall, "Mira Kern");
  await office.goto(list);
  await expect(grid.getByText("New product")).toBeVisible();
  await scanFor(hall, relay.origin, /Summer Gala/);
  await wedge(hall, "LED-003");
  await expectRule(hall, "SCAN-10", /LED-003/);
  await wedge(hall, "EVENTKIT-UNDO");
  await expect(card(hall)).toContainText("taken back");

  // Only what the phone scans knowing that it has no connection counts as scanned without one.
  await hall.goto(`${relay.origin}/stock`);
  await hall.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
  await relay.stop("SIGKILL");
  await expect(hall.getByRole("button", { name: /^Offline/ })).toBeVisible({ timeout: 30_000 });
  await scanFor(hall, relay.origin, /Summer Gala/);
  await wedge(hall, "LED-001");
  await expectRule(hall, "SCAN-10", /LED-001/);
  await office.getByRole("button", { name: "What to do with New product" }).click();
  await office.getByRole("menuitem", { name: /^Remove/ }).click();
  await expect(grid.getByText("New product")).toBeHidden();
  await relay.startAgain();

  const sentence =
    /1 × New product went out to Summer Gala without a connection\. The line for it had been removed/;
  for (const page of [hall, office]) {
    await openInbox(page);
    await expect(page.getByText(sentence)).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText("Not on the job")).toBeVisible();
    await expect(page.getByRole("article").getByText("Mira Kern", { exact: true })).toBeVisible();
    await expectAccessible(page);
  }
  await office.screenshot({ path: test.info().outputPath("stray-desktop.png") });
  await hall.screenshot({ path: test.info().outputPath("stray-phone-dark.png") });
  await office.getByRole("button", { name: "It went: put it on the list" }).click();
  for (const page of [office, hall])
    await expect(page.getByText("Nothing disagrees")).toBeVisible({ timeout: 30_000 });
});
