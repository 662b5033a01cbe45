import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import {
  addCaseSlots,
  contentsTree,
  editCaseSlot,
  removeCaseSlot,
  replaceCaseSlots,
} from "#shared/domain/cases";
import type { CaseSource, Packing, PackedSlot, SlotValues } from "#shared/domain/cases";
import { asset, product } from "#shared/domain/inventory";
import type { Asset, StockHit } from "#shared/domain/inventory";
import { createUndoToast } from "#client/app/frame/undo";
import { useText } from "#client/app/i18n";
import { createIndex, useCommands, useReplica } from "#client/data";
import { stockSearchIndex } from "#client/features/inventory";
import type { Names } from "#client/features/scanning";
import { Button, IconButton } from "#client/ui/button";
import { Checkbox } from "#client/ui/checkbox";
import { Combobox } from "#client/ui/combobox";
import { useEditable } from "#client/ui/editing";
import { Search, X } from "#client/ui/icons";
import { NumberField } from "#client/ui/number-field";
import { messages } from "./messages";
import styles from "./cases.module.css";

interface PackingListProps {
  readonly row: Asset;
  readonly source: CaseSource;
  readonly packing: Packing;
  readonly names: Names;
}

const nameOf = (names: Names, { slot }: PackedSlot): string =>
  slot.asset === undefined
    ? names.product(slot.product)
    : `${names.code(slot.asset)}, ${names.product(slot.product)}`;

/** What should be in the case, edited where it stands. */
export const PackingList = (props: PackingListProps): JSX.Element => {
  const t = useText(messages);
  const isEditable = useEditable();
  return (
    <div class={styles.stack}>
      <Show when={props.packing.hasList} fallback={<p class="quiet">{t("listEmpty")}</p>}>
        <ul class={styles.tree}>
          <For each={props.packing.slots}>{(packed) => <SlotRow {...props} packed={packed} />}</For>
        </ul>
      </Show>
      <Show when={isEditable()}>
        <div class={styles.adding}>
          <AddLine {...props} />
          <TakeOver {...props} />
        </div>
      </Show>
    </div>
  );
};

const SlotRow = (props: PackingListProps & { readonly packed: PackedSlot }): JSX.Element => {
  const t = useText(messages);
  const commands = useCommands();
  const isEditable = useEditable();
  const name = (): string => nameOf(props.names, props.packed);
  const edit = (values: { quantity?: number; isPermanent?: boolean }): void =>
    void commands.runCommand(editCaseSlot, {
      product: props.row.product,
      slot: props.packed.slot.id,
      values,
    });
  return (
    <li class={styles.slot}>
      <div class={styles.amount}>
        <NumberField
          label={t("quantity", { name: name() })}
          hideLabel
          min={1}
          max={100_000}
          disabled={props.packed.slot.asset !== undefined}
          value={props.packed.slot.quantity}
          onCommit={(quantity) => quantity !== undefined && edit({ quantity })}
        />
      </div>
      <span class={styles.slotName}>{name()}</span>
      <Checkbox
        label={
          <>
            <span aria-hidden="true">{t("permanent")}</span>
            <span class="hidden-label">{t("permanentOf", { name: name() })}</span>
          </>
        }
        checked={props.packed.slot.isPermanent}
        onChange={(isPermanent) => edit({ isPermanent })}
      />
      <Show when={isEditable()} fallback={<span />}>
        <IconButton
          label={t("removeLine", { name: name() })}
          onClick={() =>
            void commands.runCommand(removeCaseSlot, {
              product: props.row.product,
              slot: props.packed.slot.id,
            })
          }
        >
          <X />
        </IconButton>
      </Show>
    </li>
  );
};

const AddLine = (props: PackingListProps): JSX.Element => {
  const t = useText(messages);
  const { rows } = useReplica();
  const commands = useCommands();
  const search = createIndex(stockSearchIndex);
  const add = (hit: StockHit): void => {
    const line: SlotValues =
      hit.kind === "asset"
        ? { product: hit.product, asset: hit.asset, quantity: 1 }
        : { product: hit.product, quantity: 1 };
    void commands.runCommand(addCaseSlots, {
      product: props.row.product,
      case: props.row.id,
      slots: [line],
    });
  };
  return (
    <Combobox<StockHit>
      label={t("addLine")}
      icon={<Search />}
      value=""
      clearOnChoose
      suggest={(query) =>
        search()
          .find(query, 12)
          .filter((hit) => hit.kind !== "asset" || hit.asset !== props.row.id)
      }
      optionKey={(hit) => (hit.kind === "asset" ? hit.asset : hit.product)}
      optionText={(hit) => {
        const name = rows.get(product, hit.product)?.name ?? "";
        return hit.kind === "asset" ? `${rows.get(asset, hit.asset)?.code ?? ""} · ${name}` : name;
      }}
      onChoose={add}
    />
  );
};

/** What lives in the case keeps its name; everything else counts by product. */
const linesFrom = ({ source, packing, row }: PackingListProps): readonly SlotValues[] => {
  const kept = packing.slots.filter(({ slot, inside }) => slot.asset !== undefined && inside > 0);
  const named = new Set(kept.flatMap(({ assets }) => assets));
  const counts = new Map<SlotValues["product"], number>();
  const count = (id: SlotValues["product"], quantity: number): void =>
    void counts.set(id, (counts.get(id) ?? 0) + quantity);
  for (const node of contentsTree(source.positions, row.id)) {
    if (node.depth > 0) continue;
    if (node.type === "bulk") count(node.product, node.quantity);
    else if (!named.has(node.asset)) {
      const found = source.asset(node.asset);
      if (found !== undefined) count(found.product, 1);
    }
  }
  return [
    ...kept.map(({ slot }) => ({
      product: slot.product,
      asset: slot.asset,
      quantity: 1,
      isPermanent: slot.isPermanent,
    })),
    ...[...counts].map(([id, quantity]) => ({ product: id, quantity })),
  ];
};

const TakeOver = (props: PackingListProps): JSX.Element => {
  const t = useText(messages);
  const commands = useCommands();
  const offerUndo = createUndoToast();
  const takeOver = async (): Promise<void> => {
    const done = await commands.runCommand(replaceCaseSlots, {
      product: props.row.product,
      case: props.row.id,
      slots: linesFrom(props),
    });
    if (!done.ok) return;
    offerUndo(t("takenOver"), done.value.change);
  };
  return <Button onClick={() => void takeOver()}>{t("takeOver")}</Button>;
};
