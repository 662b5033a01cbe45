import { Show, createEffect } from "solid-js";
import type { JSX } from "solid-js";
import { useEditable } from "./editing";
import styles from "./field.module.css";

interface CheckboxProps {
  readonly label: JSX.Element;
  readonly hideLabel?: boolean | undefined;
  readonly checked: boolean;
  /** Some of what it stands for is chosen. */
  readonly mixed?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly onChange: (checked: boolean) => void;
}

export const Checkbox = (props: CheckboxProps): JSX.Element => {
  /** A table has one in each row: a name that is only read out needs no element there. */
  const onlyRead = (): string | undefined =>
    props.hideLabel === true && typeof props.label === "string" ? props.label : undefined;
  const isEditable = useEditable();
  let input: HTMLInputElement | undefined;
  createEffect(() => {
    if (input) input.indeterminate = props.mixed === true;
  });
  return (
    <label class={styles.check}>
      <input
        ref={(element) => (input = element)}
        type="checkbox"
        class={styles.tick}
        aria-label={onlyRead()}
        checked={props.checked}
        disabled={props.disabled === true || !isEditable()}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <Show when={onlyRead() === undefined}>
        <span class={props.hideLabel === true ? "hidden-label" : undefined}>{props.label}</span>
      </Show>
    </label>
  );
};
