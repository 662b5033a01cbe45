/** What goes along with a product: named on its page, arriving on a list, missed when somebody takes it away. */
import { expect, expectAccessible, phone, test } from "./support/app";
import { openDemo } from "./support/scanning";

test.describe.configure({ timeout: 180_000 });

test("[INV-10] [INV-11] accessories arrive with their product, follow it, and are missed; alternatives are named", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await openDemo(page, relay.origin);
  await page.goto(`${relay.origin}/stock?q=martin+atomic`);
  await page.getByRole("link", { name: "Atomic 3000 LED", exact: true }).click();
  const goesAlong = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Goes along" }) });
  const addAlong = goesAlong.getByRole("combobox", { name: "Add what goes along" });
  for (const words of ["half coup", "safety wire"]) {
    await addAlong.fill(words);
    await goesAlong.getByRole("listbox").getByRole("option").first().click();
  }
  await expect(goesAlong.getByRole("listitem")).toHaveCount(2);
  await goesAlong.getByLabel("Pieces of Half coupler 50 mm, 750 kg").fill("2");
  await page.keyboard.press("Enter");
  await goesAlong.getByLabel("How Safety wire 1 m, 60 kg goes along").selectOption("mandatory");
  const alternatives = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Alternatives" }) });
  await alternatives.getByRole("combobox", { name: "Add an alternative" }).fill("spiider");
  await alternatives.getByRole("listbox").getByRole("option").first().click();
  await expect(alternatives.getByRole("link", { name: "Spiider" })).toBeVisible();
  await expectAccessible(page);

  await page.goto(`${relay.origin}/events?show=all&q=Choir`);
  await page.getByRole("link", { name: "Choir Night", exact: true }).click();
  await page.getByRole("link", { name: /^Pull list/ }).click();
  const grid = page.getByRole("grid", { name: "Pull list of Choir Night" });
  await page.getByRole("combobox", { name: "Add a line" }).click();
  await page.keyboard.type("3 martin atomic");
  await expect(page.getByRole("option", { name: /Atomic 3000 LED/ }).first()).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  const row = (name: string | RegExp) => grid.getByRole("row").filter({ hasText: name }).last();
  const needed = (name: string | RegExp) => row(name).getByRole("gridcell").nth(1);
  // Its accessories say whom they go along with.
  const spot = /Atomic 3000 LED\s*Martin/;
  await expect(needed("Half coupler 50 mm")).toHaveText("6");
  await expect(needed("Safety wire 1 m, 60 kg")).toHaveText("3");

  await needed(spot).dblclick();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("5");
  await page.keyboard.press("Enter");
  await expect(needed("Half coupler 50 mm")).toHaveText("10");
  await expect(needed("Safety wire 1 m, 60 kg")).toHaveText("5");

  await needed("Safety wire 1 m, 60 kg").click();
  await page.keyboard.press("Delete");
  await expect(row(spot).getByText("Safety wire 1 m, 60 kg missing")).toBeVisible();
  await expectAccessible(page);

  const onPhone = await newProfile(phone);
  await openDemo(onPhone, relay.origin);
  await onPhone.goto(`${relay.origin}/stock?q=martin+atomic`);
  await onPhone.getByRole("link", { name: "Atomic 3000 LED", exact: true }).click();
  await onPhone.getByRole("combobox", { name: "Add what goes along" }).fill("safety wire");
  await onPhone.getByRole("listbox").getByRole("option").first().click();
  await expect(onPhone.getByLabel("Pieces of Safety wire 1 m, 60 kg")).toBeVisible();
  await expectAccessible(onPhone);
});
