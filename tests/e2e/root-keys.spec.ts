/** New root keys from the app: a paper that was seen, a device that was lost, a second paper that has to agree. */
import { createCompany, expect, expectAccessible, phone, test } from "./support/app";
import { comeBack, hour, recover, relayWithClock, savePaperKey, writeDown } from "./support/paper-key";
import { nameOtherKeys } from "./support/thief";

test.describe.configure({ timeout: 120_000 });

test("[ROOT-1] [ROOT-2] a new paper key in the app: the old one says why it opens nothing, the new one brings the company back", async ({
  newProfile,
}) => {
  const relay = await relayWithClock();
  const owner = await newProfile();
  await createCompany(owner, relay.origin, "Nordlicht", "Jo Ott");
  const old = await savePaperKey(owner);
  await owner.goto(`${relay.origin}/settings/security`);
  await owner.getByRole("link", { name: "Who holds the company’s keys" }).click();
  await expect(owner.getByRole("list", { name: "Who holds a key" }).getByRole("listitem")).toHaveCount(2);
  await expectAccessible(owner);
  await owner.getByRole("button", { name: "Lost or seen: make a new one" }).click();
  const submit = owner.getByRole("button", { name: "Put the new keys in force" });
  await expect(submit).toBeDisabled();
  await expectAccessible(owner);
  const fresh = await writeDown(owner);
  expect(fresh).not.toBe(old);
  await expect(owner.getByText(/was typed back\. It is shown nowhere again/)).toBeVisible();
  await submit.click();
  await expect(owner.getByText(/^Set no\. 2, made/)).toBeVisible();
  await expect(owner.getByRole("button", { name: /^Synced/ })).toBeVisible();
  await owner.context().close();

  const finder = await newProfile(phone);
  await recover(finder, relay.origin, old);
  await expect(
    finder.getByText(/^This paper key was replaced on .* and opens nothing any more/),
  ).toBeVisible();
  await expectAccessible(finder);
  await finder.getByLabel("Paper key").fill(fresh);
  await finder.getByRole("button", { name: "Open the company" }).click();
  await expect(finder.getByRole("heading", { name: "The request is recorded" })).toBeVisible();
  await relay.later(49 * hour);
  await comeBack(finder, relay.origin);
  await expect(finder.getByRole("button", { name: /Switch company/ })).toContainText("Nordlicht");

  // The lost device still stands among the keys: this one takes its place, with the paper once more.
  await finder.goto(`${relay.origin}/settings/keys`);
  await expect(finder.getByText("A removed device still stands among the company’s keys")).toBeVisible();
  await expectAccessible(finder);
  await finder.getByRole("button", { name: "Change who holds a key" }).click();
  await finder.getByRole("button", { name: "Put the new keys in force" }).click();
  await expect(finder.getByText("One key in force has to agree")).toBeVisible();
  await finder.getByRole("textbox", { name: "Paper key in force" }).fill(old);
  await finder.getByRole("button", { name: "Put the new keys in force" }).click();
  await expect(finder.getByText(/^This paper key was replaced on/)).toBeVisible();
  await finder.getByRole("textbox", { name: "Paper key in force" }).fill(fresh);
  await finder.getByRole("button", { name: "Put the new keys in force" }).click();
  await expect(finder.getByText(/^Set no\. 3, made/)).toBeVisible();
  const holders = finder.getByRole("list", { name: "Who holds a key" });
  await expect(holders.getByText("This device")).toBeVisible();
  await expect(holders.getByText("Opens nothing")).toBeHidden();
  await relay.close();
});

test("[ROOT-3] two papers that have to agree are both asked for", async ({ newProfile }) => {
  const relay = await relayWithClock();
  const owner = await newProfile();
  await createCompany(owner, relay.origin, "Nordlicht", "Jo Ott");
  const first = await savePaperKey(owner);
  await owner.goto(`${relay.origin}/settings/keys`);
  await owner.getByRole("button", { name: "Add a paper key" }).click();
  await owner.getByRole("radiogroup", { name: "How many have to agree" }).getByText("2").click();
  await expect(owner.getByText(/2 papers have to be brought together/)).toBeVisible();
  const second = await writeDown(owner);
  await owner.getByRole("button", { name: "Put the new keys in force" }).click();
  await expect(owner.getByText("Any 2 of them are needed together.")).toBeVisible();
  await expect(owner.getByRole("button", { name: /^Synced/ })).toBeVisible();
  await owner.context().close();

  const back = await newProfile();
  await recover(back, relay.origin, first);
  await expect(
    back.getByText("This company asks for 2 paper keys together. Type all of them."),
  ).toBeVisible();
  await back.getByLabel("Paper key 2").fill(second);
  await expectAccessible(back);
  await back.getByRole("button", { name: "Open the company" }).click();
  await expect(back.getByRole("heading", { name: "The request is recorded" })).toBeVisible();
  await relay.close();
});

test("[ROOT-7] other keys that wait are told on every screen until an owner refused them", async ({
  newProfile,
}) => {
  const relay = await relayWithClock();
  const owner = await newProfile();
  await createCompany(owner, relay.origin, "Nordlicht", "Jo Ott");
  const paper = await savePaperKey(owner);
  await nameOtherKeys(owner, relay.origin, paper);
  const prompt = owner.getByRole("alert").filter({ hasText: "Somebody wants other keys for this company" });
  await expect(prompt).toBeVisible();
  await owner.goto(`${relay.origin}/stock`);
  await expect(prompt).toBeVisible();
  await expectAccessible(owner);
  await prompt.getByRole("link", { name: "Look" }).click();
  // The screen itself says it; the prompt would say it twice.
  await expect(owner).toHaveURL(/\/settings\/keys$/);
  await expect(owner.getByText(/They signed with a paper key and without an owner’s device/)).toBeVisible();
  await expect(owner.getByRole("link", { name: "Look" })).toHaveCount(0);
  await owner.getByRole("button", { name: "Refuse the change" }).click();
  await expect(owner.getByText(/They signed with a paper key/)).toHaveCount(0);
  await owner.goto(`${relay.origin}/stock`);
  await expect(owner.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(owner.getByRole("button", { name: /^Synced/ })).toBeVisible();
  await expect(prompt).toHaveCount(0);
  await relay.close();
});
