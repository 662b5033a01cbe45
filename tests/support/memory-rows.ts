/** Rows and a replica held in plain maps, for tests of what stands above them. */
import type { AnyRecordType, IdOf } from "#shared/kernel/record";
import type { ThingId } from "#shared/kernel/ids";
import { brand } from "#shared/kernel/brand";
import type { Replica, Row, RowChange, Rows } from "#shared/replica/types";

export interface MemoryRows extends Rows {
  put<R extends AnyRecordType>(type: R, row: Row<R>): void;
  /** Everything put inside reaches the listeners as one batch. */
  batch(body: () => void): void;
}

export const createMemoryRows = (): MemoryRows => {
  const byType = new Map<string, Map<string, unknown>>();
  const listeners = new Set<(changes: readonly RowChange[]) => void>();
  let held: RowChange[] | undefined;

  const rowsOf = <R extends AnyRecordType>(type: R): Map<IdOf<R>, Row<R>> => {
    const known = byType.get(type.name) ?? new Map<string, unknown>();
    byType.set(type.name, known);
    return brand<Map<IdOf<R>, Row<R>>>(known);
  };
  const announce = (changes: readonly RowChange[]): void =>
    listeners.forEach((listener) => listener(changes));

  return {
    get: (type, id) => rowsOf(type).get(id),
    all: (type) => rowsOf(type),
    *allInSteps(type) {
      yield;
      return rowsOf(type);
    },
    of: (type, thing: ThingId) => [...rowsOf(type).values()].filter((row) => row.thing === thing),
    unreadable: () => [],
    renamings: 0,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    put: (type, row) => {
      rowsOf(type).set(row.id, row);
      const change = { type: type.name, id: row.id, thing: row.thing };
      if (held === undefined) announce([change]);
      else held.push(change);
    },
    batch: (body) => {
      held = [];
      body();
      const changes = held;
      held = undefined;
      announce(changes);
    },
  };
};

const absent = (): never => {
  throw new Error("This test replica has rows only.");
};

/** A replica that can be read and nothing else. */
export const replicaOf = (rows: Rows): Replica =>
  brand<Replica>(new Proxy({ rows }, { get: (target, key) => (key === "rows" ? target.rows : absent()) }));
