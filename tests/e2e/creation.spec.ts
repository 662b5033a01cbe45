import { createCompany, expect, expectAccessible, test } from "./support/app";

const token = "seventeen seagulls";

test.describe("a relay that takes companies with a code", () => {
  test.use({ relaySettings: { EVENTKIT_COMPANIES: "token", EVENTKIT_CREATION_TOKEN: token } });

  test("says so before anything is typed, and takes the company with the right code", async ({
    relay,
    newProfile,
  }) => {
    const page = await newProfile();
    await page.goto(relay.origin);
    await expect(page.getByText(/takes new companies with a code/)).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel("Company", { exact: true }).fill("Lichtwerk Berlin");
    await page.getByLabel("Your name").fill("Anna Lenz");
    const code = page.getByLabel("Code from whoever runs the relay");
    await page.keyboard.press("Enter");
    await expect(code).toHaveAccessibleDescription("Type the code, or begin on this device alone.");
    await code.fill("eighteen seagulls");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toContainText("does not know this code");
    await code.fill(token);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "To begin with" })).toBeVisible();
    await expect(page.getByRole("button", { name: /Only this device opens it/ })).toBeVisible();
  });

  test("a company that began on this device is connected with the code later", async ({
    relay,
    newProfile,
  }) => {
    const page = await newProfile();
    await page.goto(relay.origin);
    await page.getByLabel("Company", { exact: true }).fill("Nordlicht");
    await page.getByLabel("Your name").fill("Jo Ott");
    await page.getByRole("button", { name: "Begin on this device alone" }).click();
    await expect(page.getByRole("heading", { name: "To begin with" })).toBeVisible();
    await page.goto(`${relay.origin}/settings/device`);
    await page.getByLabel("Code from whoever runs the relay").fill(token);
    await page.getByRole("button", { name: /^Connect to/ }).click();
    await expect(page.getByRole("button", { name: /Only this device opens it/ })).toBeVisible();
  });
});

test.describe("a relay that takes listed companies", () => {
  const nobody = "A".repeat(43);
  test.use({ relaySettings: { EVENTKIT_COMPANIES: "listed", EVENTKIT_LISTED_COMPANIES: nobody } });

  test("the company begins on this device, and its page shows the number to list", async ({
    relay,
    newProfile,
  }) => {
    const page = await newProfile();
    await createCompany(page, relay.origin);
    await page.goto(`${relay.origin}/settings/device`);
    await expect(page.getByText(/Give them this number/)).toBeVisible();
    await expect(page.getByText(/^[\w-]{43}$/)).toBeVisible();
    await page.getByRole("button", { name: /^Connect to/ }).click();
    await expect(page.getByText("The number of this company is not on the relay’s list yet.")).toBeVisible();
  });
});
