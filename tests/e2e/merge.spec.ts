/** Two records of one model become one, and two again. */
import { createCompany, expect, expectAccessible, phone, test } from "./support/app";
import { makeProduct } from "./support/people";

test.describe.configure({ timeout: 240_000 });

test("[INV-21] a product made twice goes on as one, says where it went, and can be taken apart", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await createCompany(page, relay.origin);
  await makeProduct(page, relay.origin, "Spot 600");
  await makeProduct(page, relay.origin, "SPOT-600");
  const ended = page.url();
  await page.getByRole("button", { name: /^Actions for this/ }).click();
  await page.getByRole("menuitem", { name: "Merge with…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Spot 600", exact: true }).click();
  await dialog.getByRole("radiogroup", { name: "Goes on as" }).getByText("Spot 600", { exact: true }).click();
  await expect(
    dialog.getByText("SPOT-600 ends and Spot 600 goes on for both.", { exact: false }),
  ).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize(phone.viewport);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Merge", exact: true }).click();
  await expect(page.getByRole("link", { name: "SPOT-600" })).toBeVisible();

  await page.goto(ended);
  await expect(page.getByText("Merged into Spot 600")).toBeVisible();
  await expect(page.getByRole("link", { name: "Open Spot 600" })).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${relay.origin}/stock`);
  await expect(page.getByText("Spot 600").first()).toBeVisible();
  await expect(page.getByText("SPOT-600")).toBeHidden();

  await page.goto(ended);
  await page.getByRole("button", { name: "Separate again" }).click();
  await expect(page.getByText("Merged into Spot 600")).toBeHidden();
  await page.goto(`${relay.origin}/stock`);
  await expect(page.getByText("SPOT-600").first()).toBeVisible();
});
