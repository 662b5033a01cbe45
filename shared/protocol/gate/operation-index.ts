/**
 * Which operations a document has, and whether those of a further change point at them. The form of a change says
 * only that its references look like references; Automerge trusts that they lead to objects, elements and values, and
 * panics or writes documents that do not load when they do not. The verdict depends on a change and its ancestors
 * alone, so every device gives the same.
 */
import { bytesKey } from "#shared/kernel/bytes";
import type { Operations } from "./check-ops";
import { actions } from "./check-ops";
import type { Column } from "./columns";
import type { ParsedChange } from "./types";
import { maxOpOf } from "./types";

/** Keys of actors and hashes are those of `bytesKey`. */
export interface IndexedChange {
  readonly hash: string;
  readonly actor: string;
  readonly seq: number;
  readonly startOp: number;
  readonly maxOp: number;
  readonly deps: readonly string[];
}

/** The actors a change names, the own one first, and its operations. */
export interface OperationTable {
  readonly actors: readonly string[];
  readonly startOp: number;
  readonly operations: Operations;
}

export interface OperationIndex {
  readonly has: (hash: string) => boolean;
  /** Takes up a change behind all its dependencies. `table` spares reading it when later ones point at it. */
  readonly add: (change: IndexedChange, table?: OperationTable) => void;
  /** What the change points at and the document does not have; undefined when all is there. */
  readonly problemOf: (change: ParsedChange) => string | undefined;
}

/** How far an author had seen each actor when a change was written, itself included. */
interface Clock {
  readonly actor: string;
  readonly seq: number;
  readonly others: ReadonlyMap<string, number>;
}

interface Located {
  readonly table: OperationTable;
  readonly row: number;
}

/** `read` fetches the operations of an indexed change. */
export const createOperationIndex = (read: (hash: string) => OperationTable | undefined): OperationIndex => {
  const clocks = new Map<string, Clock>();
  const byActor = new Map<string, IndexedChange[]>();
  const tables = new Map<string, OperationTable>();
  const tableOf = (hash: string): OperationTable | undefined => {
    const table = tables.get(hash) ?? read(hash);
    if (table !== undefined && !tables.has(hash)) remember(tables, hash, table);
    return table;
  };
  return {
    has: (hash) => clocks.has(hash),
    add: (change, table) => {
      clocks.set(change.hash, clockOf(change, clocks));
      const own = byActor.get(change.actor);
      if (own === undefined) byActor.set(change.actor, [change]);
      else own.push(change);
      if (table !== undefined) remember(tables, change.hash, table);
    },
    problemOf: (change) => {
      const { actor, seq, startOp, operations } = change;
      const table = tableOfChange(change);
      const own = { actor: bytesKey(actor), seq, deps: change.deps.map(bytesKey) };
      const clock = clockOf(own, clocks);
      const find = (number: number, counter: number, row: number): Located | undefined => {
        if (number === 0 && counter >= startOp)
          return counter < startOp + row ? { table, row: counter - startOp } : undefined;
        const name = table.actors[number] ?? "";
        const last = name === own.actor ? seq - 1 : (clock.others.get(name) ?? 0);
        const holder = changeAt(byActor.get(name) ?? [], counter);
        if (holder === undefined || holder.seq > last) return undefined;
        const found = tableOf(holder.hash);
        return found === undefined ? undefined : { table: found, row: counter - holder.startOp };
      };
      return findReferenceProblem(table, operations, find);
    },
  };
};

const rememberedTables = 512;

const remember = (tables: Map<string, OperationTable>, hash: string, table: OperationTable): void => {
  if (tables.size >= rememberedTables) tables.clear();
  tables.set(hash, table);
};

export const tableOfChange = ({ actor, others, startOp, operations }: ParsedChange): OperationTable => ({
  actors: [bytesKey(actor), ...others.map(bytesKey)],
  startOp,
  operations,
});

export const indexedChange = (change: ParsedChange): IndexedChange => ({
  hash: bytesKey(change.hash),
  actor: bytesKey(change.actor),
  seq: change.seq,
  startOp: change.startOp,
  maxOp: maxOpOf(change),
  deps: change.deps.map(bytesKey),
});

const clockOf = (
  { actor, seq, deps }: Pick<IndexedChange, "actor" | "seq" | "deps">,
  clocks: ReadonlyMap<string, Clock>,
): Clock => {
  const below = deps.flatMap((dep) => clocks.get(dep) ?? []);
  const [only] = below;
  if (below.length === 1 && only?.actor === actor) return { actor, seq, others: only.others };
  const others = new Map<string, number>();
  for (const clock of below) {
    others.set(clock.actor, Math.max(clock.seq, others.get(clock.actor) ?? 0));
    for (const [name, number] of clock.others) others.set(name, Math.max(number, others.get(name) ?? 0));
  }
  return { actor, seq, others };
};

/** The change of an actor that holds the operation with this counter. */
const changeAt = (changes: readonly IndexedChange[], counter: number): IndexedChange | undefined => {
  let low = 0;
  let high = changes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((changes[middle]?.startOp ?? 0) <= counter) low = middle;
    else high = middle - 1;
  }
  const found = changes[low];
  return found !== undefined && found.startOp <= counter && counter <= found.maxOp ? found : undefined;
};

type Find = (actor: number, counter: number, row: number) => Located | undefined;

const at = <T>(column: Column<T>, row: number): T | null => column[row] ?? null;

const findReferenceProblem = (table: OperationTable, ops: Operations, find: Find): string | undefined => {
  let pred = 0;
  for (let row = 0; row < ops.action.length; row++) {
    // Records hold no rich text, and marks in a wrong order make a document that does not load.
    if (at(ops.action, row) === actions.mark) return "text mark";
    const isSequence = isInSequence(ops, row, find);
    if (isSequence === undefined) return "no such object";
    if (isSequence !== (at(ops.keyCounter, row) !== null)) return "key of another kind of object";
    if (isSequence && !isElement(table, ops, row, find)) return "no such element";
    const count = at(ops.predCount, row) ?? 0;
    let before: Predecessor | undefined;
    for (const last = pred + count; pred < last; pred++) {
      const counter = at(ops.predCounter, pred) ?? 0;
      const actor = at(ops.predActor, pred) ?? 0;
      const found = find(actor, counter, row);
      if (found === undefined || !isPredecessor(found, table, row)) return "no such value";
      const next = { counter, actor: table.actors[actor] ?? "" };
      if (before !== undefined && !isAfter(next, before)) return "predecessors not in order";
      before = next;
    }
  }
  return undefined;
};

interface Predecessor {
  readonly counter: number;
  readonly actor: string;
}

const isAfter = (a: Predecessor, b: Predecessor): boolean =>
  a.counter > b.counter || (a.counter === b.counter && a.actor > b.actor);

/** Whether the object of an operation is a sequence, else it is a map; undefined when there is none. */
const isInSequence = (ops: Operations, row: number, find: Find): boolean | undefined => {
  const counter = at(ops.objCounter, row);
  if (counter === null) return false;
  const found = find(at(ops.objActor, row) ?? 0, counter, row);
  const action = found === undefined ? null : at(found.table.operations.action, found.row);
  if (action === actions.makeMap || action === actions.makeTable) return false;
  return action === actions.makeList || action === actions.makeText ? true : undefined;
};

/** An operation in a sequence stands at its head, when it inserts, or at an element of the same sequence. */
const isElement = (table: OperationTable, ops: Operations, row: number, find: Find): boolean => {
  const counter = at(ops.keyCounter, row);
  if (counter === null || counter === 0) return ops.insert[row] === true;
  const found = find(at(ops.keyActor, row) ?? 0, counter, row);
  return (
    found !== undefined &&
    found.table.operations.insert[found.row] === true &&
    objectAt(found.table, found.row) === objectAt(table, row)
  );
};

/** A predecessor gave a value to the same key of the same object. */
const isPredecessor = (found: Located, table: OperationTable, row: number): boolean => {
  const { operations } = found.table;
  const action = at(operations.action, found.row);
  if (action === actions.del || action === actions.inc) return false;
  return (
    objectAt(found.table, found.row) === objectAt(table, row) &&
    keyAt(found.table, found.row) === keyAt(table, row)
  );
};

const named = (table: OperationTable, actor: number | null, counter: number): string =>
  `${counter} ${table.actors[actor ?? 0] ?? ""}`;

const objectAt = (table: OperationTable, row: number): string => {
  const counter = at(table.operations.objCounter, row);
  return counter === null ? "" : named(table, at(table.operations.objActor, row), counter);
};

/** The text key, or the element an operation is about: its own when it inserts one. */
const keyAt = (table: OperationTable, row: number): string => {
  const { operations, startOp } = table;
  if (operations.insert[row] === true) return named(table, 0, startOp + row);
  const text = at(operations.keyText, row);
  return text === null
    ? named(table, at(operations.keyActor, row), at(operations.keyCounter, row) ?? 0)
    : `text ${text}`;
};
