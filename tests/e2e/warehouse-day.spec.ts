/**
 * Two hours of a warehouse with three people: goods come in and get their labels, are packed, leave with two jobs at
 * once while the relay is away, come back, one broken and one not at all, and are counted in the evening.
 */
import { createCompany, expect, joinCompany, phone, test } from "./support/app";
import { closeDay } from "./support/warehouse-day/closing";
import { createDayClock } from "./support/warehouse-day/day-clock";
import { countStock } from "./support/warehouse-day/evening-count";
import { printLabels } from "./support/warehouse-day/labels";
import { loadOutOffline } from "./support/warehouse-day/load-out";
import { packCases } from "./support/warehouse-day/packing";
import { planJobs } from "./support/warehouse-day/plan";
import { receiveStock } from "./support/warehouse-day/receive";
import { returnEverything } from "./support/warehouse-day/returns";
import type { Day } from "./support/warehouse-day/stage";

test.describe.configure({ timeout: 600_000 });

const clock = createDayClock();
test.use({ relaySettings: clock.relaySettings });

test("[INV-02] [INV-22] [CAS-03] [SCN-10] [SCN-13] [MNT-01] [INV-16] [INV-18] a day in the warehouse, on three devices", async ({
  relay,
  newProfile,
}) => {
  const day: Day = {
    ...{ relay, clock, office: await newProfile() },
    ...{ mira: await newProfile(phone), jo: await newProfile(phone) },
  };
  await test.step("three people begin", async () => {
    for (const page of [day.office, day.mira, day.jo]) await clock.follow(page);
    await createCompany(day.office, relay.origin, "Hall Nine");
    await joinCompany(day.office, day.mira, "Mira Kern");
    await joinCompany(day.office, day.jo, "Jo Adler");
  });
  await test.step("stock arrives", () => receiveStock(day));
  const labels = await test.step("labels are printed and read", () => printLabels(day));
  await test.step("cases are packed", () => packCases(day, labels));
  const plan = await test.step("two jobs are planned", () => planJobs(day));
  await test.step("both are loaded without the relay", () => loadOutOffline(day, labels, plan));
  await test.step("everything comes back but one", () => returnEverything(day, labels, plan));
  await test.step("the stock is counted", () => countStock(day));
  await test.step("every device tells the same day", () => closeDay(day, plan));
  expect(clock.minutes()).toBeGreaterThan(120);
});
