/** Cuts what one command writes to one document into changes that every gate lets through. */
import type { Scalar } from "#shared/kernel/record";
import type { RecordWrite } from "#shared/documents/crdt";

/** Below the limits of the gate (8,000 operations, 256 KiB) by a margin for what a change adds of its own. */
const limits = { operations: 7_500, bytes: 160 * 1024 };

const bytesOf = (value: Scalar | null): number =>
  typeof value === "string" ? value.length * 3 : value instanceof Uint8Array ? value.length : 8;

const sizeOf = (write: RecordWrite): { readonly operations: number; readonly bytes: number } => {
  const values = Object.entries<Scalar | null>(write.fields);
  return {
    operations: values.length + 1,
    bytes: values.reduce((sum, [field, value]) => sum + field.length + bytesOf(value), 64),
  };
};

/** Nearly always one part. An empty list stays one empty part: the change that makes a document. */
export const splitWrites = (writes: readonly RecordWrite[]): readonly (readonly RecordWrite[])[] => {
  const parts: RecordWrite[][] = [[]];
  let used = { operations: 0, bytes: 0 };
  for (const write of writes) {
    const size = sizeOf(write);
    const sum = { operations: used.operations + size.operations, bytes: used.bytes + size.bytes };
    const fits = sum.operations <= limits.operations && sum.bytes <= limits.bytes;
    if (!fits && used.operations > 0) parts.push([]);
    parts.at(-1)?.push(write);
    used = fits ? sum : size;
  }
  return parts;
};
