/** A company leaves as an archive and begins again from it: records, photos, history and codes. */
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { unzipSync, zipSync } from "fflate";
import { createCompany, expectAccessible, phone, test } from "./support/app";
import { chooseFile, makeEvent } from "./support/company";
import { drawPhoto } from "./support/photo";

const exported = async (page: Page, origin: string): Promise<Buffer> => {
  await page.goto(`${origin}/settings/device`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export everything" }).click(),
  ]);
  return readFile(await download.path());
};

const chooseArchive = async (page: Page, bytes: Buffer): Promise<void> => {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose an archive" }).click();
  await (await chooser).setFiles({ name: "archive.zip", mimeType: "application/zip", buffer: bytes });
};

const section = (page: Page) => page.getByRole("region", { name: "Photos and files" });

/** Lines of a table of an archive. */
const linesOf = (zip: Buffer, table: string): readonly string[] =>
  new TextDecoder().decode(unzipSync(zip)[table]).split("\r\n").slice(1);

test("[INT-04] an archive begins another company: everything is there again, with its history", async ({
  relay,
  newProfile,
}) => {
  const before = await newProfile();
  await createCompany(before, relay.origin);
  await chooseFile(before, relay.origin, "stock.csv", Buffer.from("Name,Maker,Code\nSpot,Robe,L-1\n"));
  await before.getByRole("button", { name: "Apply 1 row" }).click();
  await expect(before.getByText("1 row was imported")).toBeVisible();
  await makeEvent(before, relay.origin, "Gala");
  await before.goto(`${relay.origin}/stock`);
  await before.getByText("Spot", { exact: true }).first().click();
  await expect(before).toHaveURL(/\/stock\/products\//);
  const product = new URL(before.url()).pathname;
  const chooser = before.waitForEvent("filechooser");
  await section(before).getByRole("button", { name: "Add files" }).click();
  const photo = await drawPhoto(before, 1200, 900);
  await (await chooser).setFiles([{ name: "front.jpg", mimeType: "image/jpeg", buffer: photo }]);
  await expect(section(before).locator("li img")).toHaveCount(1);
  const archive = await exported(before, relay.origin);

  const after = await newProfile(phone);
  await createCompany(after, relay.origin, "Neu GmbH", "Ben Roth");
  await after.goto(`${relay.origin}/settings/device`);
  await chooseArchive(after, Buffer.from("Name,Code\n"));
  await expect(after.getByText("This is not an archive.")).toBeVisible();
  const parts = unzipSync(archive);
  const other = parts["signed/membership.eventkit"]?.slice() ?? new Uint8Array();
  other[other.length - 1] = (other[other.length - 1] ?? 0) ^ 1;
  await chooseArchive(after, Buffer.from(zipSync({ ...parts, "signed/membership.eventkit": other })));
  await expect(after.getByText("Nothing was written.")).toBeVisible();
  await expectAccessible(after);

  await chooseArchive(after, archive);
  await after.getByRole("button", { name: "Bring in everything" }).click();
  await expect(after.getByText("Everything is here.")).toBeVisible();
  await expect(after.getByText("An archive goes into an empty company only")).toBeVisible();
  await after.goto(`${relay.origin}${product}`);
  await expect(section(after).locator("li img")).toHaveCount(1);
  const again = await exported(after, relay.origin);
  for (const table of ["product", "asset", "event", "file", "movement", "line", "location"]) {
    const name = `records/${table}.csv`;
    expect([...linesOf(again, name)].sort()).toEqual([...linesOf(archive, name)].sort());
  }
  const history = new Set(linesOf(again, "history.csv"));
  expect(linesOf(archive, "history.csv").filter((line) => !history.has(line))).toEqual([]);
  const photos = (zip: Buffer) =>
    Object.entries(unzipSync(zip))
      .filter(([name]) => /^(files|previews)\//.test(name))
      .map(([name, bytes]) => `${name} ${Buffer.from(bytes).toString("base64")}`);
  expect(photos(again).sort()).toEqual(photos(archive).sort());

  // Whoever moves begins with it: nothing is made of what is no archive, then one name is asked for.
  const moved = await newProfile();
  await moved.goto(relay.origin);
  await chooseArchive(moved, Buffer.from("Name,Code\n"));
  await expect(moved.getByText("This is not an archive.")).toBeVisible();
  await chooseArchive(moved, archive);
  const beginning = moved.getByRole("region", { name: "Begin from an archive" });
  await beginning.getByLabel("Your name").fill("Ada Berg");
  await expectAccessible(moved);
  await beginning.getByRole("button", { name: "Begin from this archive" }).click();
  await expect(moved.getByRole("button", { name: /now Lichtwerk Berlin/ })).toBeVisible();
  await expect(moved.getByRole("link", { name: /Gala/ }).first()).toBeVisible();
});

/** Presses the button as soon as it is there, as nobody does it by hand. */
const pressAtOnce = (page: Page, label: string): Promise<void> =>
  page.evaluate((label) => {
    const press = (): void => {
      const found = [...document.querySelectorAll("button")].find(
        (each) => each.textContent.trim() === label,
      );
      if (found === undefined) return;
      watch.disconnect();
      found.click();
    };
    const watch = new MutationObserver(press);
    watch.observe(document.body, { childList: true, subtree: true });
  }, label);

test("[INT-04] a first run that is stopped says what is here, goes on with the same archive, and can be taken away", async ({
  relay,
  newProfile,
}) => {
  const before = await newProfile();
  await createCompany(before, relay.origin);
  const products = Array.from({ length: 160 }, (_, at) => `Product ${at},Robe,L-${at}`);
  const list = Buffer.from(["Name,Maker,Code", ...products].join("\n"));
  await chooseFile(before, relay.origin, "stock.csv", list);
  await before.getByRole("button", { name: "Apply 160 rows" }).click();
  await expect(before.getByText("160 rows were imported")).toBeVisible();
  const archive = await exported(before, relay.origin);

  const page = await newProfile(phone);
  const beginStopped = async (): Promise<void> => {
    await page.goto(`${relay.origin}/welcome`);
    await chooseArchive(page, archive);
    const beginning = page.getByRole("region", { name: "Begin from an archive" });
    await beginning.getByLabel("Your name").fill("Ada Berg");
    await pressAtOnce(page, "Stop");
    await beginning.getByRole("button", { name: "Begin from this archive" }).click();
    await expect(page.getByText("The company is made; the archive is not in it to its end")).toBeVisible();
    await expect(page.getByText("Stopped. What is here stays;")).toBeVisible();
  };
  await beginStopped();
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath("stopped-phone.png") });
  await page.getByRole("link", { name: "Open the company" }).click();
  await expect(page.getByText("An archive was not brought in to its end")).toBeVisible();
  // Not wanted after all: nothing of it is left, and another beginning is as the first.
  await page.getByRole("button", { name: "Remove from this device" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove from this device" }).click();
  await expect(page).toHaveURL(/\/welcome/);

  await beginStopped();
  await page.getByRole("link", { name: "Open the company" }).click();
  await page.goto(`${relay.origin}/stock`);
  const here = page.getByText(/^Product \d+$/);
  await expect(here.first()).toBeVisible();
  await page.goto(`${relay.origin}/settings/device`);
  await chooseArchive(page, archive);
  await page.getByRole("button", { name: "Bring in everything" }).click();
  await expect(page.getByText("Everything is here.")).toBeVisible();
  const again = await exported(page, relay.origin);
  expect([...linesOf(again, "records/asset.csv")].sort()).toEqual(
    [...linesOf(archive, "records/asset.csv")].sort(),
  );
});
