/** A purchase that did not come when it was expected: nobody is promised its pieces, and screens say why. */
import "#client/ui/styles.css";
import { page } from "vitest/browser";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { PullListScreen } from "#client/features/pull-list";
import { TodayScreen } from "#client/features/today";
import type { Locale } from "#client/app/i18n";
import { createEvent } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import { addTemporaryStock, createProduct, editTemporaryStock, product } from "#shared/domain/inventory";
import type { ProductId, TemporaryStockId } from "#shared/domain/inventory";
import { addLines, lineItemOf } from "#shared/domain/pull-list";
import { brand } from "#shared/kernel/brand";
import type { Day, LocalDateTime, Zone } from "#shared/kernel/record";
import { must } from "#shared/kernel/result";
import { shownCompany } from "#tests/support/shown-company";

const now = Date.parse("2026-06-01T08:00Z");
const routes = [
  { path: "/", screen: TodayScreen },
  { path: "/events/:id/pull-list", screen: PullListScreen },
];

const { replica, show: showScreens } = shownCompany(now);
let made: ProductId;
let stock: TemporaryStockId;
let gala: EventId;

beforeAll(async () => {
  await page.viewport(1440, 900);
});

beforeEach(async () => {
  made = must(await replica().run(createProduct, { name: "MegaPointe" })).value.product;
  const purchase = { product: made, quantity: 4, kind: "purchase" as const, from: brand<Day>("2026-05-29") };
  stock = must(await replica().run(addTemporaryStock, purchase)).value.stock;
  gala = must(
    await replica().run(createEvent, {
      name: "Summer Gala",
      status: "confirmed",
      busyFrom: brand<LocalDateTime>("2026-06-11T07:00"),
      busyTo: brand<LocalDateTime>("2026-06-14T20:00"),
      zone: brand<Zone>("Europe/Berlin"),
    }),
  ).value.event;
  const row = replica().rows.get(product, made);
  if (row === undefined) throw new Error("the product was made");
  const lines = [{ item: lineItemOf(row), quantity: 3 }];
  must(await replica().run(addLines, { event: gala, lines, group: null }));
});

const show = (path: string, locale: Locale = "en"): void => {
  const { host } = showScreens({ path, locale, routes });
  host.style.cssText = "position:fixed;inset:0;display:flex;flex-direction:column";
};
const text = (words: string) => expect.element(page.getByText(words).first());

test("[INV-22] [AVL-06] Today names the late pieces as the reason, until they have a new first day", async () => {
  show("/", "de");
  await text("4 erwartete Stück nicht eingetroffen").toBeVisible();
  show("/");
  await text("4 pieces expected by now did not arrive").toBeVisible();
  const values = { from: brand<Day>("2026-06-08") };
  must(await replica().run(editTemporaryStock, { product: made, stock, values }));
  await text("Everything on the coming lists is covered.").toBeVisible();
});

test("[INV-22] [AVL-06] the sum of a shortage takes off what is late", async () => {
  show(`/events/${gala}/pull-list`);
  await page.getByRole("button", { name: "Why MegaPointe is 3 short" }).click();
  await text("late: should be here by now, did not arrive").toBeVisible();
  await expect.element(page.getByText("free, and this line needs 3")).toBeVisible();
});
