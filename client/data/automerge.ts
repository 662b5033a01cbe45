/** Automerge's wasm: a file of its own, fetched while the app starts. Rows are on screen before it is needed. */
import wasmUrl from "@automerge/automerge/automerge.wasm?url";
import { startEngine } from "#shared/documents/crdt";

let starting: Promise<void> | undefined;

/** Starts loading on the first call; settles when documents can be opened. Rejects when the file cannot be had. */
export const startAutomerge = (): Promise<void> => (starting ??= startEngine(wasmUrl));
