/** Two values of one field, in words. */
import { event } from "#shared/domain/events";
import { asset, location, product } from "#shared/domain/inventory";
import { line, lineGroup } from "#shared/domain/pull-list";
import { classOfField, settleFieldOf } from "#shared/domain/conflicts";
import type { FieldConflict, FieldSide } from "#shared/domain/conflicts";
import { parseId, thingOf } from "#shared/kernel/ids";
import type { Id } from "#shared/kernel/ids";
import type { Scalar } from "#shared/kernel/record";
import { scopeOf } from "#client/data";
import type { ConflictView } from "./conflict-view";
import type { ViewTools } from "./view-tools";

export const fieldView = (tools: ViewTools, conflict: FieldConflict): ConflictView => {
  const { t, names, commands, done } = tools;
  const what = whatOf(tools, conflict);
  const said = conflict.sides.map((side) => {
    const value = valueWords(tools, conflict, side.value);
    return side.member === null
      ? t("setBySomebody", { value })
      : t("setBy", { value, person: names.person(side.member) });
  });
  const [first = "", ...others] = said;
  const times = conflict.sides.flatMap((side) => side.at ?? []);
  const shown = valueWords(tools, conflict, conflict.shown);
  return {
    id: conflict.id,
    meaning: "attention",
    chip: t("chipValues"),
    where: what,
    when: times.length === 0 ? "" : names.time({ at: Math.max(...times), isExact: true }),
    sentence: t("values", {
      field: fieldName(tools, conflict.field),
      what,
      first,
      second: others.join(", "),
      shown,
    }),
    sides: conflict.sides.map((side, index) => ({
      person: side.member === null ? "" : names.person(side.member),
      colour: side.member === null ? 1 : names.colour(side.member),
      member: side.member,
      says: side.member === null ? (said[index] ?? "") : valueWords(tools, conflict, side.value),
      note: side.at === null ? "" : names.time({ at: side.at, isExact: true }),
    })),
    answers: distinct(conflict.sides).map(({ value }) => ({
      label: t(value === conflict.shown ? "keepValue" : "takeValue", {
        value: valueWords(tools, conflict, value),
      }),
      run: async () => {
        const { record, recordId, thing, field } = conflict;
        const result = await commands.runCommand(settleFieldOf(record), {
          record,
          recordId,
          thing,
          field,
          value,
        });
        if (result.ok) done(t("chosenToast"));
      },
    })),
    mayAnswer: mayAnswer(tools, conflict),
    asset: undefined,
    assetTitle: undefined,
  };
};

const mayAnswer = ({ may }: ViewTools, { record, thing }: FieldConflict): boolean => {
  const on = classOfField(record);
  return may("write", on, scopeOf(on, thing));
};

/** The same value from two people is one answer. */
const distinct = (sides: readonly FieldSide[]): readonly FieldSide[] => [
  ...new Map(sides.map((side) => [String(side.value), side])).values(),
];

const whatOf = ({ t, rows, names }: ViewTools, { record, recordId, thing }: FieldConflict): string => {
  if (record.name === line.name) {
    const found = rows.of(line, thing).find((row) => row.id === recordId);
    const list = rows.of(event, thing)[0];
    return t("inList", { line: found?.name ?? "", event: list?.name ?? names.event(undefined) });
  }
  const row: Readonly<Record<string, unknown>> = { ...rows.get(record, recordId) };
  const name = row["name"] ?? row["code"] ?? row["value"];
  return typeof name === "string" ? name : record.name;
};

/** Ids become the names of what they stand for, figures get their unit. */
const valueWords = (
  { t, rows, format }: ViewTools,
  { field }: FieldConflict,
  value: Scalar | null,
): string => {
  if (value === null) return t("noValue");
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (typeof value === "number") {
    const n = format().number(value);
    return field === "weightG" ? t("grams", { n }) : field === "powerW" ? t("watts", { n }) : n;
  }
  if (typeof value !== "string") return "…";
  const id = parseId<Id<never>>(value);
  if (id === undefined) return value;
  return (
    rows.get(product, id)?.name ??
    rows.get(location, id)?.name ??
    rows.get(lineGroup, id)?.name ??
    rows.get(asset, id)?.code ??
    rows.of(event, thingOf(id))[0]?.name ??
    value
  );
};

const fieldName = ({ t }: ViewTools, field: string): string => {
  switch (field) {
    case "name":
    case "quantity":
    case "note":
    case "clientNote":
    case "group":
    case "order":
    case "status":
    case "client":
    case "venue":
    case "busyFrom":
    case "busyTo":
    case "code":
    case "serial":
    case "label":
    case "home":
    case "maker":
    case "weightG":
    case "powerW":
    case "product":
      return t(`field_${field}`);
    default:
      return t("field_other");
  }
};
