/** What has to go along with a line and does not, in enough pieces. */
import { Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { accessory, product } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { thingOf } from "#shared/kernel/ids";
import { useText } from "#client/app/i18n";
import { createRowsOf, useReplica } from "#client/data";
import type { LineRow } from "#client/features/availability";
import { Badge } from "#client/ui/badge";
import { accessoryMessages } from "./accessory-messages";
import { useGrid } from "./grid-state";

/** Products that have to go along with the line and are not on the list for it. */
export const createMissing = (line: () => LineRow): (() => readonly ProductId[]) => {
  const grid = useGrid();
  const { rows } = useReplica();
  const rules = createRowsOf(
    accessory,
    () => {
      const id = line().product;
      return id === undefined ? undefined : thingOf(id);
    },
    { where: ({ inclusion }) => inclusion === "mandatory" },
  );
  const missing = createMemo(() => {
    if (rules().length === 0) return [];
    const along = grid.alongOf(line().id);
    return rules().flatMap(({ item }) =>
      along.has(item) || rows.get(product, item)?.removedAt !== undefined ? [] : [item],
    );
  });
  return missing;
};

export const AlongBadges = (props: { readonly line: LineRow; readonly tooFew: number }): JSX.Element => {
  const t = useText(accessoryMessages);
  const { rows } = useReplica();
  const missing = createMissing(() => props.line);
  const names = (): readonly string[] => missing().map((id) => rows.get(product, id)?.name ?? "?");
  return (
    <>
      <Show when={props.tooFew > 0}>
        <Badge meaning="attention">{t("tooFew", { n: props.tooFew })}</Badge>
      </Show>
      <Show when={names().length > 0}>
        <span title={t("missingWhy", { names: names().join(", ") })}>
          <Badge meaning="attention">
            {names().length === 1
              ? t("missing", { name: names()[0] ?? "" })
              : t("missingMore", { n: names().length })}
          </Badge>
        </span>
      </Show>
    </>
  );
};
