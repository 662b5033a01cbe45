import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { fields, isOwnColumn, ownColumnOf } from "#shared/domain/import";
import type { ColumnField, ColumnView, FieldName, OpenedView, OwnField } from "#shared/domain/import";
import { useText } from "#client/app/i18n";
import { classes } from "#client/ui/classes";
import { ChevronRight } from "#client/ui/icons";
import { MeaningIcon } from "#client/ui/meaning-icon";
import { Segmented } from "#client/ui/segmented";
import { SelectField } from "#client/ui/select-field";
import type { ImportState } from "./import-state";
import { fieldMessages } from "./field-messages";
import { messages } from "./messages";
import styles from "./import.module.css";

export type TableView = Extract<OpenedView, { type: "table" }>;

const placeFields: readonly FieldName[] = ["placeName", "placeParent", "address", "ignore"];
const equipmentFields = fields.filter((field) => !["placeName", "placeParent", "address"].includes(field));

/** What to do with a column that is no field stands behind all fields. */
const isLast = (field: FieldName): boolean => field === "keep" || field === "ignore";

const sampleOf = (table: TableView, wanted: (field: ColumnField) => boolean, fits: RegExp): string =>
  table.columns
    .filter((column) => wanted(column.field))
    .flatMap((column) => column.samples)
    .find((sample) => fits.test(sample)) ?? "";

const Question = (props: {
  readonly title: string;
  readonly text: string;
  readonly children: JSX.Element;
}): JSX.Element => (
  <div class={styles.question}>
    <MeaningIcon meaning="attention" />
    <div class={styles.questionBody}>
      <b>{props.title}</b>
      <p class="small">{props.text}</p>
      {props.children}
    </div>
  </div>
);

/** What the cells leave open is asked once; the answer shows on the rows at once. */
const Questions = (props: { readonly table: TableView; readonly state: ImportState }): JSX.Element => {
  const t = useText(messages);
  const dates = (): string =>
    sampleOf(props.table, (field) => field === "purchasedOn" || isOwnColumn(field), /^\d+[./-]\d+[./-]\d+/);
  const numbers = (): string =>
    sampleOf(
      props.table,
      (field) => field !== "purchasedOn" && field !== "code",
      /^\D{0,4}\d+[.,]\d{3}\D{0,4}$/,
    );
  return (
    <>
      <Show when={props.table.asks.includes("dateOrder")}>
        <Question title={t("askDates")} text={t("askDatesText", { sample: dates() })}>
          <Segmented
            label={t("askDates")}
            value={props.table.settings.dateOrder}
            segments={[
              { value: "day-month-year", label: t("dayFirst") },
              { value: "month-day-year", label: t("monthFirst") },
              { value: "year-month-day", label: t("yearFirst") },
            ]}
            onChange={(dateOrder) => void props.state.setTable({ dateOrder })}
          />
        </Question>
      </Show>
      <Show when={props.table.asks.includes("decimalMark")}>
        <Question title={t("askMarks")} text={t("askMarksText", { sample: numbers() })}>
          <Segmented
            label={t("askMarks")}
            value={props.table.settings.decimalMark}
            segments={[
              { value: "point", label: t("markPoint") },
              { value: "comma", label: t("markComma") },
            ]}
            onChange={(decimalMark) => void props.state.setTable({ decimalMark })}
          />
        </Question>
      </Show>
    </>
  );
};

const ColumnLine = (props: {
  readonly column: ColumnView;
  readonly isPlaces: boolean;
  readonly own: readonly OwnField[];
  readonly onChange: (field: ColumnField) => void;
}): JSX.Element => {
  const t = useText(messages);
  const fieldName = useText(fieldMessages);
  const named = (names: readonly FieldName[]) =>
    names.map((value) => ({ value, label: fieldName(`field_${value}`) }));
  const ownOptions = () =>
    props.own.map((field) => ({
      value: ownColumnOf(field),
      label: t(field.on === "product" ? "ownOfProduct" : "ownOfAsset", { name: field.name }),
    }));
  const options = () =>
    props.isPlaces
      ? named(placeFields)
      : [
          ...named(equipmentFields.filter((field) => !isLast(field))),
          ...ownOptions(),
          ...named(equipmentFields.filter(isLast)),
        ];
  return (
    <li class={classes(styles.column, props.column.field === "ignore" && styles.ignored)}>
      <div class={styles.columnName}>
        <div class="cut">{props.column.header || "–"}</div>
        <div class="small quiet cut">{props.column.samples.join(" · ")}</div>
      </div>
      <ChevronRight />
      <SelectField<ColumnField>
        label={t("chooseField", { column: props.column.header })}
        hideLabel
        value={props.column.field}
        options={options()}
        onChange={(field) => props.onChange(field)}
      />
    </li>
  );
};

/** What each column of the table becomes. */
export const ColumnsPanel = (props: {
  readonly table: TableView;
  readonly state: ImportState;
}): JSX.Element => {
  const t = useText(messages);
  const matched = (): number => props.table.columns.filter((column) => column.field !== "ignore").length;
  const change = (index: number, field: ColumnField): void => {
    const columns = props.table.columns.map((column, at) => (at === index ? field : column.field));
    void props.state.setTable({ columns });
  };
  return (
    <section class={styles.columns} aria-label={t("columns")}>
      <header class={styles.panelHead}>
        <h2>{t("columns")}</h2>
        <span class="quiet">{t("matched", { n: matched(), all: props.table.columns.length })}</span>
      </header>
      <Questions table={props.table} state={props.state} />
      <ul>
        <For each={props.table.columns}>
          {(column, index) => (
            <ColumnLine
              column={column}
              isPlaces={props.table.isPlaces}
              own={props.state.own()}
              onChange={(field) => change(index(), field)}
            />
          )}
        </For>
      </ul>
      <div class={styles.matching}>
        <h2>{t("matching")}</h2>
        <p class="small quiet">{t("matchingText")}</p>
      </div>
    </section>
  );
};
