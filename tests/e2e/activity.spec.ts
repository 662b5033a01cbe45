/** Who changed what, on which device, from what to what; any moment of it and the way back; everything in one list. */
import { readFile } from "node:fs/promises";
import { createCompany, expect, expectAccessible, joinCompany, phone, test } from "./support/app";
import { makeProduct, nameProduct } from "./support/people";

test.describe.configure({ timeout: 120_000 });

test("[SEC-04] [SEC-05] two people on two devices each stand behind what they wrote; a moment comes back and goes again", async ({
  relay,
  newProfile,
}) => {
  const owner = await newProfile();
  const mira = await newProfile(phone);
  await createCompany(owner, relay.origin);
  await joinCompany(owner, mira, "Mira Kern");
  await makeProduct(owner, relay.origin, "Truss");
  const history = owner.getByRole("list", { name: /^History of/ });
  await expect(history.getByText("Name: New product → Truss")).toBeVisible();

  await mira.goto(owner.url());
  await nameProduct(mira, "Truss", "Truss 2 m");
  const byMira = history.getByRole("listitem").filter({ hasText: "Name: Truss → Truss 2 m" });
  await expect(byMira).toContainText("Mira Kern");
  const device = (await byMira.getByTitle(/^Signed by Mira Kern on device /).getAttribute("title")) ?? "";
  const key = device.split(" ").at(-1) ?? "";
  expect(key).toMatch(/^[\w-]{43}$/);
  const byOwner = history.getByRole("listitem").filter({ hasText: "New product → Truss" });
  await expect(byOwner).toContainText("You");
  await expect(byOwner.getByTitle(/^Signed by You on device /)).toBeVisible();
  await expect(byOwner.getByTitle(device)).toHaveCount(0);
  // The same sentence on the other device, where it is her own.
  await expect(mira.getByRole("listitem").filter({ hasText: "Name: Truss → Truss 2 m" })).toContainText(
    "You",
  );
  await expectAccessible(owner);

  await byOwner.getByRole("button", { name: "As it was then" }).click();
  const dialog = owner.getByRole("dialog");
  await expect(dialog.getByText("1 of these values was written by somebody else since")).toBeVisible();
  await expect(dialog.getByRole("row", { name: /Name/ })).toContainText("Mira Kern");
  await expectAccessible(owner);
  await dialog.getByRole("button", { name: "Restore 1 value" }).click();
  await expect(owner.getByRole("button", { name: "Name: Truss", exact: true })).toBeVisible();
  await expect(mira.getByRole("button", { name: "Name: Truss", exact: true })).toBeVisible();
  await expect(history.getByText("restored from an earlier moment")).toBeVisible();
  await owner.getByRole("button", { name: "Undo" }).click();
  await expect(owner.getByRole("button", { name: "Name: Truss 2 m" })).toBeVisible();
  await expect(history.getByText("by undo")).toBeVisible();

  const downloading = owner.waitForEvent("download");
  await owner.getByRole("button", { name: "Save as CSV" }).click();
  const table = await readFile(await (await downloading).path(), "utf8");
  const line = table.split("\r\n").find((row) => row.includes("Mira Kern;"));
  expect(line).toMatch(
    new RegExp(`;yes;Mira Kern;'?${key};yes;changed;Product Truss 2 m;Name;Truss;Truss 2 m$`),
  );
});

test("[US-06] the list of everything is limited by person, device, area and time", async ({
  relay,
  newProfile,
}) => {
  const owner = await newProfile();
  const mira = await newProfile();
  await createCompany(owner, relay.origin);
  await joinCompany(owner, mira, "Mira Kern");
  await makeProduct(mira, relay.origin, "Truss");

  await owner.goto(`${relay.origin}/activity`);
  const table = owner.getByRole("grid", { name: "Activity" });
  await expect(table.getByRole("link", { name: "Product Truss: created" })).toBeVisible();
  await expect(table.getByRole("link", { name: /set up the company/ })).toBeVisible();
  await expectAccessible(owner);
  await owner.getByLabel("Person").selectOption({ label: "Mira Kern" });
  await expect(table.getByRole("link", { name: /set up the company/ })).toBeHidden();
  await expect(table.getByRole("link", { name: "Product Truss: created" })).toBeVisible();
  await owner.getByLabel("Area").selectOption({ label: "Money" });
  await expect(owner.getByText("Nothing fits.")).toBeVisible();
  await expect(owner).toHaveURL(/area=money/);
  await owner.getByLabel("Area").selectOption({ label: "Stock" });
  await owner.getByRole("radiogroup", { name: "Time" }).getByText("Today").click();
  await table.getByRole("link", { name: "Product Truss: created" }).click();
  await expect(owner).toHaveURL(/\/stock\/products\//);
});
