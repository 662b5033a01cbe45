/** The company's own fields of a product or an asset, edited where they stand, under its other facts. */
import { Show, createMemo } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { setCustomValue } from "#shared/domain/inventory";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { choicesOf } from "#shared/domain/settings";
import type { CustomField } from "#shared/domain/settings";
import { parseDay } from "#shared/kernel/local-time";
import { useText } from "#client/app/i18n";
import { useCommands } from "#client/data";
import { EditableText } from "#client/ui/editable-text";
import { Note } from "#client/ui/note";
import { SelectField } from "#client/ui/select-field";
import { showToast } from "#client/ui/toast";
import { customMessages } from "./custom-messages";
import { createCustomValues } from "./custom-values";
import type { CustomOn, CustomValues } from "./custom-values";
import { DayValue } from "./money-fields";
import type { ValueField } from "./value-fields";

interface OfThing {
  readonly product: ProductId;
  /** Absent: fields of the product. */
  readonly asset?: AssetId;
}

const none = "";

const Chosen = (props: {
  readonly field: CustomField;
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly onCommit: (value: string) => void;
}): JSX.Element => {
  const t = useText(customMessages);
  // A value that is no choice any more stays to be seen.
  const known = () => props.choices.some(({ value }) => value === props.value);
  return (
    <SelectField
      label={props.field.name}
      hideLabel
      quiet
      value={props.value === "" ? none : props.value}
      options={[
        { value: none, label: t("none") },
        ...props.choices,
        ...(props.value === "" || known() ? [] : [{ value: props.value, label: props.value }]),
      ]}
      onChange={(value) => props.onCommit(value)}
    />
  );
};

const Control = (props: {
  readonly field: CustomField;
  readonly values: CustomValues;
  readonly value: string;
  readonly onCommit: (value: string) => void;
}): JSX.Element => {
  const t = useText(customMessages);
  const choices = () =>
    props.field.kind === "flag"
      ? [
          { value: "yes", label: t("yes") },
          { value: "no", label: t("no") },
        ]
      : choicesOf(props.field).map((value) => ({ value, label: value }));
  const typed = (): JSX.Element => (
    <EditableText
      label={props.field.name}
      value={props.value}
      shown={props.value === "" ? "" : props.values.shown(props.field, props.value)}
      placeholder={t("add")}
      inputMode={props.field.kind === "number" ? "decimal" : "text"}
      onCommit={(value) => props.onCommit(value)}
    />
  );
  return (
    <Show
      when={props.field.kind === "choice" || props.field.kind === "flag"}
      fallback={
        <Show when={props.field.kind === "day"} fallback={typed()}>
          <DayValue
            label={props.field.name}
            value={parseDay(props.value)}
            onCommit={(day) => props.onCommit(day ?? "")}
          />
        </Show>
      }
    >
      <Chosen field={props.field} value={props.value} choices={choices()} onCommit={props.onCommit} />
    </Show>
  );
};

/** The fields of a page's product or asset, to stand among its other facts. */
export const createCustomFields = (on: CustomOn, of: Accessor<OfThing>): Accessor<readonly ValueField[]> => {
  const t = useText(customMessages);
  const commands = useCommands();
  const values = createCustomValues(on);
  const set = async (field: CustomField, value: string): Promise<void> => {
    const done = await commands.runCommand(setCustomValue, { ...of(), field, value }, { quiet: true });
    if (!done.ok) showToast({ text: t("refused", { name: field.name }), meaning: "attention" });
  };
  const entry = (field: CustomField): ValueField => {
    const found = (): readonly string[] => values.of(of().asset ?? of().product, field.id);
    return {
      name: field.name,
      control: (
        <>
          <Control
            field={field}
            values={values}
            value={found()[0] ?? ""}
            onCommit={(value) => void set(field, value)}
          />
          <Show when={found().length > 1}>
            <Note meaning="attention">
              {t("several", {
                values: found()
                  .map((value) => values.shown(field, value))
                  .join(", "),
              })}
            </Note>
          </Show>
        </>
      ),
    };
  };
  const fields = createMemo(() => values.fields().map(entry));
  return fields;
};
