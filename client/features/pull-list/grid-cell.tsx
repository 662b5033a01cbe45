import { Show, batch, untrack } from "solid-js";
import type { JSX } from "solid-js";
import { classes } from "#client/ui/classes";
import { CellEditor } from "./cell-editor";
import styles from "./grid.module.css";
import { cellName, useGrid } from "./grid-state";
import type { Cell } from "./grid-state";

interface GridCellProps {
  readonly cell: Cell;
  readonly figure?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly bad?: boolean | undefined;
  readonly span?: number | undefined;
  /** A click edits, and so do Enter and typing. */
  readonly edit?:
    | {
        readonly label: string;
        readonly value: string;
        readonly numeric?: boolean;
        readonly onCommit: (text: string) => void;
      }
    | undefined;
  readonly children?: JSX.Element;
}

/** One cell: the keyboard rests on it, and it becomes a field when it can be edited. */
export const GridCell = (props: GridCellProps): JSX.Element => {
  const grid = useGrid();
  const name = (): string => cellName(props.cell);
  const edit = (): GridCellProps["edit"] => (grid.mayEdit() ? props.edit : undefined);
  const typed = (): string | undefined => grid.editing()?.typed;
  /** In one go, so that the keyboard moves while the page is laid out and what changed is laid out once, in its frame. */
  const leave = (step: "down" | "right" | "left" | "stay", keep: () => void): void =>
    batch(() => {
      keep();
      grid.stopEditing();
      if (step !== "stay") grid.leaveCell(step);
    });
  return (
    <div
      id={name()}
      role="gridcell"
      class={classes(
        styles.cell,
        styles[props.cell.column],
        props.figure === true && styles.figure,
        props.quiet === true && styles.zero,
        props.bad === true && styles.badFigure,
        edit() !== undefined && styles.editable,
        grid.isActive(name()) && styles.active,
      )}
      aria-colspan={props.span}
      onClick={() => {
        if (edit() !== undefined && grid.isActive(name())) grid.edit(props.cell);
        else grid.setActive(props.cell);
      }}
      onDblClick={() => edit() !== undefined && grid.edit(props.cell)}
    >
      <Show when={grid.isEditing(name()) && edit()} fallback={props.children}>
        {(open) => {
          // As it was found: the row may change under the hands of whoever types.
          const { value } = untrack(open);
          const begun = untrack(typed);
          return (
            <CellEditor
              label={open().label}
              start={begun ?? value}
              continues={begun !== undefined}
              numeric={open().numeric}
              onCommit={(text, step) =>
                leave(step, () => {
                  if (text.trim() !== value) open().onCommit(text.trim());
                })
              }
              onCancel={() => leave("stay", () => grid.focus())}
            />
          );
        }}
      </Show>
    </div>
  );
};
