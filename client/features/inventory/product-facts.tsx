import type { JSX } from "solid-js";
import { editProduct, trackings } from "#shared/domain/inventory";
import type { ProductPatch, Tracking } from "#shared/domain/inventory";
import type { CategoryId } from "#shared/domain/settings";
import { useText } from "#client/app/i18n";
import { useCommands } from "#client/data";
import { SelectField } from "#client/ui/select-field";
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
const createEdit = (props: FactsProps): ((values: ProductPatch) => void) => {
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

const plainFields = (props: FactsProps, edit: (values: ProductPatch) => void): readonly ValueField[] => {
  const t = useText(messages);
  const row = () => props.row;
  const text = (field: "maker" | "modelNumber" | "connectors" | "customsCode", name: string): ValueField => ({
    name,
    control: <TextValue label={name} value={row()[field]} onCommit={(value) => edit({ [field]: value })} />,
  });
  const number = (
    field: "powerW" | "lengthMm" | "widthMm" | "heightMm" | "minimumStock",
    name: string,
    unit?: string,
  ): ValueField => ({
    name,
    control: (
      <NumberValue
        label={name}
        value={row()[field]}
        {...(unit === undefined ? {} : { unit })}
        onCommit={(value) => edit({ [field]: value })}
      />
    ),
  });
  return [
    text("maker", t("maker")),
    text("modelNumber", t("modelNumber")),
    {
      name: t("weight"),
      control: (
        <NumberValue
          label={t("weightKg")}
          value={row().weightG}
          factor={1000}
          decimals={3}
          unit="kg"
          onCommit={(weightG) => edit({ weightG })}
        />
      ),
    },
    number("powerW", t("power"), "W"),
    {
      name: t("current"),
      control: (
        <NumberValue
          label={t("current")}
          value={row().currentMa}
          factor={1000}
          decimals={3}
          unit="A"
          onCommit={(currentMa) => edit({ currentMa })}
        />
      ),
    },
    number("lengthMm", t("lengthMm")),
    number("widthMm", t("widthMm")),
    number("heightMm", t("heightMm")),
    text("connectors", t("connectors")),
    {
      name: t("originCountry"),
      control: (
        <CountryValue
          label={t("originCountry")}
          value={row().originCountry}
          onCommit={(originCountry) => edit({ originCountry })}
        />
      ),
    },
    text("customsCode", t("customsCode")),
    number("minimumStock", t("minimumStock")),
    {
      name: t("turnaround"),
      control: (
        <NumberValue
          label={t("turnaround")}
          value={row().turnaroundMinutes}
          onCommit={(value) => edit({ turnaroundMinutes: value ?? 0 })}
        />
      ),
    },
  ];
};

export const ProductFacts = (props: FactsProps): JSX.Element => {
  const t = useText(messages);
  const edit = createEdit(props);
  const facts: readonly ValueField[] = [
    { name: t("category"), control: <CategoryValue {...props} /> },
    { name: t("tracking"), control: <TrackingValue {...props} /> },
    ...plainFields(props, edit),
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
  return <ValueFields fields={[...facts, notes]} />;
};
