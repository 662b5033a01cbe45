/**
 * A company with people in it, for the pictures of trust. Everybody comes in through a browser of their own, and what
 * happens to them happens by the screens: nothing is put into the log by hand.
 */

const codeOf = (number) => `MEGA-${String(number).padStart(4, "0")}`;

const stock = [
  "Company,Name,Asset Tag,Category,Supplier,Manufacturer,Location,Order Number,Model,Model Notes,Model Number,Asset Notes,Purchase Date,Purchase Cost,Checkout Type,Asset EOL Date",
  ...Array.from(
    { length: 12 },
    (_, n) =>
      `Lichtwerk,,${codeOf(n + 1)},Moving heads,,Robe,Main warehouse,,MegaPointe,,MP-1,,3/14/25,6120.50,,`,
  ),
].join("\r\n");

const staff = [
  { name: "Jonas Petersen", role: "Administrator" },
  { name: "Mira Kern", role: "Manager" },
  { name: "Tom Berger", role: "Warehouse" },
  { name: "Lea Sommer", role: "Member" },
  { name: "Samira Haddad", role: "Member" },
  { name: "Paul Weiss", role: "Viewer" },
  { name: "Ben Okafor", role: "Crew" },
  { name: "Kim Roth", role: "Crew", event: "Summer Gala" },
  { name: "Ida Holm", role: "Member" },
];

const found = async (page, origin) => {
  await page.goto(origin);
  await page.getByLabel("Company", { exact: true }).fill("Lichtwerk Berlin");
  await page.getByLabel("Your name").fill("Anna Lenz");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "To begin with" }).waitFor();
  await page.goto(`${origin}/import`);
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose files" }).click();
  await (await chooser).setFiles({ name: "assets.csv", mimeType: "text/csv", buffer: Buffer.from(stock) });
  await page.getByRole("button", { name: /^Apply 12 rows/ }).click();
  await page.getByText(/12 rows were imported/).waitFor();
};

const planEvent = async (page, origin, name) => {
  await page.goto(`${origin}/events`);
  await page.getByRole("button", { name: "New event" }).first().click();
  await page.getByRole("form", { name: "New event" }).getByLabel("Event").fill(name);
  await page.getByRole("button", { name: "Create event" }).click();
  await page.getByRole("combobox", { name: "Add a line" }).click();
  await page.keyboard.type("8 megapointe");
  await page.keyboard.press("Enter");
  await page
    .getByRole("grid")
    .getByText(/MegaPointe/)
    .first()
    .waitFor();
  return /events\/([0-9A-Z]{26})/.exec(page.url())?.[1];
};

const makeRole = async (page, origin) => {
  await page.goto(`${origin}/settings/roles`);
  await page.getByRole("button", { name: "New role" }).click();
  await page.getByLabel("Name").fill("Warehouse");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Warehouse" }).waitFor();
  const levels = {
    "Stock and locations": "Changes what is there",
    "Events and pull lists": "Sees",
    "Scans and movements": "Sees, changes, adds",
  };
  for (const [area, level] of Object.entries(levels))
    await page.getByLabel(area, { exact: true }).selectOption({ label: level });
  await page.getByRole("button", { name: "Save the role" }).click();
  await page.getByText("Role Warehouse was changed.").waitFor();
};

/** The dialog stays open on the link. */
export const invite = async (page, origin, { role, event }) => {
  await page.goto(`${origin}/settings/people`);
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  if (role === undefined) await page.getByRole("radio", { name: "Another device of mine" }).check();
  else await page.getByLabel("Role", { exact: true }).selectOption({ label: role });
  if (event !== undefined) {
    const events = page.getByLabel("Event", { exact: true });
    await events.selectOption({ label: await events.getByRole("option", { name: event }).textContent() });
  }
  await page.getByRole("button", { name: "Make the invitation" }).click();
  return page.getByRole("textbox", { name: "Invitation link" }).innerText();
};

/** Up to the code that both compare. */
export const ask = async (page, link, name) => {
  await page.goto(link);
  await page.getByLabel("Your name").fill(name);
  await page.getByRole("button", { name: "Ask to join" }).click();
  await page.getByRole("img", { name: "Your code" }).waitFor();
};

const join = async (owner, origin, newcomer, person) => {
  await ask(newcomer, await invite(owner, origin, person), person.name);
  await owner.getByRole("button", { name: "Same code: let in" }).click();
  await newcomer.getByRole("navigation", { name: "Main" }).waitFor();
};

const nameDevice = async (page, origin, name) => {
  await page.goto(`${origin}/settings/device`);
  await page.getByRole("button", { name: /^Name:/ }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Synced" }).waitFor();
};

const openMember = async (page, origin, name) => {
  await page.goto(`${origin}/settings/people`);
  await page.getByRole("list", { name: "Members" }).getByRole("link", { name }).first().click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
};

const endRole = async (page, origin, name) => {
  await openMember(page, origin, name);
  await page.getByLabel("Last day").first().fill("2031-05-30");
  await page.getByRole("dialog").getByRole("button", { name: "Change the role" }).click();
  await page.getByText(/was changed/).waitFor();
};

const remove = async (page, origin, name) => {
  await openMember(page, origin, name);
  await page.getByRole("button", { name: "Remove from the company" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove from the company" }).click();
  await page.getByText(`${name} was removed.`).waitFor();
};

const removeDevice = async (page, origin, name, reason) => {
  await page.goto(`${origin}/settings/people`);
  const devices = page.getByRole("list", { name: `Devices of ${name}` });
  await devices.getByRole("button", { name: /^Remove/ }).click();
  await page.getByRole("dialog").getByRole("radio", { name: reason }).check();
  await page.getByRole("button", { name: "Remove the device" }).click();
  await devices.getByText(/^Removed/).waitFor();
  return devices.getByRole("link").first().getAttribute("href");
};

/** A phone that is lost after its owner changed some of the stock. */
const loseOne = async (owner, origin, page) => {
  await page.goto(`${origin}/stock`);
  await page.getByRole("link", { name: "MegaPointe" }).first().click();
  const edit = async (button, text) => {
    await page.getByRole("button", { name: button }).click();
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
  };
  await edit(/^Maker/, "Robe Lighting");
  await edit(/^Connectors/, "powerCON TRUE1");
  await page.goto(`${origin}/stock?view=assets`);
  await page
    .getByRole("link", { name: codeOf(3) })
    .first()
    .click();
  await edit(/^Serial/, "RB-20931");
  await page.getByRole("button", { name: "Synced" }).waitFor();
  return removeDevice(owner, origin, "Lea Sommer", "It is lost");
};

/** Scans made without a network by somebody who is gone when they arrive. */
const handIn = async (owner, origin, page, event) => {
  await page.goto(`${origin}/scan?mode=out&event=${event}`);
  await page.getByText("Summer Gala").first().waitFor();
  await page.context().setOffline(true);
  const field = page.getByRole("textbox", { name: "Code" });
  if (!(await field.isVisible())) await page.getByRole("button", { name: "Type a code" }).click();
  for (const number of [1, 2, 5]) {
    await field.fill(codeOf(number));
    await page.keyboard.press("Enter");
    await page
      .locator("[data-rule]")
      .filter({ hasText: codeOf(number) })
      .waitFor();
  }
  await removeDevice(owner, origin, "Kim Roth", "The person left");
  await page.context().setOffline(false);
  await owner.goto(`${origin}/held`);
  await owner
    .getByText(`${codeOf(5)} · MegaPointe`)
    .first()
    .waitFor({ timeout: 60_000 });
};

/**
 * Ten people, two devices of the owner, an open invitation, a freelancer with a last day, somebody removed, a lost phone
 * and scans handed in. `open` gives a page of a new browser profile of that size; `desktop` and `phone` are the owner's.
 */
export const hireStaff = async (open, origin) => {
  const desktop = await open("desktop");
  await found(desktop, origin);
  const event = await planEvent(desktop, origin, "Summer Gala");
  await makeRole(desktop, origin);
  const pages = new Map();
  for (const person of staff) {
    const page = await open("phone");
    await join(desktop, origin, page, person);
    pages.set(person.name, page);
  }
  const phone = await open("phone");
  await join(desktop, origin, phone, { name: "Anna Lenz" });
  await nameDevice(desktop, origin, "Office");
  await nameDevice(phone, origin, "Anna's phone");
  await nameDevice(pages.get("Tom Berger"), origin, "Hall tablet");
  await endRole(desktop, origin, "Ben Okafor");
  await remove(desktop, origin, "Ida Holm");
  const lost = await loseOne(desktop, origin, pages.get("Lea Sommer"));
  await handIn(desktop, origin, pages.get("Kim Roth"), event);
  await invite(desktop, origin, { role: "Member" });
  return { desktop, phone, event, lost, viewer: pages.get("Paul Weiss") };
};
