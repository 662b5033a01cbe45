/** What somebody may do: seen as a sentence, absent where it is not theirs, changed by those who may. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { createCompany, expect, expectAccessible, phone, test } from "./support/app";
import { chooseFile, makeEvent } from "./support/company";
import { joinAs, makeProduct, openMember } from "./support/people";

test.describe.configure({ timeout: 120_000 });

/** Three pieces with what they cost. */
const list = fileURLToPath(new URL("../fixtures/import/snipe-it-assets.csv", import.meta.url));

const places = (page: Page) => page.getByRole("navigation", { name: "Main" });

test("[SEC-01] [SEC-02] a member reads the settings, invites only an own device, and meets no money", async ({
  relay,
  newProfile,
}) => {
  const owner = await newProfile();
  const mira = await newProfile();
  await createCompany(owner, relay.origin);
  await makeProduct(owner, relay.origin, "Truss 2 m");
  await expect(owner.getByRole("button", { name: /^Value of one piece/ })).toBeVisible();
  const product = owner.url();
  await joinAs(owner, mira, "Mira Kern", "Member");

  await mira.goto(product);
  await expect(mira.getByRole("heading", { level: 1, name: "Truss 2 m" })).toBeVisible();
  await expect(mira.getByRole("button", { name: /^Notes/ })).toBeVisible();
  await expect(mira.getByText("Value of one piece")).toHaveCount(0);

  await mira.goto(`${relay.origin}/settings`);
  await expect(mira.getByText("Your role may read this.", { exact: false })).toBeVisible();
  await expect(mira.getByRole("button", { name: /^Name: Lichtwerk/ })).toHaveCount(0);
  await expect(mira.getByRole("button", { name: "Your name: Mira Kern" })).toBeVisible();

  await mira.goto(`${relay.origin}/settings/people`);
  const members = mira.getByRole("list", { name: "Members" });
  await expect(
    members.getByText(
      "May change stock, events, scans and stocktakes, sees people and company settings, sees no money.",
    ),
  ).toBeVisible();
  await expect(mira.getByRole("list", { name: "Devices of Anna Lenz" }).getByRole("button")).toHaveCount(0);
  await mira.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(mira.getByRole("radio")).toHaveCount(1);
  await expect(mira.getByText("New people are invited by owners and administrators.")).toBeVisible();
  await expectAccessible(mira);
  await mira.getByRole("button", { name: "Cancel" }).click();

  await openMember(mira, relay.origin, "Anna Lenz");
  await expect(mira.getByText("It cannot be changed from here.", { exact: false })).toBeVisible();
  await expect(mira.getByLabel("Role", { exact: true })).toHaveCount(0);
  await expect(mira.getByRole("button", { name: "Remove from the company" })).toHaveCount(0);
  await expectAccessible(mira);
  await mira.goto(`${relay.origin}/settings/roles`);
  await expect(mira.getByText("Owners and administrators make and change roles.")).toBeVisible();
  await expect(mira.getByRole("button", { name: "New role" })).toHaveCount(0);
});

test("[SEC-02] an import of somebody who may not write money leaves the costs out and says so", async ({
  relay,
  newProfile,
}) => {
  const owner = await newProfile();
  const mira = await newProfile();
  await createCompany(owner, relay.origin);
  await joinAs(owner, mira, "Mira Kern", "Member");
  await chooseFile(mira, relay.origin, "assets.csv", readFileSync(list));
  await mira.getByRole("button", { name: "Apply 3 rows" }).click();
  await expect(mira.getByText("3 rows were imported")).toBeVisible();
  await expect(mira.getByText("Costs and values were left out", { exact: false })).toBeVisible();
});

test("[SEC-03] [RB-08] [STU-21] crew sees the one event they have a role in, until it is taken away", async ({
  relay,
  newProfile,
}) => {
  const owner = await newProfile();
  const kim = await newProfile(phone);
  await createCompany(owner, relay.origin);
  await makeEvent(owner, relay.origin, "Summer Gala");
  await makeEvent(owner, relay.origin, "Fair Hall 3");
  await joinAs(owner, kim, "Kim Park", "Crew", "Summer Gala");

  await kim.goto(`${relay.origin}/events`);
  await expect(kim.getByText("Summer Gala")).toBeVisible();
  await expect(kim.getByText("Fair Hall 3")).toHaveCount(0);
  await expect(kim.getByRole("button", { name: "New event" })).toHaveCount(0);
  await expect(places(kim).getByRole("link", { name: "Events" })).toBeVisible();

  await openMember(owner, relay.origin, "Kim Park");
  await expect(owner.getByText("sees single events", { exact: false }).first()).toBeVisible();
  const roles = owner.getByRole("list", { name: "Roles of Kim Park in events" });
  await expect(roles.getByText("Crew: sees it")).toBeVisible();
  await expectAccessible(owner);
  await roles.getByRole("button", { name: "Take away: Summer Gala" }).click();
  await expect(owner.getByText("The place of Kim Park was changed.")).toBeVisible();
  await expect(kim.getByText("Summer Gala")).toHaveCount(0);
  await expect(places(kim).getByRole("link", { name: "Events" })).toHaveCount(0);

  await owner.getByLabel("Event", { exact: true }).selectOption({ index: 2 });
  await owner.getByLabel("Role in it").selectOption({ label: "Coordinator: plans it" });
  await owner.getByRole("button", { name: "Give this role" }).click();
  await expect(roles.getByText("Coordinator: plans it")).toBeVisible();
  await expect(places(kim).getByRole("link", { name: "Events" })).toBeVisible();
});

test("[RB-07] an own role is made, tried on before it counts, and given to somebody", async ({
  relay,
  newProfile,
}) => {
  const owner = await newProfile();
  const mira = await newProfile();
  await createCompany(owner, relay.origin);
  await joinAs(owner, mira, "Mira Kern", "Member");
  await owner.goto(`${relay.origin}/settings/roles`);
  await expectAccessible(owner);
  await owner.getByRole("button", { name: "New role" }).click();
  await owner.getByLabel("Name").fill("Owner");
  await expect(owner.getByText("There is a role of that name.")).toBeVisible();
  await owner.getByLabel("Name").fill("Planner");
  await owner.keyboard.press("Enter");
  await expect(owner.getByRole("heading", { level: 1, name: "Planner" })).toBeVisible();
  const seen = owner.getByRole("list", { name: "Places in the menu" });
  await expect(seen.getByText("Events")).toHaveCount(0);
  await owner.getByLabel("Events and pull lists").selectOption({ label: "Sees, changes, adds" });
  await owner.getByLabel("Stock and locations").selectOption({ label: "Sees" });
  await expect(seen.getByText("Events")).toBeVisible();
  await expect(seen.getByText("Import")).toHaveCount(0);
  await expect(owner.getByText("No column, field or import with money.")).toBeVisible();
  await expect(owner.getByText("May change events, sees stock", { exact: false })).toBeVisible();
  await expectAccessible(owner);
  await owner.getByRole("button", { name: "Save the role" }).click();
  await expect(owner.getByText("Role Planner was changed.")).toBeVisible();

  await openMember(owner, relay.origin, "Mira Kern");
  await owner.getByLabel("Role", { exact: true }).selectOption({ label: "Planner" });
  const dialog = owner.getByRole("dialog");
  await expect(dialog.getByText("Make Mira Kern Planner?")).toBeVisible();
  await expect(dialog.getByText(/^Now: May change stock/)).toBeVisible();
  await expectAccessible(owner);
  await dialog.getByRole("button", { name: "Change the role" }).click();
  await expect(places(mira).getByRole("link", { name: "Import" })).toHaveCount(0);
  await expect(places(mira).getByRole("link", { name: "Scan" })).toHaveCount(0);
  await mira.goto(`${relay.origin}/stock`);
  await expect(mira.getByRole("button", { name: "New product" })).toHaveCount(0);

  await owner.getByLabel("Last day").first().fill("2031-05-30");
  await owner.getByRole("dialog").getByRole("button", { name: "Change the role" }).click();
  await expect(owner.getByText("until Fri 30 May 2031").first()).toBeVisible();
});
