import { createSignal, splitProps } from "solid-js";
import type { JSX } from "solid-js";
import { TextField } from "./field";
import type { FieldProps } from "./field";

type NumberFieldProps = FieldProps & {
  readonly value: number | undefined;
  /** On Enter or leaving the field; undefined when it was emptied. Nothing is called for text that is no number. */
  readonly onCommit: (value: number | undefined) => void;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Digits after the decimal sign that are kept. */
  readonly decimals?: number | undefined;
  readonly suffix?: string | undefined;
  /** Decimal sign shown; both signs are read. */
  readonly decimalSign?: "." | "," | undefined;
} & Omit<
    JSX.InputHTMLAttributes<HTMLInputElement>,
    "value" | "onInput" | "onChange" | "id" | "min" | "max" | "type"
  >;

/** Reads `1234`, `12,5` and `12.5`. Undefined for anything else. */
export const readNumber = (text: string, decimals = 0): number | undefined => {
  const plain = text
    .replaceAll(/[\s\u00a0\u202f]/g, "")
    .replace("−", "-")
    .replace(",", ".");
  if (!/^-?\d+(\.\d*)?$/.test(plain)) return undefined;
  const factor = 10 ** decimals;
  return Math.round(Number(plain) * factor) / factor;
};

/** A number typed as text: no spin buttons, no surprise on scroll, arrow keys step. */
export const NumberField = (props: NumberFieldProps): JSX.Element => {
  const [own, rest] = splitProps(props, ["value", "onCommit", "min", "max", "decimals", "decimalSign"]);
  const shown = (): string =>
    own.value === undefined ? "" : own.value.toString().replace(".", own.decimalSign ?? ".");
  const [draft, setDraft] = createSignal<string>();
  const clamp = (value: number): number =>
    Math.min(own.max ?? Infinity, Math.max(own.min ?? -Infinity, value));
  const commit = (text: string): void => {
    setDraft(undefined);
    if (text.trim() === "") return own.value === undefined ? undefined : own.onCommit(undefined);
    const value = readNumber(text, own.decimals);
    if (value !== undefined && clamp(value) !== own.value) own.onCommit(clamp(value));
  };
  const step = (by: number): void =>
    own.onCommit(clamp((readNumber(draft() ?? shown(), own.decimals) ?? 0) + by));
  return (
    <TextField
      inputMode={(own.decimals ?? 0) > 0 ? "decimal" : "numeric"}
      autocomplete="off"
      {...rest}
      value={draft() ?? shown()}
      onInput={setDraft}
      onCommit={commit}
      onKeyDown={(event) => {
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
        event.preventDefault();
        step(event.key === "ArrowUp" ? 1 : -1);
        setDraft(undefined);
      }}
    />
  );
};
