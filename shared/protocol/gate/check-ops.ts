/**
 * The operations of one change, column by column and row by row. Every reference must point backwards, every actor
 * must be named in the change, every value must be what its type says: what passes here Automerge can apply, rebuild
 * and hash again.
 */
import { readUtf8 } from "#shared/kernel/utf8";
import type { GateLimits } from "../limits";
import { ByteReader, isNumber } from "./byte-reader";
import type { Column } from "./columns";
import { readBooleanColumn, readDeltaColumn, readTextColumn, readUnsignedColumn } from "./columns";

/** Column ids with their type in the low three bits. The deflate bit (8) is not allowed inside changes. */
const columnIds = {
  objActor: 0x01,
  objCounter: 0x02,
  keyActor: 0x11,
  keyCounter: 0x13,
  keyText: 0x15,
  insert: 0x34,
  action: 0x42,
  valueMeta: 0x56,
  valueRaw: 0x57,
  predCount: 0x70,
  predActor: 0x71,
  predCounter: 0x73,
  expand: 0x94,
  markName: 0xa5,
} as const;

type ColumnName = keyof typeof columnIds;
const knownColumns = new Map<number, ColumnName>([
  [columnIds.objActor, "objActor"],
  [columnIds.objCounter, "objCounter"],
  [columnIds.keyActor, "keyActor"],
  [columnIds.keyCounter, "keyCounter"],
  [columnIds.keyText, "keyText"],
  [columnIds.insert, "insert"],
  [columnIds.action, "action"],
  [columnIds.valueMeta, "valueMeta"],
  [columnIds.valueRaw, "valueRaw"],
  [columnIds.predCount, "predCount"],
  [columnIds.predActor, "predActor"],
  [columnIds.predCounter, "predCounter"],
  [columnIds.expand, "expand"],
  [columnIds.markName, "markName"],
]);

export const actions = {
  makeMap: 0,
  set: 1,
  makeList: 2,
  del: 3,
  makeText: 4,
  inc: 5,
  makeTable: 6,
  mark: 7,
} as const;
const valueTypes = {
  nothing: 0,
  no: 1,
  yes: 2,
  unsigned: 3,
  signed: 4,
  float: 5,
  text: 6,
  bytes: 7,
  counter: 8,
  time: 9,
} as const;

/** The operations of one change, a column each; a column is empty where all its rows would be. */
export interface Operations {
  readonly objActor: Column<number>;
  readonly objCounter: Column<number>;
  readonly keyActor: Column<number>;
  readonly keyCounter: Column<number>;
  readonly keyText: Column<string>;
  readonly insert: readonly boolean[];
  readonly action: Column<number>;
  readonly valueMeta: Column<number>;
  readonly predCount: Column<number>;
  readonly predActor: Column<number>;
  readonly predCounter: Column<number>;
  readonly expand: readonly boolean[];
  readonly markName: Column<string>;
}

/**
 * Reads the column list and the columns from `reader`, which then stands behind them. Violations are in
 * `reader.problem`; the answer counts only without one.
 */
export const readOps = (
  reader: ByteReader,
  change: { readonly startOp: number; readonly actors: number },
  limits: GateLimits,
): Operations => {
  const columns = readColumnList(reader, limits);
  const read = <T>(
    name: ColumnName,
    decode: (column: ByteReader, limit: number) => readonly T[],
  ): readonly T[] => {
    const column = columns.get(name);
    return column === undefined ? absent : decode(column, limits.ops);
  };
  const ops: Operations = {
    objActor: read("objActor", readUnsignedColumn),
    objCounter: read("objCounter", readUnsignedColumn),
    keyActor: read("keyActor", readUnsignedColumn),
    keyCounter: read("keyCounter", readDeltaColumn),
    keyText: read("keyText", readTextColumn),
    insert: read("insert", readBooleanColumn),
    action: read("action", readUnsignedColumn),
    valueMeta: read("valueMeta", readUnsignedColumn),
    predCount: read("predCount", readUnsignedColumn),
    predActor: read("predActor", readUnsignedColumn),
    predCounter: read("predCounter", readDeltaColumn),
    expand: read("expand", readBooleanColumn),
    markName: read("markName", readTextColumn),
  };
  for (const { problem } of columns.values()) {
    if (problem === undefined) continue;
    reader.fail(problem.detail, problem.code);
    break;
  }
  if (reader.problem !== undefined) return ops;
  const raw = columns.get("valueRaw") ?? new ByteReader(emptyBytes);
  const violation = checkShape(ops, columns) ?? checkRows(ops, change) ?? checkValues(ops, raw);
  if (violation !== undefined) reader.fail(violation);
  return ops;
};

const emptyBytes = new Uint8Array(0);
/** Most changes have half of the columns. */
const absent: readonly never[] = [];

const readColumnList = (reader: ByteReader, limits: GateLimits): ReadonlyMap<ColumnName, ByteReader> => {
  const columns = new Map<ColumnName, ByteReader>();
  const amount = reader.unsigned();
  if (amount > limits.cols) reader.fail("too many columns");
  const sizes: [ColumnName, number][] = [];
  for (let i = 0, before = -1; i < amount && reader.problem === undefined; i++) {
    const id = reader.unsigned();
    const size = reader.unsigned();
    const name = knownColumns.get(id);
    if (name === undefined) reader.fail("unknown column");
    else if (id <= before) reader.fail("columns not in order");
    else if (size === 0) reader.fail("empty column");
    else sizes.push([name, size]);
    before = id;
  }
  for (const [name, size] of sizes) {
    const start = reader.position;
    reader.take(size);
    columns.set(name, new ByteReader(reader.bytes, start, reader.position));
  }
  return columns;
};

/** Every column has a row per operation, or is absent where all rows would be empty. */
const checkShape = (ops: Operations, columns: ReadonlyMap<ColumnName, ByteReader>): string | undefined => {
  const rows = ops.action.length;
  let preds = 0;
  for (const group of ops.predCount) preds += group ?? 0;
  const whole = [
    ops.objActor,
    ops.objCounter,
    ops.keyActor,
    ops.keyCounter,
    ops.keyText,
    ops.insert,
    ops.valueMeta,
    ops.predCount,
    ops.expand,
    ops.markName,
  ];
  if (whole.some((column) => column.length !== rows && column.length !== 0))
    return "columns of different length";
  if (ops.predActor.length !== preds || ops.predCounter.length !== preds) return "predecessors do not add up";
  if (rows > 0 && !(ops.insert.length > 0 && ops.valueMeta.length > 0 && ops.predCount.length > 0))
    return "column missing";
  const optional = [ops.objActor, ops.objCounter, ops.keyActor, ops.keyCounter, ops.keyText, ops.markName];
  if (optional.some((column) => column.length > 0 && column.every((value) => value === null)))
    return "column of nothing";
  if (columns.has("expand") && !ops.expand.includes(true)) return "column of nothing";
  return undefined;
};

const isPresent = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;

/** References: objects, list positions and predecessors are operations before this one, by actors of this change. */
const checkRows = (
  ops: Operations,
  change: { readonly startOp: number; readonly actors: number },
): string | undefined => {
  const isActor = (actor: number | null | undefined): boolean => isPresent(actor) && actor < change.actors;
  let own = 0;
  const isBefore = (counter: number | null | undefined): boolean =>
    isPresent(counter) && counter >= 1 && counter < own;
  let pred = 0;
  for (let row = 0; row < ops.action.length; row++) {
    own = change.startOp + row;
    const objActor = ops.objActor[row];
    const objCounter = ops.objCounter[row];
    if (isPresent(objActor) || isPresent(objCounter)) {
      if (!isActor(objActor) || !isBefore(objCounter)) return "object reference";
    }
    const keyActor = ops.keyActor[row];
    const keyCounter = ops.keyCounter[row];
    const inList = isPresent(keyCounter);
    if (isPresent(ops.keyText[row]) === inList) return "key";
    if (!inList && isPresent(keyActor)) return "key";
    if (inList && !(keyCounter === 0 && !isPresent(keyActor)) && !(isActor(keyActor) && isBefore(keyCounter)))
      return "key";
    if (ops.insert[row] === true && !inList) return "insert outside a list";
    const group = ops.predCount[row] ?? 0;
    for (const last = pred + group; pred < last; pred++) {
      if (!isActor(ops.predActor[pred]) || !isBefore(ops.predCounter[pred])) return "predecessor";
    }
    const fault = checkAction(ops, row, group);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

const checkAction = (ops: Operations, row: number, preds: number): string | undefined => {
  const action = ops.action[row];
  const meta = ops.valueMeta[row];
  if (!isPresent(action) || !isPresent(meta) || !isPresent(ops.predCount[row]))
    return "row without action or value";
  if (action > actions.mark) return "unknown action";
  const type = meta % 16;
  const valued = action === actions.set || action === actions.inc || action === actions.mark;
  if (!valued && meta !== 0) return "value without a place";
  if (action === actions.inc && type !== valueTypes.signed && type !== valueTypes.unsigned)
    return "increment is no number";
  if (action === actions.del && (ops.insert[row] === true || preds === 0)) return "deletion of nothing";
  if (ops.insert[row] === true && preds > 0) return "insert with a predecessor";
  if (action !== actions.mark && (isPresent(ops.markName[row]) || ops.expand[row] === true))
    return "mark without a mark";
  return undefined;
};

/** Values fill the raw column exactly, each in the form of its type. */
const checkValues = (ops: Operations, raw: ByteReader): string | undefined => {
  for (const meta of ops.valueMeta) {
    const bytes = raw.take(Math.floor((meta ?? 0) / 16));
    if (raw.problem !== undefined) return "values shorter than declared";
    if (!isValue((meta ?? 0) % 16, bytes)) return "value is not of its type";
  }
  return raw.hasMore() ? "values longer than declared" : undefined;
};

const isValue = (type: number, bytes: Uint8Array): boolean => {
  switch (type) {
    case valueTypes.nothing:
    case valueTypes.no:
    case valueTypes.yes:
      return bytes.length === 0;
    case valueTypes.unsigned:
      return isNumber(bytes, false);
    case valueTypes.signed:
    case valueTypes.counter:
    case valueTypes.time:
      return isNumber(bytes, true);
    case valueTypes.float:
      return bytes.length === 8;
    case valueTypes.text:
      return readUtf8(bytes, 0, bytes.length) !== undefined;
    case valueTypes.bytes:
      return true;
    default:
      return false;
  }
};
