import { For, createEffect, splitProps } from "solid-js";
import type { JSX } from "solid-js";
import { classes } from "./classes";
import { Field, fieldKeys } from "./field";
import type { FieldProps } from "./field";
import styles from "./field.module.css";
import { ChevronDown } from "./icons";

export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly disabled?: boolean | undefined;
}

type SelectFieldProps<Value extends string> = FieldProps & {
  readonly value: Value | undefined;
  readonly options: readonly Option<Value>[];
  readonly onChange: (value: Value) => void;
  /** Shown while nothing is chosen. */
  readonly placeholder?: string | undefined;
  readonly disabled?: boolean | undefined;
};

/** The platform's own list: right on a phone, with a keyboard and with a screen reader. For long lists use Combobox. */
export const SelectField = <Value extends string>(props: SelectFieldProps<Value>): JSX.Element => {
  const [field, own] = splitProps(props, fieldKeys);
  // Options may arrive after the value; the element forgets a value it has no option for.
  const keepValue = (select: HTMLSelectElement): void =>
    createEffect(() => {
      const value = own.value ?? "";
      if (own.options.length >= 0) select.value = value;
    });
  return (
    <Field {...field} told={own.options.find(({ value }) => value === own.value)?.label.trim() ?? ""}>
      {(ids) => (
        <div class={styles.box}>
          <select
            ref={keepValue}
            id={ids.input}
            class={classes(styles.input, styles.select)}
            disabled={own.disabled}
            aria-describedby={ids.described}
            onChange={(event) => {
              const chosen = own.options.find((option) => option.value === event.currentTarget.value);
              if (chosen) own.onChange(chosen.value);
            }}
          >
            <option value="" disabled hidden>
              {own.placeholder ?? ""}
            </option>
            <For each={own.options}>
              {(option) => (
                <option value={option.value} disabled={option.disabled}>
                  {option.label}
                </option>
              )}
            </For>
          </select>
          <ChevronDown />
        </div>
      )}
    </Field>
  );
};
