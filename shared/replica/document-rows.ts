/** Rows of one open document: its readable records, where they are from, and where devices disagree. */
import { brand } from "#shared/kernel/brand";
import type { MemberId } from "#shared/kernel/ids";
import { sameValue } from "#shared/documents/draft";
import { projectionVersion, splitKey, typeOfKey } from "#shared/documents/projection";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { OpenDocument } from "./open-documents";
import type { AnyRow } from "./row-codec";
import { encodeRows } from "./row-codec";
import type { StoredDocumentRows } from "./stored";
import type { FieldConflictValue } from "./types";

export type MemberOf = (device: string) => MemberId | null;

export interface KeyedRow {
  readonly type: string;
  readonly id: string;
  /** Undefined when the record is gone or unreadable. */
  readonly row: AnyRow | undefined;
}

/** The rows behind these record keys; keys of types this version does not know are left out. */
export const rowsOfKeys = (
  document: OpenDocument,
  keys: Iterable<string>,
  memberOf: MemberOf,
): readonly KeyedRow[] =>
  Array.from(keys).flatMap((key): KeyedRow[] => {
    const type = typeOfKey(document.kind, key);
    const id = splitKey(key)?.id;
    if (type === undefined || id === undefined) return [];
    return [{ type: type.name, id, row: rowOf(document, key, type.name, id, memberOf) }];
  });

export const unreadableOf = (
  document: OpenDocument,
): readonly { readonly key: string; readonly reason: string }[] =>
  Array.from(document.projection.unreadable, ([key, reason]) => ({ key, reason }));

/** All rows of the document as the store keeps them. */
export const storedRowsOf = (document: OpenDocument, memberOf: MemberOf): StoredDocumentRows => {
  const types: Record<string, string> = {};
  for (const [type, records] of document.projection.records) {
    types[type] = encodeRows(
      [...records.keys()].flatMap((id) => rowOf(document, `${type}:${id}`, type, id, memberOf) ?? []),
    );
  }
  return {
    doc: document.doc,
    thing: document.thing,
    kind: document.kind,
    heads: document.crdt.heads(),
    projection: projectionVersion,
    types,
    unreadable: unreadableOf(document),
  };
};

const rowOf = (
  document: OpenDocument,
  key: string,
  type: string,
  id: string,
  memberOf: MemberOf,
): AnyRow | undefined => {
  const record = document.projection.records.get(type)?.get(id);
  if (record === undefined) return undefined;
  const conflicts: Record<string, readonly FieldConflictValue[]> = {};
  for (const field of document.crdt.conflictedFields(key)) {
    const values = conflictOf(document, key, field, memberOf);
    if (values.length > 1) conflicts[field] = values;
  }
  const row = { ...record, thing: document.thing };
  return brand<AnyRow>(Object.keys(conflicts).length === 0 ? row : { ...row, conflicts });
};

/** Distinct values, oldest writer first; one value when devices happened to agree. */
const conflictOf = (
  document: OpenDocument,
  key: string,
  field: string,
  memberOf: MemberOf,
): readonly FieldConflictValue[] => {
  const changes = document.crdt.changes();
  const values: FieldConflictValue[] = [];
  for (const { value, actor, counter } of document.crdt.conflictingValues(key, field)) {
    if (values.some((known) => sameValue(known.value, value))) continue;
    const change = changes.find(
      (one) => one.actor === actor && one.startOp <= counter && counter <= one.maxOp,
    );
    const device = document.devices.get(actor);
    values.push({
      value: value instanceof Uint8Array ? textOfBytes(value) : value,
      member: device === undefined ? null : memberOf(textOfBytes(device)),
      at: change === undefined ? null : change.time * 1000,
    });
  }
  return values;
};
