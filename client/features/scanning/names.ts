/** How things are called on the scan and conflict screens; a name is always found, even for what is not here. */
import { asset, location, product } from "#shared/domain/inventory";
import type { AssetId, LocationId, ProductId } from "#shared/domain/inventory";
import { event } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import { person } from "#shared/domain/settings";
import type { MemberId } from "#shared/kernel/ids";
import type { FactTime, LoggedMovement, Positions } from "#shared/domain/scanning";
import { createMemo } from "solid-js";
import { createSyncState, useReplica } from "#client/data";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { messages } from "./messages";

export interface Names {
  readonly product: (id: ProductId) => string;
  readonly maker: (id: ProductId) => string | undefined;
  /** What people read on it. */
  readonly code: (id: AssetId) => string;
  readonly event: (id: EventId | undefined) => string;
  readonly person: (id: MemberId) => string;
  readonly colour: (id: MemberId) => 1 | 2 | 3 | 4;
  readonly place: (id: LocationId) => string | undefined;
  /** "14:02", with the day when it is not today, with "≈" when the clock was never compared. */
  readonly time: (time: FactTime) => string;
  /** "by Jo at 14:05, offline". */
  readonly byAt: (positions: Positions, fact: LoggedMovement) => string;
}

export const createNames = (): Names => {
  const { rows } = useReplica();
  const sync = createSyncState();
  const hasRelay = createMemo(() => sync().hasRelay);
  const { now } = useApp();
  const t = useText(messages);
  const format = useFormat();
  const time = (fact: FactTime): string => {
    const text = format().moment(fact.at, now());
    // Without a relay there is one clock only, and no other to be wrong against.
    return fact.isExact || !hasRelay() ? text : t("approximate", { time: text });
  };
  const names: Names = {
    product: (id) => rows.get(product, id)?.name ?? t("unknownProduct"),
    maker: (id) => rows.get(product, id)?.maker,
    code: (id) => rows.get(asset, id)?.code ?? t("unknownProduct"),
    event: (id) => (id === undefined ? undefined : rows.get(event, id)?.name) ?? t("anEvent"),
    person: (id) => rows.get(person, id)?.name ?? t("somebody"),
    colour: (id) => colourOf(rows.get(person, id)?.colour),
    place: (id) => rows.get(location, id)?.name,
    time,
    byAt: (positions, fact) => {
      const values = { person: names.person(fact.by), time: time(positions.timeOf(fact)) };
      const wasOffline = fact.offsetMs === undefined && hasRelay();
      return wasOffline ? t("byAtOffline", values) : t("byAt", values);
    },
  };
  return names;
};

const colourOf = (colour: number | undefined): 1 | 2 | 3 | 4 =>
  colour === 2 || colour === 3 || colour === 4 ? colour : 1;
