/** Everything comes back but one head; another comes back broken. */
import type { Page } from "@playwright/test";
import { expect } from "../app";
import type { Labels } from "./labels";
import { expectJob, jobs, setStatus } from "./plan";
import type { Plan } from "./plan";
import { bulkCode } from "./receive";
import type { Day } from "./stage";
import { everyone, headCodes, openScan, openThing, passBetween, scan, section } from "./stage";

const [broken = "", lost = ""] = headCodes(6, 8);
export const returned = { broken, lost, fault: "Lens cracked" } as const;

const reportDamage = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: "It is damaged" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What is wrong").fill(returned.fault);
  await dialog.getByText("Does not work", { exact: true }).click();
  await dialog.getByRole("button", { name: "Report a fault" }).click();
  await expect(dialog).toBeHidden();
};

const reportLost = async (day: Day, page: Page, code: string): Promise<void> => {
  await openThing(day, page, code);
  await page.getByRole("button", { name: /^Actions for this/ }).click();
  await page.getByRole("menuitem", { name: "Report as lost" }).click();
  await expect(page.getByText("Reported by Jo Adler", { exact: false })).toBeVisible();
};

const returnGala = async (day: Day, labels: Labels, plan: Plan): Promise<void> => {
  const { mira } = day;
  // No job is named: the case knows where it was.
  await openScan(day, mira, { mode: "in" });
  await scan(mira, labels.get("CASE-001") ?? "", "SCAN-33", /Back.*3 pieces inside/);
  await scan(mira, labels.get(broken) ?? "", "SCAN-30", new RegExp(`${broken}.*4 of 4 back`));
  await reportDamage(mira);
  await scan(mira, `EVENTKIT-EVENT-${plan.gala}`, "SCAN-51", /Summer Gala/);
  await scan(mira, `%${jobs.gala.couplers}%${bulkCode}`, "SCAN-38", /20 of 20 back/);
};

const returnFair = async (day: Day, labels: Labels): Promise<void> => {
  const { jo } = day;
  await openScan(day, jo, { mode: "in", event: /Fair Hall 3/ });
  await scan(jo, labels.get("CASE-002") ?? "", "SCAN-33", /Back.*2 pieces inside/);
  await scan(jo, labels.get("MEGA-0007") ?? "", "SCAN-30", /3 of 4 back/);
  await scan(jo, `%${jobs.fair.couplers}%${bulkCode}`, "SCAN-38", /10 of 10 back/);
  await reportLost(day, jo, lost);
};

/** Refused at every scan out, whoever tries. */
const expectBlocked = async (day: Day): Promise<void> => {
  for (const page of [day.jo, day.office]) {
    await openThing(day, page, broken);
    await expect(section(page, "Condition").getByRole("link", { name: returned.fault })).toContainText(
      "Out of use",
    );
    await openScan(day, page, { mode: "out", event: /Fair Hall 3/ });
    await scan(page, broken, "SCAN-90", new RegExp(`Out of use: ${returned.fault}`));
  }
};

export const returnEverything = async (day: Day, labels: Labels, plan: Plan): Promise<void> => {
  const { office } = day;
  await passBetween(day, 70);
  await returnGala(day, labels, plan);
  await returnFair(day, labels);
  for (const page of everyone(day)) {
    await expectJob(day, page, plan.gala, { out: 0, back: jobs.gala.heads + jobs.gala.couplers });
    // The lost head is neither out nor back.
    await expectJob(day, page, plan.fair, { out: 0, back: jobs.fair.heads - 1 + jobs.fair.couplers });
    await openThing(day, page, lost);
    await expect(page.getByText("Lost on Fair Hall 3").first()).toBeVisible();
  }
  await expectBlocked(day);
  for (const event of [plan.gala, plan.fair]) await setStatus(day, office, event, "Returned");
};
