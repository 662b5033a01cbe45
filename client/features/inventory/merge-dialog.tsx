/** Merging a product with another one: likely ones first, both side by side, and what will happen in one sentence. */
import { For, Show, createMemo, createSignal } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import {
  differingFields,
  likelyDuplicates,
  mergeProducts,
  product,
  whyNotMerged,
} from "#shared/domain/inventory";
import type { ComparedField, FieldChoice, Product, ProductId, ProductPatch } from "#shared/domain/inventory";
import { createUndoToast } from "#client/app/frame/undo";
import { useFormat, useText } from "#client/app/i18n";
import { createMay, createRow, useCommands, useReplica } from "#client/data";
import { Button } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { Boxes } from "#client/ui/icons";
import type { MenuEntry } from "#client/ui/menu";
import { Note } from "#client/ui/note";
import { showToast } from "#client/ui/toast";
import { mergeMessages } from "./merge-messages";
import { Choice, LikelyOnes, createPair } from "./merge-pair";
import type { SideBySide } from "./merge-pair";
import styles from "./merge.module.css";
import { messages } from "./messages";
import { createCategories } from "./places";
import { ProductPicker } from "./product-picker";
import type { ProductRow } from "./product-rows";

const mostLikely = 4;

const fieldNames = {
  name: "name",
  maker: "maker",
  modelNumber: "modelNumber",
  category: "category",
  weightG: "weight",
  powerW: "power",
  currentMa: "current",
  lengthMm: "lengthMm",
  widthMm: "widthMm",
  heightMm: "heightMm",
  connectors: "connectors",
  minimumStock: "minimumStock",
  turnaroundMinutes: "turnaround",
  originCountry: "originCountry",
  customsCode: "customsCode",
  notes: "notes",
} as const satisfies Record<ComparedField, string>;

const createShownValue = (): ((field: ComparedField, value: Product[ComparedField]) => string) => {
  const t = useText(mergeMessages);
  const format = useFormat();
  const categories = createCategories();
  const inThousands = (value: unknown): string =>
    String(Number(value) / 1000).replace(".", format().decimalSign);
  return (field, value) => {
    if (value === undefined || value === "") return t("nothingThere");
    if (field === "category")
      return categories.nodes().find(({ category }) => category.id === value)?.category.name ?? String(value);
    if (field === "weightG") return `${inThousands(value)} kg`;
    if (field === "currentMa") return `${inThousands(value)} A`;
    return field === "powerW" ? `${String(value)} W` : String(value);
  };
};

interface PairProps {
  readonly own: ProductRow;
  readonly other: ProductRow;
  readonly onClose: () => void;
}

/** Where the two differ, with what the one that goes on will say. */
const Fields = (props: { readonly pair: SideBySide<ProductRow, FieldChoice> }): JSX.Element => {
  const t = useText(messages);
  const shown = createShownValue();
  return (
    <For each={props.pair.choices()}>
      {(choice) => (
        <Choice
          name={t(fieldNames[choice.field])}
          own={shown(choice.field, choice.own)}
          other={shown(choice.field, choice.other)}
          chosen={props.pair.isTaken(choice) ? "other" : "own"}
          onChoose={(side) => props.pair.take(choice, side === "other")}
        />
      )}
    </For>
  );
};

/** Both side by side, and the way to merge them. */
const Pair = (props: PairProps): JSX.Element => {
  const t = useText(mergeMessages);
  const navigate = useNavigate();
  const commands = useCommands();
  const offerUndo = createUndoToast();
  const pair = createPair(
    () => props.own,
    () => props.other,
    differingFields,
  );
  const values = (): ProductPatch =>
    Object.fromEntries(pair.taken().map(({ field: name, other }) => [name, other ?? null]));
  const names = (): { readonly gone: string; readonly stays: string } => ({
    gone: titleOf(pair.ending()),
    stays: titleOf(pair.staying()),
  });
  const why = (): ReturnType<typeof whyNotMerged> => whyNotMerged(props.own, props.other);
  const merge = async (): Promise<void> => {
    const [{ id: gone }, { id: into }, said] = [pair.ending(), pair.staying(), t("merged", names())];
    const args = { product: gone, into, values: values() };
    const done = await commands.runCommand(mergeProducts, args, { quiet: true });
    if (!done.ok) return showToast({ text: t("notMerged"), meaning: "problem" });
    props.onClose();
    offerUndo(said, done.value.change);
    navigate(`/stock/products/${into}`);
  };
  return (
    <Show
      when={why() === undefined}
      fallback={<Note meaning="attention">{t(why() === "kit" ? "kit" : "countedDifferently")}</Note>}
    >
      <div class={styles.stack}>
        <Choice
          name={t("goesOn")}
          own={titleOf(props.own)}
          other={titleOf(props.other)}
          chosen={pair.stays()}
          onChoose={pair.turn}
        />
        <strong>{t(pair.choices().length > 0 ? "differ" : "nothingDiffers")}</strong>
        <Fields pair={pair} />
        <Note meaning="info">{t("merges", names())}</Note>
        <div class={styles.foot}>
          <Button variant="primary" onClick={() => void merge()}>
            {t("mergeNow")}
          </Button>
        </div>
      </div>
    </Show>
  );
};

const titleOf = (row: Pick<Product, "name" | "maker">): string =>
  row.maker === undefined ? row.name : `${row.maker} ${row.name}`;

const MergeDialog = (props: { readonly row: ProductRow; readonly onClose: () => void }): JSX.Element => {
  const t = useText(mergeMessages);
  const { rows } = useReplica();
  const [chosen, setChosen] = createSignal<ProductId>();
  const other = createRow(product, chosen);
  const likely = createMemo(() =>
    likelyDuplicates(props.row, rows.all(product).values())
      .slice(0, mostLikely)
      .flatMap((id) => rows.get(product, id) ?? []),
  );
  return (
    <Dialog open wide onClose={() => props.onClose()} title={t("mergeTitle", { name: props.row.name })}>
      <div class={styles.stack}>
        <LikelyOnes rows={likely()} titleOf={titleOf} chosen={chosen()} onChoose={setChosen} />
        <ProductPicker
          label={t("find")}
          except={new Set([props.row.id])}
          onChoose={(found) => setChosen(found.id)}
        />
        <Show when={other()} keyed>
          {(found) => <Pair own={props.row} other={found} onClose={() => props.onClose()} />}
        </Show>
      </div>
    </Dialog>
  );
};

export interface Merging {
  readonly entries: () => readonly MenuEntry[];
  readonly dialog: () => JSX.Element;
}

export const createMerging = (row: Accessor<ProductRow>): Merging => {
  const t = useText(mergeMessages);
  const may = createMay();
  const [isOpen, setOpen] = createSignal(false);
  return {
    entries: () =>
      may("write", "inventory") && row().removedAt === undefined
        ? [{ label: t("mergeWith"), icon: <Boxes />, onSelect: () => setOpen(true) }]
        : [],
    dialog: () => (
      <Show when={isOpen()}>
        <MergeDialog row={row()} onClose={() => setOpen(false)} />
      </Show>
    ),
  };
};
