import { readFile } from "node:fs/promises";
import { unzipSync } from "fflate";
import { createCompany, expect, joinCompany, test } from "./support/app";
import { chooseFile } from "./support/company";

test("[INT-04] everything leaves as one archive: tables, history, and the signed documents", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await createCompany(page, relay.origin);
  await chooseFile(page, relay.origin, "stock.csv", Buffer.from("Name,Maker,Code\nSpot,Robe,=1+1\n"));
  await page.getByRole("button", { name: "Apply 1 row" }).click();
  await expect(page.getByText("1 row was imported")).toBeVisible();
  await page.goto(`${relay.origin}/settings/device`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export everything" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^eventkit-lichtwerk-berlin-\d{4}-\d{2}-\d{2}\.zip$/);
  const parts = unzipSync(await readFile(await download.path()));
  const textOf = (name: string): string => new TextDecoder().decode(parts[name]);
  expect(textOf("README.txt")).toContain("Lichtwerk Berlin, as one device had it on");
  expect(textOf("records/product.csv")).toContain("Spot,Robe");
  // What a spreadsheet would run is text there.
  expect(textOf("records/asset.csv")).toContain(",'=1+1,");
  expect(textOf("history.csv")).toMatch(
    /T.*Z,Anna Lenz,[\w-]{43},yes,import\.apply,\w+,product:\w+,name,,Spot/,
  );
  const signed = Buffer.from(parts["signed/company.eventkit"] ?? []);
  expect(signed.includes(Buffer.from("eventkit-export"))).toBe(true);
  await expect(page.getByText("Exported.")).toBeVisible();
});

test("the device page names the relay, the last confirmation and how the storage is kept", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await createCompany(page, relay.origin);
  await page.goto(`${relay.origin}/settings/device`);
  await expect(page.getByText(relay.origin, { exact: true })).toBeVisible();
  await expect(page.getByText("Nothing. Everything has a confirmation.")).toBeVisible();
  await expect(
    page.getByText(/Kept until you delete it|The browser may clear it when space runs out/),
  ).toBeVisible();
});

test("a removed device is cut off, told so, and keeps what it wrote", async ({ relay, newProfile }) => {
  const owner = await newProfile();
  const mira = await newProfile();
  await createCompany(owner, relay.origin);
  await joinCompany(owner, mira, "Mira Kern");
  const devices = owner.getByRole("list", { name: "Devices of Mira Kern" });
  await devices.getByRole("button", { name: /^Remove/ }).click();
  const dialog = owner.getByRole("dialog");
  await dialog.getByRole("radio", { name: "The person left" }).check();
  await dialog.getByRole("button", { name: "Remove the device" }).click();
  await expect(devices.getByText("Removed: left")).toBeVisible();
  await mira.getByRole("button", { name: "Needs attention" }).click();
  await expect(mira.getByText(/This device was removed from the company .* What it wrote/)).toBeVisible();
});

test("personal facts and the company's are edited in place", async ({ relay, newProfile }) => {
  const page = await newProfile();
  await createCompany(page, relay.origin);
  await page.goto(`${relay.origin}/settings`);
  await page.getByRole("button", { name: /^E-mail/ }).click();
  await page.getByRole("textbox", { name: "E-mail" }).fill("anna@example.org");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "E-mail: anna@example.org" })).toBeFocused();
  await page.getByRole("button", { name: /^Currency/ }).click();
  await page.getByRole("textbox", { name: "Currency" }).fill("euros");
  await page.keyboard.press("Enter");
  await expect(page.getByText("That is not a currency code of three letters.")).toBeVisible();
  await page.getByRole("button", { name: /^Currency/ }).click();
  await page.getByRole("textbox", { name: "Currency" }).fill("chf");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Currency: CHF" })).toBeHidden();
});

test("devices carry a name; a second one takes the mark of the only device away", async ({
  relay,
  newProfile,
}) => {
  const owner = await newProfile();
  await createCompany(owner, relay.origin);
  const mark = owner.getByRole("button", { name: /Only this device opens it/ });
  await expect(mark).toBeVisible();
  const tablet = await newProfile();
  await joinCompany(owner, tablet, "Anna Lenz", "Another device of mine");
  await owner.goto(`${relay.origin}/settings/device`);
  await expect(mark).toBeHidden();
  await owner.getByRole("button", { name: /^Name: Chrome on / }).click();
  await owner.getByRole("textbox", { name: "Name", exact: true }).fill("Office laptop");
  await owner.keyboard.press("Enter");
  await expect(owner.getByRole("button", { name: "Name: Office laptop" })).toBeVisible();
  await tablet.goto(`${relay.origin}/settings/people`);
  const devices = tablet.getByRole("list", { name: "Devices of Anna Lenz" });
  await expect(devices.getByText("Office laptop")).toBeVisible();
  await expect(devices.getByText(/^Chrome on /)).toBeVisible();
});
