/** Fields a company adds to its products and assets: what they are, and what may stand in them. */
import { defineCommand, livingRecord } from "#shared/kernel/command";
import { compareByOrder, orderKeyBetween, randomFromIds } from "#shared/kernel/order-key";
import { parseDay } from "#shared/kernel/local-time";
import { err, ok } from "#shared/kernel/result";
import { checkName } from "./check-name";
import type { SettingsProblem } from "./errors";
import { customField } from "./types";
import type { CustomField, CustomFieldId, CustomKind } from "./types";

const company = { single: "company" } as const;
const needs = [{ verb: "write", on: "settings" }] as const;
const maxName = 80;

/** The choices of a choice field, in their order, each once. */
export const choicesOf = ({ choices }: Pick<CustomField, "choices">): readonly string[] => [
  ...new Set(
    (choices ?? "")
      .split("\n")
      .map((choice) => choice.trim())
      .filter((choice) => choice !== ""),
  ),
];

/** The value as the field keeps it; undefined where it is none of its kind. Numbers take a comma or a point. */
export const readCustomValue = (
  field: Pick<CustomField, "kind" | "choices">,
  typed: string,
): string | undefined => {
  const text = typed.trim();
  switch (field.kind) {
    case "text":
      return text;
    case "number": {
      const plain = text.replace(",", ".");
      return /^-?\d{1,12}(\.\d{1,6})?$/.test(plain) ? plain : undefined;
    }
    case "day":
      return parseDay(text);
    case "choice":
      return choicesOf(field).find((choice) => choice.toLowerCase() === text.toLowerCase());
    case "flag":
      return text === "yes" || text === "no" ? text : undefined;
  }
};

export interface NewCustomField {
  readonly name: string;
  readonly on: CustomField["on"];
  readonly kind: CustomKind;
  readonly unit?: string | undefined;
  readonly choices?: string | undefined;
}

/** Last among the fields. */
export const addCustomField = defineCommand<
  NewCustomField,
  { readonly field: CustomFieldId },
  SettingsProblem
>({
  name: "settings.addCustomField",
  needs,
  documents: () => [company],
  run: (drafts, args, context) => {
    const draft = drafts.open(company);
    const name = checkName(args.name, maxName);
    if (!name.ok) return name;
    if (args.kind === "choice" && choicesOf({ choices: args.choices ?? "" }).length === 0)
      return err({ type: "ChoicesMissing" });
    const last = [...draft.list(customField)].sort(compareByOrder).at(-1);
    const random = randomFromIds(() => context.newId());
    const id = context.newId<CustomFieldId>();
    const order = orderKeyBetween(last?.order, undefined, random) ?? last?.order ?? "V";
    draft.create(customField, id, { ...args, name: name.value, order });
    return ok({ field: id });
  },
});

export interface EditCustomField {
  readonly field: CustomFieldId;
  readonly name?: string;
  readonly unit?: string | null;
  readonly choices?: string;
}

export const editCustomField = defineCommand<EditCustomField, null, SettingsProblem>({
  name: "settings.editCustomField",
  needs,
  documents: () => [company],
  run: (drafts, { field: id, ...values }) => {
    const draft = drafts.open(company);
    const found = livingRecord(draft, customField, id);
    if (found === undefined) return err({ type: "CustomFieldMissing" });
    const name = values.name === undefined ? undefined : checkName(values.name, maxName);
    if (name?.ok === false) return name;
    if (values.choices !== undefined && choicesOf({ choices: values.choices }).length === 0)
      return err({ type: "ChoicesMissing" });
    draft.set(customField, id, { ...values, ...(name === undefined ? {} : { name: name.value }) });
    return ok(null);
  },
});

/** Its values stay where they are and are not shown any more. */
export const removeCustomField = defineCommand<{ readonly field: CustomFieldId }, null, SettingsProblem>({
  name: "settings.removeCustomField",
  needs,
  documents: () => [company],
  run: (drafts, args) => {
    const draft = drafts.open(company);
    if (livingRecord(draft, customField, args.field) === undefined)
      return err({ type: "CustomFieldMissing" });
    draft.remove(customField, args.field);
    return ok(null);
  },
});
