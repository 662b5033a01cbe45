import { createCompany, expect, expectAccessible, phone, test } from "./support/app";

test("a company is usable in under twenty seconds", async ({ relay, newProfile }) => {
  const page = await newProfile();
  const began = Date.now();
  await createCompany(page, relay.origin);
  expect(Date.now() - began).toBeLessThan(20_000);
  await expect(page.getByRole("button", { name: /Switch company/ })).toContainText("Lichtwerk Berlin");
  await expect(page.getByRole("button", { name: /Only this device opens it/ })).toBeVisible();
  // The first thing to do is to save the paper key.
  const steps = page.getByRole("listitem").filter({ has: page.getByText("Save the paper key") });
  await expect(steps.getByRole("link")).toHaveAttribute("href", "/settings/paper-key");
});

test("it is still there after a reload", async ({ relay, newProfile }) => {
  const page = await newProfile();
  await createCompany(page, relay.origin, "Nordlicht", "Jo Ott");
  await page.reload();
  await expect(page.getByRole("button", { name: /Switch company/ })).toContainText("Nordlicht");
  await page.goto(`${relay.origin}/settings`);
  await expect(page.getByRole("button", { name: "Your name: Jo Ott" })).toBeVisible();
});

test("without a relay the company begins on this device, and says so", async ({ relay, newProfile }) => {
  const page = await newProfile();
  await page.route("**/api/**", (route) => route.abort());
  await createCompany(page, relay.origin);
  await page.getByRole("button", { name: "On this device only" }).click();
  await expect(page.getByText("not connected to a relay")).toBeVisible();
  await page.unroute("**/api/**");
  await page.goto(`${relay.origin}/settings/device`);
  await page.getByRole("button", { name: /^Connect to/ }).click();
  await expect(page.getByRole("button", { name: /Only this device opens it/ })).toBeVisible();
});

test("empty names are asked for beside their field", async ({ relay, newProfile }) => {
  const page = await newProfile();
  await page.goto(relay.origin);
  await page.getByRole("button", { name: "Create a company" }).click();
  await expect(page.getByLabel("Company", { exact: true })).toHaveAccessibleDescription(
    "Give the company a name.",
  );
  await expect(page.getByLabel("Your name")).toHaveAccessibleDescription("Say who you are.");
});

test("the paper key counts as saved once three groups were typed from it", async ({ relay, newProfile }) => {
  const page = await newProfile();
  await createCompany(page, relay.origin);
  await page.getByRole("link", { name: /Save the paper key/ }).click();
  const shown = page.getByRole("list", { name: "Paper key" }).getByRole("listitem");
  await expect(shown).toHaveCount(14);
  const groups = await shown.allInnerTexts();
  const fields = page.getByRole("textbox", { name: /^Group/ });
  for (const field of await fields.all()) await field.fill("0000");
  await page.getByRole("button", { name: "I have it on paper" }).click();
  await expect(page.getByText("This group is different on the screen.").first()).toBeVisible();
  for (const field of await fields.all()) {
    const label = (await field.getAttribute("id")) ?? "";
    const name = await page.locator(`label[for="${label}"]`).innerText();
    const text = groups[Number(name.replace(/\D/g, "")) - 1] ?? "";
    await field.fill((text.split("\n").at(-1) ?? "").trim().toLowerCase());
  }
  await page.getByRole("button", { name: "I have it on paper" }).click();
  await expect(page.getByRole("heading", { name: "The paper key is saved" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Synced/ })).toBeVisible();
});

test("the demo is rich, marked, and gone without a trace", async ({ relay, newProfile }) => {
  test.setTimeout(180_000);
  const page = await newProfile();
  await page.goto(relay.origin);
  await page.getByRole("button", { name: "Open the demo" }).click();
  await expect(page.getByText("Demo company. Nothing leaves this device.")).toBeVisible({ timeout: 120_000 });
  const goesOut = page.locator("section").filter({ has: page.getByRole("heading", { name: "Goes out" }) });
  await goesOut.getByRole("button", { name: /^Show all \d+$/ }).click();
  await expect(async () => {
    const told = await goesOut.getByText(/\d+ events in the next 7 days/).textContent();
    await expect(goesOut.getByRole("link")).toHaveCount(Number.parseInt(told ?? "", 10));
  }).toPass();
  await expect(page.getByRole("button", { name: "On this device only" })).toBeVisible();
  await page.getByRole("button", { name: "Leave the demo" }).click();
  await page.getByRole("button", { name: "Remove from this device" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove from this device" }).click();
  await expect(page.getByRole("heading", { name: "On this device", exact: true })).toBeHidden();
  expect(
    await page.evaluate(async () => (await indexedDB.databases()).map((each) => each.name)),
  ).toHaveLength(1);
});

for (const [name, options] of [
  ["desktop, light", { colorScheme: "light" }],
  ["phone, dark, German", { ...phone, colorScheme: "dark", locale: "de-DE" }],
] as const) {
  test(`axe finds nothing on the first pages: ${name}`, async ({ relay, newProfile }) => {
    const page = await newProfile(options);
    for (const path of ["/welcome", "/join", "/recover"]) {
      await page.goto(relay.origin + path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectAccessible(page);
      const width = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(width, `${path} does not scroll sideways`).toBeLessThanOrEqual(0);
    }
  });
}
