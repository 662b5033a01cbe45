/** For what bears no code: a quantity is chosen from what lies there. */
import { Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { location, product } from "#shared/domain/inventory";
import type { MovedThing } from "#shared/domain/transfers";
import { useFormat, useText } from "#client/app/i18n";
import { useReplica } from "#client/data";
import { Button } from "#client/ui/button";
import { NumberField } from "#client/ui/number-field";
import { SelectField } from "#client/ui/select-field";
import type { LyingStock } from "./load-thing";
import { messages } from "./messages";
import styles from "./transfers.module.css";

const keyOf = (each: LyingStock): string => `${each.product} ${each.location}`;

export const StockForm = (props: {
  readonly lying: readonly LyingStock[];
  readonly onMove: (things: readonly MovedThing[]) => void;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { rows } = useReplica();
  const [chosen, setChosen] = createSignal<string>();
  const [wanted, setWanted] = createSignal<number>();
  const named = createMemo(() =>
    props.lying
      .map((each) => ({
        each,
        label: t("lying", {
          product: rows.get(product, each.product)?.name ?? t("unknownThing"),
          place: rows.get(location, each.location)?.name ?? t("unknownThing"),
          n: format().number(each.quantity),
        }),
      }))
      .sort((a, b) => a.label.localeCompare(b.label)),
  );
  const stock = (): LyingStock | undefined =>
    (named().find(({ each }) => keyOf(each) === chosen()) ?? named()[0])?.each;
  const quantity = (): number => Math.min(wanted() ?? 1, stock()?.quantity ?? 1);
  const move = (): void => {
    const from = stock();
    if (from === undefined) return;
    props.onMove([{ product: from.product, quantity: quantity(), from: from.location }]);
    setWanted(undefined);
  };
  return (
    <Show when={stock()}>
      {(of) => (
        <form
          class={styles.codes}
          onSubmit={(event) => {
            event.preventDefault();
            move();
          }}
        >
          <SelectField
            label={t("choose")}
            value={keyOf(of())}
            options={named().map(({ each, label }) => ({ value: keyOf(each), label }))}
            onChange={(value) => setChosen(value)}
          />
          <NumberField
            label={t("howMany")}
            min={1}
            max={of().quantity}
            value={quantity()}
            onCommit={setWanted}
          />
          <Button type="submit">{t("takeStock")}</Button>
        </form>
      )}
    </Show>
  );
};
