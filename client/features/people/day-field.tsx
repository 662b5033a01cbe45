import type { JSX } from "solid-js";
import type { Ms } from "#shared/kernel/clock";
import { brand } from "#shared/kernel/brand";
import type { Day } from "#shared/kernel/record";
import { useFormat } from "#client/app/i18n";
import { TextField } from "#client/ui/field";

const pad = (value: number): string => String(value).padStart(2, "0");

const dayOf = (at: Ms): Day => {
  const date = new Date(at);
  return brand<Day>([date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join("-"));
};

/** The end of that day on this device's clock; undefined when it is none. */
const endOf = (day: string): Ms | undefined => {
  const at = new Date(`${day}T23:59:59.999`).getTime();
  return Number.isNaN(at) ? undefined : at;
};

/** A last day. Emptied: none. */
export const DayField = (props: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value: Ms | undefined;
  /** What stands there without a day. */
  readonly empty?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly onChange: (end: Ms | undefined) => void;
}): JSX.Element => {
  const format = useFormat();
  const day = (): Day | undefined => (props.value === undefined ? undefined : dayOf(props.value));
  return (
    <TextField
      type="date"
      label={props.label}
      hint={props.hint}
      disabled={props.disabled ?? false}
      value={day() ?? ""}
      shown={props.value === undefined ? (props.empty ?? " ") : format().day(dayOf(props.value))}
      onCommit={(text) => props.onChange(text === "" ? undefined : endOf(text))}
    />
  );
};
