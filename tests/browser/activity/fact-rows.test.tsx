/** What devices wrote into their logs, as the activity lists it, over a real replica in memory. */
import "#client/ui/styles.css";
import { page } from "vitest/browser";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ActivityScreen, DeviceWrites } from "#client/features/activity";
import { createEvent } from "#shared/domain/events";
import { addAssets, createProduct } from "#shared/domain/inventory";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { addFaultEntry, reportFault, withdrawFault } from "#shared/domain/maintenance";
import type { FaultId, NewEntry } from "#shared/domain/maintenance";
import { movement, recordMovements, undoMovements } from "#shared/domain/scanning";
import { brand } from "#shared/kernel/brand";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import { must } from "#shared/kernel/result";
import type { Locale } from "#client/app/i18n";
import { mountScreens, openEmptyDevice } from "#tests/support/mount-screen";
import type { Mounted } from "#tests/support/mount-screen";
import type { OneDevice } from "#tests/support/one-device";

const dayMs = 86_400_000;
const now = new Date("2026-06-10T12:00").getTime();
const longAgo = now - 3 * dayMs;

let device: OneDevice;
let mounted: Mounted | undefined;
let product: ProductId;
let asset: AssetId;

beforeEach(async () => {
  device = await openEmptyDevice(longAgo);
  ({ product } = must(await device.replica.run(createProduct, { name: "Dimmer" })).value);
  const added = must(await device.replica.run(addAssets, { product, assets: [{ code: "D-1" }] })).value;
  const [first] = added.assets;
  if (first === undefined) throw new Error("one piece was added");
  asset = first;
});

afterEach(async () => {
  mounted?.unmount();
  await device.replica.close();
});

const show = (path: string, locale: Locale = "en"): void => {
  const { replica } = device;
  const since = now - dayMs;
  const Writes = () => <DeviceWrites device={replica.device} since={since} onSince={() => undefined} />;
  mounted = mountScreens({
    ...{ replica, now, path, locale },
    routes: [
      { path: "/activity", screen: ActivityScreen },
      { path: "/writes", screen: Writes },
    ],
  });
};

const report = async (): Promise<FaultId> =>
  must(await device.replica.run(reportFault, { asset, product, title: "Fan", effect: "flag" })).value;

const scanOut = async (): Promise<void> => {
  const { event } = must(
    await device.replica.run(createEvent, {
      name: "Gala",
      status: "confirmed",
      busyFrom: brand<LocalDateTime>("2026-06-11T07:00"),
      busyTo: brand<LocalDateTime>("2026-06-12T20:00"),
      zone: brand<Zone>("Europe/Berlin"),
    }),
  ).value;
  const facts = [{ kind: "out", product, asset, quantity: 1, event }] as const;
  must(await device.replica.run(recordMovements, { facts, origin: "hand" }));
};

const takeScanBack = async (): Promise<void> => {
  const [fact] = [...device.replica.rows.all(movement).values()];
  if (fact === undefined) throw new Error("one scan was written");
  must(await device.replica.run(undoMovements, { undone: [{ fact, after: fact.id }] }));
};

const told = (words: string) => page.getByRole("link", { name: words, exact: true });

const entry = (values: NewEntry) => async (id: FaultId) =>
  must(await device.replica.run(addFaultEntry, { fault: id, entry: values }));

for (const { what, write, en, de } of [
  {
    what: "resolved",
    write: entry({ state: "resolved", knew: 0 }),
    en: "fault resolved",
    de: "Mangel behoben",
  },
  {
    what: "opened again",
    write: entry({ state: "open" }),
    en: "fault opened again",
    de: "Mangel wieder offen",
  },
  {
    what: "withdrawn",
    write: async (id: FaultId) => must(await device.replica.run(withdrawFault, { fault: id, knew: 0 })),
    en: "fault withdrawn",
    de: "Mangel zurückgezogen",
  },
  { what: "blocking", write: entry({ effect: "block" }), en: "put out of use", de: "gesperrt" },
  { what: "released", write: entry({ effect: "flag" }), en: "usable again", de: "wieder einsetzbar" },
  {
    what: "talked about",
    write: entry({ text: "spare ordered" }),
    en: "said about it: spare ordered",
    de: "dazu gesagt: spare ordered",
  },
])
  test(`[US-06] [MNT-01] a fault that is ${what} is told as that`, async () => {
    await write(await report());
    show("/activity?time=ever");
    await expect.element(told(`Fault Fan: ${en}`)).toBeVisible();
    mounted?.unmount();
    show("/activity?time=ever", "de");
    await expect.element(told(`Mangel Fan: ${de}`)).toBeVisible();
  });

test("[US-06] [SEC-06] a scan that was taken back is listed with the scan, and with what a device wrote", async () => {
  await scanOut();
  device.clock.set(now);
  await takeScanBack();
  show("/activity?time=ever");
  await expect.element(told("Asset D-1: taken back: out to Gala")).toBeVisible();
  await expect.element(told("Asset D-1: out to Gala")).toBeVisible();
  mounted?.unmount();
  show("/writes");
  const facts = page.getByRole("list", { name: "Scans, counts, faults and tests" });
  await expect.element(facts.getByText("taken back: out to Gala", { exact: true })).toBeVisible();
});

test("[US-06] [SEC-06] facts from before the chosen time are not listed, and nobody asks who signed them", async () => {
  await report();
  await scanOut();
  const asked = vi.spyOn(device.replica, "signers");
  show("/activity?time=today");
  await expect.element(page.getByText("Nothing fits.")).toBeVisible();
  expect(asked).not.toHaveBeenCalled();
  mounted?.unmount();
  show("/writes");
  await expect.element(page.getByText(/^It scanned, counted, reported and tested nothing/)).toBeVisible();
  expect(asked).not.toHaveBeenCalled();
  mounted?.unmount();
  show("/activity?time=week");
  await expect.element(told("Asset D-1: out to Gala")).toBeVisible();
  expect(asked).toHaveBeenCalled();
});
