import { Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { addAssets } from "#shared/domain/inventory";
import type { LocationId, ProductId } from "#shared/domain/inventory";
import { useText } from "#client/app/i18n";
import { useCommands } from "#client/data";
import { Button } from "#client/ui/button";
import { TextField } from "#client/ui/field";
import { NumberField } from "#client/ui/number-field";
import { messages } from "./messages";
import { createNextCodes } from "./next-codes";
import type { Places } from "./places";
import { PlaceSelect } from "./quantities";
import styles from "./inventory.module.css";

/** A run of assets with codes that go on from the highest one with that beginning. */
export const AddAssets = (props: {
  readonly product: ProductId;
  readonly name: string;
  readonly places: Places;
  readonly onClose: () => void;
}): JSX.Element => {
  const t = useText(messages);
  const commands = useCommands();
  const codesOf = createNextCodes();
  // eslint-disable-next-line solid/reactivity -- a first suggestion; later renames must not change what was typed
  const [prefix, setPrefix] = createSignal(codesOf.prefixFor(props.product, props.name));
  const [count, setCount] = createSignal(1);
  const [home, setHome] = createSignal<LocationId>();
  const codes = createMemo(() => codesOf.next(prefix(), count()));
  const create = async (): Promise<void> => {
    const place = home();
    const made = await commands.runCommand(addAssets, {
      product: props.product,
      assets: codes().map((code) => ({ code, ...(place === undefined ? {} : { home: place }) })),
    });
    if (made.ok) props.onClose();
  };
  return (
    <form
      class={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <NumberField
        label={t("howMany")}
        min={1}
        max={500}
        value={count()}
        onCommit={(value) => setCount(value ?? 1)}
      />
      <TextField label={t("prefix")} maxlength={60} value={prefix()} onInput={setPrefix} />
      <PlaceSelect label={t("where")} places={props.places} value={home()} onChange={setHome} />
      <div class={styles.formActions}>
        <Button type="submit" variant="primary">
          {t("create")}
        </Button>
        <Button onClick={() => props.onClose()}>{t("cancel")}</Button>
        <span class="small quiet" role="status">
          <Show when={codes().length > 1} fallback={t("willBecomeOne", { first: codes()[0] ?? "" })}>
            {t("willBecome", { first: codes()[0] ?? "", last: codes().at(-1) ?? "" })}
          </Show>
        </span>
      </div>
    </form>
  );
};
