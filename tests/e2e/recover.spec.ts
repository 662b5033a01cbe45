/** Back in with nothing but the paper key: two days to object, by whoever still has a device, and then in. */
import type { Locator } from "@playwright/test";
import { createCompany, expect, expectAccessible, phone, test } from "./support/app";
import { comeBack, hour, recover, relayWithClock, savePaperKey } from "./support/paper-key";

test.describe.configure({ timeout: 120_000 });

/** What stays until it is settled covers nothing of the screen. */
const expectAbove = async (notice: Locator, below: Locator): Promise<void> => {
  await expect(below.first()).toBeVisible();
  const [upper, lower] = [await notice.boundingBox(), await below.first().boundingBox()];
  expect(upper === null ? null : upper.y + upper.height).toBeLessThanOrEqual(lower?.y ?? 0);
};

test("[ENR-13] a mistyped key is found out; the right one waits two days, and then opens the company", async ({
  newProfile,
}) => {
  const relay = await relayWithClock();
  const lost = await newProfile();
  await createCompany(lost, relay.origin, "Nordlicht", "Jo Ott");
  const paperKey = await savePaperKey(lost);
  await expect(lost.getByRole("button", { name: /^Synced/ })).toBeVisible();
  await lost.context().close();

  const found = await newProfile(phone);
  await recover(found, relay.origin, paperKey.replace(/^.{4}/, "0000"));
  await expect(found.getByText(/a character is wrong somewhere/)).toBeVisible();
  await found.getByLabel("Paper key").fill(paperKey.toLowerCase().replaceAll("-", " "));
  await found.getByRole("button", { name: "Open the company" }).click();
  await expect(found.getByRole("heading", { name: "The request is recorded" })).toBeVisible();
  await comeBack(found, relay.origin);
  const until = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    timeZone: "Europe/Berlin",
  });
  const day = until.format(Date.now() + 48 * hour);
  await expect(found.getByText(`owners have time to object until`)).toContainText(day);
  await expectAccessible(found);

  await relay.later(47 * hour);
  await comeBack(found, relay.origin);
  await expect(found.getByText("owners have time to object until")).toBeVisible();
  await relay.later(49 * hour);
  await comeBack(found, relay.origin);
  await expect(found.getByRole("button", { name: /Switch company/ })).toContainText("Nordlicht");
  await found.goto(`${relay.origin}/settings/people`);
  const devices = found.getByRole("list", { name: "Devices of Jo Ott" });
  await expect(devices.getByText("Removed by the paper key")).toBeVisible();
  await expect(devices.getByText("This device")).toBeVisible();
  await relay.close();
});

test("[ENR-14] the owner is told on every screen and keeps a stolen paper out", async ({ newProfile }) => {
  const relay = await relayWithClock();
  const owner = await newProfile();
  await createCompany(owner, relay.origin, "Nordlicht", "Jo Ott");
  const paperKey = await savePaperKey(owner);

  const thief = await newProfile();
  await recover(thief, relay.origin, paperKey);
  await expect(thief.getByRole("heading", { name: "The request is recorded" })).toBeVisible();

  await owner.goto(`${relay.origin}/events`);
  const alert = owner.getByRole("alert").filter({ hasText: "Somebody uses the paper key" });
  await expect(alert).toBeVisible();
  await expectAbove(alert, owner.getByPlaceholder("Name, client, venue"));
  // Whoever stands in the hall is told as well, and goes on scanning meanwhile.
  await owner.setViewportSize(phone.viewport);
  await owner.goto(`${relay.origin}/scan`);
  await owner.getByRole("dialog").getByRole("button", { name: "Scan" }).click();
  await expectAbove(alert, owner.getByRole("button", { name: /^Direction:/ }));
  await owner.screenshot({ path: test.info().outputPath("scan-phone.png") });
  await expectAccessible(owner);
  await alert.getByRole("link", { name: "Look" }).click();
  await expect(owner.getByText(/wants to come in as Jo Ott with the paper key/)).toBeVisible();
  await expectAccessible(owner);
  await owner.getByRole("button", { name: "Object: keep it out" }).click();
  // Until the relay has the objection the notice stays, and time runs for the thief.
  await expect(owner.getByText("Somebody uses the paper key")).toBeHidden();

  await relay.later(49 * hour);
  // Its page asks the relay by itself.
  await expect(thief.getByRole("heading", { name: "An owner objected" })).toBeVisible({ timeout: 60_000 });
  await thief.goto(relay.origin);
  await expect(thief.getByRole("heading", { name: "Create a company" })).toBeVisible();
  await expect(thief.getByText("Continue")).toBeHidden();
  await owner.goto(`${relay.origin}/settings/people`);
  const devices = owner.getByRole("list", { name: "Devices of Jo Ott" });
  await expect(devices.getByRole("listitem")).toHaveCount(1);
  // Nobody can lock everybody out by removing it.
  await expect(devices.getByText("The only device that can manage the company")).toBeVisible();
  await expect(devices.getByRole("button", { name: /^Remove/ })).toBeHidden();
  await relay.close();
});
