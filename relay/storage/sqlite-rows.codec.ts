/** Rows as SQLite returns them. The schema in `sqlite-schema.ts` is what makes these types true. */
import type { StoredJoin, StoredPush } from "./log-store";
import { serialOfKey } from "./sqlite-schema";

export interface CompanyRow {
  readonly no: number;
  readonly id: Uint8Array;
}

interface PushRow {
  readonly key: number;
  readonly address: Uint8Array;
  readonly log_hash: Uint8Array;
  readonly body: Uint8Array;
  readonly proof: Uint8Array | null;
  readonly ends_batch: number;
}

interface BytesRow {
  readonly bytes: Uint8Array;
}

export const toCompanyRows = (rows: readonly unknown[]): readonly CompanyRow[] =>
  rows as readonly CompanyRow[];

export const toBytes = (rows: readonly unknown[]): readonly Uint8Array[] =>
  (rows as readonly BytesRow[]).map((row) => row.bytes);

export const toPush = (row: unknown): StoredPush & { readonly endsBatch: boolean } => {
  const push = row as PushRow;
  return {
    serial: serialOfKey(push.key),
    doc: push.address,
    logHash: push.log_hash,
    body: push.body,
    proof: push.proof,
    endsBatch: push.ends_batch === 1,
  };
};

export const toJoin = (row: unknown): StoredJoin => {
  const join = row as { id: Uint8Array; bytes: Uint8Array; at: number };
  return { id: join.id, bytes: join.bytes, at: join.at };
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
