/** Names for documents, as people know them: lists of what is not synced speak of these. */
import { createSignal, onCleanup } from "solid-js";
import type { ThingId } from "#shared/kernel/ids";
import { event } from "#shared/domain/events";
import { product } from "#shared/domain/inventory";
import { person } from "#shared/domain/settings";
import { stocktake } from "#shared/domain/stocktake";
import { useReplica } from "#client/data";
import { useText } from "../i18n";
import { messages } from "../messages";

export type ThingName = (thing: ThingId | null, kind?: string, otherwise?: string) => string;

/** Falls back to the kind, then to `otherwise`, then to "a document". */
export const createThingName = (): ThingName => {
  const t = useText(messages);
  const { rows } = useReplica();
  // A list is often shown before the things it names have come.
  const [arrived, setArrived] = createSignal(0);
  onCleanup(rows.subscribe(() => setArrived((count) => count + 1)));
  const kinds: Readonly<Record<string, () => string>> = {
    company: () => t("kindCompany"),
    places: () => t("kindPlaces"),
    movements: () => t("kindMovements"),
    "product-money": () => t("kindMoney"),
    product: () => t("kindProduct"),
    event: () => t("kindEvent"),
    person: () => t("kindPerson"),
    stocktake: () => t("kindStocktake"),
  };
  return (thing, kind, otherwise) => {
    arrived();
    const own =
      thing === null || kind === "product-money"
        ? undefined
        : (rows.of(product, thing)[0] ??
          rows.of(event, thing)[0] ??
          rows.of(person, thing)[0] ??
          rows.of(stocktake, thing)[0]);
    return own?.name ?? (kind === undefined ? undefined : kinds[kind]?.()) ?? otherwise ?? t("somethingElse");
  };
};
