import {
  createCompany,
  expect,
  expectAccessible,
  joinCompany,
  makeInvitation,
  phone,
  test,
} from "./support/app";
import { openDemo } from "./support/scanning";

test("a colleague joins by link after both screens showed the same code", async ({ relay, newProfile }) => {
  const owner = await newProfile();
  const mira = await newProfile(phone);
  await createCompany(owner, relay.origin);
  await joinCompany(owner, mira, "Mira Kern");
  await expect(mira.getByRole("button", { name: /Switch company/ })).toContainText("Lichtwerk Berlin");
  // The name typed while waiting arrives at the owner's.
  await expect(owner.getByRole("list", { name: "Members" }).getByText("Mira Kern")).toBeVisible();
  // A rename travels the other way.
  await owner.goto(`${relay.origin}/settings`);
  await owner.getByRole("button", { name: "Name: Lichtwerk Berlin" }).click();
  await owner.getByRole("textbox", { name: "Name", exact: true }).fill("Lichtwerk Ost");
  await owner.keyboard.press("Enter");
  await expect(mira.getByRole("button", { name: /Switch company/ })).toContainText("Lichtwerk Ost");
});

test("a further device of the owner brings no second person", async ({ relay, newProfile }) => {
  const owner = await newProfile();
  const tablet = await newProfile();
  await createCompany(owner, relay.origin);
  await joinCompany(owner, tablet, "Somebody else", "Another device of mine");
  const devices = owner.getByRole("list", { name: "Devices of Anna Lenz" });
  await expect(devices.getByRole("listitem")).toHaveCount(2);
  await expect(owner.getByText("1 person")).toBeVisible();
  await tablet.goto(`${relay.origin}/settings`);
  await expect(tablet.getByRole("button", { name: "Your name: Anna Lenz" })).toBeVisible();
  await expect(owner.getByText("Somebody else")).toHaveCount(0);
});

test("refused, the newcomer is told and nothing was opened", async ({ relay, newProfile }) => {
  const owner = await newProfile();
  const stranger = await newProfile();
  await createCompany(owner, relay.origin);
  await stranger.goto(await makeInvitation(owner));
  await stranger.getByRole("button", { name: "Ask to join" }).click();
  await owner.getByRole("button", { name: "Refuse" }).click();
  await expect(stranger.getByRole("heading", { name: "You were not let in" })).toBeVisible();
  await stranger.goto(relay.origin);
  await expect(stranger.getByRole("heading", { name: "Create a company" })).toBeVisible();
});

test("a withdrawn invitation, a foreign link and one's own company each get a sentence", async ({
  relay,
  newProfile,
}) => {
  const owner = await newProfile();
  const late = await newProfile();
  await createCompany(owner, relay.origin);
  const link = await makeInvitation(owner);
  await owner.getByRole("button", { name: "Close" }).click();

  await owner.goto(link);
  await owner.getByRole("button", { name: "Ask to join" }).click();
  await expect(owner.getByText("This device already belongs to that company.")).toBeVisible();
  await owner.getByRole("button", { name: "Open it" }).click();
  await expect(owner.getByRole("heading", { name: "To begin with" })).toBeVisible();

  await owner.goto(`${relay.origin}/settings/people`);
  await owner.getByRole("button", { name: "Withdraw" }).click();
  await expect(owner.getByRole("heading", { name: "Open invitations" })).toBeHidden();
  await late.goto(link);
  await late.getByRole("button", { name: "Ask to join" }).click();
  await expect(late.getByText(/relay does not know this invitation/)).toBeVisible();

  await late.goto(`${relay.origin}/join`);
  await late.getByLabel("Invitation link").fill("https://example.org/j#nonsense");
  await late.getByRole("button", { name: "Ask to join" }).click();
  await expect(late.getByText(/not an invitation to EventKit/)).toBeVisible();
});

test("the waiting newcomer survives a reload", async ({ relay, newProfile }) => {
  const owner = await newProfile();
  const mira = await newProfile();
  await createCompany(owner, relay.origin);
  await mira.goto(await makeInvitation(owner));
  await mira.getByLabel("Your name").fill("Mira Kern");
  await mira.getByRole("button", { name: "Ask to join" }).click();
  const code = (await mira.getByRole("img", { name: "Your code" }).textContent()) ?? "";
  await mira.goto(`${relay.origin}/welcome`);
  await mira.getByRole("link", { name: "Continue" }).click();
  await expect(mira.getByRole("img", { name: "Your code" })).toHaveText(code);
  await owner.getByRole("button", { name: "Same code: let in" }).click();
  await expect(mira.getByRole("button", { name: /Switch company/ })).toContainText("Lichtwerk Berlin");
});

test("axe finds nothing in the dialogs of both sides", async ({ relay, newProfile }) => {
  const owner = await newProfile();
  const mira = await newProfile({ ...phone, colorScheme: "dark" });
  await createCompany(owner, relay.origin);
  const link = await makeInvitation(owner);
  await expectAccessible(owner);
  await mira.goto(link);
  await mira.getByRole("button", { name: "Ask to join" }).click();
  await expect(mira.getByRole("img", { name: "Your code" })).toBeVisible();
  await expectAccessible(mira);
  await expect(owner.getByRole("img", { name: /^Code/ })).toBeVisible();
  await expectAccessible(owner);
});

test("[US-02] where no relay is, nobody is invited, and the screen says why and what to do", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile({ ...phone, locale: "de-DE" });
  await openDemo(page, relay.origin);
  await page.goto(`${relay.origin}/settings/people`);
  await expect(page.getByText("Noch kann niemand dazukommen")).toBeVisible();
  await expect(page.getByRole("button", { name: "Einladen" })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("link", { name: "Eigene Firma beginnen" }).click();
  await expect(page).toHaveURL(/\/welcome$/);
});

test("[ENR-35] administrators are told when somebody lets in a further device, until it was seen", async ({
  relay,
  newProfile,
}) => {
  const owner = await newProfile();
  const mira = await newProfile(phone);
  const tablet = await newProfile();
  await createCompany(owner, relay.origin);
  await joinCompany(owner, mira, "Mira Kern");
  await expect(owner.getByRole("list", { name: "Members" }).getByText("Mira Kern")).toBeVisible();
  await owner.goto(relay.origin);
  await joinCompany(mira, tablet, "Mira again", "Another device of mine");

  const prompt = owner.getByRole("status").filter({ hasText: "Somebody has another device in the company" });
  await expect(prompt).toBeVisible();
  await expect(mira.getByText("Somebody has another device")).toHaveCount(0);
  await expectAccessible(owner);
  await prompt.getByRole("link", { name: "Look" }).click();
  await expect(owner.getByText(/^Mira Kern has another device: /)).toBeVisible();
  await expect(owner.getByText(/^Mira Kern let it in .*, from /)).toBeVisible();
  await expectAccessible(owner);
  // Until it was seen it stands there, and everywhere else.
  await owner.goto(relay.origin);
  await expect(prompt).toBeVisible();
  await prompt.getByRole("link", { name: "Look" }).click();
  await owner.getByRole("button", { name: "Seen, it is all right" }).click();
  await expect(owner.getByText(/has another device/)).toHaveCount(0);
  await owner.goto(relay.origin);
  await expect(owner.getByRole("heading", { name: "To begin with" })).toBeVisible();
  await expect(prompt).toHaveCount(0);
  // Several are seen at once.
  await joinCompany(mira, await newProfile(), "Mira again", "Another device of mine");
  await joinCompany(mira, await newProfile(), "Mira again", "Another device of mine");
  await owner.goto(`${relay.origin}/settings/people`);
  await expect(owner.getByText(/^Mira Kern has another device: /)).toHaveCount(2);
  await expectAccessible(owner);
  await owner.getByRole("button", { name: "All seen" }).click();
  await expect(owner.getByText(/has another device/)).toHaveCount(0);
  await owner.reload();
  await expect(owner.getByRole("list", { name: "Members" }).getByText("Mira Kern")).toBeVisible();
  await expect(owner.getByText(/has another device/)).toHaveCount(0);
});
