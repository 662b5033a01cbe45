import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { product } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { useText } from "#client/app/i18n";
import { createRow, useReplica } from "#client/data";
import { accessoryMessages } from "./accessory-messages";
import styles from "./inventory.module.css";

export const createProductName = (): ((id: ProductId) => string) => {
  const { rows } = useReplica();
  return (id) => rows.get(product, id)?.name ?? "?";
};

/** Name and maker of a product, leading to its page; says when it was taken off stock. */
export const ProductLink = (props: { readonly product: ProductId }): JSX.Element => {
  const t = useText(accessoryMessages);
  const row = createRow(product, () => props.product);
  return (
    <span class="cut">
      <a class={styles.name} href={`/stock/products/${props.product}`}>
        {row()?.name ?? "?"}
      </a>{" "}
      <span class="quiet">{row()?.maker}</span>{" "}
      <Show when={row()?.removedAt !== undefined}>
        <span class="small quiet">{t("gone")}</span>
      </Show>
    </span>
  );
};
