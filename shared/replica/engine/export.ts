/** Everything a device holds of a company in one file: a sequence of canonical CBOR items, readable without EventKit. */
import { brand } from "#shared/kernel/brand";
import { concatBytes } from "#shared/kernel/bytes";
import { encodeCanonical } from "#shared/kernel/canonical";
import type { ByteStore } from "../ports";
import type { StoreName } from "../stored";

/** The first item of the file. */
export const exportFormat = { name: "eventkit-export", version: 1 } as const;

/** What cannot be made again. Rows are made from chunks; keys never leave the device. */
const exported = [
  "cards",
  "chunks",
  "quarantine",
  "tips",
  "outbox",
  "receipts",
  "losses",
  "rescues",
] as const satisfies StoreName[];

/** Somebody may write while the stores are read one after the other. */
const readings = 5;

/** The first item names the format and the company; then follow pairs of store name and value. */
export const exportEverything = async (store: ByteStore, company: string): Promise<Uint8Array> => {
  const items: Uint8Array[] = [
    encodeCanonical({ format: exportFormat.name, version: exportFormat.version, company }),
  ];
  for (let turn = 1; ; turn++) {
    const read = await readAll(store);
    if (turn < readings && !areOfOneMoment(read)) continue;
    for (const [name, values] of read)
      for (const value of values) items.push(encodeCanonical([name, withoutUndefined(value)]));
    return concatBytes(...items);
  }
};

type Read = ReadonlyMap<StoreName, readonly object[]>;

const readAll = async (store: ByteStore): Promise<Read> => {
  const read = new Map<StoreName, readonly object[]>();
  for (const name of exported) read.set(name, await store.all(name));
  return read;
};

/** Whether the change each tip names was read too: a tip is written together with it. */
const areOfOneMoment = (read: Read): boolean => {
  const namesOf = (...stores: readonly StoreName[]): readonly string[] =>
    stores.flatMap((name) => (read.get(name) ?? []).map((value) => placeOf(brand<Placed>(value))));
  const changes = new Set(namesOf("chunks", "quarantine"));
  return namesOf("tips").every((name) => changes.has(name));
};

interface Placed {
  readonly doc: string;
  readonly hash: string;
}

const placeOf = ({ doc, hash }: Placed): string => `${doc}/${hash}`;

const withoutUndefined = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
