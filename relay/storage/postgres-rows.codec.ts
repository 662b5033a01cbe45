/** Rows as the PostgreSQL driver returns them. The schema in `postgres-schema.ts` is what makes these types true. */
import type {
  CompanyNumber,
  CompanyQuota,
  LogExtent,
  StoredCard,
  StoredCompany,
  StoredHeld,
  StoredJoin,
  StoredPush,
} from "./log-store";

/** The driver answers `bigint` as text: not every one fits a JavaScript number, ours all do. */
type BigInt64 = string;

interface CompanyRow {
  readonly no: BigInt64;
  readonly id: Buffer;
  readonly serial: BigInt64 | null;
  readonly log_hash: Buffer | null;
}

interface PushRow {
  readonly serial: BigInt64;
  readonly doc: Buffer;
  readonly log_hash: Buffer;
  readonly changes: number;
  readonly body: Buffer;
  readonly proof: Buffer | null;
}

/** Out of the driver's pool, so that one kept array does not keep a whole answer in memory. */
const copy = (bytes: Buffer): Uint8Array => new Uint8Array(bytes);

export const toCompany = (row: unknown): StoredCompany => {
  const { no, id, serial, log_hash } = row as CompanyRow;
  return {
    company: Number(no),
    id: copy(id),
    serial: Number(serial ?? 0),
    logHash: log_hash === null ? new Uint8Array(32) : copy(log_hash),
  };
};

export const toServer = (
  row: unknown,
): {
  readonly server: string;
  readonly now: number;
  readonly bytes: number;
  readonly hasBegun: boolean;
} => {
  const { server, now, bytes, begun } = row as {
    server: string;
    now: BigInt64;
    bytes: BigInt64;
    begun: boolean;
  };
  return { server, now: Number(now), bytes: Number(bytes), hasBegun: begun };
};

export const toPush = (row: unknown): StoredPush => {
  const { serial, doc, log_hash, changes, body, proof } = row as PushRow;
  return {
    serial: Number(serial),
    doc: copy(doc),
    logHash: copy(log_hash),
    changes,
    body: copy(body),
    proof: proof === null ? null : copy(proof),
  };
};

export const toPushSize = (
  row: unknown,
): { readonly serial: number; readonly bytes: number; readonly endsBatch: boolean } => {
  const { serial, bytes, ends_batch } = row as { serial: BigInt64; bytes: number; ends_batch: boolean };
  return { serial: Number(serial), bytes, endsBatch: ends_batch };
};

export const toBytes = (row: unknown): Uint8Array => copy((row as { readonly bytes: Buffer }).bytes);

export const toCard = (row: unknown): StoredCard => {
  const { serial, bytes } = row as { readonly serial: BigInt64; readonly bytes: Buffer };
  return { serial: Number(serial), bytes: copy(bytes) };
};

export const toJoin = (row: unknown): StoredJoin => {
  const { id, bytes, at, ended } = row as {
    readonly id: Buffer;
    readonly bytes: Buffer;
    readonly at: BigInt64;
    readonly ended: StoredJoin["ended"];
  };
  return { id: copy(id), bytes: copy(bytes), at: Number(at), ended };
};

export const toHeld = (row: unknown): StoredHeld => {
  const { doc, bytes } = row as { readonly doc: Buffer; readonly bytes: Buffer };
  return { doc: copy(doc), bytes: copy(bytes) };
};

export const toQuota = (row: unknown): CompanyQuota => {
  const { bytes, changes, files, connections } = row as Readonly<Record<keyof CompanyQuota, BigInt64 | null>>;
  const limit = (value: BigInt64 | null): number | null => (value === null ? null : Number(value));
  return {
    bytes: limit(bytes),
    changes: limit(changes),
    files: limit(files),
    connections: limit(connections),
  };
};

export const toMove = (row: unknown): readonly [company: number, origin: string] => {
  const { company, origin } = row as { readonly company: BigInt64; readonly origin: string };
  return [Number(company), origin];
};

export const toExtent = (row: unknown): LogExtent => {
  const { docs, chunks, bytes } = row as Readonly<Record<keyof LogExtent, BigInt64 | null>>;
  return { docs: Number(docs ?? 0), chunks: Number(chunks ?? 0), bytes: Number(bytes ?? 0) };
};

export const toInteger = (row: unknown, column: string): number =>
  Number((row as Readonly<Record<string, unknown>>)[column]);

export const toHash = (row: unknown): Uint8Array => copy((row as { readonly log_hash: Buffer }).log_hash);

/** Of several statements sent together the driver answers a list of results; what the last one found. */
export const lastRowsOf = (answer: unknown): readonly unknown[] => {
  const results = (Array.isArray(answer) ? answer : [answer]) as readonly { readonly rows: unknown[] }[];
  return results.at(-1)?.rows ?? [];
};

/** A company and the epoch under which somebody owns it. */
export const toOwned = (row: unknown): readonly [CompanyNumber, number] => {
  const { company, epoch } = row as { readonly company: BigInt64; readonly epoch: BigInt64 };
  return [Number(company), Number(epoch)];
};

/** A company, who owns it as far as the database knows, and whether that one still works. */
export interface OwnerRow {
  readonly company: CompanyNumber;
  readonly node: number | null;
  readonly address: string | null;
  readonly alive: boolean;
}

export const toOwner = (row: unknown): OwnerRow => {
  const { company, node, address, alive } = row as Omit<OwnerRow, "company"> & { readonly company: BigInt64 };
  return { company: Number(company), node, address, alive };
};

export const toKey = (row: unknown): Uint8Array => copy((row as { readonly key: Buffer }).key);

/** Where a node is reached. */
export const toAddress = (row: unknown): string | null =>
  (row as { readonly address: string | null }).address;

export const postgresMessage = (thrown: unknown): string =>
  thrown instanceof Error && thrown.message !== "" ? thrown.message : postgresCode(thrown) || "unknown";

/** PostgreSQL's own error code such as `53100` (disk full), or the system's such as `ECONNREFUSED`. */
export const postgresCode = (thrown: unknown): string => {
  const code = (thrown as { readonly code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
};
