/** Products that may stand in for one that is short. */
import { For, Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { addAlternative, alternative, removeAlternative } from "#shared/domain/inventory";
import type { Alternative, ProductId } from "#shared/domain/inventory";
import { compareByOrder } from "#shared/kernel/order-key";
import { thingOf } from "#shared/kernel/ids";
import { createUndoToast } from "#client/app/frame/undo";
import { useText } from "#client/app/i18n";
import { createMay, createRowsOf, useCommands } from "#client/data";
import { IconButton } from "#client/ui/button";
import { X } from "#client/ui/icons";
import { Section } from "#client/ui/page";
import { accessoryMessages } from "./accessory-messages";
import styles from "./accessory-section.module.css";
import { ProductLink, createProductName } from "./product-link";
import { ProductPicker } from "./product-picker";

export const AlternativeSection = (props: { readonly product: ProductId }): JSX.Element => {
  const t = useText(accessoryMessages);
  const may = createMay();
  const commands = useCommands();
  const nameOf = createProductName();
  const offerUndo = createUndoToast();
  const named = createRowsOf(alternative, () => thingOf(props.product), { sort: compareByOrder });
  const except = createMemo(() => new Set([props.product, ...named().map(({ item }) => item)]));
  const mayEdit = (): boolean => may("write", "inventory");
  const remove = async ({ id, item }: Alternative): Promise<void> => {
    const done = await commands.runCommand(removeAlternative, { product: props.product, alternative: id });
    if (done.ok) offerUndo(t("removed", { name: nameOf(item) }), done.value.change);
  };
  return (
    <Show when={mayEdit() || named().length > 0}>
      <Section title={t("standsIn")} note={mayEdit() ? t("standsInText") : undefined}>
        <ul class={styles.list}>
          <For each={named()}>
            {(each) => (
              <li class={styles.plain}>
                <ProductLink product={each.item} />
                <Show when={mayEdit()}>
                  <IconButton
                    label={t("removeAlternative", { name: nameOf(each.item) })}
                    onClick={() => void remove(each)}
                  >
                    <X />
                  </IconButton>
                </Show>
              </li>
            )}
          </For>
        </ul>
        <Show when={mayEdit()}>
          <ProductPicker
            label={t("addAlternative")}
            except={except()}
            onChoose={({ id: item }) =>
              void commands.runCommand(addAlternative, { product: props.product, item })
            }
          />
        </Show>
      </Section>
    </Show>
  );
};
