/**
 * What a document begins with that takes the place of one grown too large: its records as they are. Where devices
 * disagree about a field every value is written apart from the others, so that they still disagree and the same one wins.
 */
import type { CrdtDocument, RecordWrite, WrittenChange } from "#shared/documents/crdt";
import { beginDocument, loadDocument } from "#shared/documents/crdt";
import { sameValue, scalar } from "#shared/documents/draft";
import type { Scalar } from "#shared/kernel/record";
import { assert } from "#shared/kernel/result";
import { splitWrites } from "../engine/change-size";

/** A change with the actor that made it, hexadecimal. */
export interface ActorChange {
  readonly actor: string;
  readonly change: WrittenChange;
}

export interface Replacement {
  /** In an order in which each comes after those it builds on; changes of one actor stand together. */
  readonly changes: readonly ActorChange[];
  /** Newest changes of the new document. */
  readonly heads: readonly string[];
}

interface Disputed {
  readonly key: string;
  readonly field: string;
  /** The winner last. */
  readonly values: readonly Scalar[];
}

/** `actor` makes a fresh one at every call; `time` in seconds. Costs a copy of the records. */
export const replacementOf = (
  source: CrdtDocument,
  actor: () => string,
  message: string,
  time: number,
): Replacement => {
  const disputed = disputedOf(source);
  const [first, ...others] = Array.from({ length: 1 + widest(disputed) }, actor);
  assert(first !== undefined, "a document has an actor");
  const document = beginDocument(first, source.root());
  const left = new Set(disputed.map(({ key, field }) => `${key} ${field}`));
  const records = Array.from(source.records, ([key, raw]): RecordWrite => {
    const fields: Record<string, Scalar> = {};
    for (const [field, value] of Object.entries(raw)) {
      const plain = scalar(value);
      if (plain !== undefined && !left.has(`${key} ${field}`)) fields[field] = plain;
    }
    return { create: key, fields };
  });
  const changes = writtenBy(first, document, records, message, time);
  const begun = changes.map(({ change }) => change.bytes);
  // Of equal counters the value of the greater actor wins.
  others.sort().forEach((each, at) => {
    const branch = loadDocument(each, begun);
    changes.push(...writtenBy(each, branch, valuesOf(disputed, others.length - at), message, time));
    branch.free();
  });
  const below = new Set(changes.flatMap(({ change }) => change.deps));
  document.free();
  return { changes, heads: changes.map(({ change }) => change.hash).filter((hash) => !below.has(hash)) };
};

const writtenBy = (
  actor: string,
  document: CrdtDocument,
  writes: readonly RecordWrite[],
  message: string,
  time: number,
): ActorChange[] =>
  splitWrites(writes).flatMap((part) => {
    const change = document.write(part, message, time);
    return change === null ? [] : [{ actor, change }];
  });

/** Fields with the most values first: every branch then writes a field at the same place, and so with the same counter. */
const disputedOf = (source: CrdtDocument): readonly Disputed[] => {
  const found: Disputed[] = [];
  for (const key of source.records.keys()) {
    for (const field of source.conflictedFields(key)) {
      const values = distinctValues(source, key, field);
      if (values.length > 1) found.push({ key, field, values });
    }
  }
  return found.sort((a, b) => b.values.length - a.values.length);
};

/** What a field holds, each value once, the winner last. */
export const distinctValues = (source: CrdtDocument, key: string, field: string): readonly Scalar[] => {
  const values = source.conflictingValues(key, field).flatMap(({ value }) => value ?? []);
  return values.filter((value, at) => !values.slice(at + 1).some((later) => sameValue(value, later)));
};

const widest = (disputed: readonly Disputed[]): number => disputed[0]?.values.length ?? 0;

/** What the branch writes that is this far from the last one, which writes all winners. */
const valuesOf = (disputed: readonly Disputed[], fromLast: number): readonly RecordWrite[] =>
  disputed.flatMap(({ key, field, values }): RecordWrite[] => {
    const value = values.at(-fromLast);
    return values.length < fromLast || value === undefined ? [] : [{ set: key, fields: { [field]: value } }];
  });
