/** What becomes of fields that have no column in the table of rows: what was, and what will be. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { isOneOf, moneyFields, ownColumnOf } from "#shared/domain/import";
import type { FieldChange, PlannedRow } from "#shared/domain/import";
import { brand } from "#shared/kernel/brand";
import type { Day, Money } from "#shared/kernel/record";
import type { Format } from "#client/app/i18n";
import { useFormat, useText } from "#client/app/i18n";
import { createShownValues } from "#client/features/inventory";
import type { ImportState } from "./import-state";
import { fieldMessages } from "./field-messages";
import styles from "./import.module.css";

/** As the columns of the file are called. */
const labels = {
  name: "field_name",
  maker: "field_maker",
  modelNumber: "field_modelNumber",
  currentMa: "field_currentA",
  lengthMm: "field_lengthMm",
  widthMm: "field_widthMm",
  heightMm: "field_heightMm",
  connectors: "field_connectors",
  minimumStock: "field_minimumStock",
  dayRate: "field_dayRate",
  originCountry: "field_originCountry",
  customsCode: "field_customsCode",
  notes: "field_notes",
  furtherCode: "field_furtherCode",
  serial: "field_serial",
  purchasedOn: "field_purchasedOn",
  purchase: "field_purchase",
  assetReplacement: "field_assetReplacement",
  assetDayRate: "field_assetDayRate",
} as const;

const isLabelled = (field: string): field is keyof typeof labels => field in labels;

const written = (format: Format, field: string, value: string | number): string => {
  if (isOneOf(moneyFields, field)) return format.money(brand<Money>(String(value)));
  if (field === "purchasedOn") return format.day(brand<Day>(String(value)));
  if (field === "currentMa") return format.number(Number(value) / 1000);
  return typeof value === "number" ? format.number(value) : value;
};

export const ChangedFields = (props: {
  readonly row: PlannedRow;
  readonly state: ImportState;
}): JSX.Element => {
  const t = useText(fieldMessages);
  const format = useFormat();
  const shown = createShownValues();
  const told = ({ field, before, after }: FieldChange) => {
    const own = props.state.own().find((each) => ownColumnOf(each) === field);
    const text = (value: string | number): string =>
      own === undefined ? written(format(), field, value) : shown(own, String(value));
    const name = own?.name ?? (isLabelled(field) ? t(labels[field]) : undefined);
    return name === undefined
      ? []
      : [{ name, before: before === null ? null : text(before), after: text(after) }];
  };
  return (
    <For each={props.row.changes.flatMap(told)}>
      {({ name, before, after }) => (
        <div class={styles.detail}>
          <span class="small cut">
            {name}: <Show when={before !== null}>{<s class="faint">{before}</s>}</Show> {after}
          </span>
        </div>
      )}
    </For>
  );
};
