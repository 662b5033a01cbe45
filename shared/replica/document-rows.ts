/** Rows of one open document: its readable records, where they are from, and where devices disagree. */
import { brand } from "#shared/kernel/brand";
import type { MemberId, ThingId } from "#shared/kernel/ids";
import type { AnyRecordType, RecordOf } from "#shared/kernel/record";
import { sameValue } from "#shared/documents/draft";
import type { Projection } from "#shared/documents/projection";
import { projectionVersion, splitKey, typeOfKey } from "#shared/documents/projection";
import { textOfBytes } from "#shared/protocol/wire-types";
import { claimOf } from "./bring-in/claim";
import type { OpenDocument } from "./open-documents";
import { speaksForOthers } from "./rotation/marks";
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

/** What rows are made from: an open document, or what a device said of one. */
export interface RowSource {
  readonly doc: string;
  readonly thing: ThingId;
  readonly kind: string;
  readonly heads: readonly string[];
  readonly projection: Projection;
  /** Fields of a record that hold several values. */
  readonly conflictsOf: (key: string) => Readonly<Record<string, readonly FieldConflictValue[]>>;
}

/** All rows of the document as the store keeps them. */
export const storedRowsOf = (document: OpenDocument, memberOf: MemberOf): StoredDocumentRows =>
  storedRows({
    ...{ doc: document.doc, thing: document.thing, kind: document.kind },
    heads: document.crdt.heads(),
    projection: document.projection,
    conflictsOf: (key) => conflictsOf(document, key, memberOf),
  });

export const storedRows = (source: RowSource): StoredDocumentRows => {
  const types: Record<string, string> = {};
  for (const [type, records] of source.projection.records) {
    types[type] = encodeRows(
      Array.from(records, ([id, record]) =>
        rowFrom(record, source.thing, source.conflictsOf(`${type}:${id}`)),
      ),
    );
  }
  return {
    ...{ doc: source.doc, thing: source.thing, kind: source.kind, heads: source.heads },
    projection: projectionVersion,
    types,
    unreadable: Array.from(source.projection.unreadable, ([key, reason]) => ({ key, reason })),
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
  return record === undefined
    ? undefined
    : rowFrom(record, document.thing, conflictsOf(document, key, memberOf));
};

const rowFrom = (
  record: RecordOf<AnyRecordType>,
  thing: ThingId,
  conflicts: Readonly<Record<string, readonly FieldConflictValue[]>>,
): AnyRow => {
  const row = { ...record, thing };
  return brand<AnyRow>(Object.keys(conflicts).length === 0 ? row : { ...row, conflicts });
};

/** Fields on which devices disagree; those that happened to agree are left out. */
const conflictsOf = (
  document: OpenDocument,
  key: string,
  memberOf: MemberOf,
): Readonly<Record<string, readonly FieldConflictValue[]>> => {
  const conflicts: Record<string, readonly FieldConflictValue[]> = {};
  for (const field of document.crdt.conflictedFields(key)) {
    const values = conflictOf(document, key, field).map(({ device, ...value }) => ({
      ...value,
      member: device === null ? null : memberOf(device),
    }));
    if (values.length > 1) conflicts[field] = values;
  }
  return conflicts;
};

/** A value of a field with the device (base64url) that gave it. */
export interface GivenValue extends Omit<FieldConflictValue, "member"> {
  readonly device: string | null;
}

/** Distinct values, oldest writer first; one value when devices happened to agree. */
export const conflictOf = (document: OpenDocument, key: string, field: string): readonly GivenValue[] => {
  const changes = document.crdt.changes();
  const values: GivenValue[] = [];
  for (const { value, actor, counter } of document.crdt.conflictingValues(key, field)) {
    if (values.some((known) => sameValue(known.value, value))) continue;
    const change = changes.find(
      (one) => one.actor === actor && one.startOp <= counter && counter <= one.maxOp,
    );
    // Whoever carries a value over or brings it in says nothing about who gave it.
    const isOwnWord =
      change !== undefined && !speaksForOthers(change.message) && claimOf(change.message) === undefined;
    const device = isOwnWord ? document.devices.get(actor) : undefined;
    values.push({
      value: value instanceof Uint8Array ? textOfBytes(value) : value,
      device: device === undefined ? null : textOfBytes(device),
      at: isOwnWord ? change.time * 1000 : null,
    });
  }
  return values;
};
