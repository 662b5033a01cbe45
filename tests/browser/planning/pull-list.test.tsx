/** The pull list as people use it, over a real replica in memory. */
import "#client/ui/styles.css";
import { toaster } from "@kobalte/core/toast";
import { page, userEvent } from "vitest/browser";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { EventScreen, EventsScreen } from "#client/features/events";
import { PullListScreen } from "#client/features/pull-list";
import { createEvent } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import { addAccessory, addAssets, createProduct } from "#shared/domain/inventory";
import {
  addGroup,
  addLines,
  line,
  lineGroup,
  lineItemOf,
  listSections,
  setQuantity,
} from "#shared/domain/pull-list";
import type { LineGroupId } from "#shared/domain/pull-list";
import { product } from "#shared/domain/inventory";
import { brand } from "#shared/kernel/brand";
import { thingOf } from "#shared/kernel/ids";
import type { ThingId } from "#shared/kernel/ids";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import { must } from "#shared/kernel/result";
import type { Replica } from "#shared/replica/types";
import { mountScreens, openEmptyCompany } from "#tests/support/mount-screen";
import type { Mounted } from "#tests/support/mount-screen";

const now = Date.parse("2026-06-01T08:00Z");
const local = (text: string): LocalDateTime => brand<LocalDateTime>(text);
const routes = [
  { path: "/events", screen: EventsScreen },
  { path: "/events/:id", screen: EventScreen },
  { path: "/events/:id/pull-list", screen: PullListScreen },
];

let replica: Replica;
let gala: EventId;
let fair: EventId;
let lighting: LineGroupId;
let mounted: Mounted;

const makeEvent = async (name: string, from: string, to: string): Promise<EventId> =>
  must(
    await replica.run(createEvent, {
      name,
      status: "confirmed",
      busyFrom: local(from),
      busyTo: local(to),
      zone: brand<Zone>("Europe/Berlin"),
    }),
  ).value.event;

const makeProduct = async (
  name: string,
  maker: string,
  count: number,
): Promise<ReturnType<typeof lineItemOf>> => {
  const made = must(await replica.run(createProduct, { name, maker, weightG: 20_000, powerW: 500 })).value
    .product;
  const assets = Array.from({ length: count }, (_, at) => ({ code: `${name}-${at + 1}` }));
  if (count > 0) must(await replica.run(addAssets, { product: made, assets }));
  const row = replica.rows.get(product, made);
  if (row === undefined) throw new Error("the product was made");
  return lineItemOf(row);
};

beforeAll(async () => {
  await page.viewport(1440, 900);
});

beforeEach(async () => {
  replica = await openEmptyCompany(now);
  const mega = await makeProduct("MegaPointe", "Robe", 24);
  await makeProduct("Bow shackle 3.25 t", "Green Pin", 6);
  const spot = await makeProduct("Robin 600E Spot", "Robe", 4);
  gala = await makeEvent("Summer Gala", "2026-06-11T07:00", "2026-06-14T20:00");
  fair = await makeEvent("Fair Hall 3", "2026-06-09T07:00", "2026-06-12T18:00");
  lighting = must(await replica.run(addGroup, { event: gala, name: "Lighting" })).value.group;
  must(
    await replica.run(addLines, {
      event: gala,
      group: lighting,
      lines: [
        { item: mega, quantity: 24 },
        { item: spot, quantity: 2 },
      ],
    }),
  );
  must(await replica.run(addLines, { event: fair, group: null, lines: [{ item: mega, quantity: 6 }] }));
  mounted = mountScreens({ replica, now, path: `/events/${gala}/pull-list`, routes });
  mounted.host.style.cssText = "position:fixed;inset:0;display:flex;flex-direction:column";
  await expect.element(grid()).toBeVisible();
});

afterEach(async () => {
  toaster.clear();
  mounted.unmount();
  await replica.close();
});

const grid = () => page.getByRole("grid", { name: "Pull list of Summer Gala" });
const shown = (): readonly string[] =>
  listSections(replica.rows.of(line, thingOf(gala)), replica.rows.of(lineGroup, thingOf(gala))).flatMap(
    ({ group, lines }) => lines.map(({ name, quantity }) => `${group?.name ?? "–"}/${quantity} ${name}`),
  );
const focusFirst = async (): Promise<void> => {
  await grid().click({ position: { x: 300, y: 8 } });
  mounted.host.querySelector<HTMLElement>("[role=grid]")?.focus();
};

describe("the pull list", () => {
  test("[AVL-06] a shortage says why: owned, the other job and until when, and what is left", async () => {
    await expect.element(page.getByText("6 short")).toBeVisible();
    await page.getByRole("button", { name: "Why MegaPointe is 6 short" }).click();
    await expect.element(page.getByText("Why 6 are missing")).toBeVisible();
    await expect
      .element(page.getByRole("link", { name: "Fair Hall 3" }))
      .toHaveAttribute("href", `/events/${fair}/pull-list`);
    await expect.element(page.getByText("until Fri 12 Jun 18:00")).toBeVisible();
    await expect.element(page.getByText("free, and this line needs 24")).toBeVisible();
    await page.getByRole("button", { name: "Take 18" }).click();
    await expect.element(page.getByText("6 short")).not.toBeInTheDocument();
    expect(shown()[0]).toBe("Lighting/18 MegaPointe");
  });

  test("[PUL-01] digits type a quantity, Enter keeps it and goes down, Escape gives back", async () => {
    await focusFirst();
    await userEvent.keyboard("{ArrowDown}12{Enter}");
    await expect.poll(shown).toEqual(["Lighting/12 MegaPointe", "Lighting/2 Robin 600E Spot"]);
    await userEvent.keyboard("9{Escape}");
    await userEvent.keyboard("{Enter}7{Tab}");
    await expect.poll(shown).toEqual(["Lighting/12 MegaPointe", "Lighting/7 Robin 600E Spot"]);
    must(await replica.undo());
    await expect.poll(shown).toEqual(["Lighting/12 MegaPointe", "Lighting/2 Robin 600E Spot"]);
  });

  test("[PUL-01] what is typed into a cell stays when the line changes meanwhile; left as found it changes nothing", async () => {
    const first = replica.rows.of(line, thingOf(gala)).find(({ name }) => name === "MegaPointe");
    if (first === undefined) throw new Error("the line was added");
    const change = async (quantity: number): Promise<void> =>
      void must(await replica.run(setQuantity, { event: gala, line: first.id, quantity }));
    await focusFirst();
    await userEvent.keyboard("{ArrowDown}{Enter}12");
    await change(20);
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => shown()[0]).toBe("Lighting/12 MegaPointe");
    await userEvent.keyboard("{ArrowUp}{Enter}");
    await change(18);
    await userEvent.keyboard("{Enter}");
    await userEvent.keyboard("3{Enter}");
    await expect.poll(shown).toEqual(["Lighting/18 MegaPointe", "Lighting/3 Robin 600E Spot"]);
  });

  test("[PUL-01] a quantity and a word add a line, and the field is ready for the next", async () => {
    const field = page.getByRole("combobox", { name: "Add a line" });
    await field.click();
    await userEvent.keyboard("4 shack");
    await expect.element(page.getByText("6 free")).toBeVisible();
    await userEvent.keyboard("{Enter}");
    await expect
      .poll(shown)
      .toEqual(["Lighting/24 MegaPointe", "Lighting/2 Robin 600E Spot", "Lighting/4 Bow shackle 3.25 t"]);
    await expect.element(field).toHaveValue("");
    await userEvent.keyboard("something else{ArrowUp}{Enter}");
    await expect.poll(() => shown().at(-1)).toBe("Lighting/1 something else");
    await expect.element(page.getByText("no product")).toBeVisible();
  });

  test("[PUL-01] the keyboard reorders, removes and takes back", async () => {
    await focusFirst();
    await userEvent.keyboard("{ArrowDown}{Alt>}{ArrowDown}{/Alt}");
    await expect.poll(shown).toEqual(["Lighting/2 Robin 600E Spot", "Lighting/24 MegaPointe"]);
    await userEvent.keyboard("{Delete}");
    await expect.poll(shown).toEqual(["Lighting/2 Robin 600E Spot"]);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(shown).toEqual(["Lighting/2 Robin 600E Spot", "Lighting/24 MegaPointe"]);
  });

  test("[PUL-13] rows pasted from a spreadsheet become lines, products where the stock knows them", async () => {
    await focusFirst();
    const data = new DataTransfer();
    data.setData("text/plain", "Item\tQty\nmegapointe\t2\nsomething new\t3\n");
    mounted.host
      .querySelector("[role=grid]")
      ?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    await expect
      .poll(shown)
      .toEqual([
        "Lighting/24 MegaPointe",
        "Lighting/2 Robin 600E Spot",
        "Lighting/2 MegaPointe",
        "Lighting/3 something new",
      ]);
    await expect.element(page.getByText("2 lines added, 1 as free text.")).toBeVisible();
  });

  test("[PUL-11] only what is short, in the address", async () => {
    await page.getByText(/^Short1$/).click();
    await expect.element(page.getByText("Robin 600E Spot")).not.toBeInTheDocument();
    await expect.element(page.getByText("MegaPointe")).toBeVisible();
    expect(mounted.path()).toBe(`/events/${gala}/pull-list?show=short`);
  });

  test("[PUL-01] a new group begins with its name", async () => {
    await page.getByRole("button", { name: "New group" }).click();
    await expect.element(page.getByRole("textbox", { name: "Group" })).toHaveFocus();
    await userEvent.keyboard("Rigging{Enter}");
    await expect.element(page.getByText("Rigging")).toBeVisible();
    expect(mounted.failures).toEqual([]);
  });

  test("[PUL-06] a copied event has its list, with what products name by now", async () => {
    const items = replica.rows.all(product);
    const idOf = (name: string) => [...items.values()].find((each) => each.name === name)?.id;
    const [mega, shackle] = [idOf("MegaPointe"), idOf("Bow shackle 3.25 t")];
    if (mega === undefined || shackle === undefined) throw new Error("both were made");
    must(
      await replica.run(addAccessory, { product: mega, item: shackle, quantity: 2, inclusion: "mandatory" }),
    );
    mounted.go(`/events/${gala}`);
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Duplicate" }).click();
    await page.getByRole("dialog").getByRole("textbox", { name: "Event" }).fill("Winter Gala");
    await page.getByRole("dialog").getByRole("button", { name: "Duplicate" }).click();
    await expect.element(page.getByRole("heading", { name: "Winter Gala" })).toBeVisible();
    const copy = mounted.path().replace("/events/", "");
    expect(copy).not.toBe(gala);
    mounted.go(`/events/${copy}/pull-list`);
    const list = page.getByRole("grid", { name: "Pull list of Winter Gala" });
    await expect.element(list.getByText("Bow shackle 3.25 t")).toBeVisible();
    const copied = replica.rows
      .of(line, brand<ThingId>(copy))
      .toSorted((a, b) => (a.order < b.order ? -1 : 1));
    expect(copied.map(({ quantity, name }) => `${quantity} ${name}`)).toEqual([
      "24 MegaPointe",
      "48 Bow shackle 3.25 t",
      "2 Robin 600E Spot",
    ]);
    expect(mounted.failures).toEqual([]);
  });
});
