/** Amounts and days of a record, edited where they stand. */
import { createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { companyProfile, profileIn } from "#shared/domain/settings";
import { parseDay } from "#shared/kernel/local-time";
import { minorDigits, moneyFromDecimal, moneyParts } from "#shared/kernel/money";
import type { Day, Money } from "#shared/kernel/record";
import type { Ms } from "#shared/kernel/clock";
import { brand } from "#shared/kernel/brand";
import { useFormat, useText } from "#client/app/i18n";
import { createRows } from "#client/data";
import { EditableText } from "#client/ui/editable-text";
import { TextField } from "#client/ui/field";
import { readNumber } from "#client/ui/number-field";
import { moneyMessages } from "./money-messages";

const pad = (value: number): string => String(value).padStart(2, "0");

/** The day on this device's clock. */
export const dayAt = (at: Ms): Day => {
  const date = new Date(at);
  return brand<Day>([date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join("-"));
};

/** An amount in the company's currency, or in its own where it has another. */
export const MoneyValue = (props: {
  readonly label: string;
  readonly value: Money | undefined;
  /** What holds while there is none of its own. */
  readonly usual?: Money | undefined;
  readonly onCommit: (value: Money | null) => void;
}): JSX.Element => {
  const t = useText(moneyMessages);
  const format = useFormat();
  const profiles = createRows(companyProfile);
  const currency = createMemo(() =>
    props.value === undefined ? (profileIn(profiles())?.currency ?? "EUR") : moneyParts(props.value).currency,
  );
  const plain = (): string => {
    if (props.value === undefined) return "";
    const { minor, currency: code } = moneyParts(props.value);
    return String(minor / 10 ** minorDigits(code)).replace(".", format().decimalSign);
  };
  const commit = (text: string): void => {
    if (text.trim() === "") return props.onCommit(null);
    const number = readNumber(text, minorDigits(currency()));
    const amount = number === undefined ? undefined : moneyFromDecimal(String(number), currency());
    if (amount !== undefined) props.onCommit(amount);
  };
  return (
    <EditableText
      label={props.label}
      value={plain()}
      shown={props.value === undefined ? "" : format().money(props.value)}
      placeholder={
        props.usual === undefined ? t("add") : t("ofProduct", { value: format().money(props.usual) })
      }
      inputMode="decimal"
      onCommit={commit}
    />
  );
};

/** A calendar day; emptying it clears it where that is possible. */
export const DayValue = (props: {
  readonly label: string;
  readonly hideLabel?: boolean;
  /** What stands there without a day. */
  readonly empty?: string;
  readonly value: Day | undefined;
  readonly onCommit: (value: Day | null) => void;
}): JSX.Element => {
  const t = useText(moneyMessages);
  const format = useFormat();
  const commit = (text: string): void => {
    const day = text === "" ? null : parseDay(text);
    if (day !== undefined) props.onCommit(day);
  };
  return (
    <TextField
      type="date"
      label={props.label}
      hideLabel={props.hideLabel ?? true}
      quiet={props.hideLabel ?? true}
      value={props.value ?? ""}
      shown={props.value === undefined ? (props.empty ?? t("add")) : format().day(props.value)}
      onCommit={commit}
    />
  );
};
