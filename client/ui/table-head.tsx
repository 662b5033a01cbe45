import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { Checkbox } from "./checkbox";
import { classes } from "./classes";
import { ArrowDown, ArrowUp } from "./icons";
import styles from "./virtual-table.module.css";
import type { Sort } from "./virtual-table";
import { useWords } from "./words";

interface HeadColumn {
  readonly id: string;
  readonly head: string;
  readonly align?: "end" | undefined;
  readonly sortable?: boolean | undefined;
}

interface TableHeadProps {
  readonly columns: readonly HeadColumn[];
  readonly sort: Sort | undefined;
  readonly onSort: ((sort: Sort) => void) | undefined;
  readonly selection:
    { readonly all: boolean; readonly some: boolean; readonly onToggle: (isOn: boolean) => void } | undefined;
}

const HeadCell = (props: {
  readonly column: HeadColumn;
  readonly sort: Sort | undefined;
  readonly onSort: ((sort: Sort) => void) | undefined;
}): JSX.Element => {
  const direction = (): "ascending" | "descending" | undefined =>
    props.sort?.column !== props.column.id ? undefined : props.sort.descending ? "descending" : "ascending";
  return (
    <div
      role="columnheader"
      class={classes(styles.th, props.column.align === "end" && styles.end)}
      aria-sort={props.column.sortable === true ? (direction() ?? "none") : undefined}
    >
      <Show
        when={props.column.sortable === true && props.onSort}
        fallback={<span class={styles.text}>{props.column.head}</span>}
      >
        {(onSort) => (
          <button
            type="button"
            class={styles.sort}
            onClick={() => onSort()({ column: props.column.id, descending: direction() === "ascending" })}
          >
            <span class={styles.text}>{props.column.head}</span>
            <Show when={direction() === "ascending"}>
              <ArrowUp />
            </Show>
            <Show when={direction() === "descending"}>
              <ArrowDown />
            </Show>
          </button>
        )}
      </Show>
    </div>
  );
};

/** Names and sorts the columns of a table. */
export const TableHead = (props: TableHeadProps): JSX.Element => {
  const words = useWords();
  return (
    <div role="rowgroup">
      <div role="row" class={styles.head} aria-rowindex={1}>
        <Show when={props.selection}>
          {(selection) => (
            <div role="columnheader" class={styles.th}>
              <Checkbox
                hideLabel
                label={words().selectRow}
                checked={selection().all}
                mixed={selection().some && !selection().all}
                onChange={(isOn) => selection().onToggle(isOn)}
              />
            </div>
          )}
        </Show>
        <For each={props.columns}>
          {(column) => <HeadCell column={column} sort={props.sort} onSort={props.onSort} />}
        </For>
      </div>
    </div>
  );
};
