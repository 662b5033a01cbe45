/** Two transfers between the demo's warehouses: one that is over, and one where a piece has not arrived. */
import { assert } from "#shared/kernel/result";
import type { Ms } from "#shared/kernel/clock";
import { newId } from "#shared/kernel/ids";
import type { MemberId } from "#shared/kernel/ids";
import type { Random } from "#shared/kernel/random";
import type { NewRecord } from "#shared/kernel/record";
import type { AssetId, LocationId } from "#shared/domain/inventory";
import type { MovementId } from "#shared/domain/scanning";
import type { transfer, TransferId } from "#shared/domain/transfers";
import type { Demo, DemoProduct, With } from "./build-demo";
import type { DemoMovement } from "./build-movements";

export interface DemoTransfer {
  readonly transfer: With<TransferId, Omit<NewRecord<typeof transfer>, "by">>;
  readonly movements: readonly DemoMovement[];
}

/** Where part of the stock stands in the season. */
export const secondWarehouse = "Depot Hamburg";

const hourMs = 3_600_000;
/** From one scan to the next. */
const betweenMs = 6_000;

const plans = [
  {
    name: "Tubes for Hamburg",
    product: "AX1 PixelTube",
    pieces: 8,
    missing: 0,
    hoursAgo: 290,
    state: "closed",
  },
  {
    name: "Washes for the pier",
    product: "FLAT PRO 18",
    pieces: 6,
    missing: 1,
    hoursAgo: 7,
    state: "travelling",
  },
] as const;

interface Parts extends Pick<Demo, "locations" | "products" | "movements"> {
  readonly colleagues: readonly MemberId[];
}

export const buildTransfers = (random: Random, parts: Parts, today: Ms): readonly DemoTransfer[] => {
  const moved = new Set(parts.movements.map(({ values }) => values.asset));
  return plans.map((plan) => {
    const entry = parts.products.find(({ product }) => product.values.name === plan.product);
    assert(entry !== undefined, `the demo has "${plan.product}"`);
    const pieces = entry.assets.filter(({ id }) => !moved.has(id)).slice(-plan.pieces);
    const sentAt = today - plan.hoursAgo * hourMs;
    const way = {
      from: placeOf(parts.locations, "Main warehouse"),
      via: placeOf(parts.locations, "Truck 2, 7.5 t"),
      to: placeOf(parts.locations, secondWarehouse),
    };
    const id = newId<TransferId>(random);
    return {
      transfer: { id, values: { name: plan.name, ...way, state: plan.state, startedAt: sentAt } },
      movements: moveAlong({ random, entry, transfer: id, by: parts.colleagues[0] }, way, {
        sent: pieces.map((piece) => piece.id),
        received: pieces.slice(plan.missing).map((piece) => piece.id),
        sentAt,
      }),
    };
  });
};

const placeOf = (locations: Demo["locations"], name: string): LocationId => {
  const found = locations.find(({ values }) => values.name === name);
  assert(found !== undefined, `the demo has "${name}"`);
  return found.id;
};

interface Moving {
  readonly random: Random;
  readonly entry: DemoProduct;
  readonly transfer: TransferId;
  readonly by: MemberId | undefined;
}

const moveAlong = (
  { random, entry, transfer: of, by }: Moving,
  way: { readonly from: LocationId; readonly via: LocationId; readonly to: LocationId },
  load: { readonly sent: readonly AssetId[]; readonly received: readonly AssetId[]; readonly sentAt: Ms },
): readonly DemoMovement[] => {
  const fact = (
    asset: AssetId,
    at: Ms,
    after: MovementId | undefined,
    leg: { readonly from: LocationId; readonly location: LocationId },
  ): DemoMovement => ({
    id: newId<MovementId>(random),
    values: {
      kind: "transferred",
      ...{ at, by, asset, after, product: entry.product.id, quantity: 1, transfer: of, origin: "wedge" },
      ...leg,
    },
  });
  const sent = new Map(
    load.sent.map((asset, index) => [
      asset,
      fact(asset, load.sentAt + index * betweenMs, undefined, { from: way.from, location: way.via }),
    ]),
  );
  const received = load.received.map((asset, index) =>
    fact(asset, load.sentAt + 4 * hourMs + index * betweenMs, sent.get(asset)?.id, {
      from: way.via,
      location: way.to,
    }),
  );
  return [...sent.values(), ...received];
};
