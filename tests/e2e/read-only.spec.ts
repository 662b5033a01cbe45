/** What a role may not do is absent or explained: every screen is used as each of three people sees it. */
import type { Page } from "@playwright/test";
import { createCompany, expect, expectAccessible, phone, test } from "./support/app";
import { createStockedCompany } from "./support/company";
import type { Stocked } from "./support/company";
import { joinAs, openMember } from "./support/people";
import { useEverything, watchRefusals } from "./support/walk";

test.describe.configure({ timeout: 480_000 });

const equipment = [
  "/",
  "/events",
  "/conflicts",
  "/stock",
  "/stock?view=assets",
  "/stock/locations",
  "/stock/stocktakes",
  "/import",
  "/labels",
];

const company = [
  "/held",
  "/conflicts?view=settled",
  "/activity",
  "/settings/people",
  "/settings/roles",
  "/settings/roles/manager",
  "/settings/security",
  "/settings/keys",
  "/settings/device",
  "/settings/paper-key",
  // Last: the language is among what can be chosen there.
  "/settings",
];

/** Where work is done that leaves facts: who may only read is told, by whichever address they come. */
const work = [
  "/stock/report",
  "/stock/transfers",
  "/stock/maintenance",
  "/stock/maintenance?list=due",
  "/stock/maintenance/import",
];

const thingsOf = ({ product, asset, lists }: Stocked): readonly string[] => [
  product,
  asset,
  ...lists.flatMap((list) => ["pull-list", "", "cases"].map((part) => list.replace("pull-list", part))),
];

/** Uses whatever can be used, and looks first at what `check` looks at. */
const walk = async (
  page: Page,
  addresses: readonly string[],
  check: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<void> => {
  for (const address of addresses)
    await test.step(new URL(address).pathname, async () => {
      await page.goto(address);
      await expect(page.locator("main")).not.toBeEmpty();
      await check(page);
      await useEverything(page);
      // What is used afterwards is used in the company and nowhere else.
      await expect(page.locator("nav").first()).toBeVisible();
    });
};

test("[SEC-02] a viewer uses everything there is around stock and events, and nothing is refused", async ({
  relay,
  newProfile,
}) => {
  const owner = await newProfile();
  const mira = await newProfile();
  const refusals = await watchRefusals(mira);
  const things = thingsOf(await createStockedCompany(owner, relay.origin));
  await joinAs(owner, mira, "Mira Kern", "Viewer");
  await walk(mira, [...things, ...equipment.map((path) => relay.origin + path)], expectAccessible);
  expect(refusals).toEqual([]);
});

test("[SEC-02] a viewer uses everything there is around the company, and nothing is refused", async ({
  relay,
  newProfile,
}) => {
  const owner = await newProfile();
  const mira = await newProfile();
  const refusals = await watchRefusals(mira);
  await createCompany(owner, relay.origin);
  await joinAs(owner, mira, "Mira Kern", "Viewer");
  await walk(
    mira,
    company.map((path) => relay.origin + path),
    expectAccessible,
  );
  expect(refusals).toEqual([]);
});

test("[SEC-02] a viewer uses everything there is around tests, counts, cases and moves, and nothing is refused", async ({
  relay,
  newProfile,
}) => {
  const owner = await newProfile();
  const mira = await newProfile();
  const refusals = await watchRefusals(mira);
  const { asset } = await createStockedCompany(owner, relay.origin);
  await owner.goto(`${relay.origin}/stock/stocktakes`);
  await owner.getByRole("button", { name: "Start a stocktake" }).first().click();
  await owner.getByRole("button", { name: "Start now" }).click();
  await expect(owner).toHaveURL(/\/stock\/stocktakes\//);
  const stocktake = owner.url();
  await joinAs(owner, mira, "Mira Kern", "Viewer");
  for (const address of [`${asset}/test`, `${asset}/lifting`, `${stocktake}/count`, `${relay.origin}/scan`]) {
    await mira.goto(address);
    await expect(mira.getByRole("heading", { name: "Not part of your role" }).first()).toBeVisible();
    await expectAccessible(mira);
    await mira.locator("main").getByRole("link", { name: "Go to Today" }).click();
    await expect(mira).toHaveURL(`${relay.origin}/`);
  }
  const open = [stocktake, asset.replace("/assets/", "/cases/"), ...work.map((path) => relay.origin + path)];
  await walk(mira, open, expectAccessible);
  expect(refusals).toEqual([]);
});

test("[SEC-02] a warehouse hand uses everything there is around the stock, and nothing is refused", async ({
  relay,
  newProfile,
}) => {
  const owner = await newProfile();
  const tom = await newProfile();
  const refusals = await watchRefusals(tom);
  const { product, asset } = await createStockedCompany(owner, relay.origin);
  await joinAs(owner, tom, "Tom Berger", "Crew");
  const paths = ["/", "/stock", "/stock/locations", "/stock/stocktakes", "/conflicts"];
  await walk(tom, [product, asset, ...paths.map((path) => relay.origin + path)]);
  await expect(tom.getByRole("link", { name: "Scan" })).toBeVisible();
  expect(refusals).toEqual([]);
});

test("[SEC-02] [SEC-03] crew of one event on a phone uses everything there is, and nothing is refused", async ({
  relay,
  newProfile,
}) => {
  const owner = await newProfile();
  const kim = await newProfile(phone);
  const refusals = await watchRefusals(kim);
  const stocked = await createStockedCompany(owner, relay.origin);
  await joinAs(owner, kim, "Kim Park", "Crew", "Summer Gala");
  await walk(kim, [...thingsOf(stocked), ...equipment.map((path) => relay.origin + path)]);
  expect(refusals).toEqual([]);
  // Crew of one event knows nothing of the others: what is free would be a guess.
  await kim.goto(stocked.product);
  await expect(
    kim.getByText("Only a device that reads all events can say what is free.", { exact: false }),
  ).toBeVisible();
  await kim.goto(stocked.lists[1]);
  await expect(kim.getByRole("heading", { name: "This event is not on this device" })).toBeVisible();
});

test("[SEC-02] [SEC-03] who plans one event and only reads the others changes that one alone", async ({
  relay,
  newProfile,
}) => {
  const owner = await newProfile();
  const mira = await newProfile();
  const refusals = await watchRefusals(mira);
  const [gala, fair] = (await createStockedCompany(owner, relay.origin)).lists;
  await joinAs(owner, mira, "Mira Kern", "Viewer");
  await openMember(owner, relay.origin, "Mira Kern");
  const events = owner.getByLabel("Event", { exact: true });
  const label = await events.getByRole("option", { name: "Summer Gala" }).textContent();
  await events.selectOption({ label: label ?? "" });
  await owner.getByLabel("Role in it").selectOption({ label: "Coordinator: plans it" });
  await owner.getByRole("button", { name: "Give this role" }).click();

  await mira.goto(fair);
  const grid = mira.getByRole("grid", { name: /Pull list/ });
  const quantity = grid.getByRole("gridcell", { name: "3", exact: true });
  await expect(quantity).toBeVisible();
  await expect(mira.getByText("Your role does not include changing this.", { exact: false })).toBeVisible();
  await expect(mira.getByRole("button", { name: "Paste rows" })).toHaveCount(0);
  // The keyboard does nothing either: a digit, removal, moving, a paste.
  await grid.focus();
  for (const key of ["ArrowDown", "9", "Enter", "Delete", "Alt+ArrowUp", "+"]) await mira.keyboard.press(key);
  await mira.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "7\tA thing nobody owns");
    document.activeElement?.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
  });
  await quantity.dblclick();
  await expect(mira.locator("main input:not([type=radio])")).toHaveCount(0);
  await expect(quantity).toBeVisible();
  await expect(grid.getByText("A thing nobody owns")).toHaveCount(0);

  await mira.goto(gala);
  await grid.getByRole("gridcell", { name: "4", exact: true }).dblclick();
  await mira.keyboard.type("5");
  await mira.keyboard.press("Enter");
  await expect(grid.getByRole("gridcell", { name: "5", exact: true })).toBeVisible();
  await owner.goto(gala);
  await expect(owner.getByRole("gridcell", { name: "5", exact: true })).toBeVisible();
  expect(refusals).toEqual([]);
});

test("[SEC-02] a right that comes or goes while a screen is open makes fields of its text, and text of its fields", async ({
  relay,
  newProfile,
}) => {
  const owner = await newProfile();
  const mira = await newProfile();
  const { product } = await createStockedCompany(owner, relay.origin);
  await joinAs(owner, mira, "Mira Kern", "Viewer");
  await mira.goto(product);
  const name = mira.getByRole("button", { name: "Name: MegaPointe" });
  await expect(mira.getByRole("heading", { level: 1, name: "MegaPointe" })).toBeVisible();
  await expect(mira.getByText("Read only")).toBeVisible();
  await expect(name).toHaveCount(0);
  await expectAccessible(mira);

  await openMember(owner, relay.origin, "Mira Kern");
  const become = async (role: string): Promise<void> => {
    await owner.getByLabel("Role", { exact: true }).selectOption({ label: role });
    await owner.getByRole("dialog").getByRole("button", { name: "Change the role" }).click();
  };
  await become("Member");
  await expect(name).toBeVisible();
  await expect(mira.getByText("Read only")).toHaveCount(0);
  // In the middle of typing: what was begun is not written, and nothing complains.
  await name.click();
  await mira.keyboard.type("Half a na");
  await become("Viewer");
  await expect(mira.getByText("Read only")).toBeVisible();
  await expect(mira.getByRole("textbox", { name: "Name", exact: true })).toHaveCount(0);
  await expect(mira.getByRole("heading", { level: 1, name: "MegaPointe" })).toBeVisible();
  await expect(mira.locator("[data-meaning=problem]")).toHaveCount(0);

  await mira.goto(`${relay.origin}/import`);
  await expect(mira.getByRole("heading", { name: "Not part of your role" })).toBeVisible();
  await become("Member");
  await expect(mira.getByRole("button", { name: "Choose files" })).toBeVisible();
});
