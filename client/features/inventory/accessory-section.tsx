/** What goes along with a product, and the rule of each: how many, for how many, always or on request. */
import { For, Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import {
  accessory,
  addAccessory,
  editAccessory,
  inclusions,
  removeAccessory,
} from "#shared/domain/inventory";
import type { Accessory, AccessoryPatch, Inclusion, ProductId } from "#shared/domain/inventory";
import { compareByOrder } from "#shared/kernel/order-key";
import { thingOf } from "#shared/kernel/ids";
import { createUndoToast } from "#client/app/frame/undo";
import { useText } from "#client/app/i18n";
import { createMay, createRowsOf, useCommands } from "#client/data";
import { IconButton } from "#client/ui/button";
import { Checkbox } from "#client/ui/checkbox";
import { Editable, useEditable } from "#client/ui/editing";
import { X } from "#client/ui/icons";
import { NumberField } from "#client/ui/number-field";
import { Section } from "#client/ui/page";
import { SelectField } from "#client/ui/select-field";
import { accessoryMessages } from "./accessory-messages";
import styles from "./accessory-section.module.css";
import { ProductPicker } from "./product-picker";
import { ProductLink, createProductName } from "./product-link";

const Rule = (props: { readonly rule: Accessory }): JSX.Element => {
  const t = useText(accessoryMessages);
  const commands = useCommands();
  const nameOf = createProductName();
  const name = (): string => nameOf(props.rule.item);
  const edit = (values: AccessoryPatch): void => {
    const { product, id } = props.rule;
    void commands.runCommand(editAccessory, { product, accessory: id, values });
  };
  return (
    <>
      <NumberField
        label={t("pieces", { name: name() })}
        hideLabel
        min={1}
        max={10_000}
        value={props.rule.quantity}
        onCommit={(quantity) => quantity !== undefined && edit({ quantity })}
      />
      <span class="small quiet">{t("forEvery")}</span>
      <NumberField
        label={t("per", { name: name() })}
        hideLabel
        min={1}
        max={10_000}
        value={props.rule.per}
        onCommit={(per) => per !== undefined && edit({ per })}
      />
      <SelectField<Inclusion>
        label={t("inclusion", { name: name() })}
        hideLabel
        quiet
        value={props.rule.inclusion}
        options={inclusions.map((value) => ({ value, label: t(value) }))}
        onChange={(inclusion) => edit({ inclusion })}
      />
      <Checkbox
        label={t("isSafety")}
        checked={props.rule.isSafety}
        onChange={(isSafety) => edit({ isSafety })}
      />
    </>
  );
};

const AccessoryList = (props: {
  readonly product: ProductId;
  readonly rules: readonly Accessory[];
}): JSX.Element => {
  const t = useText(accessoryMessages);
  const isEditable = useEditable();
  const commands = useCommands();
  const nameOf = createProductName();
  const offerUndo = createUndoToast();
  const except = createMemo(() => new Set([props.product, ...props.rules.map(({ item }) => item)]));
  const remove = async ({ id, item }: Accessory): Promise<void> => {
    const done = await commands.runCommand(removeAccessory, { product: props.product, accessory: id });
    if (done.ok) offerUndo(t("removed", { name: nameOf(item) }), done.value.change);
  };
  return (
    <>
      <ul class={styles.list}>
        <For each={props.rules}>
          {(rule) => (
            <li class={styles.rule}>
              <ProductLink product={rule.item} />
              <div class={styles.terms}>
                <Rule rule={rule} />
              </div>
              <Show when={isEditable()}>
                <IconButton
                  label={t("removeAccessory", { name: nameOf(rule.item) })}
                  onClick={() => void remove(rule)}
                >
                  <X />
                </IconButton>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={isEditable()}>
        <ProductPicker
          label={t("addAccessory")}
          except={except()}
          onChoose={({ id: item }) =>
            void commands.runCommand(addAccessory, { product: props.product, item, quantity: 1 })
          }
        />
      </Show>
    </>
  );
};

export const AccessorySection = (props: { readonly product: ProductId }): JSX.Element => {
  const t = useText(accessoryMessages);
  const may = createMay();
  const rules = createRowsOf(accessory, () => thingOf(props.product), { sort: compareByOrder });
  const mayEdit = (): boolean => may("write", "inventory");
  return (
    <Show when={mayEdit() || rules().length > 0}>
      <Section title={t("goesAlong")} note={mayEdit() ? t("goesAlongText") : undefined}>
        <Editable when={mayEdit()}>
          <AccessoryList product={props.product} rules={rules()} />
        </Editable>
      </Section>
    </Show>
  );
};
