/** Events from the list to one page each, in the office and on a phone. */
import { createCompany, expect, expectAccessible, phone, test } from "./support/app";
import { openDemo } from "./support/scanning";

test.describe.configure({ timeout: 120_000 });

test("[EVT-01] an event from nothing: name, dates, status, and it is there after a reload", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await createCompany(page, relay.origin);
  await page.goto(`${relay.origin}/events`);
  await expect(page.getByText("No events yet")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "New event" }).first().click();
  const form = page.getByRole("form", { name: "New event" });
  await form.getByRole("button", { name: "Create event" }).click();
  await expect(form.getByText("Give the event a name.")).toBeVisible();
  await form.getByLabel("Event").fill("Summer Gala");
  await form.getByLabel("From").fill("2027-06-11T07:00");
  await form.getByLabel("Until").fill("2027-06-10T20:00");
  await form.getByRole("button", { name: "Create event" }).click();
  await expect(form.getByText("The end must be after the beginning.")).toBeVisible();
  await form.getByLabel("Until").fill("2027-06-14T20:00");
  await form.getByRole("button", { name: "Create event" }).click();
  await expect(page).toHaveURL(/\/events\/[0-9A-Z]{26}\/pull-list$/);
  await expect(page.getByText("Away Fri 11 Jun 07:00 to Mon 14 Jun 20:00")).toBeVisible();

  await page.getByRole("button", { name: /Change the status/ }).click();
  await page.getByRole("menuitem", { name: /Confirmed/ }).click();
  await page.getByRole("link", { name: "Overview" }).click();
  await page.getByRole("button", { name: "Add a venue" }).or(page.getByText("Add a venue")).first().click();
  await page.keyboard.type("Tempodrom");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Add phase" }).click();
  await page.getByRole("menuitem", { name: "Show" }).click();
  await expect(page.getByRole("button", { name: "Remove Show" })).toBeVisible();
  await expectAccessible(page);

  await page.reload();
  await expect(page.getByText("Tempodrom").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Change the status, now Confirmed" })).toBeVisible();
  await page.goto(`${relay.origin}/events`);
  await expect(page.getByRole("link", { name: "Summer Gala" })).toBeVisible();
});

test("[EVT-03] the list says what is overdue, away and coming; filters live in the address", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile();
  await openDemo(page, relay.origin);
  await page.goto(`${relay.origin}/events`);
  const table = page.getByRole("grid", { name: "Events" });
  await expect(table.getByText("Away now")).toBeVisible();
  await expect(table.getByText("Upcoming")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("searchbox").fill("tour");
  await expect(page).toHaveURL(/q=tour/);
  await expect(table.getByRole("link", { name: "Band Tour, night 1" })).toBeVisible();
  await expect(table.getByRole("link", { name: "Summer Gala" })).toBeHidden();
  await page.reload();
  await expect(page.getByRole("searchbox")).toHaveValue("tour");
  await table.getByRole("link", { name: "Band Tour, night 2" }).click();
  await expect(page.getByRole("heading", { name: "Phases" })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/q=tour/);
});

test("[EVT-01] events fit a phone", async ({ relay, newProfile }) => {
  const page = await newProfile(phone);
  await openDemo(page, relay.origin);
  await page.goto(`${relay.origin}/events`);
  await expectAccessible(page);
  await page.getByRole("link", { name: "Association Congress" }).click();
  await expect(page.getByRole("heading", { name: "Phases" })).toBeVisible();
  await expectAccessible(page);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});
