/** The pull list as an editable grid. Only rows in view exist; one cell at a time has the keyboard. */
import { For, Match, Show, Switch, createEffect, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type { LineGroupId } from "#shared/domain/pull-list";
import { useText } from "#client/app/i18n";
import { classes } from "#client/ui/classes";
import { createMedia, createWidth } from "#client/ui/media";
import { AddLine } from "./add-line";
import { createDragRows } from "./drag-rows";
import type { DragRows } from "./drag-rows";
import type { ProductFinder } from "./find-products";
import type { ColumnId } from "./grid-columns";
import { tracksOf } from "./grid-columns";
import { createGridKeys } from "./grid-keys";
import { createGridRows } from "./grid-rows";
import type { GridRows } from "./grid-rows";
import { cellName, useGrid } from "./grid-state";
import { GroupCells } from "./group-row";
import { LineCells, createLineFacts } from "./line-row";
import { narrow } from "./list-items";
import type { ItemOf } from "./list-items";
import { messages } from "./messages";
import styles from "./grid.module.css";
import { WhyPanel } from "./why-panel";

interface PullListGridProps {
  readonly finder: ProductFinder;
  readonly onPaste: (text: string, group: LineGroupId | null) => void;
  readonly empty: JSX.Element;
}

const Head = (props: { readonly columns: readonly { readonly id: ColumnId }[] }): JSX.Element => {
  const t = useText(messages);
  const label = (id: ColumnId): string => t(id === "name" ? "product" : id);
  return (
    <div role="rowgroup" class={styles.top}>
      <div role="row" class={classes(styles.row, styles.head)} aria-rowindex={1}>
        <span role="columnheader">
          <span class="hidden-label">#</span>
        </span>
        <For each={props.columns}>
          {(column) => (
            <span
              role="columnheader"
              class={classes(
                styles.cell,
                styles[column.id],
                column.id !== "name" && column.id !== "note" && styles.figure,
              )}
            >
              <span class="cut">{label(column.id)}</span>
            </span>
          )}
        </For>
      </div>
    </div>
  );
};

const LineItemRow = (props: {
  readonly item: ItemOf<"line">;
  readonly rows: GridRows;
  readonly drag: DragRows;
}): JSX.Element => {
  const grid = useGrid();
  const facts = createLineFacts(() => props.item.line);
  const short = (): number => facts.cover()?.short ?? 0;
  return (
    <Show when={facts.row()}>
      {(row) => (
        <>
          <div
            class={classes(
              styles.row,
              short() > 0 && styles.bad,
              props.drag.dragged() === props.item.line && styles.dragged,
            )}
            style={{ "--depth": props.item.depth }}
          >
            <LineCells
              facts={facts}
              row={row()}
              number={props.item.number}
              columns={grid.columns()}
              onDragStart={(event) => props.drag.start(event, props.item.line)}
            />
          </div>
          <Show when={grid.isExplained(props.item.key)}>
            <div role="gridcell" ref={(element) => props.rows.observe(props.item.key, element)}>
              <WhyPanel row={row()} short={short()} />
            </div>
          </Show>
        </>
      )}
    </Show>
  );
};

/** A key names one thing for ever: a row never turns into one of another kind. */
const GridRow = (props: {
  readonly index: number;
  readonly rows: GridRows;
  readonly drag: DragRows;
  readonly finder: ProductFinder;
  readonly onLeaveAdd: () => void;
}): JSX.Element => {
  const grid = useGrid();
  const item = createMemo(() => grid.items()[props.index]);
  const lineItem = () => narrow(item(), "line");
  const groupItem = () => narrow(item(), "group");
  const addItem = () => narrow(item(), "add");
  return (
    <div
      role="row"
      class={styles.item}
      aria-rowindex={props.index + 2}
      style={{ top: `${props.rows.top(props.index)}px` }}
    >
      <Switch>
        <Match when={lineItem()}>
          {(line) => <LineItemRow item={line()} rows={props.rows} drag={props.drag} />}
        </Match>
        <Match when={groupItem()}>
          {(group) => (
            <div class={classes(styles.row, styles.group)}>
              <GroupCells group={group().group} columns={grid.columns()} />
            </div>
          )}
        </Match>
        <Match when={addItem()}>
          {(add) => (
            <div class={styles.row}>
              <AddLine
                group={add().group}
                finder={props.finder}
                onLeave={() => props.onLeaveAdd()}
                onAdded={() => props.rows.reveal(grid.indexOf("add"))}
              />
            </div>
          )}
        </Match>
      </Switch>
    </div>
  );
};

/** Ties the element to the keyboard: focus, paste, where the cursor goes after a field. */
const createKeyboard = (
  rows: GridRows,
  scroller: () => HTMLElement | undefined,
  onPaste: PullListGridProps["onPaste"],
) => {
  const grid = useGrid();
  const keys = createGridKeys(grid, (index) => rows.reveal(index));
  grid.focus = () => scroller()?.focus({ preventScroll: true });
  grid.leaveCell = (step) => {
    grid.focus();
    const { index } = keys.here();
    const columns = grid.columns().map(({ id }) => id);
    if (step === "down") keys.goTo(index + 1);
    else keys.goTo(index, columns[columns.indexOf(keys.here().column) + (step === "right" ? 1 : -1)]);
  };
  const paste = (event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!grid.mayEdit() || event.target !== event.currentTarget || text.trim() === "") return;
    event.preventDefault();
    onPaste(text, keys.here().item?.group ?? null);
  };
  return { keys, paste };
};

/** Rows of the height the pointer asks for, in as many columns as there is room for. */
const createLayout = (scroller: () => HTMLElement | undefined, probe: () => HTMLElement | undefined) => {
  const grid = useGrid();
  const width = createWidth(scroller);
  const measured = createWidth(probe);
  /** Pixels per rem, which follow when people make text larger. */
  const rem = (): number => (measured() > 0 ? measured() : 16);
  createEffect(() => grid.setWidth(width() / rem()));
  const isCoarse = createMedia("(pointer: coarse), (max-width: 639px)");
  const rowHeight = (): number => Math.round(rem() * (isCoarse() ? 2.75 : 1.75));
  const keys = createMemo(() => grid.items().map(({ key }) => key));
  const rows = createGridRows({
    scroller,
    keys,
    indexOf: grid.indexOf,
    rowHeight,
    pinned: () => grid.active()?.key,
    headHeight: 29,
  });
  return { rows, rowHeight };
};

export const PullListGrid = (props: PullListGridProps): JSX.Element => {
  const t = useText(messages);
  const grid = useGrid();
  const [scroller, setScroller] = createSignal<HTMLElement>();
  const [body, setBody] = createSignal<HTMLElement>();
  const [probe, setProbe] = createSignal<HTMLElement>();
  const { rows, rowHeight } = createLayout(scroller, probe);
  const drag = createDragRows(grid, rows, body);
  const { keys, paste } = createKeyboard(rows, scroller, (text, group) => props.onPaste(text, group));
  const activeId = (): string | undefined => {
    const cell = grid.active();
    return cell === undefined || cell.key === "add" || grid.indexOf(cell.key) < 0
      ? undefined
      : cellName(cell);
  };
  const visibleKeys = createMemo(() => rows.visible().flatMap((index) => grid.items()[index]?.key ?? []));
  return (
    <div
      ref={setScroller}
      class={styles.grid}
      role="grid"
      tabindex="0"
      aria-label={t("grid", { event: grid.list.event()?.name ?? "" })}
      aria-rowcount={grid.items().length + 1}
      aria-activedescendant={activeId()}
      style={{ "--cols": tracksOf(grid.columns()), "--row-height": `${rowHeight()}px` }}
      onKeyDown={(event) => keys.onKeyDown(event)}
      onPaste={paste}
      onFocus={() => grid.active() === undefined && keys.goTo(0, "needed")}
    >
      <div ref={setProbe} class={styles.probe} />
      <Head columns={grid.columns()} />
      <div ref={setBody} class={styles.body} role="rowgroup" style={{ "--height": `${rows.height()}px` }}>
        <For each={visibleKeys()}>
          {(key) => (
            <GridRow
              index={grid.indexOf(key)}
              rows={rows}
              drag={drag}
              finder={props.finder}
              onLeaveAdd={() => keys.goTo(grid.indexOf("add") - 1)}
            />
          )}
        </For>
        <Show when={drag.target() !== undefined}>
          <div class={styles.drop} style={{ "--y": `${rows.top((drag.target() ?? 0) + 1)}px` }} />
        </Show>
      </div>
      <Show when={grid.items().every(({ kind }) => kind === "add")}>
        <div role="row">
          <div role="gridcell">{props.empty}</div>
        </div>
      </Show>
    </div>
  );
};
