/** People with roles: invited in a role, events and products to have rights in. */
import type { Page } from "@playwright/test";
import { expect } from "./app";

/** As `joinCompany`, in a role of that name; `event` is the beginning of an event's name. */
export const joinAs = async (
  owner: Page,
  newcomer: Page,
  name: string,
  role: string,
  event?: string,
): Promise<void> => {
  await owner.goto(new URL("/settings/people", owner.url()).href);
  await owner.getByRole("button", { name: "Invite", exact: true }).click();
  await owner.getByLabel("Role", { exact: true }).selectOption({ label: role });
  if (event !== undefined) {
    const events = owner.getByLabel("Event", { exact: true });
    const label = await events.getByRole("option", { name: event }).textContent();
    await events.selectOption({ label: label ?? "" });
  }
  await owner.getByRole("button", { name: "Make the invitation" }).click();
  await expect(owner.getByText("Waiting for the newcomer")).toBeVisible();
  await newcomer.goto(await owner.getByRole("textbox", { name: "Invitation link" }).innerText());
  await newcomer.getByLabel("Your name").fill(name);
  await newcomer.getByRole("button", { name: "Ask to join" }).click();
  const code = (await newcomer.getByRole("img", { name: "Your code" }).textContent()) ?? "";
  await expect(owner.getByRole("img", { name: /^Code/ })).toHaveText(code);
  await owner.getByRole("button", { name: "Same code: let in" }).click();
  await expect(newcomer.getByRole("navigation", { name: "Main" })).toBeVisible();
  await expect(owner.getByRole("list", { name: "Members" }).getByText(name)).toBeVisible();
};

export const nameProduct = async (page: Page, from: string, to: string): Promise<void> => {
  await page.getByRole("button", { name: `Name: ${from}` }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(to);
  await page.keyboard.press("Enter");
};

/** A product of that name; the page stays on it. */
export const makeProduct = async (page: Page, origin: string, name: string): Promise<void> => {
  await page.goto(`${origin}/stock`);
  await page.getByRole("button", { name: "New product" }).first().click();
  await nameProduct(page, "New product", name);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
};

export const openMember = async (page: Page, origin: string, name: string): Promise<void> => {
  await page.goto(`${origin}/settings/people`);
  await page.getByRole("list", { name: "Members" }).getByRole("link", { name }).first().click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
};
