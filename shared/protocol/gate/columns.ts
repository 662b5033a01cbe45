/**
 * The run-length columns of a change, read with a hard limit on rows and only in the one form Automerge itself writes.
 * Another form of the same rows would be rebuilt by Automerge with another hash, and the document could not be loaded
 * again, so it is refused here.
 */
import type { ByteReader } from "./byte-reader";

export type Column<T> = readonly (T | null)[];

/** Values of a run-length column. `limit` is checked before any run is expanded. */
const readRuns = <T>(reader: ByteReader, limit: number, readValue: () => T): (T | null)[] => {
  const rows: (T | null)[] = [];
  let previous: "start" | "repeat" | "literal" | "null" = "start";
  while (reader.hasMore()) {
    const run = reader.signed();
    const length = run === 0 ? reader.unsigned() : Math.abs(run);
    if (rows.length + length > limit) reader.fail("more rows than allowed", "ops");
    if (reader.problem !== undefined) break;
    const kind = run === 0 ? "null" : run > 0 ? "repeat" : "literal";
    if (length === 0 || (kind === "repeat" && length === 1) || (kind === previous && kind !== "repeat")) {
      reader.fail("run not in its shortest form");
    }
    const first = rows.length;
    if (kind === "literal") readLiteral(reader, rows, length, readValue);
    else {
      const value = kind === "null" ? null : readValue();
      for (let i = 0; i < length; i++) rows.push(value);
    }
    if (rows[first] === rows[first - 1]) reader.fail("runs of one value not joined");
    previous = kind;
  }
  return rows;
};

const readLiteral = <T>(reader: ByteReader, rows: (T | null)[], length: number, readValue: () => T): void => {
  for (let i = 0; i < length && reader.problem === undefined; i++) {
    const value = readValue();
    if (i > 0 && value === rows[rows.length - 1]) reader.fail("repetition written out");
    rows.push(value);
  }
};

export const readUnsignedColumn = (reader: ByteReader, limit: number): Column<number> =>
  readRuns(reader, limit, () => reader.unsigned());

/** Differences to the value before, summed up. */
export const readDeltaColumn = (reader: ByteReader, limit: number): Column<number> => {
  let value = 0;
  return readRuns(reader, limit, () => reader.signed()).map((step) =>
    step === null ? null : (value += step),
  );
};

export const readTextColumn = (reader: ByteReader, limit: number): Column<string> =>
  readRuns(reader, limit, () => reader.text(reader.unsigned(), "text is not UTF-8"));

/** Alternating counts, starting with false. */
export const readBooleanColumn = (reader: ByteReader, limit: number): readonly boolean[] => {
  const rows: boolean[] = [];
  for (let value = false, first = true; reader.hasMore(); value = !value, first = false) {
    const length = reader.unsigned();
    if (rows.length + length > limit) reader.fail("more rows than allowed", "ops");
    if (length === 0 && !(first && reader.hasMore())) reader.fail("empty run");
    for (let i = 0; i < length && reader.problem === undefined; i++) rows.push(value);
  }
  return rows;
};
