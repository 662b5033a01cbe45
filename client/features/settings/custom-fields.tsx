/** The fields a company adds to its products and assets. What they are called and hold; their values stand in stock. */
import { For, Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import {
  addCustomField,
  choicesOf,
  customField,
  customKinds,
  editCustomField,
  removeCustomField,
} from "#shared/domain/settings";
import type { CustomField, CustomKind, EditCustomField } from "#shared/domain/settings";
import { compareByOrder } from "#shared/kernel/order-key";
import { createUndoToast } from "#client/app/frame/undo";
import { useText } from "#client/app/i18n";
import { createMay, createRows, useCommands } from "#client/data";
import { Button, IconButton } from "#client/ui/button";
import { EditableText } from "#client/ui/editable-text";
import { Editable, useEditable } from "#client/ui/editing";
import { TextArea, TextField } from "#client/ui/field";
import { X } from "#client/ui/icons";
import { Section } from "#client/ui/page";
import { SelectField } from "#client/ui/select-field";
import { showToast } from "#client/ui/toast";
import { customFieldMessages } from "./custom-field-messages";
import styles from "./custom-fields.module.css";

type Words = "needsChoices" | "needsName";
const wordsFor = (type: string): Words => (type === "ChoicesMissing" ? "needsChoices" : "needsName");

const NewField = (): JSX.Element => {
  const t = useText(customFieldMessages);
  const commands = useCommands();
  const [name, setName] = createSignal("");
  const [on, setOn] = createSignal<CustomField["on"]>("product");
  const [kind, setKind] = createSignal<CustomKind>("text");
  const [unit, setUnit] = createSignal("");
  const [choices, setChoices] = createSignal("");
  const add = async (): Promise<void> => {
    const made = await commands.runCommand(
      addCustomField,
      {
        name: name(),
        on: on(),
        kind: kind(),
        unit: kind() === "number" && unit().trim() !== "" ? unit().trim() : undefined,
        choices: kind() === "choice" ? choices() : undefined,
      },
      { quiet: true },
    );
    if (!made.ok) return showToast({ text: t(wordsFor(made.error.type)), meaning: "attention" });
    setName("");
    setUnit("");
    setChoices("");
  };
  return (
    <form
      class={styles.form}
      aria-label={t("addNew")}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <TextField label={t("name")} maxlength={80} value={name()} onInput={setName} />
      <SelectField<CustomField["on"]>
        label={t("on")}
        value={on()}
        options={(["product", "asset"] as const).map((value) => ({ value, label: t(value) }))}
        onChange={setOn}
      />
      <SelectField<CustomKind>
        label={t("kind")}
        value={kind()}
        options={customKinds.map((value) => ({ value, label: t(`kind_${value}`) }))}
        onChange={setKind}
      />
      <Show when={kind() === "number"}>
        <TextField label={t("unit")} maxlength={20} value={unit()} onInput={setUnit} />
      </Show>
      <Show when={kind() === "choice"}>
        <TextArea label={t("choices")} rows={3} value={choices()} onInput={setChoices} />
      </Show>
      <Button type="submit">{t("add")}</Button>
    </form>
  );
};

const FieldLine = (props: { readonly field: CustomField }): JSX.Element => {
  const t = useText(customFieldMessages);
  const isEditable = useEditable();
  const commands = useCommands();
  const offerUndo = createUndoToast();
  const edit = async (values: Omit<EditCustomField, "field">): Promise<void> => {
    const done = await commands.runCommand(
      editCustomField,
      { field: props.field.id, ...values },
      { quiet: true },
    );
    if (!done.ok) showToast({ text: t(wordsFor(done.error.type)), meaning: "attention" });
  };
  const remove = async (): Promise<void> => {
    const { id, name } = props.field;
    const done = await commands.runCommand(removeCustomField, { field: id });
    if (done.ok) offerUndo(t("removed", { name }), done.value.change);
  };
  const holds = (): string => {
    const { kind, unit } = props.field;
    const words = t(`kind_${kind}`);
    return unit === undefined ? words : `${words}, ${unit}`;
  };
  return (
    <li class={styles.field}>
      <EditableText
        label={t("name")}
        value={props.field.name}
        placeholder={t("name")}
        onCommit={(name) => void edit({ name })}
      />
      <span class="small quiet">
        {t(props.field.on)}, {holds()}
      </span>
      <Show when={isEditable()}>
        <IconButton label={t("remove", { name: props.field.name })} onClick={() => void remove()}>
          <X />
        </IconButton>
      </Show>
      <Show when={props.field.kind === "choice"}>
        <div class={styles.choices}>
          <EditableText
            label={t("choices")}
            multiline
            value={choicesOf(props.field).join("\n")}
            shown={choicesOf(props.field).join(", ")}
            placeholder={t("choices")}
            onCommit={(choices) => void edit({ choices })}
          />
        </div>
      </Show>
    </li>
  );
};

export const CustomFieldsSection = (): JSX.Element => {
  const t = useText(customFieldMessages);
  const may = createMay();
  const fields = createRows(customField, { sort: compareByOrder });
  const mayEdit = (): boolean => may("write", "settings");
  return (
    <Show when={mayEdit() || fields().length > 0}>
      <Section title={t("title")} note={t("text")}>
        <Editable when={mayEdit()}>
          <ul class={styles.fields}>
            <For each={fields()} fallback={<li class="quiet">{t("none")}</li>}>
              {(field) => <FieldLine field={field} />}
            </For>
          </ul>
          <Show when={mayEdit()}>
            <NewField />
          </Show>
        </Editable>
      </Section>
    </Show>
  );
};
