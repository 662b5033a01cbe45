/** Today over a real replica in memory: what the workshop has to do leads there. */
import "#client/ui/styles.css";
import { page } from "vitest/browser";
import { afterEach, beforeEach, expect, test } from "vitest";
import { TodayScreen } from "#client/features/today";
import { createEvent } from "#shared/domain/events";
import { addAssets, createProduct } from "#shared/domain/inventory";
import { addInspection } from "#shared/domain/maintenance";
import { brand } from "#shared/kernel/brand";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import { must } from "#shared/kernel/result";
import type { Replica } from "#shared/replica/types";
import { mountScreens, openEmptyCompany } from "#tests/support/mount-screen";
import type { Mounted } from "#tests/support/mount-screen";

const now = Date.parse("2026-06-01T08:00Z");
let replica: Replica;
let mounted: Mounted | undefined;

beforeEach(async () => {
  replica = await openEmptyCompany(now);
  must(
    await replica.run(createEvent, {
      name: "Gala",
      status: "confirmed",
      busyFrom: brand<LocalDateTime>("2026-06-02T07:00"),
      busyTo: brand<LocalDateTime>("2026-06-03T20:00"),
      zone: brand<Zone>("Europe/Berlin"),
    }),
  );
});

afterEach(async () => {
  mounted?.unmount();
  await replica.close();
});

const show = (): void => {
  mounted = mountScreens({ replica, now, path: "/", routes: [{ path: "/", screen: TodayScreen }] });
};

test("[MNT-05] says how many inspections are due and leads to their list", async () => {
  const { product } = must(await replica.run(createProduct, { name: "Dimmer" })).value;
  const assets = [{ code: "D-1" }, { code: "D-2" }];
  must(await replica.run(addAssets, { product, assets }));
  must(
    await replica.run(addInspection, {
      product,
      name: "Electrical test",
      method: "electrical",
      everyMonths: 12,
    }),
  );
  show();
  const due = page.getByRole("link", { name: /2 inspections are due/ });
  await expect.element(due).toBeVisible();
  await expect.element(due).toHaveAttribute("href", "/stock/maintenance?list=due");
});

test("[MNT-05] says nothing of a workshop that has nothing to do", async () => {
  show();
  await expect.element(page.getByRole("heading", { name: "Overdue" })).toBeVisible();
  await expect.element(page.getByText("Workshop")).not.toBeInTheDocument();
});
