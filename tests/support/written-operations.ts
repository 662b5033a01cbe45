/** Changes as the gate has read them, made by hand: what one may point at is tested without writing bytes. */
import { bytesKey } from "#shared/kernel/bytes";
import { actions } from "#shared/protocol/gate/check-ops";
import type { ParsedChange } from "#shared/protocol/gate/types";
import { named } from "./keys";

/** Writer's name and counter of an operation. */
export type Ref = readonly [writer: string, counter: number];

export interface WrittenOp {
  readonly action?: keyof typeof actions;
  /** Absent: the root. */
  readonly obj?: Ref;
  /** A key of a map, `head` of a sequence, or one of its elements. */
  readonly key: string | Ref;
  readonly insert?: boolean;
  readonly preds?: readonly Ref[];
}

export const head = "head";

const actorNamed = (name: string): Uint8Array => named(`writer ${name}`).slice(0, 16);
const hashOf = (name: string): Uint8Array => named(`change ${name}`);

/** Names two writers so that the first has the smaller actor. */
export const inOrderOfActors = (a: string, b: string): readonly [string, string] =>
  bytesKey(actorNamed(a)) < bytesKey(actorNamed(b)) ? [a, b] : [b, a];

/** A change named `name`, over changes of these names. */
export const writtenChange = (
  name: string,
  place: {
    readonly by: string;
    readonly seq?: number;
    readonly startOp: number;
    readonly deps?: readonly string[];
  },
  ops: readonly WrittenOp[],
): ParsedChange => {
  const { by, seq = 1, startOp, deps = [] } = place;
  const refs = ops.flatMap(({ obj, key, preds = [] }) => [
    ...(obj === undefined ? [] : [obj]),
    ...(typeof key === "string" ? [] : [key]),
    ...preds,
  ]);
  const names = [...new Set([by, ...refs.map(([writer]) => writer)])];
  const number = (ref: Ref | undefined): number | null => (ref === undefined ? null : names.indexOf(ref[0]));
  const counter = (ref: Ref | undefined): number | null => ref?.[1] ?? null;
  const element = (key: WrittenOp["key"]): Ref | undefined => (typeof key === "string" ? undefined : key);
  const preds = ops.flatMap((op) => op.preds ?? []);
  return {
    ...{ hash: hashOf(name), deps: deps.map(hashOf), actor: actorNamed(by), seq, startOp, ops: ops.length },
    others: names.slice(1).map(actorNamed),
    operations: {
      objActor: ops.map(({ obj }) => number(obj)),
      objCounter: ops.map(({ obj }) => counter(obj)),
      keyActor: ops.map(({ key }) => number(element(key))),
      keyCounter: ops.map(({ key }) => (key === head ? 0 : counter(element(key)))),
      keyText: ops.map(({ key }) => (typeof key === "string" && key !== head ? key : null)),
      insert: ops.map(({ insert = false }) => insert),
      action: ops.map(({ action = "set" }) => actions[action]),
      valueMeta: ops.map(() => 0),
      predCount: ops.map((op) => (op.preds ?? []).length),
      predActor: preds.map(number),
      predCounter: preds.map(counter),
      expand: [],
      markName: [],
    },
    ...{ time: 0, message: "", bytes: 100, inflated: 100 },
  };
};
