/** From one own warehouse to the other: loaded, unloaded, and what differs. */
import { expect, expectAccessible, test } from "./support/app";
import { createStockedCompany } from "./support/company";
import { makeProduct } from "./support/people";

test.describe.configure({ timeout: 240_000 });

test("[INV-06] [INV-07] [INV-08] a transfer: loaded by code, received by code, the difference shown and put right", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  const { asset } = await createStockedCompany(page, relay.origin);
  await makeProduct(page, relay.origin, "Cable 5 m");
  await page.getByLabel("Counted").selectOption({ label: "As a quantity" });
  await page.getByLabel("Where they belong").selectOption({ label: "Main warehouse" });
  await page.getByLabel("How many came in").fill("30");
  await page.getByRole("button", { name: "Receive" }).click();
  await page.goto(`${relay.origin}/stock/transfers`);
  await expect(page.getByText("No transfers yet")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "New transfer" }).click();
  await expect(page.getByText("A transfer needs two places and a vehicle", { exact: false })).toBeVisible();
  await page.getByRole("link", { name: "To the locations" }).click();
  for (const name of ["Hamburg", "Truck 2"]) {
    await page.getByRole("button", { name: "New place" }).first().click();
    await page.getByRole("button", { name: "Name of the place: New place" }).click();
    await page.keyboard.type(name);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: `Name of the place: ${name}` })).toBeVisible();
  }
  await page
    .getByRole("listitem")
    .filter({ hasText: "Truck 2" })
    .getByLabel("Kind")
    .selectOption({ label: "Vehicle" });

  await page.goto(`${relay.origin}/stock/transfers`);
  await page.getByRole("button", { name: "New transfer" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("To", { exact: true }).selectOption({ label: "Main warehouse" });
  await dialog.getByRole("button", { name: "Start loading" }).click();
  await expect(dialog.getByText("Choose three different places", { exact: false })).toBeVisible();
  await dialog.getByLabel("To", { exact: true }).selectOption({ label: "Hamburg" });
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Start loading" }).click();

  const enter = async (label: string, code: string): Promise<void> => {
    await page.getByLabel(label).fill(code);
    await page.keyboard.press("Enter");
  };
  await expect(page.getByText("Nothing loaded yet", { exact: false })).toBeVisible();
  await enter("Code of what is loaded", "MEGA-0001");
  await enter("Code of what is loaded", "MEGA-0002");
  const list = page.getByRole("list", { name: "Sent and received" });
  await expect(list.getByRole("listitem")).toHaveCount(2);
  await enter("Code of what is loaded", "MEGA-0002");
  await expect(page.getByText("MEGA-0002 is on the list already.")).toBeVisible();
  await page
    .getByLabel("Or a quantity that lies there")
    .selectOption({ label: "Cable 5 m · Main warehouse · 30" });
  await page.getByLabel("How many", { exact: true }).fill("12");
  await page.getByLabel("How many", { exact: true }).press("Tab");
  // Whoever presses twice moves once: what is chosen moves, and then nothing is chosen.
  await page.getByRole("button", { name: "Put on the list" }).dblclick();
  await expect(list.getByText("12 sent, 0 received")).toBeVisible();
  await expect(page.getByRole("button", { name: "Put on the list" })).toBeDisabled();
  await expect(page.getByLabel("Or a quantity that lies there")).toHaveValue("");
  await expect(list.getByRole("listitem")).toHaveCount(3);
  await expect(page.getByLabel("Or a quantity that lies there")).toHaveText(
    /Cable 5 m · Main warehouse · 18/,
  );
  await enter("Code of what is loaded", "NOTHING");
  await expect(page.getByText("Nothing in stock has the code NOTHING.")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "It leaves" }).click();
  await enter("Code of what is unloaded", "MEGA-0001");
  await expect(page.getByText("2 lines differ")).toBeVisible();
  await expect(list.getByText("1 sent, 0 received: differs")).toBeVisible();
  await page.goto(asset);
  await expect(page.getByText("Hamburg", { exact: true }).first()).toBeVisible();
  await page.goBack();
  await page.getByRole("button", { name: "All of it arrived" }).click();
  await expect(page.getByText("Everything sent has arrived.")).toBeVisible();
  await page.getByRole("button", { name: "Close the transfer" }).click();
  await expect(page.getByText("Closed", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${relay.origin}/stock/transfers`);
  await expect(page.getByText("14 sent, 14 received")).toBeVisible();
});
