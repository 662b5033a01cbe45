/** Says over a product's page into which other it went, or which went into it, and takes them apart again. */
import { For, Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { product, productMerge, separateProducts, tiesBetween } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import type { MemberId } from "#shared/kernel/ids";
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

interface Tie {
  readonly at: number;
  readonly by: MemberId;
}

/** Over the page of what ended: where it went, since when, by whom, and the way back. */
export const WentInto = (props: {
  readonly name: string;
  readonly href: string;
  readonly tie: Tie | undefined;
  readonly onSeparate: () => void;
}): JSX.Element => {
  const t = useText(mergeMessages);
  const format = useFormat();
  const may = createMay();
  const names = createNames();
  return (
    <div class={styles.over}>
      <Note
        meaning="info"
        title={t("wentInto", { name: props.name })}
        answer={
          <span class={mergeStyles.answers}>
            <LinkButton href={props.href}>{t("open", { name: props.name })}</LinkButton>
            <Show when={may("write", "inventory")}>
              <Button onClick={() => props.onSeparate()}>{t("separate")}</Button>
            </Show>
          </span>
        }
      >
        <Show when={props.tie}>
          {(tie) => t("wentIntoSince", { person: names.person(tie().by), day: format().date(tie().at) })}
        </Show>
      </Note>
    </div>
  );
};

/** What went into this one, each with its own page and history. */
export const AlsoHere = (props: {
  readonly note: string;
  readonly links: readonly { readonly href: string; readonly name: string }[];
}): JSX.Element => {
  const t = useText(mergeMessages);
  return (
    <Show when={props.links.length > 0}>
      <Section title={t("alsoHere")} note={props.note}>
        <div class={styles.codes}>
          <For each={props.links}>
            {(each) => (
              <a class={styles.codeChip} href={each.href}>
                {each.name}
              </a>
            )}
          </For>
        </div>
      </Section>
    </Show>
  );
};

/** Merges that hold a product to the one that goes on, in either direction. */
const createTies = (of: () => ProductRow, survivor: () => ProductId) => {
  const merges = createRows(productMerge);
  const facts = createMemo(() => merges().map((row) => ({ from: row.product, into: row.into, row })));
  const ties = createMemo(() => tiesBetween(of().id, survivor(), facts()).map(({ row }) => row));
  return ties;
};

/** Nothing for a product that stands for itself. */
export const MergedNote = (props: { readonly row: ProductRow }): JSX.Element => (
  <Show when={props.row.mergedInto}>{(into) => <ProductWent row={props.row} into={into()} />}</Show>
);

const ProductWent = (props: { readonly row: ProductRow; readonly into: ProductId }): JSX.Element => {
  const t = useText(mergeMessages);
  const commands = useCommands();
  const survivor = createRow(product, () => props.into);
  const ties = createTies(
    () => props.row,
    () => props.into,
  );
  const separate = async (): Promise<void> => {
    const { id, name: own } = props.row;
    const merges = ties().map((tie) => ({ merge: tie.id, of: tie.product }));
    const done = await commands.runCommand(separateProducts, { product: id, merges });
    if (done.ok) showToast({ text: t("separated", { name: own }) });
  };
  return (
    <WentInto
      name={survivor()?.name ?? "?"}
      href={`/stock/products/${props.into}`}
      tie={ties()[0]}
      onSeparate={() => void separate()}
    />
  );
};

export const MergedHere = (props: { readonly product: ProductId }): JSX.Element => {
  const t = useText(mergeMessages);
  const { rows } = useReplica();
  const merges = createRows(productMerge);
  const here = createMemo(() =>
    [...new Set(merges().flatMap(({ product: from, into }) => [from, into]))]
      .flatMap((id) => rows.get(product, id) ?? [])
      .filter(({ mergedInto }) => mergedInto === props.product)
      .map(({ id, maker, name }) => ({
        href: `/stock/products/${id}`,
        name: [maker, name].join(" ").trim(),
      })),
  );
  return <AlsoHere note={t("alsoHereText")} links={here()} />;
};
