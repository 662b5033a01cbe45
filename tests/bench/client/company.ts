/**
 * A made-up company of a given size, as records for the demo commands: the bench writes it through the same commands,
 * documents and encoders as everything else.
 */
import type { DemoEvent, DemoMovement, DemoProduct } from "#shared/demo";
import { brand } from "#shared/kernel/brand";
import { newId } from "#shared/kernel/ids";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import type { Random } from "#shared/kernel/random";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { eventStatuses } from "#shared/domain/events";
import type { EventId, PhaseId } from "#shared/domain/events";
import type { LineGroupId, LineId } from "#shared/domain/pull-list";
import type { MovementId } from "#shared/domain/scanning";

export interface CompanySize {
  readonly name: string;
  readonly products: number;
  readonly assetsPerProduct: number;
  readonly events: number;
  readonly linesPerEvent: number;
  readonly movements: number;
}

export const typical: CompanySize = {
  name: "10,000 assets, 1,000 events",
  products: 1_000,
  assetsPerProduct: 10,
  events: 1_000,
  linesPerEvent: 40,
  movements: 2_000,
};
export const large: CompanySize = {
  name: "50,000 assets, 5,000 events",
  products: 2_500,
  assetsPerProduct: 20,
  events: 5_000,
  linesPerEvent: 40,
  movements: 10_000,
};

/** Only the event with the long list, whose lines need a product. */
export const nothing: CompanySize = {
  name: "nothing",
  products: 1,
  assetsPerProduct: 1,
  events: 0,
  linesPerEvent: 0,
  movements: 0,
};

/** The event whose pull list is edited: it has this many lines. */
export const longListLines = 1_000;
export const longListName = "Arena tour, full list";

export interface BenchCompany {
  readonly products: readonly DemoProduct[];
  readonly events: readonly DemoEvent[];
  readonly movements: readonly DemoMovement[];
}

const makers = [
  "Robe",
  "Martin",
  "Ayrton",
  "Claypaky",
  "Chauvet",
  "GLP",
  "ETC",
  "JB-Lighting",
  "Elation",
  "d&b",
  "L-Acoustics",
  "Shure",
];
const types = [
  "Spot",
  "Wash",
  "Profile",
  "Beam",
  "Blinder",
  "Strobe",
  "Dimmer",
  "Console",
  "Top",
  "Sub",
  "Wireless",
  "Truss",
  "Hoist",
  "Cable",
];
const zone = brand<Zone>("Europe/Berlin");
const dayMs = 86_400_000;

const localAt = (ms: number): LocalDateTime => brand<LocalDateTime>(new Date(ms).toISOString().slice(0, 16));
const orderOf = (index: number): string => `a${index.toString(36).padStart(4, "0")}`;

/** Integer below `limit`, drawn from `random`. */
const drawer =
  (random: Random) =>
  (limit: number): number => {
    const [a = 0, b = 0, c = 0] = random.bytes(3);
    return Math.floor((((a << 16) | (b << 8) | c) / 16_777_216) * limit);
  };

export const companyOf = (size: CompanySize, random: Random, today: number): BenchCompany => {
  const below = drawer(random);
  const products = Array.from({ length: size.products }, (_, at) => productOf(at, size, random, below));
  const events = Array.from({ length: size.events }, (_, at) => {
    // Two years back to one year ahead, so that most are past, as in a company that has been working for a while.
    const from = today + (Math.floor((at / size.events) * 1_095) - 730) * dayMs;
    return eventOf(`Job ${at + 1}`, from, size.linesPerEvent, products, random, below);
  });
  const longList = eventOf(longListName, today + 7 * dayMs, longListLines, products, random, below);
  return { products, events: [...events, longList], movements: movementsOf(size, products, random, today) };
};

const pick = <T>(list: readonly T[], index: number): T => {
  const found = list[index % list.length];
  if (found === undefined) throw new Error("an empty list has nothing to pick");
  return found;
};

const productOf = (
  at: number,
  size: CompanySize,
  random: Random,
  below: (limit: number) => number,
): DemoProduct => {
  const id = newId<ProductId>(random);
  const maker = pick(makers, at);
  const name = `${pick(types, below(types.length))} ${100 + below(900)} ${pick(["LT", "X", "Pro", "HD", "IP65"], below(5))}`;
  const prefix = `${maker.slice(0, 2).toUpperCase()}${String(at).padStart(4, "0")}`;
  return {
    product: { id, values: { name, maker, weightG: 500 + below(40_000), powerW: below(2_000) } },
    assets: Array.from({ length: size.assetsPerProduct }, (_, n) => ({
      id: newId<AssetId>(random),
      values: {
        product: id,
        code: `${prefix}-${String(n + 1).padStart(3, "0")}`,
        serial: `SN${10_000_000 + below(89_999_999)}`,
      },
    })),
    stock: undefined,
    department: "Light",
    accessories: [],
    alternatives: [],
    inspections: [],
  };
};

const eventOf = (
  name: string,
  from: number,
  lineCount: number,
  products: readonly DemoProduct[],
  random: Random,
  below: (limit: number) => number,
): DemoEvent => {
  const group = newId<LineGroupId>(random);
  const to = from + (1 + below(5)) * dayMs;
  return {
    event: {
      id: newId<EventId>(random),
      values: {
        name,
        status: pick(eventStatuses, below(eventStatuses.length)),
        client: `Client ${below(300)}`,
        venue: `Hall ${below(60)}`,
        busyFrom: localAt(from),
        busyTo: localAt(to),
        zone,
      },
    },
    phases: [
      {
        id: newId<PhaseId>(random),
        values: { kind: "build", from: localAt(from), to: localAt(from + dayMs / 4) },
      },
      {
        id: newId<PhaseId>(random),
        values: { kind: "show", from: localAt(from + dayMs / 2), to: localAt(to) },
      },
    ],
    groups: [{ id: group, values: { name: "Light", order: orderOf(0) } }],
    lines: Array.from({ length: lineCount }, (_, n) => {
      const { id, values } = pick(products, below(products.length)).product;
      const { maker, weightG, powerW } = values;
      return {
        id: newId<LineId>(random),
        values: {
          product: id,
          group,
          order: orderOf(n),
          quantity: 1 + below(24),
          name: values.name,
          maker,
          weightG,
          powerW,
        },
      };
    }),
  };
};

/** Pieces counted in over the last month; nobody is out, so that every scan of the bench is a plain one. */
const movementsOf = (
  size: CompanySize,
  products: readonly DemoProduct[],
  random: Random,
  today: number,
): readonly DemoMovement[] => {
  const pieces = products.flatMap(({ product, assets }) =>
    assets.map(({ id }) => ({ asset: id, product: product.id })),
  );
  return Array.from({ length: size.movements }, (_, at) => ({
    id: newId<MovementId>(random),
    values: {
      ...pick(pieces, at * 7),
      kind: "in",
      at: today - 30 * dayMs + at * 1_000,
      quantity: 1,
      origin: "camera",
    },
  }));
};
