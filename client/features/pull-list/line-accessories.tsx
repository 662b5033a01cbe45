/** What can go along with a line: what is on the list for it, and what may still be added. */
import { For, Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { accessory, product } from "#shared/domain/inventory";
import type { Accessory, KitPart } from "#shared/domain/inventory";
import { accessoriesFor, piecesAlong } from "#shared/domain/pull-list";
import { compareByOrder } from "#shared/kernel/order-key";
import { thingOf } from "#shared/kernel/ids";
import { useText } from "#client/app/i18n";
import { createIndex, createRowsOf, useReplica } from "#client/data";
import type { LineRow } from "#client/features/availability";
import { kitIndex } from "#client/features/inventory";
import { Badge } from "#client/ui/badge";
import { Button } from "#client/ui/button";
import { accessoryMessages } from "./accessory-messages";
import { accessorySource } from "./accessory-source";
import { useGrid } from "./grid-state";
import { kitMessages } from "./kit-messages";
import styles from "./line-accessories.module.css";

const Choice = (props: {
  readonly line: LineRow;
  readonly rule: Accessory | KitPart;
  readonly name: string;
}): JSX.Element => {
  const t = useText(accessoryMessages);
  const grid = useGrid();
  const { rows } = useReplica();
  const isListed = createMemo(() => grid.alongOf(props.line.id).has(props.rule.item));
  const pieces = (): number => piecesAlong(props.line.quantity, { per: 1, ...props.rule });
  const kits = createIndex(kitIndex);
  const kit = useText(kitMessages);
  const terms = createMemo((): string => {
    const rule = props.rule;
    if (!("inclusion" in rule)) return kit("inEach", { n: rule.quantity });
    const pieces =
      rule.per === 1
        ? t("perPiece", { n: rule.quantity })
        : t("perPieces", { n: rule.quantity, per: rule.per });
    return [pieces, t(rule.inclusion), ...(rule.isSafety ? [t("safety")] : [])].join(", ");
  });
  const add = (): void => {
    const { product: of } = props.line;
    if (of === undefined) return;
    const wanted = props.rule.id;
    const accessories = accessoriesFor(of, accessorySource(rows, kits().book()), ({ id }) => id === wanted);
    grid.actions.addAlong(props.line.id, accessories);
  };
  return (
    <li class={styles.choice}>
      <span>
        {props.name}
        <small>{terms()}</small>
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

const Choices = (props: {
  readonly title: string;
  readonly line: LineRow;
  readonly rules: readonly (Accessory | KitPart)[];
}): JSX.Element => {
  const { rows } = useReplica();
  const choices = createMemo(() =>
    props.rules.flatMap((rule) => {
      const found = rows.get(product, rule.item);
      return found === undefined || found.removedAt !== undefined ? [] : [{ rule, name: found.name }];
    }),
  );
  return (
    <Show when={choices().length > 0}>
      <section>
        <h3 class="small quiet">{props.title}</h3>
        <ul class={styles.choices}>
          <For each={choices()}>
            {({ rule, name }) => <Choice line={props.line} rule={rule} name={name} />}
          </For>
        </ul>
      </section>
    </Show>
  );
};

export const LineAccessories = (props: { readonly line: LineRow }): JSX.Element => {
  const t = useText(accessoryMessages);
  const kit = useText(kitMessages);
  const kits = createIndex(kitIndex);
  const parts = (): readonly KitPart[] => {
    const { product: of, isKit } = props.line;
    return of === undefined || isKit !== true ? [] : kits().book().partsOf(of);
  };
  const rules = createRowsOf(
    accessory,
    () => {
      const id = props.line.product;
      return id === undefined ? undefined : thingOf(id);
    },
    { sort: compareByOrder },
  );
  return (
    <>
      <Choices title={kit("parts")} line={props.line} rules={parts()} />
      <Choices title={t("goesAlong")} line={props.line} rules={rules()} />
    </>
  );
};
