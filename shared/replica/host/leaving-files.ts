/** Contents that lie here and not at the relay, while what names them leaves this device: a person can still save them. */
import { file, parseContentHash } from "#shared/domain/files";
import type { ByteStore, StoreWrite } from "../ports";
import { thingOf } from "#shared/kernel/ids";
import type { Edit, RescuedFile } from "../edits";
import type { OpenDocument } from "../open-documents";
import type { StoredUpload } from "../stored";

type Uploads = Pick<ByteStore, "all">;

export interface LeavingFiles {
  readonly files: readonly RescuedFile[];
  /** Nothing of them is to be sent any more. */
  readonly writes: readonly StoreWrite[];
}

/** Of files that are named in the document itself, by records everybody has. */
export const filesLeaving = async (
  store: Uploads,
  open: () => Promise<OpenDocument | undefined>,
): Promise<LeavingFiles> => {
  const waiting = await store.all("uploads");
  const document = waiting.length === 0 ? undefined : await open();
  if (document === undefined) return { files: [], writes: [] };
  const files = new Map<string, RescuedFile>();
  // Also of records that were refused before and that it does not name any more: their rescue keeps what can be saved.
  const ended = new Set<StoredUpload>(waiting.filter(({ thing }) => thing === document.thing));
  for (const named of document.projection.all(file).values()) {
    const own = waiting.filter(({ thing }) => thing === document.thing || thing === thingOf(named.owner));
    for (const upload of own.filter(({ hash }) => hash === named.preview)) ended.add(upload);
    for (const upload of own.filter(({ hash }) => hash === named.hash)) {
      ended.add(upload);
      if (named.removedAt === undefined) files.set(named.hash, { hash: named.hash, name: named.name });
    }
  }
  const writes = Array.from(ended, ({ thing, hash }): StoreWrite => ({
    delete: "uploads",
    key: `${thing}/${hash}`,
  }));
  return { files: [...files.values()], writes };
};

/** Of files whose records are among refused edits. */
export const filesAmong = async (store: Uploads, edits: readonly Edit[]): Promise<readonly RescuedFile[]> => {
  const values = new Map<string, Record<string, string>>();
  for (const { record, field, value } of edits) {
    if (!record.startsWith(`${file.name}:`) || typeof value !== "string") continue;
    values.set(record, { ...values.get(record), [field]: value });
  }
  if (values.size === 0) return [];
  const waiting = new Set((await store.all("uploads")).map(({ hash }) => hash));
  return [...values.values()].flatMap(({ hash = "", name = "" }): readonly RescuedFile[] => {
    const known = parseContentHash(hash);
    return known !== undefined && waiting.has(hash) ? [{ hash: known, name }] : [];
  });
};
