/** More arrived than was expected: what each device took in, and what a person can do about it. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { editTemporaryStock } from "#shared/domain/inventory";
import type { ProductId, TemporaryStock } from "#shared/domain/inventory";
import type { MovementId } from "#shared/domain/scanning";
import { takeBackArrival } from "#shared/domain/stock";
import type { Expectation } from "#shared/domain/stock";
import { useText } from "#client/app/i18n";
import { createIndex, createMay, useCommands } from "#client/data";
import { createNames, createUndone, positionsIndex } from "#client/features/scanning";
import { Badge } from "#client/ui/badge";
import { Button } from "#client/ui/button";
import { useEditable } from "#client/ui/editing";
import { showToast } from "#client/ui/toast";
import styles from "./inventory.module.css";
import { temporaryMessages } from "./temporary-messages";

/** The pieces of an arrival leave the stock again and are expected as before. */
export const createTakeBack = (): ((
  product: ProductId,
  facts: readonly MovementId[],
) => Promise<boolean>) => {
  const commands = useCommands();
  const undone = createUndone();
  return async (product, facts) =>
    (await commands.runCommand(takeBackArrival, { product, undone: undone(facts) })).ok;
};

/** Taking pieces in, and back, writes pieces and movements. */
export const createMayTakeIn = (): (() => boolean) => {
  const may = createMay();
  return () => may("write", "inventory") && may("write", "movements");
};

export const Surplus = (props: {
  readonly row: TemporaryStock;
  readonly expectation: Expectation;
}): JSX.Element => {
  const t = useText(temporaryMessages);
  const names = createNames();
  const positions = createIndex(positionsIndex);
  const isEditable = useEditable();
  const mayTakeIn = createMayTakeIn();
  const commands = useCommands();
  const takeBack = createTakeBack();
  const facts = () => ({ arrived: props.expectation.arrived, expected: props.row.quantity });
  const allCame = (): void => {
    const { product, id: stock } = props.row;
    const values = { quantity: props.expectation.arrived };
    void commands.runCommand(editTemporaryStock, { product, stock, values });
  };
  const takeOneBack = async (movements: readonly MovementId[], n: number): Promise<void> => {
    if (await takeBack(props.row.product, movements)) showToast({ text: t("tookBack", { n }) });
  };
  return (
    <div class={styles.surplus}>
      <p class={styles.late}>
        <Badge meaning="attention">{t("surplus", facts())}</Badge>
        <span class="small quiet">
          {props.expectation.arrivals.length > 1 ? t("surplusTwice") : t("surplusText")}
        </span>
      </p>
      <ul class={styles.lines}>
        <For each={props.expectation.arrivals}>
          {(arrival) => (
            <li class={styles.late}>
              <span>{t("tookInBy", { n: arrival.quantity })}</span>
              <span class="small quiet">{names.byAt(positions(), arrival.last)}</span>
              <Show when={isEditable() && mayTakeIn() && arrival.isUntouched}>
                <Button onClick={() => void takeOneBack(arrival.facts, arrival.quantity)}>
                  {t("takeBack")}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={isEditable()}>
        <Button onClick={allCame}>{t("allCame", { n: props.expectation.arrived })}</Button>
      </Show>
    </div>
  );
};
