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

/** Which of the quantities is meant. */
const createChoice = (lying: () => readonly LyingStock[]) => {
  const t = useText(messages);
  const format = useFormat();
  const { rows } = useReplica();
  const [chosen, setChosen] = createSignal<string>();
  const named = createMemo(() =>
    lying()
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
  // Only one, and nothing moved yet: it is meant. After that nothing is moved that nobody chose: a second press would
  // take of whatever stands first then.
  const stock = (): LyingStock | undefined => {
    const [only, second] = named();
    const meant = chosen() === undefined && second === undefined ? only : undefined;
    return (meant ?? named().find(({ each }) => keyOf(each) === chosen()))?.each;
  };
  return { named, stock, choose: setChosen, chooseNothing: () => setChosen("") };
};

export const StockForm = (props: {
  readonly lying: readonly LyingStock[];
  readonly onMove: (things: readonly MovedThing[]) => Promise<void>;
}): JSX.Element => {
  const t = useText(messages);
  const { named, stock, choose, chooseNothing } = createChoice(() => props.lying);
  const [wanted, setWanted] = createSignal<number>();
  const [isBusy, setBusy] = createSignal(false);
  const quantity = (): number => Math.min(wanted() ?? 1, stock()?.quantity ?? 1);
  const chosenKey = (): string | undefined => {
    const of = stock();
    return of === undefined ? undefined : keyOf(of);
  };
  const move = async (): Promise<void> => {
    const from = stock();
    if (from === undefined || isBusy()) return;
    setBusy(true);
    await props.onMove([{ product: from.product, quantity: quantity(), from: from.location }]);
    chooseNothing();
    setWanted(undefined);
    setBusy(false);
  };
  return (
    <Show when={named().length > 0}>
      <form
        class={styles.codes}
        onSubmit={(event) => {
          event.preventDefault();
          void move();
        }}
      >
        <SelectField
          label={t("choose")}
          placeholder={t("chooseNone")}
          value={chosenKey()}
          options={named().map(({ each, label }) => ({ value: keyOf(each), label }))}
          disabled={isBusy()}
          onChange={choose}
        />
        <NumberField
          label={t("howMany")}
          min={1}
          max={stock()?.quantity}
          value={quantity()}
          disabled={stock() === undefined || isBusy()}
          onCommit={setWanted}
        />
        <Button type="submit" disabled={stock() === undefined || isBusy()}>
          {t("takeStock")}
        </Button>
      </form>
    </Show>
  );
};
