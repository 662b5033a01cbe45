import { Show } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { event } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import { asset } from "#shared/domain/inventory";
import type { Asset, AssetId } from "#shared/domain/inventory";
import type { AssetPosition, Positions, Retirement } from "#shared/domain/scanning";
import { useText } from "#client/app/i18n";
import { createIndex, useReplica } from "#client/data";
import { positionsIndex } from "#client/features/scanning";
import { Badge } from "#client/ui/badge";
import type { Meaning } from "#client/ui/meaning";
import { messages } from "./messages";
import type { Places } from "./places";

const goneKeys = {
  sold: "sold",
  "written-off": "writtenOff",
  decommissioned: "decommissioned",
  converted: "converted",
} as const satisfies Readonly<Record<Retirement, string>>;

export interface WhereWords {
  /** Where an asset is now, in a few words. */
  readonly text: (row: Asset) => string;
  /** The same of a position it might have. */
  readonly textAt: (row: Asset, position: AssetPosition) => string;
  readonly isAway: (row: Asset) => boolean;
  readonly isDisputed: (id: AssetId) => boolean;
  readonly eventOf: (row: Asset) => EventId | undefined;
  readonly positions: Accessor<Positions>;
}

export const createWhereWords = (places: Places): WhereWords => {
  const t = useText(messages);
  const { rows } = useReplica();
  const positions = createIndex(positionsIndex);
  const eventName = (id: EventId | undefined): string | undefined =>
    id === undefined ? undefined : rows.get(event, id)?.name;
  const textAt = (row: Asset, { place, container }: AssetPosition): string => {
    if (place.type === "gone") return t(place.reason === undefined ? "gone" : goneKeys[place.reason]);
    if (place.type === "home") {
      const holder = container === undefined ? undefined : rows.get(asset, container);
      if (holder !== undefined) return t("inCase", { case: holder.code });
      const path = places.path(place.location ?? row.home);
      return path === "" ? t("atHome") : path;
    }
    const name = eventName(place.event);
    if (place.type === "lost") return name === undefined ? t("lost") : t("lostWith", { event: name });
    return name === undefined ? t("outSomewhere") : t("outWith", { event: name });
  };
  return {
    text: (row) => textAt(row, positions().of(row.id)),
    textAt,
    positions,
    isAway: (row) => positions().of(row.id).place.type !== "home",
    isDisputed: (id) => positions().disputed().has(id),
    eventOf: (row) => {
      const { place } = positions().of(row.id);
      return place.type === "out" || place.type === "lost" ? place.event : undefined;
    },
  };
};

/** Where an asset is, with a badge when it is away or devices disagree. */
export const Whereabouts = (props: { readonly row: Asset; readonly words: WhereWords }): JSX.Element => {
  const meaning = (): Meaning | undefined =>
    props.words.isDisputed(props.row.id) ? "attention" : props.words.isAway(props.row) ? "info" : undefined;
  return (
    <Show when={meaning()} fallback={<span class="cut quiet">{props.words.text(props.row)}</span>}>
      {(found) => <Badge meaning={found()}>{props.words.text(props.row)}</Badge>}
    </Show>
  );
};
