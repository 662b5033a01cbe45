/** Importing files of every kind: seen first, applied, undone; hostile ones refused with a sentence. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { lightingPlan } from "../support/lighting-plan";
import { writeWorkbook } from "../support/workbook-writer";
import { createCompany, expect, expectAccessible, phone, test } from "./support/app";
import { chooseFile } from "./support/company";
import { makeProduct } from "./support/people";

test.describe.configure({ timeout: 120_000 });

const fixture = (name: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`../fixtures/import/${name}`, import.meta.url)));

test("[INT-01] [INT-02] [INT-03] a Snipe-IT list: recognised, shown, applied, again nothing, undone as one", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await createCompany(page, relay.origin);
  await page.goto(`${relay.origin}/import`);
  await expectAccessible(page);
  await chooseFile(page, relay.origin, "assets.csv", fixture("snipe-it-assets.csv"));
  await expect(page.getByText("looks like a Snipe-IT list of assets, 3 rows, comma, UTF-8")).toBeVisible();
  const rows = page.getByRole("grid", { name: "Rows as they will become" });
  await expect(rows.getByText("MEGA-0001")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Apply 3 rows" }).click();
  await expect(page.getByText("3 rows were imported")).toBeVisible();
  await expect(page.getByText("2 new products, 3 new assets, 2 new places.")).toBeVisible();

  await page.getByRole("button", { name: "Import another file" }).click();
  await chooseFile(page, relay.origin, "assets.csv", fixture("snipe-it-assets.csv"));
  await expect(page.getByText("Nothing would change: all of this is in your stock already.")).toBeVisible();

  const changed = fixture("snipe-it-assets.csv")
    .toString()
    .replace("Core 110f,,C110", "Core 110f,Processor,C110");
  await chooseFile(page, relay.origin, "assets.csv", Buffer.from(changed));
  await expect(page.getByRole("button", { name: "Apply 1 row" })).toBeVisible();
  await page.getByRole("button", { name: "Apply 1 row" }).click();
  await page.getByRole("button", { name: "Undo the import" }).click();
  await expect(page.getByRole("alert")).toContainText("assets.csv was taken back");
  await expect(page.getByRole("alert")).toContainText("1 change put back.");
  await page.goto(`${relay.origin}/stock?q=core`);
  await page.getByRole("link", { name: "Core 110f" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /Core 110f/ })).toBeVisible();
  await expect(page.getByRole("button", { name: "Notes: Add" })).toBeVisible();
});

test("[INT-03] an import is taken back by its name after the screen was left, with its quantities; what was changed since stays", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile(phone);
  await createCompany(page, relay.origin);
  const apply = async (name: string, ...rows: readonly string[]): Promise<void> => {
    await chooseFile(
      page,
      relay.origin,
      name,
      Buffer.from(["Name,Maker,Quantity,Weight kg", ...rows].join("\n")),
    );
    await page.getByRole("button", { name: /^Apply/ }).click();
    await expect(page.getByText(/rows? (was|were) imported/)).toBeVisible();
  };
  const stock = async (): Promise<void> => {
    await page.goto(`${relay.origin}/stock`);
    await expect(page.getByText("Schuko").first()).toBeVisible();
  };
  await apply("start.csv", "Schuko,Adam Hall,60,", "Truss,Prolyte,8,10");
  await apply("delivery.csv", "Schuko,Adam Hall,65,2", "Sandbag,,12,", "Truss,Prolyte,8,12");
  await stock();
  await expect(page.getByText("65 owned")).toBeVisible();
  await expect(page.getByText("12 owned")).toBeVisible();
  await page.getByRole("link", { name: /Truss/ }).click();
  await page.getByRole("button", { name: /^Weight in kg: 12/ }).click();
  await page.keyboard.type("11");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /^Weight in kg: 11/ })).toBeVisible();

  await page.goto(`${relay.origin}/import`);
  const past = page.getByRole("list", { name: "Last imports on this device" });
  await expect(past.getByRole("listitem")).toHaveCount(2);
  await expect(past.getByRole("listitem").first()).toContainText("delivery.csv");
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath("past-phone.png"), fullPage: true });
  await page.getByRole("button", { name: "Undo the import delivery.csv" }).click();
  const told = page.getByRole("alert");
  await expect(told).toContainText("delivery.csv was taken back, except for what was changed since");
  await expect(told).toContainText("1 new entry removed, 1 change put back, 2 quantities taken back.");
  await expect(told).toContainText("1 change stays: somebody wrote there since.");
  await expect(past.getByRole("listitem")).toHaveCount(1);
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath("taken-back-phone.png"), fullPage: true });
  await stock();
  await expect(page.getByText("60 owned")).toBeVisible();
  await expect(page.getByText("Sandbag")).toHaveCount(0);
  await page.getByRole("link", { name: /Truss/ }).click();
  await expect(page.getByRole("button", { name: /^Weight in kg: 11/ })).toBeVisible();
});

test("[INT-01] [INT-02] one import at a time: a second tab is told, and what changed meanwhile is compared again before anything is written", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile(phone);
  await createCompany(page, relay.origin);
  const list = Buffer.from("Name,Maker,Code\nSpot,Robe,L-1\nWash,Robe,W-1\n");
  await chooseFile(page, relay.origin, "stock.csv", list);
  await expect(page.getByRole("button", { name: "Apply 2 rows" })).toBeVisible();

  const other = await page.context().newPage();
  await chooseFile(other, relay.origin, "stock.csv", list);
  await expect(other.getByText("Another tab of this device is importing.")).toBeVisible();
  await expectAccessible(other);
  await other.screenshot({ path: test.info().outputPath("elsewhere-phone.png") });

  // Somebody makes one of the products while the comparison lies open.
  await other.goto(`${relay.origin}/stock`);
  await makeProduct(other, relay.origin, "Spot");
  // The first tab has heard of it once its own search finds it.
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search or do anything" }).fill("Spot");
  await expect(page.getByRole("option", { name: "Spot" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Apply 2 rows" }).click();
  await expect(page.getByText("Your stock changed meanwhile.")).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath("changed-phone.png") });
  await page.getByRole("button", { name: "Cancel" }).click();

  // The first tab is done with it: the second one may.
  await chooseFile(other, relay.origin, "stock.csv", list);
  await other.getByRole("button", { name: /^Apply/ }).click();
  await expect(other.getByText(/rows? (was|were) imported/)).toBeVisible();
  // Nothing of it is made twice; the one made by hand waits for a decision.
  await chooseFile(page, relay.origin, "stock.csv", list);
  await expect(page.getByText("1 doubtful row waits for you.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Apply 0 rows" })).toBeDisabled();
});

test("[INT-01] a workbook: its table is found among the sheets, and the note names the one left out", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await createCompany(page, relay.origin);
  const workbook = writeWorkbook([
    { name: "Read me", rows: [["How to fill this in"]] },
    {
      name: "Stock",
      rows: [
        ["Name", "Manufacturer", "Weight", "Purchase date", "Serial number"],
        ["MegaPointe", "Robe", 22.2, { day: 45_629 }, "SN-1"],
      ],
    },
  ]);
  await chooseFile(page, relay.origin, "stock.xlsx", Buffer.from(workbook));
  await expect(page.getByText("looks like a table, 1 row, sheet “Stock”")).toBeVisible();
  await expect(page.getByText("The sheet “Stock” is read. Not read: Read me.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Apply 1 row" }).click();
  await expect(page.getByText("1 new product, 1 new asset.")).toBeVisible();
});

test("[CRM-04] doubtful rows wait for a decision; refused rows say why and can be saved", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await createCompany(page, relay.origin);
  const first = "Name,Maker,Qty\nH30V truss 3 m,Prolyte,44\n";
  await chooseFile(page, relay.origin, "stock.csv", Buffer.from(first));
  await page.getByRole("button", { name: "Apply 1 row" }).click();
  await expect(page.getByText("1 row was imported")).toBeVisible();
  const second = "Name,Maker,Qty\nH30V 3 m,Prolyte,48\nCEE 63 A,PCE,-2\nClamp,Doughty,12\n";
  await chooseFile(page, relay.origin, "new.csv", Buffer.from(second));
  await expect(page.getByText("Perhaps your “H30V truss 3 m” Prolyte")).toBeVisible();
  await expect(page.getByText("The quantity is -2. Stock cannot be below zero.")).toBeVisible();
  await expect(page.getByText("1 doubtful row waits for you. 1 refused row is left out.")).toBeVisible();
  await expectAccessible(page);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save refused rows" }).click();
  expect((await download).suggestedFilename()).toBe("new-refused.csv");
  await page.getByRole("button", { name: "Same product" }).click();
  await expect(page.getByText("doubtful row waits")).toBeHidden();
  await page.getByRole("button", { name: "Apply 2 rows" }).click();
  await expect(page.getByText("2 rows were imported")).toBeVisible();
  await page.goto(`${relay.origin}/stock`);
  await expect(page.getByRole("row", { name: /H30V/ }).getByText("48").first()).toBeVisible();
  await expect(page.getByRole("row", { name: /H30V/ })).toHaveCount(1);
});

test("[PUL-13] [INT-07] a lighting plan becomes lines of an event, its types new products with weight and power", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await createCompany(page, relay.origin);
  await page.goto(`${relay.origin}/events`);
  await page.getByRole("button", { name: "New event" }).first().click();
  await page.getByLabel("Event", { exact: true }).fill("Gala");
  await page.getByRole("button", { name: "Create event" }).click();
  await expect(page).toHaveURL(/pull-list/);
  const event = /events\/([0-9A-Z]{26})/.exec(page.url())?.[1] ?? "";
  const plan = lightingPlan([
    { maker: "Robe", name: "MegaPointe", weightKg: 22, powerW: 670, count: 12, layer: "Front" },
    { maker: "Martin", name: "MAC Aura", weightKg: 6.5, powerW: 260, count: 8, layer: "Back" },
  ]);
  await page.goto(`${relay.origin}/import?event=${event}`);
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose files" }).click();
  await (
    await chooser
  ).setFiles({ name: "gala.mvr", mimeType: "application/zip", buffer: Buffer.from(plan) });
  await expect(page.getByRole("grid", { name: "Plan" }).getByText("MegaPointe")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: /^Add \d+ lines?$/ }).click();
  await page.getByRole("button", { name: "To the pull list" }).click();
  await expect(page).toHaveURL(new RegExp(`/events/${event}/pull-list`));
  await expect(page.getByText("MAC Aura").first()).toBeVisible();
});

test("files that are not what they say are refused with a sentence, on a phone too", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile(phone);
  await createCompany(page, relay.origin);
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
  await chooseFile(page, relay.origin, "stock.csv", png);
  await expect(page.getByText("This is a picture, whatever its name says.")).toBeVisible();
  await expectAccessible(page);
  await chooseFile(page, relay.origin, "show.mvr", Buffer.from([0x50, 0x4b, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8]));
  await expect(page.getByText("The archive is damaged")).toBeVisible();
  await chooseFile(page, relay.origin, "list.csv", fixture("german-list.csv"));
  await expect(page.getByRole("button", { name: "Apply 3 rows" })).toBeVisible();
  await expectAccessible(page);
});
