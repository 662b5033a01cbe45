import { Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type { LocationId, ProductId } from "#shared/domain/inventory";
import { bulkReasons, reportStock } from "#shared/domain/stock";
import type { BulkReason } from "#shared/domain/stock";
import { useText } from "#client/app/i18n";
import { createMay, useCommands } from "#client/data";
import { createFactUndoToast } from "#client/features/scanning";
import { Button } from "#client/ui/button";
import { NumberField } from "#client/ui/number-field";
import { SelectField } from "#client/ui/select-field";
import styles from "./inventory.module.css";
import { reasonKeys, standingMessages } from "./standing-messages";

const reasons: readonly BulkReason[] = [
  "used-up",
  "broken",
  "not-found",
  "stolen",
  "sold",
  "written-off",
  "decommissioned",
];

/** Pieces of bulk stock that are not there any more, with the reason. */
export const TakeOut = (props: {
  readonly product: ProductId;
  /** Where some lie, with their names. */
  readonly places: readonly { readonly value: LocationId | ""; readonly label: string }[];
}): JSX.Element => {
  const t = useText(standingMessages);
  const may = createMay();
  const commands = useCommands();
  const offerUndo = createFactUndoToast();
  const [chosen, setChosen] = createSignal<LocationId | "">();
  const [quantity, setQuantity] = createSignal<number>();
  const [reason, setReason] = createSignal<BulkReason>("used-up");
  const place = (): LocationId | "" => {
    const known = props.places.find(({ value }) => value === chosen());
    return (known ?? props.places[0])?.value ?? "";
  };
  const allowed = (): readonly BulkReason[] =>
    reasons.filter((each) => bulkReasons[each] !== "retired" || may("write", "inventory"));
  const shownReason = (): BulkReason =>
    allowed().find((each) => each === reason()) ?? allowed()[0] ?? "not-found";
  const take = async (): Promise<void> => {
    const pieces = quantity();
    if (pieces === undefined) return;
    const done = await commands.runCommand(reportStock, {
      product: props.product,
      location: place() || undefined,
      quantity: pieces,
      reason: shownReason(),
    });
    if (!done.ok) return;
    setQuantity(undefined);
    offerUndo(t("wasLess", { n: pieces }), [done.value.value.movement]);
  };
  return (
    <Show when={props.places.length > 0}>
      <form
        class={styles.form}
        aria-label={t("less")}
        onSubmit={(event) => {
          event.preventDefault();
          void take();
        }}
      >
        <SelectField<LocationId | "">
          label={t("lessWhere")}
          value={place()}
          options={props.places}
          onChange={setChosen}
        />
        <NumberField label={t("lessHow")} min={1} max={1_000_000} value={quantity()} onCommit={setQuantity} />
        <SelectField<BulkReason>
          label={t("why")}
          value={shownReason()}
          options={allowed().map((value) => ({ value, label: t(reasonKeys[value]) }))}
          onChange={setReason}
        />
        <Button type="submit">{t("lessDo")}</Button>
      </form>
    </Show>
  );
};
