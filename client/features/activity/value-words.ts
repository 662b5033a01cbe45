/** Which values are codes or ids that only say something once there is a word or a name for them. */
import type { Scalar } from "#shared/kernel/record";
import { valueMessages } from "./value-messages";

export type ValueKey = keyof (typeof valueMessages)["en"];

const isKey = (key: string): key is ValueKey => Object.hasOwn(valueMessages.en, key);

/** A category's pictogram is drawn wherever it is shown: it has a name in the record only. */
const codedFields: ReadonlySet<string> = new Set([
  "pictogram",
  ...Object.keys(valueMessages.en).map((key) => key.slice(0, key.indexOf("_"))),
]);

/** The fields are never read as anything but one of a few codes. */
export const isCoded = (field: string): boolean => codedFields.has(field);

export const wordOfValue = (field: string, value: Scalar): ValueKey | undefined => {
  const key = `${field}_${String(value)}`;
  return isKey(key) ? key : undefined;
};

/** Types of record a field may name, the likeliest first. */
const referred: Readonly<Record<string, readonly string[]>> = {
  home: ["location", "category"],
  parent: ["location", "category"],
  location: ["location"],
  from: ["location"],
  to: ["location"],
  category: ["category"],
  group: ["line-group"],
  line: ["line"],
  item: ["product"],
  product: ["product"],
  asset: ["asset"],
  event: ["event"],
  fault: ["fault"],
  stocktake: ["stocktake"],
  transfer: ["transfer"],
  by: ["person"],
  assignee: ["person"],
};

/** Empty: what stands in the field is no record's id. */
export const referredTypes = (field: string, value: Scalar): readonly string[] =>
  typeof value === "string" && value.length === 26 ? (referred[field] ?? []) : [];
