/** A load-in: people scan a code that follows the other and are in, while the crew chief looks on. */
import type { Page } from "@playwright/test";
import { createCompany, expect, expectAccessible, phone, test } from "./support/app";
import { makeEvent } from "./support/company";
import { readCode } from "./support/camera-video";
import { overflow, smallTargets } from "./support/thumb";

test.describe.configure({ timeout: 120_000 });

/** The page stays on the first code. */
const openGate = async (page: Page, origin: string, places: number): Promise<void> => {
  await page.goto(`${origin}/settings/people`);
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByRole("radio", { name: "People at a load-in" }).check();
  await page.getByLabel("How many people").fill(String(places));
  await page.getByRole("button", { name: "Show the code" }).click();
  await expect(page.getByRole("dialog", { name: "Come in: Summer Gala" })).toBeVisible();
};

const code = (page: Page) => page.getByRole("img", { name: "Code to come in" });
const arrivals = (page: Page) => page.getByRole("region", { name: "Came in" });

const comeIn = async (page: Page, link: string, name: string): Promise<void> => {
  await page.goto(link);
  await page.getByLabel("Your name").fill(name);
  await page.getByRole("button", { name: "Ask to join" }).click();
};

/** Another code than that one. */
const nextCode = async (page: Page, before: string): Promise<string> => {
  await expect.poll(() => readCode(code(page)), { timeout: 30_000 }).not.toBe(before);
  return readCode(code(page));
};

test("[ENR-28] two people at a load-in come in one after the other, and a third is told why not", async ({
  relay,
  newProfile,
}) => {
  const chief = await newProfile({ deviceScaleFactor: 2 });
  const [ada, ben, late] = [await newProfile(phone), await newProfile(phone), await newProfile(phone)];
  await createCompany(chief, relay.origin);
  await makeEvent(chief, relay.origin, "Summer Gala");
  await openGate(chief, relay.origin, 2);
  await expect(chief.getByText("2 places left")).toBeVisible();
  await expect(chief.getByText(/^1[45]:\d\d left$/)).toBeVisible();
  await expect(arrivals(chief)).toContainText("Nobody yet.");
  const first = await readCode(code(chief));
  await expectAccessible(chief);

  await comeIn(ada, first, "Ada Berg");
  await expect(ada.getByRole("navigation", { name: "Main" })).toBeVisible();
  await expect(arrivals(chief).getByRole("listitem")).toHaveCount(1);
  await expect(arrivals(chief)).toContainText("Ada Berg");
  await expect(chief.getByText("1 place left")).toBeVisible();
  const second = await nextCode(chief, first);

  // Whoever photographed the first code over somebody's shoulder stays outside.
  await comeIn(late, first, "Somebody");
  await expect(late.getByText(/This invitation was used already/)).toBeVisible();

  await comeIn(ben, second, "Ben Okafor");
  await expect(ben.getByRole("navigation", { name: "Main" })).toBeVisible();
  await expect(chief.getByText("Everybody is here.")).toBeVisible();
  await expect(arrivals(chief)).toContainText("Ben Okafor");
  await expectAccessible(chief);

  await chief.getByRole("button", { name: "Done" }).click();
  const members = chief.getByRole("list", { name: "Members" });
  await expect(members.getByText("Ada Berg", { exact: true })).toBeVisible();
  await expect(members.getByText("Crew", { exact: true })).toHaveCount(2);
  await expect(chief.getByRole("heading", { name: "Open invitations" })).toHaveCount(0);
  // Crew of this event: it is in their list.
  await ada.goto(`${relay.origin}/events?show=all`);
  await expect(ada.getByText("Summer Gala").first()).toBeVisible();
});

/** On a slow machine the code's own minute may be over as well by the time somebody comes with it. */
const notLetIn = /does not know this invitation, or it was withdrawn|This invitation ended/;

test("[ENR-30] closed, nobody comes in any more: by the button, by Escape, and after a quarter of an hour", async ({
  relay,
  newProfile,
}) => {
  const chief = await newProfile({ ...phone, deviceScaleFactor: 2, reducedMotion: "reduce" });
  const late = await newProfile({ ...phone, colorScheme: "dark" });
  await createCompany(chief, relay.origin);
  await makeEvent(chief, relay.origin, "Summer Gala");
  await openGate(chief, relay.origin, 5);
  const stopped = await readCode(code(chief));
  expect(await overflow(chief), "wider than the window").toBeLessThanOrEqual(0);
  expect(await smallTargets(chief), "too small for a thumb").toEqual([]);
  await chief.getByRole("button", { name: "Stop letting people in" }).click();
  await expect(chief.getByText("Stopped.")).toBeVisible();
  await comeIn(late, stopped, "Somebody");
  await expect(late.getByText(notLetIn)).toBeVisible();
  await expectAccessible(late);

  await chief.getByRole("button", { name: "Another quarter of an hour" }).click();
  const escaped = await nextCode(chief, stopped);
  await chief.keyboard.press("Escape");
  await expect(chief.getByRole("dialog")).toHaveCount(0);
  await expect(chief.getByRole("heading", { name: "Open invitations" })).toHaveCount(0);
  await comeIn(late, escaped, "Somebody");
  await expect(late.getByText(notLetIn)).toBeVisible();

  await chief.clock.install();
  await openGate(chief, relay.origin, 5);
  await expect(code(chief)).toBeVisible();
  await chief.clock.fastForward("15:01");
  await expect(chief.getByText("The quarter of an hour is over.")).toBeVisible();
});

test("without an event nobody can come for one", async ({ relay, newProfile }) => {
  const chief = await newProfile();
  await createCompany(chief, relay.origin);
  await chief.goto(`${relay.origin}/settings/people`);
  await chief.getByRole("button", { name: "Invite", exact: true }).click();
  await chief.getByRole("radio", { name: "People at a load-in" }).check();
  await expect(chief.getByText("Make the event first")).toBeVisible();
  await expect(chief.getByRole("button", { name: "Show the code" })).toBeDisabled();
  await expectAccessible(chief);
});
