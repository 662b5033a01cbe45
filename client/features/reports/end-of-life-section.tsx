import { Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { asset, assetCost, product, productValue } from "#shared/domain/inventory";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { endOfLifeForecast } from "#shared/domain/reports";
import type { AgingPiece, EndOfLife } from "#shared/domain/reports";
import { parseDay } from "#shared/kernel/local-time";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createIndex, createMay, createRows, useReplica } from "#client/data";
import { assetListIndex } from "#client/features/inventory";
import { positionsIndex } from "#client/features/scanning";
import { Entry, List } from "#client/ui/list";
import { Section } from "#client/ui/page";
import { messages } from "./messages";

const yearsAhead = 6;
const mostNames = 3;

/** Pieces with a day of purchase whose product has months of use. */
const createPieces = (): (() => readonly AgingPiece[]) => {
  const { rows } = useReplica();
  const assets = createIndex(assetListIndex);
  const positions = createIndex(positionsIndex);
  const values = createRows(productValue);
  const costs = createRows(assetCost);
  const pieces = createMemo(() => {
    const own = new Map<AssetId, AgingPiece["replacement"]>(
      costs().map((row) => [row.asset, row.replacement]),
    );
    return values().flatMap(({ product: of, lifeMonths, replacement }) => {
      if (lifeMonths === undefined) return [];
      return [...assets().of(of)].flatMap((id) => {
        const boughtOn = rows.get(asset, id)?.purchasedOn;
        if (boughtOn === undefined || positions().of(id).place.type === "gone") return [];
        return [{ product: of, boughtOn, lifeMonths, replacement: own.get(id) ?? replacement }];
      });
    });
  });
  return pieces;
};

/** Year by year: how many pieces are past their use, which, and what replacing them costs. For those who see money. */
export const EndOfLifeSection = (): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const { rows } = useReplica();
  const may = createMay();
  const pieces = createPieces();
  const forecast = createMemo((): readonly EndOfLife[] => {
    const today = parseDay(new Date(now()).toISOString().slice(0, 10));
    return today === undefined || pieces().length === 0 ? [] : endOfLifeForecast(pieces(), today, yearsAhead);
  });
  const name = (id: ProductId): string => rows.get(product, id)?.name ?? t("unknownProduct");
  const names = (entry: EndOfLife): string =>
    entry.products.length === 0
      ? t("dueNone")
      : format().list(entry.products.slice(0, mostNames).map((one) => name(one.product)));
  const end = (entry: EndOfLife): string =>
    [t("duePieces", { n: entry.pieces }), ...entry.replacement.map((sum) => format().money(sum))].join(", ");
  return (
    <Show when={may("read", "money")}>
      <Section title={t("endOfLife")}>
        <Show when={forecast().length > 0} fallback={<p class="quiet">{t("endOfLifeNone")}</p>}>
          <List label={t("endOfLife")} items={forecast()}>
            {(entry) => <Entry title={String(entry.year)} note={names(entry)} end={end(entry)} />}
          </List>
        </Show>
      </Section>
    </Show>
  );
};
