/** Two trucks are loaded while the relay is away, and one head is scanned into both. */
import { expect } from "../app";
import type { Labels } from "./labels";
import { expectJob, jobs, setStatus } from "./plan";
import type { Plan } from "./plan";
import { bulkCode } from "./receive";
import type { Day } from "./stage";
import { everyone, headCodes, openScan, scan } from "./stage";

/** The head that stands between the two trucks, and the one that is still on the shelf. */
const [wantedTwice = "", spare = ""] = headCodes(6, 8);

export const loadOutOffline = async (day: Day, labels: Labels, plan: Plan): Promise<void> => {
  const { mira, jo, relay, clock } = day;
  const label = (code: string): string => labels.get(code) ?? code;
  await openScan(day, mira, { mode: "out", event: /Summer Gala/ });
  await openScan(day, jo, { mode: "out", event: /Fair Hall 3/ });
  await relay.stop("SIGKILL");

  await scan(mira, label("CASE-001"), "SCAN-16", /3 pieces inside/);
  await clock.pass(5);
  await scan(mira, label(wantedTwice), "SCAN-10", /4 of 4 out/);
  await scan(mira, `%20%${bulkCode}`, "SCAN-20", /20 of 20 out/);
  await clock.pass(5);
  await scan(jo, label("CASE-002"), "SCAN-16", /2 pieces inside/);
  await scan(jo, label("MEGA-0007"), "SCAN-10", /3 of 4 out/);
  await scan(jo, label(wantedTwice), "SCAN-10", /4 of 4 out/);
  await scan(jo, `%10%${bulkCode}`, "SCAN-20", /10 of 10 out/);
  await clock.pass(10);
  await relay.startAgain();
  await settle(day);

  // On the phone that lost it, the job goes on with what is left.
  await openScan(day, jo, { mode: "out", event: /Fair Hall 3/ });
  await scan(jo, label(wantedTwice), "SCAN-14", /Already out with Summer Gala, scanned by Mira Kern/);
  await scan(jo, label(spare), "SCAN-10", /4 of 4 out/);
  for (const page of everyone(day)) {
    await expectJob(day, page, plan.gala, { out: jobs.gala.heads + jobs.gala.couplers, back: 0 });
    await expectJob(day, page, plan.fair, { out: jobs.fair.heads + jobs.fair.couplers, back: 0 });
  }
  await setStatus(day, day.office, plan.gala, "Out");
  await setStatus(day, day.office, plan.fair, "Out");
};

/** Everybody reads both sides, with names and the times of the hall; one decides for all. */
const settle = async (day: Day): Promise<void> => {
  const { mira, relay } = day;
  for (const page of everyone(day)) {
    await page.goto(`${relay.origin}/conflicts`);
    const conflict = page.getByRole("article");
    await expect(conflict).toHaveCount(1, { timeout: 60_000 });
    await expect(conflict).toContainText(new RegExp(`${wantedTwice} was scanned out to .*, both offline`));
    for (const person of ["Mira Kern", "Jo Adler"]) await expect(conflict).toContainText(person);
  }
  await mira.getByRole("button", { name: "It went to Summer Gala" }).click();
  for (const page of everyone(day))
    await expect(page.getByText("Nothing disagrees")).toBeVisible({ timeout: 60_000 });
};
