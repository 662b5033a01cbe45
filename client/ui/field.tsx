import { Show, createRenderEffect, createUniqueId, splitProps, untrack } from "solid-js";
import type { JSX } from "solid-js";
import { classes } from "./classes";
import { ToldValue, useEditable } from "./editing";
import styles from "./field.module.css";
import { MeaningIcon } from "./meaning-icon";

export interface FieldProps {
  readonly label: string;
  /** Read out but not drawn, where the place says what the field is (a filter, a search). */
  readonly hideLabel?: boolean | undefined;
  readonly hint?: string | undefined;
  /** What is wrong and what to do. */
  readonly error?: string | undefined;
  readonly large?: boolean | undefined;
  /** Reads as text until it is pointed at or has the focus: for values edited where they stand. */
  readonly quiet?: boolean | undefined;
}

export const fieldKeys = ["label", "hideLabel", "hint", "error", "large", "quiet"] as const;

type ControlProps = FieldProps & {
  /** What stands in the control, for those who may not change it. */
  readonly told: string;
  readonly children: (ids: { readonly input: string; readonly described: string }) => JSX.Element;
};

/** Label, control, hint and error, tied together for screen readers; a label with its value where nothing may change. */
export const Field = (props: ControlProps): JSX.Element => {
  const isEditable = useEditable();
  return (
    <Show
      when={isEditable()}
      fallback={
        <div class={styles.field}>
          <Show when={props.hideLabel !== true}>
            <span class={styles.label}>{props.label}</span>
          </Show>
          <ToldValue>{props.told}</ToldValue>
        </div>
      }
    >
      <Control {...props} />
    </Show>
  );
};

const Control = (props: ControlProps): JSX.Element => {
  const id = createUniqueId();
  return (
    <div
      class={classes(
        styles.field,
        props.large === true && styles.large,
        props.quiet === true && styles.quiet,
        props.error !== undefined && styles.bad,
      )}
    >
      <label class={props.hideLabel === true ? "hidden-label" : styles.label} for={id}>
        {props.label}
      </label>
      {props.children({ input: id, described: `${id}-d` })}
      <div id={`${id}-d`} hidden={props.hint === undefined && props.error === undefined}>
        <Show when={props.error} fallback={<span class={styles.hint}>{props.hint}</span>}>
          <span class={styles.error} role="alert">
            <MeaningIcon meaning="problem" />
            {props.error}
          </span>
        </Show>
      </div>
    </div>
  );
};

type TextElement = HTMLInputElement | HTMLTextAreaElement;

interface TextValue {
  readonly value: string;
  readonly onInput?: ((value: string) => void) | undefined;
  readonly onCommit?: ((value: string) => void) | undefined;
}

/**
 * Shows the value in the field, but never over what somebody is typing: until that is committed or the field is left,
 * a value that arrives waits. Where the owner hears of every keystroke, the value is what was typed.
 */
const holdText = (props: TextValue) => {
  let isTyped = false;
  const show = (element: TextElement, value: string): void => {
    if (!isTyped && element.value !== value) element.value = value;
  };
  return {
    attach: (element: TextElement): void => createRenderEffect(() => show(element, props.value)),
    onInput: ({ currentTarget }: { readonly currentTarget: TextElement }): void => {
      if (props.onInput === undefined) isTyped = true;
      else props.onInput(currentTarget.value);
    },
    onChange: ({ currentTarget }: { readonly currentTarget: TextElement }): void => {
      isTyped = false;
      props.onCommit?.(currentTarget.value);
    },
    /** Typed and taken back again: no change was told, and another value may be waiting. */
    onBlur: ({ currentTarget }: { readonly currentTarget: TextElement }): void => {
      if (!isTyped) return;
      isTyped = false;
      show(
        currentTarget,
        untrack(() => props.value),
      );
    },
  };
};

type TextFieldProps = FieldProps & {
  readonly value: string;
  /** Every keystroke. */
  readonly onInput?: ((value: string) => void) | undefined;
  /** When the person is done: Enter or leaving the field, and only if the text changed. */
  readonly onCommit?: ((value: string) => void) | undefined;
  readonly icon?: JSX.Element;
  readonly suffix?: JSX.Element;
  /** The value as the app writes it, drawn while nobody edits: the browser draws dates in a language of its own. */
  readonly shown?: string | undefined;
} & Omit<JSX.InputHTMLAttributes<HTMLInputElement>, "value" | "onInput" | "onChange" | "id">;

/** One line of text. `type` may be any textual input type. */
export const TextField = (props: TextFieldProps): JSX.Element => {
  const [field, own, rest] = splitProps(props, fieldKeys, [
    "value",
    "onInput",
    "onCommit",
    "icon",
    "suffix",
    "shown",
    "class",
  ]);
  const held = holdText(own);
  return (
    <Field {...field} told={own.shown ?? own.value}>
      {(ids) => (
        <div class={styles.box}>
          {own.icon}
          <input
            {...rest}
            id={ids.input}
            class={classes(styles.input, own.shown !== undefined && styles.veiled, own.class)}
            ref={held.attach}
            aria-describedby={ids.described}
            aria-invalid={field.error !== undefined}
            onInput={held.onInput}
            onChange={held.onChange}
            on:blur={held.onBlur}
          />
          <Show when={own.shown}>
            <span class={`cut ${styles.shown ?? ""}`} aria-hidden="true">
              {own.shown}
            </span>
          </Show>
          <Show when={own.suffix}>
            <span class={styles.suffix}>{own.suffix}</span>
          </Show>
        </div>
      )}
    </Field>
  );
};

type TextAreaProps = FieldProps & {
  readonly value: string;
  readonly onInput?: ((value: string) => void) | undefined;
  readonly onCommit?: ((value: string) => void) | undefined;
} & Omit<JSX.TextareaHTMLAttributes<HTMLTextAreaElement>, "value" | "onInput" | "onChange" | "id">;

export const TextArea = (props: TextAreaProps): JSX.Element => {
  const [field, own, rest] = splitProps(props, fieldKeys, ["value", "onInput", "onCommit", "class"]);
  const held = holdText(own);
  return (
    <Field {...field} told={own.value}>
      {(ids) => (
        <div class={styles.box}>
          <textarea
            {...rest}
            id={ids.input}
            class={classes(styles.input, styles.area, own.class)}
            ref={held.attach}
            aria-describedby={ids.described}
            aria-invalid={field.error !== undefined}
            onInput={held.onInput}
            onChange={held.onChange}
            on:blur={held.onBlur}
          />
        </div>
      )}
    </Field>
  );
};
