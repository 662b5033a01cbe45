/** One line of the pull list: what is asked for, what was scanned for it, what is free. */
import { For, Show, createMemo } from "solid-js";
import type { Accessor, Component, JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import { category } from "#shared/domain/settings";
import { product } from "#shared/domain/inventory";
import type { LineCover } from "#shared/domain/availability";
import { line, ruledQuantity } from "#shared/domain/pull-list";
import type { LineId } from "#shared/domain/pull-list";
import { noPieces } from "#shared/domain/scanning";
import type { PieceCounts } from "#shared/domain/scanning";
import { useFormat, useText } from "#client/app/i18n";
import { createRow } from "#client/data";
import type { LineRow as Row } from "#client/features/availability";
import { ChevronDown, ChevronRight, GripVertical } from "#client/ui/icons";
import { Pictogram } from "#client/ui/pictograms/pictogram";
import { accessoryMessages } from "./accessory-messages";
import { AlongBadges } from "./along-badges";
import { ConflictBadge } from "./conflict-badge";
import { GridCell } from "./grid-cell";
import styles from "./grid.module.css";
import type { ColumnId } from "./grid-columns";
import { useGrid } from "./grid-state";
import { kitMessages } from "./kit-messages";
import { LineMenu } from "./line-menu";
import { lineKey } from "./list-items";
import { messages } from "./messages";
import { ShortBadge } from "./short-badge";

/** The line with what is known about it; `undefined` for a moment while it goes. */
export interface LineFacts {
  readonly row: Accessor<Row | undefined>;
  readonly counts: Accessor<PieceCounts>;
  readonly cover: Accessor<LineCover | undefined>;
  readonly pictogram: Accessor<string | undefined>;
  /** The line it goes along with, while that is on the list. */
  readonly parent: Accessor<Row | undefined>;
  /** Pieces it is below what its rule asks for; only for what must go along. */
  readonly tooFew: Accessor<number>;
}

export const createLineFacts = (id: () => LineId): LineFacts => {
  const grid = useGrid();
  const row = createRow(line, id);
  const ofProduct = createRow(product, () => row()?.product);
  const itsCategory = createRow(category, () => ofProduct()?.category);
  const counts = createMemo(() => grid.countsOf(id()) ?? noPieces);
  const cover = createMemo(() => grid.coverOf(id()));
  const above = createRow(line, () => row()?.accessoryOf);
  const parent = (): Row | undefined => (above()?.removedAt === undefined ? above() : undefined);
  const tooFew = createMemo(() => {
    const [own, of] = [row(), parent()];
    if (own?.inclusion !== "mandatory" || of === undefined) return 0;
    return Math.max(0, (ruledQuantity(own, of) ?? 0) - own.quantity);
  });
  return { row, counts, cover, pictogram: () => itsCategory()?.pictogram, parent, tooFew };
};

/** Reads a quantity; nothing else is taken. */
export const readQuantity = (text: string): number | undefined => {
  const plain = text.replaceAll(/[\s.,\u00a0\u202f]/g, "");
  return /^\d{1,7}$/.test(plain) ? Math.min(Number(plain), 1_000_000) : undefined;
};

const NameCell = (props: { readonly facts: LineFacts; readonly row: Row }): JSX.Element => {
  const t = useText(messages);
  const along = useText(accessoryMessages);
  const grid = useGrid();
  const key = (): string => lineKey(props.row.id);
  const kit = useText(kitMessages);
  const kindOf = ({ product: of, isKit }: Row): string | undefined => {
    if (of === undefined) return t("freeText");
    return isKit === true ? kit("kit") : undefined;
  };
  const short = (): number => props.facts.cover()?.short ?? 0;
  return (
    <GridCell
      cell={{ key: key(), column: "name" }}
      edit={
        props.row.product === undefined
          ? {
              label: t("product"),
              value: props.row.name,
              onCommit: (name) => grid.actions.setItem(props.row.id, { name }),
            }
          : undefined
      }
    >
      <Pictogram name={props.facts.pictogram()} />
      <span class={styles.title} title={props.row.name}>
        {props.row.name}
        <span class={styles.maker}>{kindOf(props.row) ?? props.row.maker}</span>
      </span>
      <Show when={props.facts.parent()}>
        {(parent) => <span class="hidden-label">{along("goesWith", { name: parent().name })}</span>}
      </Show>
      <AlongBadges line={props.row} tooFew={props.facts.tooFew()} />
      <Show when={short() > 0}>
        <button
          type="button"
          class={styles.shortBadge}
          aria-expanded={grid.isExplained(key())}
          aria-label={t("whyShort", { name: props.row.name, n: short() })}
          tabindex="-1"
          onClick={(event) => {
            event.stopPropagation();
            grid.toggleWhy(key());
          }}
        >
          <ShortBadge row={props.row} short={short()} />
        </button>
      </Show>
      <ConflictBadge row={props.row} field="quantity" />
      <LineMenu row={props.row} />
    </GridCell>
  );
};

interface CellProps {
  readonly facts: LineFacts;
  readonly row: Row;
}

const Figure = (props: {
  readonly line: LineId;
  readonly column: ColumnId;
  /** Undefined shows a dash: nothing, or not known. */
  readonly value: string | undefined;
  readonly bad?: boolean;
}): JSX.Element => (
  <GridCell
    cell={{ key: lineKey(props.line), column: props.column }}
    figure
    quiet={props.value === undefined}
    bad={props.bad}
  >
    {props.value ?? "–"}
  </GridCell>
);

const NeededCell = (props: CellProps): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const grid = useGrid();
  const commit = (text: string): void => {
    const quantity = readQuantity(text);
    if (quantity !== undefined) grid.actions.setQuantity(props.row.id, quantity);
  };
  return (
    <GridCell
      cell={{ key: lineKey(props.row.id), column: "needed" }}
      figure
      edit={{ label: t("needed"), value: String(props.row.quantity), numeric: true, onCommit: commit }}
    >
      {format().number(props.row.quantity)}
    </GridCell>
  );
};

const countCell = (column: "allocated" | "packed" | "out" | "back") => {
  const CountCell = (props: CellProps): JSX.Element => {
    const format = useFormat();
    const value = (): string | undefined => {
      const count = props.facts.counts()[column];
      return count === 0 ? undefined : format().number(count);
    };
    return <Figure line={props.row.id} column={column} value={value()} />;
  };
  return CountCell;
};

const FreeCell = (props: CellProps): JSX.Element => {
  const format = useFormat();
  const value = (): string | undefined => {
    const cover = props.facts.cover();
    return cover === undefined ? undefined : format().number(cover.free);
  };
  return (
    <Figure line={props.row.id} column="free" value={value()} bad={(props.facts.cover()?.short ?? 0) > 0} />
  );
};

/** Grams as kg and watts as kW over all pieces of the line. */
const sumCell = (column: "weight" | "power") => {
  const SumCell = (props: CellProps): JSX.Element => {
    const format = useFormat();
    const value = (): string | undefined => {
      const each = column === "weight" ? props.row.weightG : props.row.powerW;
      const sum = (each ?? 0) * props.row.quantity;
      if (sum === 0) return undefined;
      // A few watts or grams are not nothing.
      const decimals = sum < 50 ? 2 : sum >= 100_000 ? 0 : 1;
      return format().number(sum / 1000, decimals);
    };
    return <Figure line={props.row.id} column={column} value={value()} />;
  };
  return SumCell;
};

const NoteCell = (props: CellProps): JSX.Element => {
  const t = useText(messages);
  const grid = useGrid();
  return (
    <GridCell
      cell={{ key: lineKey(props.row.id), column: "note" }}
      edit={{
        label: t("note"),
        value: props.row.note ?? "",
        onCommit: (text) => grid.actions.setNote(props.row.id, "note", text),
      }}
    >
      <span class="cut" title={props.row.note}>
        {props.row.note}
      </span>
    </GridCell>
  );
};

const cells: Readonly<Record<ColumnId, Component<CellProps>>> = {
  name: NameCell,
  needed: NeededCell,
  allocated: countCell("allocated"),
  packed: countCell("packed"),
  out: countCell("out"),
  back: countCell("back"),
  free: FreeCell,
  weight: sumCell("weight"),
  power: sumCell("power"),
  note: NoteCell,
};

export const LineCells = (
  props: CellProps & {
    readonly number: number;
    readonly columns: readonly { readonly id: ColumnId }[];
    readonly onDragStart: (event: PointerEvent) => void;
  },
): JSX.Element => {
  const t = useText(messages);
  const grid = useGrid();
  const isShort = (): boolean => (props.facts.cover()?.short ?? 0) > 0;
  return (
    <>
      <div class={styles.index} role="rowheader" aria-label={String(props.number)}>
        <span class={styles.number}>
          <Show when={isShort()} fallback={props.number}>
            <span class="hidden-label">{props.number}</span>
            {grid.isExplained(lineKey(props.row.id)) ? <ChevronDown /> : <ChevronRight />}
          </Show>
        </span>
        <Show when={grid.mayEdit()}>
          <span
            class={styles.grip}
            title={t("handle", { name: props.row.name })}
            onPointerDown={(event) => props.onDragStart(event)}
          >
            <GripVertical />
          </span>
        </Show>
      </div>
      <For each={props.columns}>
        {(column) => <Dynamic component={cells[column.id]} facts={props.facts} row={props.row} />}
      </For>
    </>
  );
};
