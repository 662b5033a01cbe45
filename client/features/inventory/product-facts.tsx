import { createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { editProduct, productValue, setReplacement, trackings } from "#shared/domain/inventory";
import type { ProductPatch, Tracking } from "#shared/domain/inventory";
import { companyProfile, profileIn } from "#shared/domain/settings";
import type { CategoryId } from "#shared/domain/settings";
import { moneyFromDecimal, moneyParts, minorDigits } from "#shared/kernel/money";
import { useFormat, useText } from "#client/app/i18n";
import { createMay, createRows, useCommands } from "#client/data";
import { EditableText } from "#client/ui/editable-text";
import { Editable } from "#client/ui/editing";
import { readNumber } from "#client/ui/number-field";
import { SelectField } from "#client/ui/select-field";
import { messages } from "./messages";
import type { Categories } from "./places";
import type { ProductRow } from "./product-rows";
import { trackingKeys } from "./stock-columns";
import { NumberValue, TextValue, ValueFields } from "./value-fields";
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

/** What one piece is worth. Kept apart from the product, so that it can be hidden from who may not see money. */
const ReplacementValue = (props: FactsProps): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const commands = useCommands();
  const values = createRows(productValue, { where: (row) => row.product === props.row.id });
  const profiles = createRows(companyProfile);
  const known = createMemo(() => values()[0]);
  const currency = (): string => profileIn(profiles())?.currency ?? "EUR";
  const plain = (): string => {
    const amount = known()?.replacement;
    if (amount === undefined) return "";
    const { minor, currency: code } = moneyParts(amount);
    return String(minor / 10 ** minorDigits(code)).replace(".", format().decimalSign);
  };
  const shown = (): string => {
    const amount = known()?.replacement;
    return amount === undefined ? "" : format().money(amount);
  };
  const commit = (text: string): void => {
    const number = text.trim() === "" ? undefined : readNumber(text, 2);
    const replacement = number === undefined ? null : moneyFromDecimal(String(number), currency());
    if (replacement === undefined || (number === undefined && text.trim() !== "")) return;
    const moneyThing = known()?.thing;
    void commands.runCommand(setReplacement, { product: props.row.id, moneyThing, replacement });
  };
  return (
    <EditableText
      label={t("replacement")}
      value={plain()}
      shown={shown()}
      placeholder={t("add")}
      inputMode="decimal"
      onCommit={commit}
    />
  );
};

const plainFields = (props: FactsProps, edit: (values: ProductPatch) => void): readonly ValueField[] => {
  const t = useText(messages);
  const row = () => props.row;
  const text = (field: "maker" | "modelNumber" | "connectors", name: string): ValueField => ({
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
    number("lengthMm", t("lengthMm")),
    number("widthMm", t("widthMm")),
    number("heightMm", t("heightMm")),
    text("connectors", t("connectors")),
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
  const may = createMay();
  const edit = createEdit(props);
  const facts: readonly ValueField[] = [
    { name: t("category"), control: <CategoryValue {...props} /> },
    { name: t("tracking"), control: <TrackingValue {...props} /> },
    ...plainFields(props, edit),
  ];
  const mayPrice = (): boolean => may("write", "money") && may("create", "money");
  const money: ValueField = {
    name: t("replacement"),
    control: (
      <Editable when={mayPrice()}>
        <ReplacementValue {...props} />
      </Editable>
    ),
  };
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
  const fields = (): readonly ValueField[] =>
    may("read", "money") ? [...facts, money, notes] : [...facts, notes];
  return <ValueFields fields={fields()} />;
};
