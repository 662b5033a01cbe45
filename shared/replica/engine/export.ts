/** Everything a device holds of a company in one file: a sequence of canonical CBOR items, readable without EventKit. */
import { concatBytes } from "#shared/kernel/bytes";
import { encodeCanonical } from "#shared/kernel/canonical";
import type { ByteStore } from "../ports";
import type { StoreName } from "../stored";

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

/** The first item names the format and the company; then follow pairs of store name and value. */
export const exportEverything = async (store: ByteStore, company: string): Promise<Uint8Array> => {
  const items: Uint8Array[] = [encodeCanonical({ format: "eventkit-export", version: 1, company })];
  for (const name of exported) {
    for (const value of await store.all(name)) items.push(encodeCanonical([name, withoutUndefined(value)]));
  }
  return concatBytes(...items);
};

const withoutUndefined = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
