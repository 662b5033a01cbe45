/** Two jobs at the same time that between them want everything there is. */
import type { Page } from "@playwright/test";
import { expect } from "../app";
import { addLine, eventIdOf } from "../company";
import type { Day } from "./stage";
import { coupler } from "./receive";
import { everyone, section } from "./stage";

export const jobs = {
  gala: { name: "Summer Gala", heads: 4, couplers: 20 },
  fair: { name: "Fair Hall 3", heads: 4, couplers: 10 },
} as const;

export type Job = (typeof jobs)[keyof typeof jobs];

/** Ids of the two events. */
export type Plan = Readonly<Record<keyof typeof jobs, string>>;

const planJob = async (day: Day, page: Page, job: Job): Promise<string> => {
  await page.goto(`${day.relay.origin}/events`);
  await page.getByRole("button", { name: "New event" }).first().click();
  const form = page.getByRole("form", { name: "New event" });
  await form.getByLabel("Event").fill(job.name);
  await form.getByLabel("From").fill(day.clock.at("09:00"));
  await form.getByLabel("Until").fill(day.clock.at("23:00"));
  await form.getByRole("button", { name: "Create event" }).click();
  await expect(page).toHaveURL(/\/pull-list$/);
  await addLine(page, `${job.heads} megapointe`);
  await page.keyboard.type(`${job.couplers} ${coupler}`);
  await expect(page.getByRole("option", { name: coupler }).first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row", { name: coupler })).toBeVisible();
  await page.keyboard.press("Escape");
  return eventIdOf(page.url());
};

/** Both stand on every device, and neither misses anything. */
export const planJobs = async (day: Day): Promise<Plan> => {
  const gala = await planJob(day, day.office, jobs.gala);
  const fair = await planJob(day, day.office, jobs.fair);
  for (const page of everyone(day))
    for (const [event, job] of [
      [gala, jobs.gala],
      [fair, jobs.fair],
    ] as const) {
      await page.goto(`${day.relay.origin}/events/${event}`);
      await expect(page.getByRole("heading", { level: 1, name: job.name })).toBeVisible();
      await expect(section(page, "Pull list")).toContainText(`0 of ${job.heads + job.couplers} pieces`);
      await expect(page.getByText("Everything on the list can be covered.")).toBeVisible();
    }
  return { gala, fair };
};

/** The figures of a job, as its page shows them. */
export const expectJob = async (
  day: Day,
  page: Page,
  event: string,
  { out, back }: { readonly out: number; readonly back: number },
): Promise<void> => {
  await page.goto(`${day.relay.origin}/events/${event}`);
  await expect(section(page, "Pull list")).toContainText(new RegExp(`Out now\\s*${out}\\s*Back\\s*${back}`), {
    timeout: 60_000,
  });
};

export const setStatus = async (day: Day, page: Page, event: string, status: string): Promise<void> => {
  await page.goto(`${day.relay.origin}/events/${event}`);
  await page.getByRole("button", { name: /^Change the status/ }).click();
  await page.getByRole("menuitem", { name: new RegExp(status) }).click();
  await expect(page.getByRole("button", { name: `Change the status, now ${status}` })).toBeVisible();
};
