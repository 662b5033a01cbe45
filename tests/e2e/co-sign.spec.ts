/** Two root holders in two places: the one begins on her device, the other agrees on his, and no paper travels. */
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { createCompany, expect, expectAccessible, phone, test } from "./support/app";
import { readCode } from "./support/camera-video";
import { comeBack, hour, recover, relayWithClock, savePaperKey, writeDown } from "./support/paper-key";

test.describe.configure({ timeout: 150_000 });

/** A company of which two of three keys have to agree: the device and two papers. */
const withTwoPapers = async (owner: Page, origin: string): Promise<readonly [string, string]> => {
  await createCompany(owner, origin, "Nordlicht", "Jo Ott");
  const first = await savePaperKey(owner);
  await owner.goto(`${origin}/settings/keys`);
  await expect(owner.getByText("Any one of them is enough.")).toBeVisible();
  await expect(owner.getByRole("link", { name: "Agree to a proposal" })).toBeVisible();
  await owner.getByRole("button", { name: "Add a paper key" }).click();
  await owner.getByRole("radiogroup", { name: "How many have to agree" }).getByText("2").click();
  const second = await writeDown(owner);
  await owner.getByRole("button", { name: "Put the new keys in force" }).click();
  await expect(owner.getByText("Any 2 of them are needed together.")).toBeVisible();
  await expect(owner.getByRole("button", { name: /^Synced/ })).toBeVisible();
  return [first, second];
};

/** What lies in the file that the page saves. */
const savedFile = async (page: Page): Promise<{ readonly path: string; readonly text: string }> => {
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as a file" }).click();
  const path = await (await downloading).path();
  return { path, text: await readFile(path, "utf8") };
};

const openFile = async (page: Page, path: string): Promise<void> => {
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Open the file" }).click();
  await (await choosing).setFiles(path);
};

const codeOn = (page: Page): Promise<string> =>
  page.getByRole("group", { name: "Code to compare" }).innerText();

test("[ROOT-10] other keys are begun here, agreed to elsewhere with a paper, and put in force here", async ({
  newProfile,
}) => {
  const relay = await relayWithClock();
  const owner = await newProfile();
  const [, second] = await withTwoPapers(owner, relay.origin);
  await owner.getByRole("button", { name: "Change who holds a key" }).click();
  await owner.getByRole("radiogroup", { name: "How many have to agree" }).getByText("1").click();
  await owner.getByRole("button", { name: "Let another holder agree on their device" }).click();
  await expect(owner.getByRole("heading", { name: /^Other keys for Nordlicht/ })).toBeVisible();
  await expect(owner.getByText("One more holder has to agree.")).toBeVisible();
  await expectAccessible(owner);
  const code = await codeOn(owner);
  const text = await readCode(owner.getByRole("img", { name: "The proposal as QR code" }));
  const begun = await savedFile(owner);
  expect(begun.text).toBe(text);
  await owner.goto(`${relay.origin}/stock`);

  const holder = await newProfile(phone);
  await holder.goto(`${relay.origin}/agree`);
  await expectAccessible(holder);
  await holder.getByLabel("Or paste the text").fill(text.replace(/....$/, "0000"));
  await holder.getByRole("button", { name: "Look at it" }).click();
  await expect(
    holder.getByText(/^It was changed after somebody signed it|^That is no proposal/),
  ).toBeVisible();
  await openFile(holder, begun.path);
  await expect(
    holder.getByText("Until now 2 of 3 holders have to agree, from then on 1 of 3."),
  ).toBeVisible();
  expect(await codeOn(holder)).toBe(code);
  await expectAccessible(holder);
  await holder.getByLabel("Your paper key").fill(second);
  await holder.getByRole("button", { name: "Agree with this paper key" }).click();
  await expect(holder.getByText("Enough holders have agreed.")).toBeVisible();
  await expect(holder.getByRole("heading", { name: "Hand it back" })).toBeVisible();
  await expectAccessible(holder);
  const returned = await savedFile(holder);

  await owner.goto(`${relay.origin}/settings/keys`);
  await expect(owner.getByText(/^Set no\. 2, made/)).toBeVisible();
  await owner.getByRole("link", { name: "Agree to a proposal" }).click();
  await openFile(owner, returned.path);
  await expect(owner.getByText("Enough holders have agreed.")).toBeVisible();
  expect(await codeOn(owner)).toBe(code);
  await expectAccessible(owner);
  await owner.getByRole("button", { name: "Put the new keys in force" }).click();
  await expect(owner.getByText(/^Set no\. 3, made/)).toBeVisible();
  await expect(owner.getByText("Any one of them is enough.")).toBeVisible();
  await relay.close();
});

test("[ROOT-11] back into the company by two papers in two places: the second holder sends it", async ({
  newProfile,
}) => {
  const relay = await relayWithClock();
  const owner = await newProfile();
  const [first, second] = await withTwoPapers(owner, relay.origin);
  await owner.context().close();

  const back = await newProfile(phone);
  await recover(back, relay.origin, first);
  await back.getByRole("button", { name: "Ask the holders of the others" }).click();
  await expect(back.getByRole("heading", { name: "Other holders have to agree" })).toBeVisible();
  await expectAccessible(back);
  const code = await codeOn(back);
  // Closed and opened again, it is the same request.
  await comeBack(back, relay.origin);
  expect(await codeOn(back)).toBe(code);
  const text = await readCode(back.getByRole("img", { name: "The proposal as QR code" }));

  const holder = await newProfile();
  await holder.goto(`${relay.origin}/agree`);
  await holder.getByLabel("Or paste the text").fill(text);
  await holder.getByRole("button", { name: "Look at it" }).click();
  await expect(holder.getByRole("heading", { name: /^A way back into the company/ })).toBeVisible();
  expect(await codeOn(holder)).toBe(code);
  await holder.getByLabel("Your paper key").fill(first);
  await holder.getByRole("button", { name: "Agree with this paper key" }).click();
  await expect(holder.getByText("This key has signed already. Another holder has to agree.")).toBeVisible();
  await holder.getByLabel("Your paper key").fill(second);
  await holder.getByRole("button", { name: "Agree with this paper key" }).click();
  await expectAccessible(holder);
  await holder.getByRole("button", { name: "Send the request" }).click();
  await expect(holder.getByText("The relay has the request.", { exact: false })).toBeVisible();

  // It sees that by itself.
  await expect(back.getByRole("heading", { name: "The request is recorded" })).toBeVisible();
  await relay.later(49 * hour);
  await comeBack(back, relay.origin);
  await expect(back.getByRole("button", { name: /Switch company/ })).toContainText("Nordlicht");
  await relay.close();
});
