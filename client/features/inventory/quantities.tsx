import { For, Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type { LocationId, ProductId } from "#shared/domain/inventory";
import { countStock, receiveStock } from "#shared/domain/stock";
import { useFormat, useText } from "#client/app/i18n";
import { createIndex, useCommands } from "#client/data";
import { positionsIndex } from "#client/features/scanning";
import { Button } from "#client/ui/button";
import { useEditable } from "#client/ui/editing";
import { NumberField } from "#client/ui/number-field";
import { SelectField } from "#client/ui/select-field";
import { messages } from "./messages";
import type { Places } from "./places";
import styles from "./inventory.module.css";
import { TakeOut } from "./take-out";

const nowhere = "nowhere";

const placeOptions = (
  places: Places,
  without: string,
): readonly { readonly value: LocationId | "nowhere"; readonly label: string }[] => [
  { value: nowhere, label: without },
  ...places.nodes().map((node) => ({ value: node.location.id, label: node.path.join(" / ") })),
];

/** A place to choose, or none. */
export const PlaceSelect = (props: {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly quiet?: boolean;
  readonly places: Places;
  readonly value: LocationId | undefined;
  readonly onChange: (value: LocationId | undefined) => void;
}): JSX.Element => {
  const t = useText(messages);
  return (
    <SelectField<LocationId | "nowhere">
      label={props.label}
      hideLabel={props.hideLabel}
      quiet={props.quiet}
      value={props.value ?? nowhere}
      options={placeOptions(props.places, t("noPlace"))}
      onChange={(value) => props.onChange(value === nowhere ? undefined : value)}
    />
  );
};

const Receive = (props: { readonly product: ProductId; readonly places: Places }): JSX.Element => {
  const t = useText(messages);
  const commands = useCommands();
  const [place, setPlace] = createSignal<LocationId>();
  const [received, setReceived] = createSignal<number>();
  const receive = (): void => {
    const quantity = received();
    if (quantity === undefined) return;
    void commands.runCommand(receiveStock, { product: props.product, location: place(), quantity });
    setReceived(undefined);
  };
  return (
    <form
      class={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        receive();
      }}
    >
      <PlaceSelect label={t("where")} places={props.places} value={place()} onChange={setPlace} />
      <NumberField
        label={t("receiveHow")}
        min={1}
        max={1_000_000}
        value={received()}
        onCommit={setReceived}
      />
      <Button type="submit">{t("receive")}</Button>
    </form>
  );
};

/** How much bulk stock lies where. Typing a number is a count: the difference is written as a fact. */
export const Quantities = (props: { readonly product: ProductId; readonly places: Places }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const commands = useCommands();
  const isEditable = useEditable();
  const positions = createIndex(positionsIndex);
  const stock = createMemo(() => positions().bulkOf(props.product));
  const lines = createMemo(() => [...stock().byLocation].filter(([, quantity]) => quantity !== 0));
  const nameOf = (location: LocationId | ""): string =>
    props.places.path(location || undefined) || t("noPlace");
  const count = (location: LocationId | "", counted: number | undefined, shown: number): void => {
    if (counted === undefined) return;
    void commands.runCommand(countStock, {
      product: props.product,
      location: location || undefined,
      counted,
      shown,
    });
  };
  return (
    <div class={styles.stackTight}>
      <div class={styles.lines}>
        <For each={lines()}>
          {([location, quantity]) => (
            <div class={styles.line}>
              <span class="cut">{nameOf(location)}</span>
              <div class={styles.number}>
                <NumberField
                  label={t("quantityAt", { place: nameOf(location) })}
                  hideLabel
                  min={0}
                  max={1_000_000}
                  value={quantity}
                  onCommit={(value) => count(location, value, quantity)}
                />
              </div>
            </div>
          )}
        </For>
        <Show when={stock().out > 0}>
          <div class={styles.line}>
            <span class="quiet">{t("out")}</span>
            <span class="quiet">{format().number(stock().out)}</span>
          </div>
        </Show>
      </div>
      <Show when={isEditable()}>
        <Receive product={props.product} places={props.places} />
        <TakeOut
          product={props.product}
          places={lines().map(([value]) => ({ value, label: nameOf(value) }))}
        />
      </Show>
    </div>
  );
};
