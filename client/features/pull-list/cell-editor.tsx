import type { JSX } from "solid-js";
import { classes } from "#client/ui/classes";
import styles from "./grid.module.css";

interface CellEditorProps {
  readonly label: string;
  /** What stands in the field first. */
  readonly start: string;
  /** Typing goes on behind it instead of over it. */
  readonly continues: boolean;
  readonly numeric?: boolean | undefined;
  /** `step` says where the keyboard goes: down after Enter, sideways after Tab, nowhere after a click elsewhere. */
  readonly onCommit: (text: string, step: "down" | "right" | "left" | "stay") => void;
  readonly onCancel: () => void;
}

/** A cell that became a field. Enter and Tab keep, Escape gives back, leaving keeps. */
export const CellEditor = (props: CellEditorProps): JSX.Element => {
  let isDone = false;
  const finish = (act: () => void): void => {
    if (isDone) return;
    isDone = true;
    act();
  };
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLInputElement }): void => {
    const text = event.currentTarget.value;
    if (event.key === "Enter") finish(() => props.onCommit(text, "down"));
    else if (event.key === "Tab") finish(() => props.onCommit(text, event.shiftKey ? "left" : "right"));
    else if (event.key === "Escape") finish(() => props.onCancel());
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <input
      class={classes(styles.editor, props.numeric === true && styles.figure)}
      aria-label={props.label}
      inputMode={props.numeric === true ? "numeric" : "text"}
      autocomplete="off"
      spellcheck={false}
      value={props.start}
      ref={(element) =>
        queueMicrotask(() => {
          element.focus();
          if (!props.continues) element.select();
          else element.setSelectionRange(element.value.length, element.value.length);
        })
      }
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        const text = event.currentTarget.value;
        finish(() => props.onCommit(text, "stay"));
      }}
    />
  );
};
