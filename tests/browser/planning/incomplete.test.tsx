/** What screens say while this device does not hold everything yet. */
import "#client/ui/styles.css";
import { page } from "vitest/browser";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { EventsScreen } from "#client/features/events";
import { TodayScreen } from "#client/features/today";
import { createEvent } from "#shared/domain/events";
import { addAssets, createProduct, product } from "#shared/domain/inventory";
import { addLines, lineItemOf } from "#shared/domain/pull-list";
import { brand } from "#shared/kernel/brand";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import { must } from "#shared/kernel/result";
import { unlinked } from "#shared/replica/engine/sync-book";
import type { LinkState } from "#shared/replica/ports";
import type { Replica } from "#shared/replica/types";
import { mountScreens, openEmptyDevice } from "#tests/support/mount-screen";
import type { Mounted } from "#tests/support/mount-screen";

const now = Date.parse("2026-06-01T08:00Z");
const routes = [
  { path: "/", screen: TodayScreen },
  { path: "/events", screen: EventsScreen },
];

const gig = (name: string) => ({
  name,
  status: "confirmed" as const,
  busyFrom: brand<LocalDateTime>("2026-06-03T07:00"),
  busyTo: brand<LocalDateTime>("2026-06-04T20:00"),
  zone: brand<Zone>("Europe/Berlin"),
});

let replica: Replica;
let mounted: Mounted;
/** What the sync host says of the connection. */
let tell: (link: Partial<LinkState>) => void;

// The figures stand on a phone only.
beforeAll(async () => {
  await page.viewport(390, 844);
});

beforeEach(async () => {
  const device = await openEmptyDevice(now);
  replica = device.replica;
  const { channels } = device;
  const host = channels.join();
  tell = (link) => host.post({ t: "link", link: { ...unlinked, ...link } });
  const made = must(await replica.run(createProduct, { name: "MegaPointe" })).value.product;
  must(await replica.run(addAssets, { product: made, assets: [{ code: "M-1" }] }));
  const { event } = must(await replica.run(createEvent, gig("Summer Gala"))).value;
  const row = replica.rows.get(product, made);
  if (row === undefined) throw new Error("the product was made");
  must(await replica.run(addLines, { event, lines: [{ item: lineItemOf(row), quantity: 3 }], group: null }));
  mounted = mountScreens({ replica, now, path: "/", routes });
});

afterEach(() => mounted.unmount());

test("a list that was opened stays open when the counts join it", async () => {
  for (const n of [1, 2, 3, 4, 5]) must(await replica.run(createEvent, gig(`Gig ${String(n)}`)));
  mounted.unmount();
  mounted = mountScreens({ replica, now, path: "/", routes });
  await expect.element(page.getByRole("button", { name: "Show all 6" }).first()).toBeInTheDocument();
  const goesOut = page.getByText("Goes out").element().closest("section");
  goesOut?.querySelector("button")?.click();
  // How far a trip is has a name for those who listen, also before it is counted.
  expect(goesOut?.querySelectorAll('[role="img"]').length).toBeGreaterThan(0);
  expect(goesOut?.querySelector('[role="img"][aria-label=""]')).toBeNull();
  await expect.element(figures()).toBeVisible();
  expect(goesOut?.isConnected).toBe(true);
  expect(goesOut?.querySelectorAll("a")).toHaveLength(6);
});

const figures = () => page.getByRole("group", { name: "Today in figures" });

describe("while documents are fetched or checked", () => {
  test("[AVL-06] Today counts no shortage, and does once everything is here", async () => {
    await expect.element(page.getByText("2 × MegaPointe")).toBeVisible();
    for (const link of [{ unchecked: 3 }, { firstSync: { done: 1, total: 9 } }]) {
      tell(link);
      await expect.element(page.getByText("2 × MegaPointe")).not.toBeInTheDocument();
      expect(page.getByText("Still loading. This is worked out once everything is here.").all()).toHaveLength(
        2,
      );
      expect(figures().element().textContent).toContain("–short–overdue");
      tell({});
      await expect.element(page.getByText("2 × MegaPointe")).toBeVisible();
      expect(figures().element().textContent).toContain("1short0overdue");
    }
  });

  test("[AVL-06] the list of events names no shortage", async () => {
    mounted.go("/events");
    const short = page.getByText("1 line short");
    await expect.element(short).toBeVisible();
    tell({ unchecked: 1 });
    await expect.element(short).not.toBeInTheDocument();
    tell({});
    await expect.element(short).toBeVisible();
  });
});
