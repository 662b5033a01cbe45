/** The audit of a document, read from its changes: who set which field to what, and what was there before. */
import { brand } from "#shared/kernel/brand";
import { sameValue, scalar } from "#shared/documents/draft";
import type { ChangeMeta } from "#shared/documents/crdt";
import type { MemberOf } from "../document-rows";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { OpenDocument } from "../open-documents";
import type { AuditEntry } from "../types";
import type { Scalar } from "#shared/kernel/record";

/** Newest first; with `record`, only what happened to that record key. */
export const historyOf = (
  document: OpenDocument,
  memberOf: MemberOf,
  record?: string,
): readonly AuditEntry[] => {
  const entries: AuditEntry[] = [];
  const current = new Map<string, Scalar | null>();
  for (const change of document.crdt.changes()) {
    const said = messageOf(change);
    const device = document.devices.get(change.actor);
    const by = device === undefined ? "" : textOfBytes(device);
    for (const { key, field, value } of document.crdt.writesOf(change.hash)) {
      if (field === null || (record !== undefined && key !== record)) continue;
      const after = scalar(value) ?? null;
      const place = `${key} ${field}`;
      const before = current.get(place) ?? null;
      current.set(place, after);
      if (sameValue(before, after)) continue;
      entries.push({
        ...{ change: said.id, command: said.c, member: memberOf(by), device: by },
        ...{ at: change.time * 1000, record: key, field, before, after },
      });
    }
  }
  return entries.reverse();
};

const messageOf = (change: ChangeMeta): { readonly c: string; readonly id: string } => {
  try {
    const said: unknown = JSON.parse(change.message ?? "");
    const { c, id } = brand<{ c?: unknown; id?: unknown }>(Object(said));
    return { c: typeof c === "string" ? c : "", id: typeof id === "string" ? id : change.hash };
  } catch {
    // Another program's message: the change is shown without a command.
    return { c: "", id: change.hash };
  }
};
