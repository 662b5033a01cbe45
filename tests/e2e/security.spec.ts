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
import { makeProduct, nameProduct } from "./support/people";

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
  await expectAccessible(mira);
  const downloading = mira.waitForEvent("download");
  await refused.getByRole("button", { name: "Save as file" }).click();
  expect(await readFile(await (await downloading).path(), "utf8")).toContain("Truss from afar");
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
