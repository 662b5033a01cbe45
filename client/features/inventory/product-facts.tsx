import type { JSX } from "solid-js";
import { editProduct, trackings } from "#shared/domain/inventory";
import type { ProductPatch, Tracking } from "#shared/domain/inventory";
import type { CategoryId } from "#shared/domain/settings";
import { useText } from "#client/app/i18n";
import { useCommands } from "#client/data";
import { SelectField } from "#client/ui/select-field";
import { createCustomFields } from "./custom-section";
import { messages } from "./messages";
import type { Categories } from "./places";
import type { ProductRow } from "./product-rows";
import { trackingKeys } from "./stock-columns";
import { CountryValue, NumberValue, TextValue, ValueFields } from "./value-fields";
import type { ValueField } from "./value-fields";

interface FactsProps {
  readonly row: ProductRow;
  readonly categories: Categories;
}

/** Edits whatever product the props show when it is called. */
const createEdit = (props: FactsProps): Edit => {
  const commands = useCommands();
  // eslint-disable-next-line solid/reactivity -- the answer is an event handler
  return (values) => void commands.runCommand(editProduct, { product: props.row.id, values });
};

const CategoryValue = (props: FactsProps): JSX.Element => {
  const t = useText(messages);
  const edit = createEdit(props);
  const none = "none";
  return (
    <SelectField<CategoryId | "none">
      label={t("category")}
      hideLabel
      quiet
      value={props.row.category ?? none}
      options={[
        { value: none, label: t("noCategory") },
        ...props.categories.nodes().map((node) => ({
          value: node.category.id,
          label: `${"\u2003".repeat(node.depth)}${node.category.name}`,
        })),
      ]}
      onChange={(value) => edit({ category: value === none ? null : value })}
    />
  );
};

const TrackingValue = (props: FactsProps): JSX.Element => {
  const t = useText(messages);
  const edit = createEdit(props);
  return (
    <SelectField<Tracking>
      label={t("tracking")}
      hideLabel
      quiet
      value={props.row.tracking}
      options={trackings.map((value) => ({ value, label: t(trackingKeys[value]) }))}
      onChange={(tracking) => edit({ tracking })}
    />
  );
};

type Edit = (values: ProductPatch) => void;

/** What one piece weighs, needs and measures. */
const measures = (props: FactsProps, edit: Edit): readonly ValueField[] => {
  const t = useText(messages);
  const number = (
    field: "weightG" | "powerW" | "currentMa" | "lengthMm" | "widthMm" | "heightMm",
    name: string,
    more: { readonly label?: string; readonly unit?: string; readonly factor?: number } = {},
  ): ValueField => ({
    name,
    control: (
      <NumberValue
        label={more.label ?? name}
        value={props.row[field]}
        {...(more.factor === undefined ? {} : { factor: more.factor, decimals: 3 })}
        {...(more.unit === undefined ? {} : { unit: more.unit })}
        onCommit={(value) => edit({ [field]: value })}
      />
    ),
  });
  return [
    number("weightG", t("weight"), { label: t("weightKg"), unit: "kg", factor: 1000 }),
    number("powerW", t("power"), { unit: "W" }),
    number("currentMa", t("current"), { unit: "A", factor: 1000 }),
    number("lengthMm", t("lengthMm")),
    number("widthMm", t("widthMm")),
    number("heightMm", t("heightMm")),
  ];
};

const textFields = (
  props: FactsProps,
  edit: Edit,
  fields: readonly ("maker" | "modelNumber" | "connectors" | "customsCode")[],
): readonly ValueField[] => {
  const t = useText(messages);
  return fields.map((field) => ({
    name: t(field),
    control: (
      <TextValue label={t(field)} value={props.row[field]} onCommit={(value) => edit({ [field]: value })} />
    ),
  }));
};

/** For customs, for ordering again, and between two jobs. */
const keepingFields = (props: FactsProps, edit: Edit): readonly ValueField[] => {
  const t = useText(messages);
  return [
    {
      name: t("originCountry"),
      control: (
        <CountryValue
          label={t("originCountry")}
          value={props.row.originCountry}
          onCommit={(originCountry) => edit({ originCountry })}
        />
      ),
    },
    ...textFields(props, edit, ["customsCode"]),
    {
      name: t("minimumStock"),
      control: (
        <NumberValue
          label={t("minimumStock")}
          value={props.row.minimumStock}
          onCommit={(minimumStock) => edit({ minimumStock })}
        />
      ),
    },
    {
      name: t("turnaround"),
      control: (
        <NumberValue
          label={t("turnaround")}
          value={props.row.turnaroundMinutes}
          onCommit={(value) => edit({ turnaroundMinutes: value ?? 0 })}
        />
      ),
    },
  ];
};

export const ProductFacts = (props: FactsProps): JSX.Element => {
  const t = useText(messages);
  const edit = createEdit(props);
  const own = createCustomFields("product", () => ({ product: props.row.id }));
  const facts: readonly ValueField[] = [
    { name: t("tracking"), control: <TrackingValue {...props} /> },
    ...textFields(props, edit, ["maker", "modelNumber"]),
    ...measures(props, edit),
    ...textFields(props, edit, ["connectors"]),
    ...keepingFields(props, edit),
  ];
  const notes: ValueField = {
    name: t("notes"),
    control: (
      <TextValue
        label={t("notes")}
        value={props.row.notes}
        multiline
        onCommit={(text) => edit({ notes: text })}
      />
    ),
  };
  // eslint-disable-next-line solid/reactivity -- a kit stays one
  const ofBody = props.row.isKit === true ? [] : facts;
  return (
    <ValueFields
      fields={[{ name: t("category"), control: <CategoryValue {...props} /> }, ...ofBody, ...own(), notes]}
    />
  );
};
