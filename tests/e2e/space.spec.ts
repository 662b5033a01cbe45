import { createCompany, expect, expectAccessible, test } from "./support/app";

test("a company at its limit sees so, keeps what is new on the device, and goes on once there is room", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await createCompany(page, relay.origin);
  const list = await relay.operate("company", "list");
  const company = list.split("\n")[1]?.split(" ")[0] ?? "";
  const limit = async (changes: string): Promise<void> => {
    await relay.operate("company", "quota", company, "--changes", changes);
    await relay.stop();
    await relay.startAgain();
  };
  await limit("1");
  await page.goto(`${relay.origin}/settings/device`);
  await expect(page.getByRole("heading", { name: "Space on the relay" })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("img", { name: /^Changes, counted: \d+ of 1$/ })).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${relay.origin}/settings`);
  await page.getByRole("button", { name: "Your name: Anna Lenz" }).click();
  await page.keyboard.type("Anna Maria Lenz");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "This device" }).click();
  await expect(page.getByText(/has used up its space on the relay/)).toBeVisible({ timeout: 60_000 });
  await limit("none");
  await expect(page.getByText(/has used up its space on the relay/)).toBeHidden({ timeout: 90_000 });
  await expect(page.getByRole("heading", { name: "Space on the relay" })).toBeHidden();
});
