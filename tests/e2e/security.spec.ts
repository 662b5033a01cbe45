/** A lost device: looked through and cut off, told so, with its own edits in its hands; and the log of it all. */
import { readFile } from "node:fs/promises";
import {
  createCompany,
  expect,
  expectAccessible,
  joinCompany,
  makeInvitation,
  phone,
  test,
} from "./support/app";
import { codeOf, importHeads } from "./support/company";
import { makeProduct, nameProduct, openMember } from "./support/people";

test.describe.configure({ timeout: 120_000 });

test("[SEC-06] what a lost device wrote is looked through, and one record goes back", async ({
  relay,
  newProfile,
}) => {
  const owner = await newProfile();
  const mira = await newProfile(phone);
  await createCompany(owner, relay.origin);
  await joinCompany(owner, mira, "Mira Kern");
  await makeProduct(owner, relay.origin, "Truss");
  const product = owner.url();
  await mira.goto(product);
  await nameProduct(mira, "Truss", "Sold long ago");
  await expect(owner.getByRole("heading", { level: 1, name: "Sold long ago" })).toBeVisible();

  await owner.goto(`${relay.origin}/settings/people`);
  const devices = owner.getByRole("list", { name: "Devices of Mira Kern" });
  await expect(devices.getByText(/^last contact/)).toBeVisible();
  await devices.getByRole("button", { name: /^Remove/ }).click();
  await expectAccessible(owner);
  await owner.getByRole("dialog").getByRole("radio", { name: "It is lost" }).check();
  await owner.getByRole("button", { name: "Remove the device" }).click();
  await owner.getByRole("button", { name: "What it wrote last" }).click();
  await expect(owner.getByText(/^Removed .*: lost$/)).toBeVisible();
  const records = owner.getByRole("list", { name: "Records it changed" });
  await expect(records.getByText("Product Sold long ago")).toBeVisible();
  await expectAccessible(owner);
  // As it was before the device touched it.
  await records.getByRole("button", { name: /Product Sold long ago/ }).click();
  const dialog = owner.getByRole("dialog");
  const name = dialog.getByRole("row", { name: /Name/ });
  await expect(name).toContainText("Truss");
  await expect(name).toContainText("Mira Kern");
  await expectAccessible(owner);
  await dialog.getByRole("button", { name: "Restore 1 value" }).click();
  await expect(records.getByText("Product Truss", { exact: true })).toBeVisible();
});

test("[SEC-06] [US-06] what a lost device reported, tested and counted is looked through, and stands in the activity", async ({
  relay,
  newProfile,
}) => {
  test.slow();
  const owner = await newProfile();
  const mira = await newProfile(phone);
  await createCompany(owner, relay.origin);
  await importHeads(owner, relay.origin, 2);
  await joinCompany(owner, mira, "Mira Kern");
  await mira.goto(`${relay.origin}/stock?view=assets`);
  await mira
    .getByRole("link", { name: codeOf(1) })
    .first()
    .click();
  const condition = mira.getByRole("region", { name: "Condition" });
  await condition.getByRole("button", { name: "Report a fault" }).click();
  const asset = mira.url();
  await mira.getByRole("dialog").getByLabel("What is wrong").fill("Lamp dead");
  await mira.getByRole("dialog").getByRole("button", { name: "Report a fault" }).click();
  await mira.goto(`${asset}/test`);
  await mira.getByRole("radiogroup", { name: "Visual check" }).getByText("Passed").click();
  for (const [reading, value] of [
    ["Protective conductor", "0.2"],
    ["Insulation", "200"],
  ] as const) {
    await mira.getByRole("textbox", { name: reading, exact: true }).fill(value);
    await mira.keyboard.press("Enter");
  }
  await mira.getByLabel("Tester").fill("Mira Kern");
  await mira.getByRole("button", { name: "Save", exact: true }).click();
  await expect(condition).toBeVisible();
  await mira.goto(`${relay.origin}/stock/stocktakes`);
  await mira.getByRole("button", { name: "Start a stocktake" }).first().click();
  await mira.getByRole("button", { name: "Start now" }).click();
  await mira.getByRole("link", { name: "Count", exact: true }).click();
  await mira.getByRole("button", { name: "Type a code" }).last().click();
  await mira.getByRole("textbox", { name: "Code" }).fill(codeOf(2));
  await mira.keyboard.press("Enter");
  await expect(mira.locator("[data-rule]").filter({ hasText: codeOf(2) })).toBeVisible();

  const told = ["fault reported: Lamp dead", "tested: passed", "counted"] as const;
  await owner.goto(`${relay.origin}/activity`);
  const activity = owner.getByRole("grid", { name: "Activity" });
  for (const each of told) await expect(activity.getByRole("link", { name: each })).toBeVisible();
  await owner.getByLabel("Area").selectOption({ label: "Maintenance" });
  await expect(activity.getByRole("link", { name: "counted" })).toHaveCount(0);

  await owner.goto(`${relay.origin}/settings/people`);
  const devices = owner.getByRole("list", { name: "Devices of Mira Kern" });
  await devices.getByRole("button", { name: /^Remove/ }).click();
  await owner.getByRole("dialog").getByRole("radio", { name: "It is lost" }).check();
  await owner.getByRole("button", { name: "Remove the device" }).click();
  await owner.getByRole("button", { name: "What it wrote last" }).click();
  const facts = owner.getByRole("list", { name: "Scans, counts, faults and tests" });
  for (const each of told) await expect(facts.getByText(each)).toBeVisible();
  await expectAccessible(owner);
  await facts
    .getByRole("link", { name: `Asset ${codeOf(1)}` })
    .filter({ hasText: "Lamp dead" })
    .click();
  await expect(owner).toHaveURL(/\/stock\/faults\//);
});

test("[SEC-06] a removed device is told by whom and why, and can change nothing any more", async ({
  relay,
  newProfile,
}) => {
  const owner = await newProfile();
  const mira = await newProfile();
  await createCompany(owner, relay.origin);
  await joinCompany(owner, mira, "Mira Kern");
  await makeProduct(owner, relay.origin, "Truss");
  const product = owner.url();
  await mira.goto(product);
  await expect(mira.getByRole("heading", { level: 1, name: "Truss" })).toBeVisible();
  await owner.goto(`${relay.origin}/settings/people`);
  const devices = owner.getByRole("list", { name: "Devices of Mira Kern" });
  await devices.getByRole("button", { name: /^Remove/ }).click();
  await owner.getByRole("dialog").getByRole("radio", { name: "It is in wrong hands" }).check();
  await owner.getByRole("button", { name: "Remove the device" }).click();

  const notice = mira.getByRole("alert").filter({ hasText: "This device was removed from the company" });
  await expect(notice).toContainText(/Anna Lenz removed it .*: in wrong hands\./);
  // Everything is still there to read, and nothing there to change.
  await expect(mira.getByRole("heading", { level: 1, name: "Truss" })).toBeVisible();
  await expect(mira.getByText("This device does not belong to the company any more.")).toBeVisible();
  await expect(mira.getByRole("button", { name: "Name: Truss" })).toHaveCount(0);
  await expectAccessible(mira);
  await notice.getByRole("link", { name: "See and save" }).click();
  await expect(mira.getByRole("button", { name: "Export everything" })).toBeVisible();
  await expect(mira.getByText(/Anna Lenz removed it/)).toBeVisible();
});

test("[SEC-06] what a lost device wrote without a network is refused, and offered as a file on its own screen", async ({
  relay,
  newProfile,
}) => {
  const owner = await newProfile();
  const away = await newProfile(phone);
  await createCompany(owner, relay.origin);
  await joinCompany(owner, away, "Mira Kern");
  await expect(owner.getByRole("list", { name: "Members" }).getByText("Mira Kern")).toBeVisible();
  await makeProduct(owner, relay.origin, "Truss");
  const product = owner.url();
  await away.goto(product);
  await expect(away.getByRole("heading", { level: 1, name: "Truss" })).toBeVisible();
  await relay.stop();
  await nameProduct(away, "Truss", "Truss from afar");
  await expect(away.getByRole("heading", { level: 1, name: "Truss from afar" })).toBeVisible();
  await away.getByRole("button", { name: "Offline" }).click();
  await expect(away.getByRole("dialog").getByText("1 change", { exact: true })).toBeVisible();
  // Closed before the relay is back: the browser's own switch does not reach what a worker connects to.
  await away.close();
  await relay.startAgain();
  await owner.goto(`${relay.origin}/settings/people`);
  await owner
    .getByRole("list", { name: "Devices of Mira Kern" })
    .getByRole("button", { name: /^Remove/ })
    .click();
  await owner.getByRole("dialog").getByRole("radio", { name: "It is lost" }).check();
  await owner.getByRole("button", { name: "Remove the device" }).click();
  await expect(owner.getByText("Removed: lost")).toBeVisible();

  const mira = await away.context().newPage();
  await mira.goto(product);
  const notice = mira.getByRole("alert").filter({ hasText: "This device was removed from the company" });
  await expect(notice).toContainText(/Anna Lenz removed it .*: lost\./, { timeout: 45_000 });
  await expect(mira.getByRole("heading", { level: 1, name: "Truss", exact: true })).toBeVisible({
    timeout: 45_000,
  });
  await expectAccessible(mira);
  await notice.getByRole("link", { name: "See and save" }).click();
  const refused = mira.getByRole("list", { name: "Refused changes" });
  await expect(refused.getByText("Truss from afar")).toBeVisible();
  await expect(refused.getByText("This device was removed from the company before")).toBeVisible();
  await expectAccessible(mira);
  const downloading = mira.waitForEvent("download");
  await refused.getByRole("button", { name: "Save as file" }).click();
  expect(await readFile(await (await downloading).path(), "utf8")).toContain("Truss from afar");
});

test("[SEC-06] [SEC-02] what somebody wrote before their role became narrower is refused, and the screen says why", async ({
  relay,
  newProfile,
}) => {
  const owner = await newProfile();
  const away = await newProfile(phone);
  await createCompany(owner, relay.origin);
  await joinCompany(owner, away, "Mira Kern");
  await expect(owner.getByRole("list", { name: "Members" }).getByText("Mira Kern")).toBeVisible();
  await makeProduct(owner, relay.origin, "Truss");
  const product = owner.url();
  await away.goto(product);
  await expect(away.getByRole("heading", { level: 1, name: "Truss" })).toBeVisible();
  await relay.stop();
  await nameProduct(away, "Truss", "Truss from afar");
  await away.getByRole("button", { name: "Offline" }).click();
  await expect(away.getByRole("dialog").getByText("1 change", { exact: true })).toBeVisible();
  await away.close();
  await relay.startAgain();
  await openMember(owner, relay.origin, "Mira Kern");
  await owner.getByLabel("Role", { exact: true }).selectOption({ label: "Viewer" });
  await owner.getByRole("dialog").getByRole("button", { name: "Change the role" }).click();
  await expect(owner.getByText("The place of Mira Kern was changed.")).toBeVisible();

  const mira = await away.context().newPage();
  await mira.goto(product);
  await expect(mira.getByRole("heading", { level: 1, name: "Truss", exact: true })).toBeVisible({
    timeout: 45_000,
  });
  await mira.goto(`${relay.origin}/settings/device`);
  const refused = mira.getByRole("list", { name: "Refused changes" });
  await expect(refused.getByRole("cell", { name: "Truss from afar" })).toBeVisible({ timeout: 45_000 });
  // In the words of the screens, under what it is called.
  await expect(refused.getByText(/^Truss, /)).toBeVisible();
  await expect(refused.getByRole("rowheader", { name: "Product Truss" })).toBeVisible();
  await expect(refused.getByRole("cell", { name: "Name", exact: true })).toBeVisible();
  await expect(refused.getByText("Your role did not include changing this any more")).toBeVisible();
  await expect(refused.getByRole("button", { name: "Save as file" })).toBeVisible();
  await expectAccessible(mira);
});

test("[SEC-05] every change of membership stands in the log in words, by area, and leaves as a file", async ({
  relay,
  newProfile,
}) => {
  const owner = await newProfile();
  const mira = await newProfile();
  await createCompany(owner, relay.origin);
  await joinCompany(owner, mira, "Mira Kern");
  await makeInvitation(owner);
  await owner.goto(`${relay.origin}/settings/security`);
  await expect(owner.getByText("There is only one owner.", { exact: false })).toBeVisible();
  const log = owner.getByRole("list", { name: "Security log" });
  await expect(log.getByText("Anna Lenz founded the company")).toBeVisible();
  await expect(log.getByText("Mira Kern was added as Member")).toBeVisible();
  await expect(log.getByText("Somebody new was added as Member")).toBeVisible();
  const letIn = log.getByRole("listitem").filter({ hasText: "of Mira Kern was let in" });
  await expect(letIn).toContainText(/Anna Lenz · Chrome on/);
  await expect(letIn.getByText(/^no\. \d+$/)).toBeVisible();
  await expectAccessible(owner);
  await owner.getByLabel("Area").selectOption({ label: "Invitations" });
  await expect(log.getByText("An invitation for Mira Kern was made", { exact: false })).toBeVisible();
  await expect(log.getByText("An invitation for somebody new was made", { exact: false })).toBeVisible();
  await expect(log.getByText("Anna Lenz founded the company")).toHaveCount(0);
  await expect(owner).toHaveURL(/area=invitations/);
  const downloading = owner.waitForEvent("download");
  await owner.getByRole("button", { name: "Save as CSV" }).click();
  const table = await readFile(await (await downloading).path(), "utf8");
  expect(table.split("\r\n").filter((row) => row.includes("An invitation for Mira Kern"))).toHaveLength(1);
  expect(table).not.toContain("founded");
});
