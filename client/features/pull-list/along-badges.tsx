/** What has to go along with a line and does not, in enough pieces. */
import { Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { accessory, product } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { thingOf } from "#shared/kernel/ids";
import { useText } from "#client/app/i18n";
import { createIndex, createRowsOf, useReplica } from "#client/data";
import type { LineRow } from "#client/features/availability";
import { kitIndex } from "#client/features/inventory";
import { Badge } from "#client/ui/badge";
import { accessoryMessages } from "./accessory-messages";
import { useGrid } from "./grid-state";
import { kitMessages } from "./kit-messages";

/** Products that have to go along with the line and are not on the list for it. */
export const createMissing = (line: () => LineRow): (() => readonly ProductId[]) => {
  const grid = useGrid();
  const { rows } = useReplica();
  const kits = createIndex(kitIndex);
  const rules = createRowsOf(
    accessory,
    () => {
      const id = line().product;
      return id === undefined ? undefined : thingOf(id);
    },
    { where: ({ inclusion }) => inclusion === "mandatory" },
  );
  const missing = createMemo(() => {
    const { id, product: of, isKit } = line();
    const parts = isKit === true && of !== undefined ? kits().book().partsOf(of) : [];
    if (rules().length === 0 && parts.length === 0) return [];
    const along = grid.alongOf(id);
    return [...rules(), ...parts].flatMap(({ item }) =>
      along.has(item) || rows.get(product, item)?.removedAt !== undefined ? [] : [item],
    );
  });
  return missing;
};

export const AlongBadges = (props: { readonly line: LineRow; readonly tooFew: number }): JSX.Element => {
  const t = useText(accessoryMessages);
  const kit = useText(kitMessages);
  const { rows } = useReplica();
  const missing = createMissing(() => props.line);
  const names = (): readonly string[] => missing().map((id) => rows.get(product, id)?.name ?? "?");
  const why = (): string =>
    props.line.isKit === true
      ? kit("missingParts", { names: names().join(", ") })
      : t("missingWhy", { names: names().join(", ") });
  return (
    <>
      <Show when={props.tooFew > 0}>
        <Badge meaning="attention">{t("tooFew", { n: props.tooFew })}</Badge>
      </Show>
      <Show when={names().length > 0}>
        <span title={why()}>
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
