/** The offer to take a change back, over a real replica in memory. */
import "#client/ui/styles.css";
import { toaster } from "@kobalte/core/toast";
import { page } from "vitest/browser";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createUndoToast } from "#client/app/frame/undo";
import { createProduct, product, editProduct } from "#shared/domain/inventory";
import { must } from "#shared/kernel/result";
import type { Replica } from "#shared/replica/types";
import { mountScreens, openEmptyCompany } from "#tests/support/mount-screen";
import type { Mounted } from "#tests/support/mount-screen";

const now = Date.parse("2026-06-01T08:00Z");
let replica: Replica;
let mounted: Mounted;
let offer: (text: string, change: string | null) => void;

const OfferingScreen = (): null => {
  offer = createUndoToast();
  return null;
};
const names = (): readonly string[] => [...replica.rows.all(product).values()].map(({ name }) => name);

beforeEach(async () => {
  replica = await openEmptyCompany(now);
  mounted = mountScreens({ replica, now, path: "/", routes: [{ path: "/", screen: OfferingScreen }] });
});
afterEach(async () => {
  toaster.clear();
  mounted.unmount();
  await replica.close();
});

test("the toast takes back just the change it tells of, also when others came after it", async () => {
  const { product: made } = must(await replica.run(createProduct, { name: "MegaPointe" })).value;
  const renamed = must(await replica.run(editProduct, { product: made, values: { name: "MegaPoint" } }));
  must(await replica.run(editProduct, { product: made, values: { weightG: 22_500 } }));
  offer("Renamed.", renamed.change);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(names).toEqual(["MegaPointe"]);
  expect(replica.rows.get(product, made)?.weightG).toBe(22_500);
});

test("a toast of what wrote nothing offers no undo, and so never takes back something else", async () => {
  must(await replica.run(createProduct, { name: "MegaPointe" }));
  offer("Nothing had to change.", null);
  await expect.element(page.getByText("Nothing had to change.")).toBeVisible();
  expect(page.getByRole("button", { name: "Undo" }).elements()).toEqual([]);
  expect(names()).toEqual(["MegaPointe"]);
});
