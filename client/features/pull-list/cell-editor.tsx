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
  /** True once: leaving the field after Enter must not commit again. */
  const isFirst = (): boolean => {
    const first = !isDone;
    isDone = true;
    return first;
  };
  const commit = (text: string, step: "down" | "right" | "left" | "stay"): void => {
    if (isFirst()) props.onCommit(text, step);
  };
  const focus = (element: HTMLInputElement): void => {
    // eslint-disable-next-line solid/reactivity -- how a field begins is decided once
    const { continues } = props;
    queueMicrotask(() => {
      element.focus();
      if (continues) element.setSelectionRange(element.value.length, element.value.length);
      else element.select();
    });
  };
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLInputElement }): void => {
    const text = event.currentTarget.value;
    if (event.key === "Enter") commit(text, "down");
    else if (event.key === "Tab") commit(text, event.shiftKey ? "left" : "right");
    else if (event.key === "Escape") {
      if (isFirst()) props.onCancel();
    } else return;
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
      ref={focus}
      onKeyDown={onKeyDown}
      onBlur={(event) => commit(event.currentTarget.value, "stay")}
    />
  );
};
