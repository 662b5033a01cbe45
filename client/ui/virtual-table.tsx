import { createVirtualizer } from "@tanstack/solid-virtual";
import type { Virtualizer } from "@tanstack/solid-virtual";
import { For, Show, createEffect, createMemo, createSignal, createUniqueId, on, untrack } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { Checkbox } from "./checkbox";
import { classes } from "./classes";
import type { Meaning } from "./meaning";
import meanings from "./meaning.module.css";
import { createIsPhone, createMedia, createRem, createWidth } from "./media";
import { TableHead } from "./table-head";
import styles from "./virtual-table.module.css";
import { useWords } from "./words";

export interface Column<Row> {
  readonly id: string;
  readonly head: string;
  /** A grid track: "minmax(12rem, 1fr)", "6rem". Use rem, so that columns grow with the text. */
  readonly width: string;
  /** Figures stand at the end. */
  readonly align?: "end" | undefined;
  readonly sortable?: boolean | undefined;
  /** The column leaves when the table is narrower than this many pixels. */
  readonly hideBelow?: number | undefined;
  /**
   * Drawn once per place on screen, not once per row: when the list changes, another row stands at the same place and
   * only what differs is drawn. Read the row where it is used.
   */
  readonly cell: (row: Accessor<Row>) => JSX.Element;
  /** The cell is one line of text, cut where it ends: laid out in half the time of a cell that may hold anything. */
  readonly line?: "plain" | "quiet" | undefined;
}

/** The rows of a table: a list, or something that finds a row when it is asked for it. */
export interface RowList<Row> {
  readonly length: number;
  at(index: number): Row | undefined;
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

export interface VirtualTableProps<Row> {
  readonly label: string;
  readonly rows: RowList<Row>;
  readonly rowId: (row: Row) => string;
  readonly columns: readonly Column<Row>[];
  /** The rows arrive sorted; the table shows by what and asks for another order. */
  readonly sort?: Sort | undefined;
  readonly onSort?: ((sort: Sort) => void) | undefined;
  /** Enter, or a click that is not on a control. */
  readonly onOpen?: ((row: Row) => void) | undefined;
  /** Ids of chosen rows; with `onSelect` each row gets a check box, Space toggles, Shift-click extends. */
  readonly selected?: ReadonlySet<string> | undefined;
  readonly onSelect?: ((selected: ReadonlySet<string>) => void) | undefined;
  readonly rowMeaning?: ((row: Row) => Meaning | undefined) | undefined;
  readonly rowClass?: ((row: Row) => string | undefined) | undefined;
  /** Something under the row that belongs to it, of any height. */
  readonly detail?: ((row: Accessor<Row>) => JSX.Element) | undefined;
  /** How a row looks on a phone, instead of columns; as `cell`. */
  readonly card?: ((row: Accessor<Row>) => JSX.Element) | undefined;
  /** Height of a card in rem. */
  readonly cardHeight?: number | undefined;
  /** Height in rem of a row that is unlike the others, such as a heading between cards. */
  readonly ownHeight?: ((row: Row) => number | undefined) | undefined;
  /** Shown in place of rows when there are none. */
  readonly empty?: JSX.Element;
}

const createColumns = <Row,>(props: VirtualTableProps<Row>, width: () => number) => {
  const columns = createMemo(() =>
    props.columns.filter(
      (column) => column.hideBelow === undefined || width() === 0 || width() >= column.hideBelow,
    ),
  );
  const tracks = (): string =>
    [...(props.onSelect ? ["2.25rem"] : []), ...columns().map((column) => column.width)].join(" ");
  return { columns, tracks };
};

const idsOf = <Row,>({ rows, rowId }: VirtualTableProps<Row>, from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => rows.at(from + at)).flatMap((row) =>
    row === undefined ? [] : [rowId(row)],
  );

const createSelection = <Row,>(props: VirtualTableProps<Row>) => {
  let anchor = 0;
  const toggle = (index: number, extend: boolean): void => {
    const row = props.rows.at(index);
    if (!row || !props.onSelect) return;
    const next = new Set(props.selected);
    const isOn = !next.has(props.rowId(row));
    const [from, to] = extend ? [Math.min(anchor, index), Math.max(anchor, index)] : [index, index];
    for (const id of idsOf(props, from, to)) {
      if (isOn) next.add(id);
      else next.delete(id);
    }
    anchor = index;
    props.onSelect(next);
  };
  const toggleAll = (isOn: boolean): void =>
    props.onSelect?.(new Set(isOn ? idsOf(props, 0, props.rows.length - 1) : []));
  return { toggle, toggleAll };
};

interface Cursor {
  readonly active: () => number;
  readonly setActive: (index: number) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

const createCursor = <Row,>(
  props: VirtualTableProps<Row>,
  reveal: (index: number) => void,
  toggle: (index: number, extend: boolean) => void,
): Cursor => {
  const [active, setActive] = createSignal(0);
  const last = (): number => props.rows.length - 1;
  createEffect(on(last, () => setActive((index) => Math.max(0, Math.min(index, last())))));
  const steps: Readonly<Record<string, (index: number) => number>> = {
    ArrowDown: (index) => index + 1,
    ArrowUp: (index) => index - 1,
    PageDown: (index) => index + 20,
    PageUp: (index) => index - 20,
    Home: () => 0,
    End: last,
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = props.rows.at(active());
    const step = steps[event.key];
    if (step) {
      setActive((index) => Math.max(0, Math.min(step(index), last())));
      reveal(active());
    } else if (event.key === "Enter" && row && props.onOpen) props.onOpen(row);
    else if (event.key === " " && props.onSelect) toggle(active(), event.shiftKey);
    else return;
    event.preventDefault();
  };
  return { active, setActive, onKeyDown };
};

const isOnControl = (event: Event): boolean =>
  event.target instanceof Element &&
  event.target.closest("a, button, input, label, select, textarea") !== null;

interface RowProps<Row> {
  readonly table: VirtualTableProps<Row>;
  readonly id: string;
  readonly row: Row;
  readonly index: number;
  readonly start: number;
  readonly columns: readonly Column<Row>[];
  readonly isCard: boolean;
  readonly isActive: boolean;
  readonly onMount: (element: Element) => void;
  readonly onPoint: () => void;
  readonly onToggle: (extend: boolean) => void;
}

const TableCells = <Row,>(props: RowProps<Row>): JSX.Element => {
  const words = useWords();
  let isExtending = false;
  return (
    <div class={styles.row}>
      <Show when={props.table.onSelect}>
        <div class={styles.td} role="gridcell" onPointerDown={(event) => (isExtending = event.shiftKey)}>
          <Checkbox
            hideLabel
            label={words().selectRow}
            checked={props.table.selected?.has(props.table.rowId(props.row)) === true}
            onChange={() => props.onToggle(isExtending)}
          />
        </div>
      </Show>
      <For each={props.columns}>
        {(column) => (
          <div
            class={classes(
              styles.td,
              column.align === "end" && styles.end,
              column.line !== undefined && styles.line,
              column.line === "quiet" && "quiet",
            )}
            role="gridcell"
          >
            {column.cell(() => props.row)}
          </div>
        )}
      </For>
    </div>
  );
};

const TableRow = <Row,>(props: RowProps<Row>): JSX.Element => {
  const meaning = (): Meaning | undefined => props.table.rowMeaning?.(props.row);
  const ownHeight = (): string | undefined => {
    const own = props.table.ownHeight?.(props.row);
    return own === undefined ? undefined : `${own}rem`;
  };
  const isSelected = (): boolean => props.table.selected?.has(props.table.rowId(props.row)) === true;
  return (
    <div
      ref={(element) => props.onMount(element)}
      id={props.id}
      role="row"
      data-index={props.index}
      aria-rowindex={props.index + 2}
      aria-selected={props.table.onSelect ? isSelected() : undefined}
      class={classes(
        styles.item,
        props.table.detail === undefined && styles.fixed,
        props.isActive && styles.active,
        isSelected() && styles.selected,
        props.table.onOpen && styles.opens,
        meaning() && styles.meant,
        meaning() && meanings[meaning() ?? "info"],
        props.table.rowClass?.(props.row),
      )}
      style={{ top: `${props.start}px`, "--card-height": ownHeight() }}
      onClick={(event) => {
        props.onPoint();
        if (!isOnControl(event)) props.table.onOpen?.(props.row);
      }}
    >
      <Show when={props.isCard && props.table.card} fallback={<TableCells {...props} />}>
        {(card) => (
          <div class={styles.card} role="gridcell">
            {card()(() => props.row)}
          </div>
        )}
      </Show>
      <Show when={props.table.detail?.(() => props.row)}>
        {(detail) => <div role="gridcell">{detail()}</div>}
      </Show>
    </div>
  );
};

/** Rows of one height are all alike to the virtualizer, whichever they are. */
const byIndex = (index: number): number => index;

const createRows = <Row,>(
  props: VirtualTableProps<Row>,
  scroller: () => HTMLDivElement | undefined,
  // Row heights follow the text size, so text set to 200 % has room.
  rem: () => number,
) => {
  const isPhone = createIsPhone();
  const isCoarse = createMedia("(pointer: coarse), (max-width: 639px)");
  const isCard = (): boolean => isPhone() && props.card !== undefined;
  const height = (): number => rem() * (isCard() ? (props.cardHeight ?? 4) : isCoarse() ? 2.75 : 1.75) + 1;
  const ownHeight = () => (isCard() ? props.ownHeight : undefined);
  const virtualizer: Virtualizer<HTMLDivElement, Element> = createVirtualizer<HTMLDivElement, Element>({
    get count() {
      return props.rows.length;
    },
    // Untracked: a tracked read attaches the virtualizer before the element is in the page, and it then sees no scrolling.
    getScrollElement: () => untrack(scroller) ?? null,
    // Asked for every row of the table: what these read is read once, not by each of thousands.
    get estimateSize() {
      const usual = height();
      const own = ownHeight();
      if (own === undefined) return () => usual;
      const [{ rows }, unit] = [props, rem()];
      return (index: number) => {
        const row = rows.at(index);
        const different = row === undefined ? undefined : own(row);
        return different === undefined ? usual : unit * different + 1;
      };
    },
    get getItemKey() {
      if (props.detail === undefined && ownHeight() === undefined) return byIndex;
      const { rows, rowId } = props;
      return (index: number) => {
        const row = rows.at(index);
        return row === undefined ? index : rowId(row);
      };
    },
    overscan: 5,
    scrollPaddingStart: 32,
    // Sizes known before the element is measured: the first paint already shows rows.
    initialRect: { width: 800, height: 800 },
  });
  createEffect(on(height, () => virtualizer.measure(), { defer: true }));
  // Only rows with something under them differ in height; the rest need no observer each.
  const measure = (element: Element): void => {
    if (props.detail) queueMicrotask(() => virtualizer.measureElement(element));
  };
  return { virtualizer, isCard, measure };
};

const Head = <Row,>(props: {
  readonly table: VirtualTableProps<Row>;
  readonly columns: readonly Column<Row>[];
  readonly onToggle: (isOn: boolean) => void;
}): JSX.Element => (
  <TableHead
    columns={props.columns}
    sort={props.table.sort}
    onSort={props.table.onSort}
    selection={
      props.table.onSelect && {
        all: props.table.rows.length > 0 && props.table.selected?.size === props.table.rows.length,
        some: (props.table.selected?.size ?? 0) > 0,
        onToggle: props.onToggle,
      }
    }
  />
);

const Empty = (props: { readonly when: boolean; readonly children: JSX.Element }): JSX.Element => (
  <Show when={props.when && props.children}>
    {(words) => (
      <div role="rowgroup">
        <div role="row">
          <div role="gridcell">{words()}</div>
        </div>
      </div>
    )}
  </Show>
);

/**
 * A table of any length: only what is visible exists. Sticky head, sorting, selection, and one keyboard cursor
 * (arrows, Home, End, page keys, Enter opens, Space selects) announced as a grid.
 */
export const VirtualTable = <Row,>(props: VirtualTableProps<Row>): JSX.Element => {
  const id = createUniqueId();
  const [scroller, setScroller] = createSignal<HTMLDivElement>();
  const [probe, setProbe] = createSignal<HTMLElement>();
  const width = createWidth(scroller);
  const { columns, tracks } = createColumns(props, width);
  const { virtualizer, isCard, measure } = createRows(props, scroller, createRem(probe));
  const selection = createSelection(props);
  const cursor = createCursor(props, (index) => virtualizer.scrollToIndex(index), selection.toggle);
  const cardHeight = (): string => `${props.cardHeight ?? 4}rem`;
  return (
    <div class={styles.frame}>
      <span ref={setProbe} class={styles.probe} aria-hidden="true" />
      <div
        ref={setScroller}
        class={styles.scroller}
        role="grid"
        tabindex="0"
        aria-label={props.label}
        aria-rowcount={props.rows.length + 1}
        aria-activedescendant={props.rows.length > 0 ? `${id}-${cursor.active()}` : undefined}
        style={{ "--cols": tracks(), "--card-height": cardHeight() }}
        onKeyDown={(event) => cursor.onKeyDown(event)}
      >
        <Show when={!isCard()}>
          <Head table={props} columns={columns()} onToggle={selection.toggleAll} />
        </Show>
        <Empty when={props.rows.length === 0}>{props.empty}</Empty>
        {/* A group of rows without a row would be none. */}
        <div
          class={styles.body}
          role={props.rows.length > 0 ? "rowgroup" : "presentation"}
          style={{ height: `${virtualizer.getTotalSize()}px` }}
        >
          <For each={virtualizer.getVirtualItems()}>
            {(item) => (
              <Show when={props.rows.at(item.index)}>
                {(row) => (
                  <TableRow
                    table={props}
                    id={`${id}-${item.index}`}
                    row={row()}
                    index={item.index}
                    start={item.start}
                    columns={columns()}
                    isCard={isCard()}
                    isActive={cursor.active() === item.index}
                    onMount={measure}
                    onPoint={() => cursor.setActive(item.index)}
                    onToggle={(extend) => selection.toggle(item.index, extend)}
                  />
                )}
              </Show>
            )}
          </For>
        </div>
      </div>
    </div>
  );
};
