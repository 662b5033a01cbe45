/** Starts the document engine from the wasm file in the package. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { startEngine } from "#shared/documents/crdt";

export const startAutomerge = async (): Promise<void> => {
  const path = createRequire(import.meta.url).resolve("@automerge/automerge/automerge.wasm");
  await startEngine(new Uint8Array(await readFile(path)));
};
