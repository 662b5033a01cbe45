/** What can go along with a line: what is on the list for it, and what may still be added. */
import { For, Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { accessory, product } from "#shared/domain/inventory";
import type { Accessory } from "#shared/domain/inventory";
import { accessoriesFor, piecesAlong } from "#shared/domain/pull-list";
import { compareByOrder } from "#shared/kernel/order-key";
import { thingOf } from "#shared/kernel/ids";
import { useText } from "#client/app/i18n";
import { createRowsOf, useReplica } from "#client/data";
import type { LineRow } from "#client/features/availability";
import { Badge } from "#client/ui/badge";
import { Button } from "#client/ui/button";
import { accessoryMessages } from "./accessory-messages";
import { accessorySource } from "./accessory-source";
import { useGrid } from "./grid-state";
import styles from "./line-accessories.module.css";

const Choice = (props: {
  readonly line: LineRow;
  readonly rule: Accessory;
  readonly name: string;
}): JSX.Element => {
  const t = useText(accessoryMessages);
  const grid = useGrid();
  const { rows } = useReplica();
  const isListed = createMemo(() => grid.alongOf(props.line.id).has(props.rule.item));
  const pieces = (): number => piecesAlong(props.line.quantity, props.rule);
  const add = (): void => {
    const { product: of } = props.line;
    if (of === undefined) return;
    const wanted = props.rule.id;
    const accessories = accessoriesFor(of, accessorySource(rows), ({ id }) => id === wanted);
    grid.actions.addAlong(props.line.id, accessories);
  };
  return (
    <li class={styles.choice}>
      <span>
        {props.name}
        <small>
          {props.rule.per === 1
            ? t("perPiece", { n: props.rule.quantity })
            : t("perPieces", { n: props.rule.quantity, per: props.rule.per })}
          {", "}
          {t(props.rule.inclusion)}
          {props.rule.isSafety ? `, ${t("safety")}` : ""}
        </small>
      </span>
      <Show
        when={isListed()}
        fallback={
          <Show when={grid.mayEdit()}>
            <Button aria-label={t("addNamed", { n: pieces(), name: props.name })} onClick={add}>
              {t("add", { n: pieces() })}
            </Button>
          </Show>
        }
      >
        <Badge meaning="ok">{t("onList")}</Badge>
      </Show>
    </li>
  );
};

export const LineAccessories = (props: { readonly line: LineRow }): JSX.Element => {
  const t = useText(accessoryMessages);
  const { rows } = useReplica();
  const rules = createRowsOf(
    accessory,
    () => {
      const id = props.line.product;
      return id === undefined ? undefined : thingOf(id);
    },
    { sort: compareByOrder },
  );
  const choices = createMemo(() =>
    rules().flatMap((rule) => {
      const found = rows.get(product, rule.item);
      return found === undefined || found.removedAt !== undefined ? [] : [{ rule, name: found.name }];
    }),
  );
  return (
    <Show when={choices().length > 0}>
      <section>
        <h3 class="small quiet">{t("goesAlong")}</h3>
        <ul class={styles.choices}>
          <For each={choices()}>
            {({ rule, name }) => <Choice line={props.line} rule={rule} name={name} />}
          </For>
        </ul>
      </section>
    </Show>
  );
};
