/** Every record of a type in one document, for statements about all of it. */
import { brand } from "#shared/kernel/brand";
import type { DocId, ThingId } from "#shared/kernel/ids";
import type { AnyRecordType, RecordOf } from "#shared/kernel/record";
import { splitKey, typeOfKey } from "#shared/documents/projection";
import type { WholeRecords } from "../types";
import type { Engine } from "./engine";

/** What this version does not understand may say something else: then nothing is said. */
export const recordsWhole = <R extends AnyRecordType>(
  engine: Engine,
  thing: ThingId,
  type: R,
): Promise<WholeRecords<R> | undefined> =>
  engine.withDocuments([thing], (documents): WholeRecords<R> | undefined => {
    const document = documents.get(thing);
    if (document === undefined || engine.rows.isUnchecked(document.doc)) return undefined;
    const keys = [...document.crdt.records.keys()];
    if (keys.some((key) => typeOfKey(document.kind, key) === undefined)) return undefined;
    const unreadable = [...document.projection.unreadable.keys()];
    if (unreadable.some((key) => splitKey(key)?.type === type.name)) return undefined;
    return {
      doc: brand<DocId>(document.doc),
      heads: document.crdt.heads(),
      records: [...(document.projection.records.get(type.name)?.values() ?? [])].map((record) =>
        brand<RecordOf<R>>(record),
      ),
    };
  });
