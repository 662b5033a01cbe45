/** Says over a product's page into which other it went, or which went into it, and takes them apart again. */
import { For, Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { product, productMerge, separateProducts, tiesBetween } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import type { Row } from "#shared/replica/types";
import { useFormat, useText } from "#client/app/i18n";
import { createMay, createRow, createRows, useCommands, useReplica } from "#client/data";
import { createNames } from "#client/features/scanning";
import { Button, LinkButton } from "#client/ui/button";
import { Note } from "#client/ui/note";
import { Section } from "#client/ui/page";
import { showToast } from "#client/ui/toast";
import styles from "./inventory.module.css";
import { mergeMessages } from "./merge-messages";
import mergeStyles from "./merge.module.css";
import type { ProductRow } from "./product-rows";

type MergeRow = Row<typeof productMerge>;

/** Merges that hold a product to the one that goes on, in either direction. */
const createTies = (of: () => ProductRow, survivor: () => ProductId): (() => readonly MergeRow[]) => {
  const merges = createRows(productMerge);
  const facts = createMemo(() => merges().map((row) => ({ from: row.product, into: row.into, row })));
  const ties = createMemo(() => tiesBetween(of().id, survivor(), facts()).map(({ row }) => row));
  return ties;
};

/** Nothing for a product that stands for itself. */
export const MergedNote = (props: { readonly row: ProductRow }): JSX.Element => (
  <Show when={props.row.mergedInto}>{(into) => <WentInto row={props.row} into={into()} />}</Show>
);

const WentInto = (props: { readonly row: ProductRow; readonly into: ProductId }): JSX.Element => {
  const t = useText(mergeMessages);
  const format = useFormat();
  const may = createMay();
  const names = createNames();
  const commands = useCommands();
  const survivor = createRow(product, () => props.into);
  const ties = createTies(
    () => props.row,
    () => props.into,
  );
  const name = (): string => survivor()?.name ?? "?";
  const since = (): string => {
    const [first] = ties();
    return first === undefined
      ? ""
      : t("wentIntoSince", { person: names.person(first.by), day: format().date(first.at) });
  };
  const separate = async (): Promise<void> => {
    const { id, name: own } = props.row;
    const merges = ties().map((tie) => ({ merge: tie.id, of: tie.product }));
    const done = await commands.runCommand(separateProducts, { product: id, merges });
    if (done.ok) showToast({ text: t("separated", { name: own }) });
  };
  return (
    <div class={styles.over}>
      <Note
        meaning="info"
        title={t("wentInto", { name: name() })}
        answer={
          <span class={mergeStyles.answers}>
            <LinkButton href={`/stock/products/${props.into}`}>{t("open", { name: name() })}</LinkButton>
            <Show when={may("write", "inventory")}>
              <Button onClick={() => void separate()}>{t("separate")}</Button>
            </Show>
          </span>
        }
      >
        {since()}
      </Note>
    </div>
  );
};

/** Products that went into this one, each with its own page and history. */
export const MergedHere = (props: { readonly product: ProductId }): JSX.Element => {
  const t = useText(mergeMessages);
  const { rows } = useReplica();
  const merges = createRows(productMerge);
  const here = createMemo(() =>
    [...new Set(merges().flatMap(({ product: from, into }) => [from, into]))]
      .flatMap((id) => rows.get(product, id) ?? [])
      .filter(({ mergedInto }) => mergedInto === props.product),
  );
  return (
    <Show when={here().length > 0}>
      <Section title={t("alsoHere")} note={t("alsoHereText")}>
        <div class={styles.codes}>
          <For each={here()}>
            {(each) => (
              <a class={styles.codeChip} href={`/stock/products/${each.id}`}>
                {each.maker} {each.name}
              </a>
            )}
          </For>
        </div>
      </Section>
    </Show>
  );
};
