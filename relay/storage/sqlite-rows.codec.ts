/** Rows as SQLite returns them. The schema in `sqlite-schema.ts` is what makes these types true. */
import type { CompanyQuota, LogExtent, StoredCard, StoredHeld, StoredJoin, StoredPush } from "./log-store";
import type { KeptUntil } from "./signed-rows";
import { serialOfKey } from "./sqlite-schema";

/** `all` and `iterate` of the driver answer blobs as ArrayBuffer, `get` as Buffer. */
type Blob = ArrayBuffer | Uint8Array;

/** A view of an ArrayBuffer, a copy of a Buffer. */
const toArray = (blob: Blob): Uint8Array => new Uint8Array(blob);

export interface CompanyRow {
  readonly no: number;
  readonly id: Uint8Array;
}

interface PushRow {
  readonly key: number;
  readonly address: Blob;
  readonly log_hash: Blob;
  readonly changes: number;
  readonly body: Blob;
  readonly proof: Blob | null;
}

export interface PushSize {
  readonly key: number;
  readonly bytes: number;
  readonly endsBatch: boolean;
}

export const toCompanyRow = (row: unknown): CompanyRow => {
  const { no, id } = row as { readonly no: number; readonly id: Blob };
  return { no, id: toArray(id) };
};

export const toBytes = (row: unknown): Uint8Array => toArray((row as { readonly bytes: Blob }).bytes);

export const toKeptUntil = (row: unknown): KeptUntil => {
  const { serial, log_hash } = row as { readonly serial: number; readonly log_hash: Blob };
  return { serial, logHash: toArray(log_hash) };
};

export const toPush = (row: unknown): StoredPush => {
  const { key, address, log_hash, changes, body, proof } = row as PushRow;
  return {
    serial: serialOfKey(key),
    doc: toArray(address),
    logHash: toArray(log_hash),
    changes,
    body: toArray(body),
    proof: proof === null ? null : toArray(proof),
  };
};

export const toPushSize = (row: unknown): PushSize => {
  const { key, bytes, ends_batch } = row as { key: number; bytes: number; ends_batch: number };
  return { key, bytes, endsBatch: ends_batch === 1 };
};

export const toJoin = (row: unknown): StoredJoin => {
  const { id, bytes, at, ended } = row as Omit<StoredJoin, "id" | "bytes"> & { id: Blob; bytes: Blob };
  return { id: toArray(id), bytes: toArray(bytes), at, ended };
};

export const toCard = (row: unknown): StoredCard => {
  const { serial, bytes } = row as { readonly serial: number; readonly bytes: Blob };
  return { serial, bytes: toArray(bytes) };
};

export const toHeld = (row: unknown): StoredHeld => {
  const { doc, bytes } = row as { readonly doc: Blob; readonly bytes: Blob };
  return { doc: toArray(doc), bytes: toArray(bytes) };
};

export const toQuota = (row: unknown): CompanyQuota => {
  const { bytes, changes, files, connections } = row as CompanyQuota;
  return { bytes, changes, files, connections };
};

export const toMove = (row: unknown): readonly [company: number, origin: string] => {
  const { company, origin } = row as { readonly company: number; readonly origin: string };
  return [company, origin];
};

export const toExtent = (row: unknown): LogExtent => {
  const { docs, chunks, bytes } = row as Readonly<Record<keyof LogExtent, number | null>>;
  return { docs: docs ?? 0, chunks: chunks ?? 0, bytes: bytes ?? 0 };
};

export const toNumber = (row: unknown, column: string): number | undefined => {
  const value = (row as Readonly<Record<string, unknown>> | undefined)?.[column];
  return typeof value === "number" ? value : undefined;
};

export const toText = (row: unknown, column: string): string | undefined => {
  const value = (row as Readonly<Record<string, unknown>> | undefined)?.[column];
  return typeof value === "string" ? value : undefined;
};

/** SQLite's own error code such as `SQLITE_FULL`, from whatever the driver threw. */
export const sqliteCode = (thrown: unknown): string => {
  const code = (thrown as { readonly code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
};
