/** Edits as a file that people can read without EventKit. */
import { toBase64Url } from "#shared/kernel/bytes";
import type { Edit } from "#shared/replica/types";
import { saveFile } from "#client/platform/files";

/** Bytes, which JSON does not have, are written as base64url. */
export const plainEdits = (edits: readonly Edit[]) =>
  edits.map(({ value, ...edit }) => ({
    ...edit,
    value: value instanceof Uint8Array ? toBase64Url(value) : value,
  }));

export const saveEdits = (name: string, contents: object): void =>
  saveFile(`${name}.json`, new Blob([JSON.stringify(contents, null, 2)], { type: "application/json" }));
