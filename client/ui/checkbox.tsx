import { createEffect } from "solid-js";
import type { JSX } from "solid-js";
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
        checked={props.checked}
        disabled={props.disabled}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span class={props.hideLabel === true ? "hidden-label" : undefined}>{props.label}</span>
    </label>
  );
};
