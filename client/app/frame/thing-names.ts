/** Names for documents, as people know them: lists of what is not synced speak of these. */
import type { ThingId } from "#shared/kernel/ids";
import { event } from "#shared/domain/events";
import { product } from "#shared/domain/inventory";
import { person } from "#shared/domain/settings";
import { stocktake } from "#shared/domain/stocktake";
import { useReplica } from "#client/data";
import { useText } from "../i18n";
import { messages } from "../messages";

export type ThingName = (thing: ThingId | null, kind?: string) => string;

/** Falls back to the kind, then to "a document". */
export const createThingName = (): ThingName => {
  const t = useText(messages);
  const { rows } = useReplica();
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
  return (thing, kind) => {
    const own =
      thing === null || kind === "product-money"
        ? undefined
        : (rows.of(product, thing)[0] ??
          rows.of(event, thing)[0] ??
          rows.of(person, thing)[0] ??
          rows.of(stocktake, thing)[0]);
    return own?.name ?? (kind === undefined ? undefined : kinds[kind]?.()) ?? t("somethingElse");
  };
};
