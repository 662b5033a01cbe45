/**
 * Where files of documents lie once they are whole: one per content hash under the document they belong to, never
 * changed. In a folder or in a bucket of an S3-compatible storage.
 */
import type { Readable } from "node:stream";
import type { Ms } from "#shared/kernel/clock";
import type { CompanyNumber } from "./log-store";

export interface BlobAddress {
  readonly company: CompanyNumber;
  readonly doc: Uint8Array;
  readonly hash: Uint8Array;
}

export interface StoredBlob {
  readonly bytes: number;
  readonly read: () => Promise<Readable>;
}

/** Every call rejects when the storage cannot be reached or written. */
export interface BlobStore {
  /** Undefined when it is not there, or not whole. */
  readonly find: (address: BlobAddress) => Promise<StoredBlob | undefined>;
  /** Takes over a checked file, which lies on the disk of this machine and is gone from there afterwards. */
  readonly keep: (address: BlobAddress, path: string) => Promise<void>;
  readonly remove: (address: BlobAddress) => Promise<void>;
  /** Of one document, or of a whole company. */
  readonly list: (company: CompanyNumber, doc?: Uint8Array) => AsyncIterable<ListedBlob>;
  readonly removeAll: (company: CompanyNumber) => Promise<void>;
  /** Since when nothing is known to refer to it; undefined when something does or nobody has said. */
  readonly unreferencedSince: (address: BlobAddress) => Promise<Ms | undefined>;
  /** Null: something refers to it. */
  readonly setUnreferenced: (address: BlobAddress, since: Ms | null) => Promise<void>;
}

export interface ListedBlob {
  readonly doc: Uint8Array;
  readonly hash: Uint8Array;
  readonly bytes: number;
}

export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** Path of a file below the storage's beginning. */
export const blobKey = ({ company, doc, hash }: BlobAddress): string =>
  `${company}/${hexOf(doc)}/${hexOf(hash)}`;

/** Document and hash of `<doc>/<hash>` in hexadecimal; undefined for marks, unfinished files and whatever else. */
export const readBlobName = (name: string): Pick<ListedBlob, "doc" | "hash"> | undefined => {
  const found = /^([0-9a-f]{32})\/([0-9a-f]{64})$/.exec(name);
  if (found === null) return undefined;
  return {
    doc: new Uint8Array(Buffer.from(found[1] ?? "", "hex")),
    hash: new Uint8Array(Buffer.from(found[2] ?? "", "hex")),
  };
};

/** Ends the name of what says since when nothing refers to a file. */
export const unreferencedEnding = ".unreferenced";

export const bytesOf = async (store: BlobStore, company: CompanyNumber): Promise<number> => {
  let bytes = 0;
  for await (const blob of store.list(company)) bytes += blob.bytes;
  return bytes;
};
