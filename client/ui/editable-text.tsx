import { Show, createSignal, untrack } from "solid-js";
import type { JSX } from "solid-js";
import { classes } from "./classes";
import { ToldValue, useEditable } from "./editing";
import styles from "./editable-text.module.css";

interface EditableTextProps {
  /** What the field is, for screen readers. */
  readonly label: string;
  /** The stored value, as it is edited. */
  readonly value: string;
  /** How it is shown when it is not edited, if that differs. */
  readonly shown?: JSX.Element;
  /** Invites to fill an empty field. */
  readonly placeholder: string;
  readonly multiline?: boolean | undefined;
  readonly inputMode?: "text" | "numeric" | "decimal" | "email" | "tel" | undefined;
  /** Enter or leaving the field, only when the text changed. */
  readonly onCommit: (value: string) => void;
}

const focusAll = (element: HTMLInputElement | HTMLTextAreaElement): void =>
  queueMicrotask(() => {
    element.focus();
    element.select();
  });

/**
 * Text that becomes a field where it stands: click or Enter edits, Enter keeps, Escape gives back. Where it may not be
 * changed it is text.
 */
export const EditableText = (props: EditableTextProps): JSX.Element => {
  const isEditable = useEditable();
  return (
    <Show
      when={isEditable()}
      fallback={<ToldValue>{props.value === "" ? "" : (props.shown ?? props.value)}</ToldValue>}
    >
      <TextEditor {...props} />
    </Show>
  );
};

const TextEditor = (props: EditableTextProps): JSX.Element => {
  // What the field began with: changes of other people may arrive under the hands of whoever types.
  const [found, setFound] = createSignal<string>();
  const isEditing = (): boolean => found() !== undefined;
  const isEditable = useEditable();
  let button: HTMLButtonElement | undefined;
  const close = (text: string | undefined, refocus: boolean): void => {
    const before = found();
    if (before === undefined) return;
    setFound(undefined);
    // A field that goes away under the hands of whoever types is left, too.
    if (text !== undefined && text !== before && isEditable()) props.onCommit(text);
    if (refocus) queueMicrotask(() => button?.focus());
  };
  const onKeyDown = (
    event: KeyboardEvent & { currentTarget: HTMLInputElement | HTMLTextAreaElement },
  ): void => {
    const isDone = event.key === "Enter" && (props.multiline !== true || event.ctrlKey || event.metaKey);
    if (event.key !== "Escape" && !isDone) return;
    event.preventDefault();
    event.stopPropagation();
    close(isDone ? event.currentTarget.value : undefined, true);
  };
  const editor = (): JSX.Element =>
    props.multiline === true ? (
      <textarea
        ref={focusAll}
        class={classes(styles.input, styles.area)}
        aria-label={props.label}
        value={untrack(found) ?? ""}
        onKeyDown={onKeyDown}
        onBlur={(event) => close(event.currentTarget.value, false)}
      />
    ) : (
      <input
        ref={focusAll}
        class={styles.input}
        aria-label={props.label}
        inputMode={props.inputMode}
        value={untrack(found) ?? ""}
        onKeyDown={onKeyDown}
        onBlur={(event) => close(event.currentTarget.value, false)}
      />
    );
  return (
    <Show when={!isEditing()} fallback={editor()}>
      <button
        ref={(element) => (button = element)}
        type="button"
        class={classes(styles.text, props.value === "" && styles.blank)}
        title={props.label}
        onClick={() => setFound(props.value)}
      >
        <span class="hidden-label">{props.label}: </span>
        {props.value === "" ? props.placeholder : (props.shown ?? props.value)}
      </button>
    </Show>
  );
};
