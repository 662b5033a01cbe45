/** Names and values of a record, edited where they stand. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { useFormat, useText } from "#client/app/i18n";
import { EditableText } from "#client/ui/editable-text";
import { readNumber } from "#client/ui/number-field";
import { messages } from "./messages";
import styles from "./inventory.module.css";

export interface ValueField {
  readonly name: string;
  readonly control: JSX.Element;
}

export const ValueFields = (props: { readonly fields: readonly ValueField[] }): JSX.Element => (
  <dl class={styles.fields}>
    <For each={props.fields}>
      {(field) => (
        <>
          <dt>{field.name}</dt>
          <dd>{field.control}</dd>
        </>
      )}
    </For>
  </dl>
);

/** Text; emptying it clears the field. */
export const TextValue = (props: {
  readonly label: string;
  readonly value: string | undefined;
  readonly multiline?: boolean;
  readonly onCommit: (value: string | null) => void;
}): JSX.Element => {
  const t = useText(messages);
  return (
    <EditableText
      label={props.label}
      value={props.value ?? ""}
      placeholder={t("add")}
      multiline={props.multiline}
      onCommit={(value) => props.onCommit(value.trim() === "" ? null : value.trim())}
    />
  );
};

/** A country by its two letters, shown by its name. */
export const CountryValue = (props: {
  readonly label: string;
  readonly value: string | undefined;
  readonly onCommit: (value: string | null) => void;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const shown = (): string => {
    const names = new Intl.DisplayNames(format().locale, { type: "region" });
    return props.value === undefined ? "" : `${names.of(props.value) ?? props.value} (${props.value})`;
  };
  const commit = (text: string): void => {
    const code = text.trim().toUpperCase();
    if (code === "") props.onCommit(null);
    else if (/^[A-Z]{2}$/.test(code)) props.onCommit(code);
  };
  return (
    <EditableText
      label={props.label}
      value={props.value ?? ""}
      shown={shown()}
      placeholder={t("twoLetters")}
      onCommit={commit}
    />
  );
};

/** A whole number kept in a small unit and shown in a larger one: `factor` 1000 shows grams as kilograms. */
export const NumberValue = (props: {
  readonly label: string;
  readonly value: number | undefined;
  readonly factor?: number;
  readonly decimals?: number;
  readonly unit?: string;
  readonly onCommit: (value: number | null) => void;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const factor = (): number => props.factor ?? 1;
  const plain = (): string =>
    props.value === undefined ? "" : String(props.value / factor()).replace(".", format().decimalSign);
  const commit = (text: string): void => {
    if (text.trim() === "") return props.onCommit(null);
    const value = readNumber(text, props.decimals ?? 0);
    if (value !== undefined && value >= 0) props.onCommit(Math.round(value * factor()));
  };
  return (
    <EditableText
      label={props.label}
      value={plain()}
      shown={
        <Show when={props.unit} fallback={plain()}>
          {plain()} {props.unit}
        </Show>
      }
      placeholder={t("add")}
      inputMode="decimal"
      onCommit={commit}
    />
  );
};
