/** Several own roles for one person, a role deleted once nobody has it, and a place that many people use. */
import type { Page } from "@playwright/test";
import { createCompany, expect, expectAccessible, test } from "./support/app";
import { joinAs, openMember } from "./support/people";

test.describe.configure({ timeout: 180_000 });

const makeRole = async (page: Page, origin: string, name: string, area: string): Promise<void> => {
  await page.goto(`${origin}/settings/roles`);
  await page.getByRole("button", { name: "New role" }).click();
  await page.getByLabel("Name").fill(name);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await page.getByLabel(area).selectOption({ label: "Sees" });
  await page.getByRole("button", { name: "Save the role" }).click();
};

test("[RB-07] [RB-08] [US-02] one person has two own roles; a role is deleted when nobody has it; a station is a member", async ({
  relay,
  newProfile,
}) => {
  const owner = await newProfile();
  const mira = await newProfile();
  await createCompany(owner, relay.origin);
  await makeRole(owner, relay.origin, "Planner", "Events and pull lists");
  await makeRole(owner, relay.origin, "Counter", "Stock and locations");
  await joinAs(owner, mira, "Mira Kern", "Planner");
  await openMember(owner, relay.origin, "Mira Kern");
  await owner.getByRole("group", { name: "And also" }).getByLabel("Counter").check();
  await expectAccessible(owner);
  await owner.getByRole("dialog").getByRole("button").last().click();
  await expect(owner.getByText("Planner and Counter").first()).toBeVisible();
  await expect(owner.getByText(/^Sees stock, events and/).first()).toBeVisible();

  await owner.goto(`${relay.origin}/settings/roles/Counter`);
  await expect(owner.getByText("Somebody has this role. Give them another one first.")).toBeVisible();
  await openMember(owner, relay.origin, "Mira Kern");
  await owner.getByRole("group", { name: "And also" }).getByLabel("Counter").uncheck();
  await owner.getByRole("dialog").getByRole("button").last().click();
  const rights = owner.getByRole("region", { name: "What they may do" });
  await expect(rights.getByText("Planner", { exact: true })).toBeVisible();
  await owner.goto(`${relay.origin}/settings/roles/Counter`);
  await owner.getByRole("button", { name: "Delete this role" }).click();
  await expect(owner.getByRole("list", { name: "Roles of this company" }).getByText("Counter")).toHaveCount(
    0,
  );
  await expect(owner.getByRole("link", { name: /Planner/ })).toBeVisible();

  const dock = await newProfile();
  await owner.goto(`${relay.origin}/settings/people`);
  await owner.getByRole("button", { name: "Invite", exact: true }).click();
  await owner.getByRole("radio", { name: /^A station/ }).check();
  await expect(
    owner.getByText("Whoever stands there may do what the station may.", { exact: false }),
  ).toBeVisible();
  await expectAccessible(owner);
  await owner.getByRole("button", { name: "Make the invitation" }).click();
  await expect(owner.getByText("Waiting for the newcomer")).toBeVisible();
  await dock.goto(await owner.getByRole("textbox", { name: "Invitation link" }).innerText());
  await dock.getByLabel("Your name").fill("Dock 2");
  await dock.getByRole("button", { name: "Ask to join" }).click();
  await owner.getByRole("button", { name: "Same code: let in" }).click();
  const members = owner.getByRole("list", { name: "Members" });
  await expect(members.getByText("Dock 2")).toBeVisible();
  await expect(members.getByText("Station", { exact: true })).toBeVisible();
});
