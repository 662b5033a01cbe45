/**
 * Builds the demo company's records: products with assets and stock, places, and jobs around `today`.
 * The choice of equipment is the same every time; ids come from the given source. Nothing is written here: the
 * records go through the demo commands like everything else.
 */
import type { Ms } from "#shared/kernel/clock";
import { newId } from "#shared/kernel/ids";
import type { MemberId } from "#shared/kernel/ids";
import type { Random } from "#shared/kernel/random";
import type { Day, LocalDateTime, NewRecord, Zone } from "#shared/kernel/record";
import { brand } from "#shared/kernel/brand";
import type { category, CategoryId, person } from "#shared/domain/settings";
import type { asset, AssetId, location, LocationId, product, ProductId } from "#shared/domain/inventory";
import { eventStatuses } from "#shared/domain/events";
import type { event, EventId, phase, PhaseId } from "#shared/domain/events";
import type { line, lineGroup, LineGroupId, LineId } from "#shared/domain/pull-list";
import { buildAlong } from "./build-along";
import type { DemoAlong } from "./build-along";
import { buildKits, withBookedKits } from "./build-kits";
import type { DemoKit } from "./build-kits";
import { buildLines } from "./build-lines";
import { catalogue } from "./catalogue";
import type { CatalogueSection } from "./catalogue";
import { buildMovements } from "./build-movements";
import type { DemoMovement } from "./build-movements";
import { buildTransfers, secondWarehouse } from "./build-transfers";
import type { DemoTransfer } from "./build-transfers";
import { buildWorkshop, inspectionsOf } from "./build-workshop";
import type { DemoInspection, DemoWorkshop } from "./build-workshop";
import { jobs } from "./jobs";
import { orderOf } from "./order-of";

export interface With<I, T> {
  readonly id: I;
  readonly values: T;
}

export interface DemoProduct {
  readonly product: With<ProductId, NewRecord<typeof product>>;
  readonly assets: readonly With<AssetId, NewRecord<typeof asset>>[];
  /** Bulk pieces at home, by location. */
  readonly stock: { readonly location: LocationId; readonly quantity: number } | undefined;
  readonly department: string;
  readonly accessories: DemoAlong["accessories"];
  readonly alternatives: DemoAlong["alternatives"];
  readonly inspections: readonly DemoInspection[];
}

/** Without what goes along: that is known once all products are there. */
type PlainProduct = Omit<DemoProduct, keyof DemoAlong | "inspections">;

export interface DemoEvent {
  readonly event: With<EventId, NewRecord<typeof event>>;
  readonly phases: readonly With<PhaseId, NewRecord<typeof phase>>[];
  readonly groups: readonly With<LineGroupId, NewRecord<typeof lineGroup>>[];
  readonly lines: readonly With<LineId, NewRecord<typeof line>>[];
}

export interface Demo {
  readonly categories: readonly With<CategoryId, NewRecord<typeof category>>[];
  readonly locations: readonly With<LocationId, NewRecord<typeof location>>[];
  readonly products: readonly DemoProduct[];
  readonly kits: readonly DemoKit[];
  readonly events: readonly DemoEvent[];
  readonly colleagues: readonly With<MemberId, NewRecord<typeof person>>[];
  /** Oldest first. */
  readonly movements: readonly DemoMovement[];
  readonly workshop: DemoWorkshop;
  readonly transfers: readonly DemoTransfer[];
}

const colleagueNames = ["Mira Kowalski", "Jo Brandt"];

export const demoZone = brand<Zone>("Europe/Berlin");

export const buildDemo = (random: Random, today: Ms): Demo => {
  const locations = buildLocations(random);
  const categories = buildCategories(random);
  const plain = buildProducts(random, categories, locations);
  const along = buildAlong(
    random,
    plain.map((entry) => namedIn(entry, categories)),
  );
  const products = plain.map((entry) => ({
    ...entry,
    ...along(entry.product.id),
    inspections: inspectionsOf(random, entry.product.id, entry.product.values.name),
  }));
  const events = buildEvents(random, products, today);
  const colleagues = colleagueNames.map((name, index) => ({
    id: newId<MemberId>(random),
    values: { name, colour: 2 + index },
  }));
  const ids = colleagues.map(({ id }) => id);
  const movements = buildMovements(random, products, events, ids, today);
  const workshop = buildWorkshop(random, products, ids, today);
  const transfers = buildTransfers(random, { locations, products, movements, colleagues: ids }, today);
  const kits = buildKits(random, products);
  const all = { categories, locations, products, kits, colleagues, movements, workshop, transfers };
  return { ...all, events: withBookedKits(random, events, kits, products) };
};

const namedIn = ({ product: { id, values } }: PlainProduct, categories: Demo["categories"]) => ({
  id,
  name: values.name,
  category: categories.find((each) => each.id === values.category)?.values.name ?? "",
});

const buildLocations = (random: Random): Demo["locations"] => {
  const warehouse = newId<LocationId>(random);
  const shelves = [...new Set(catalogue.map((section) => section.shelf))];
  const place = (
    name: string,
    kind: "warehouse" | "shelf" | "vehicle",
    index: number,
    parent?: LocationId,
  ) => ({
    id: newId<LocationId>(random),
    values: { name, kind, order: orderOf(index), parent },
  });
  return [
    {
      id: warehouse,
      values: {
        name: "Main warehouse",
        kind: "warehouse",
        order: orderOf(0),
        address: "Werkstraße 12, Neustadt",
      },
    },
    ...[...shelves, "Case park"].map((name, index) => place(name, "shelf", index + 1, warehouse)),
    place(secondWarehouse, "warehouse", 80),
    place("Truck 1, 12 t", "vehicle", 90),
    place("Truck 2, 7.5 t", "vehicle", 91),
    place("Van", "vehicle", 92),
  ];
};

const buildCategories = (random: Random): Demo["categories"] => {
  const departments = [...new Set([...catalogue.map((section) => section.department), "Cases"])];
  const parents = departments.map((name, index) => ({
    id: newId<CategoryId>(random),
    values: { name, order: orderOf(index) },
  }));
  const children = catalogue
    .filter((section) => section.category !== section.department)
    .map((section, index) => ({
      id: newId<CategoryId>(random),
      values: {
        name: section.category,
        pictogram: section.pictogram,
        order: orderOf(index),
        parent: parents.find((parent) => parent.values.name === section.department)?.id,
      },
    }));
  return [...parents, ...children];
};

const caseKinds = [
  ["MegaPointe case, 2 way", 12, "FCMP", 38],
  ["Cable trunk 120 x 60", 12, "FCCT", 46],
  ["Rack 19 inch, 12 U", 8, "FCR12", 32],
  ["Microphone case", 6, "FCMC", 14],
  ["Motor case, 2 way", 6, "FCCM", 40],
] as const;

const buildProducts = (
  random: Random,
  categories: Demo["categories"],
  locations: Demo["locations"],
): readonly PlainProduct[] => {
  const idByName = new Map(categories.map((entry) => [entry.values.name, entry.id]));
  const shelfByName = new Map(locations.map((entry) => [entry.values.name, entry.id]));
  const stock = catalogue.flatMap((section) =>
    section.rows
      .trim()
      .split("\n")
      .map((row) =>
        buildProduct(
          random,
          section,
          row.split("|"),
          idByName.get(section.category),
          shelfByName.get(section.shelf),
        ),
      ),
  );
  const cases = caseKinds.map(([name, count, prefix, kilograms]) =>
    productWithAssets(random, {
      department: "Cases",
      values: {
        name,
        maker: "Amptown",
        category: idByName.get("Cases"),
        weightG: kilograms * 1000,
        tracking: "assets",
      },
      count,
      prefix,
      home: shelfByName.get("Case park"),
      isCase: true,
    }),
  );
  return [...stock, ...cases];
};

const buildProduct = (
  random: Random,
  section: CatalogueSection,
  cells: readonly string[],
  categoryId: CategoryId | undefined,
  home: LocationId | undefined,
): PlainProduct => {
  const [maker = "", name = "", count = "0", kilograms = "0", watts = "0", prefix = "", size = ""] = cells;
  const [lengthMm, widthMm, heightMm] = size.split("x").map(Number);
  const isConsumable = prefix === "-";
  const isTracked = prefix !== "" && !isConsumable;
  const values: NewRecord<typeof product> = {
    name,
    maker,
    category: categoryId,
    tracking: isTracked ? "assets" : isConsumable ? "consumable" : "bulk",
    weightG: Math.round(Number(kilograms) * 1000),
    powerW: Number(watts) === 0 ? undefined : Number(watts),
    lengthMm,
    widthMm,
    heightMm,
    minimumStock: isConsumable ? Math.round(Number(count) / 4) : undefined,
  };
  const pieces = Number(count);
  if (isTracked)
    return productWithAssets(random, {
      department: section.department,
      values,
      count: pieces,
      prefix,
      home,
      isCase: false,
    });
  return {
    product: { id: newId<ProductId>(random), values },
    assets: [],
    stock: home === undefined ? undefined : { location: home, quantity: pieces },
    department: section.department,
  };
};

interface TrackedProduct {
  readonly department: string;
  readonly values: NewRecord<typeof product>;
  readonly count: number;
  readonly prefix: string;
  readonly home: LocationId | undefined;
  readonly isCase: boolean;
}

const productWithAssets = (
  random: Random,
  { department, values, count, prefix, home, isCase }: TrackedProduct,
): PlainProduct => {
  const id = newId<ProductId>(random);
  const assets = Array.from({ length: count }, (_, index) => ({
    id: newId<AssetId>(random),
    values: {
      product: id,
      code: `${prefix}-${String(index + 1).padStart(4, "0")}`,
      serial: isCase ? undefined : `${prefix}${String(71_300 + index * 37)}`,
      home,
      isCase,
      purchasedOn: brand<Day>(`20${String(18 + (index % 7))}-0${String(1 + (index % 9))}-15`),
    },
  }));
  return { product: { id, values }, assets, stock: undefined, department };
};

const dayMs = 86_400_000;

const localTime = (today: Ms, dayOffset: number, time: string): LocalDateTime =>
  brand<LocalDateTime>(`${new Date(today + dayOffset * dayMs).toISOString().slice(0, 10)}T${time}`);

const buildEvents = (random: Random, products: readonly DemoProduct[], today: Ms): readonly DemoEvent[] =>
  jobs
    .trim()
    .split("\n")
    .map((row, index) => {
      const [from = "0", away = "1", status = "draft", name = "", venue = "", client = "", size = "8"] =
        row.split("|");
      const first = Number(from);
      const last = first + Number(away) - 1;
      const plan = { from: first, to: last, today };
      return {
        event: {
          id: newId<EventId>(random),
          values: {
            name,
            venue,
            client,
            status: eventStatuses.find((known) => known === status) ?? "draft",
            busyFrom: localTime(today, first, "07:00"),
            busyTo: localTime(today, last, "20:00"),
            zone: demoZone,
            colour: 1 + (index % 5),
            reference: `J-${String(2600 + index)}`,
          },
        },
        phases: buildPhases(random, plan),
        ...buildLines(random, products, Number(size), index),
      };
    });

const buildPhases = (random: Random, plan: { from: number; to: number; today: Ms }): DemoEvent["phases"] => {
  const at = (day: number, time: string) => localTime(plan.today, day, time);
  const phaseOf = (
    kind: "prep" | "load" | "build" | "show" | "strike" | "return",
    from: LocalDateTime,
    to: LocalDateTime,
  ) => ({
    id: newId<PhaseId>(random),
    values: { kind, from, to },
  });
  return [
    phaseOf("prep", at(plan.from - 1, "09:00"), at(plan.from - 1, "17:00")),
    phaseOf("load", at(plan.from, "07:00"), at(plan.from, "09:00")),
    phaseOf("build", at(plan.from, "10:00"), at(plan.from, "19:00")),
    phaseOf("show", at(plan.to, "12:00"), at(plan.to, "16:00")),
    phaseOf("strike", at(plan.to, "16:00"), at(plan.to, "18:30")),
    phaseOf("return", at(plan.to, "19:00"), at(plan.to, "20:00")),
  ];
};
