/**
 * The byte strings of the protocol and their schemas. On the wire and in signed things ids are raw bytes; the rest of
 * the product writes them as text, so the conversions live here too.
 */
import * as v from "valibot";
import { fromBase64Url, toBase64Url } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import type { DocId, Id, MemberId, ThingId } from "#shared/kernel/ids";
import { idFromBytes, idToBytes } from "#shared/kernel/ids";

export type Bytes16 = Uint8Array;
export type Bytes32 = Uint8Array;
export type Bytes64 = Uint8Array;
/** SHA-256 of the company's first key document. */
export type CompanyId = Bytes32;
/** An Ed25519 public key. */
export type Key = Bytes32;
export type Hash = Bytes32;
/** The 16 bytes behind a `DocId`, `ThingId` or `MemberId` of the kernel. */
export type DocBytes = Bytes16;
export type ThingBytes = Bytes16;
export type MemberBytes = Bytes16;

/** What the relay and the grants know of a document's content. Fixed per kind for ever. */
export const docClasses = [
  "settings",
  "inventory",
  "ledger",
  "movements",
  "event",
  "money",
  "client",
  "schedule",
  "person",
  "note",
  "work",
  "agreement",
  "projection",
  "audit",
] as const;
export type DocClass = (typeof docClasses)[number];

const fixedBytes = (length: number): v.GenericSchema<unknown, Uint8Array> =>
  v.custom<Uint8Array>(
    (value) => value instanceof Uint8Array && value.length === length,
    `not ${length} bytes`,
  );

export const bytes8 = fixedBytes(8);
export const bytes16 = fixedBytes(16);
export const bytes32 = fixedBytes(32);
export const bytes64 = fixedBytes(64);
export const someBytes = (max: number): v.GenericSchema<unknown, Uint8Array> =>
  v.custom<Uint8Array>(
    (value) => value instanceof Uint8Array && value.length <= max,
    `not at most ${max} bytes`,
  );
export const shortText = (max: number): v.GenericSchema<unknown, string> =>
  v.pipe(v.string(), v.maxLength(max));
/** A count, sequence number or serial. */
export const count: v.GenericSchema<unknown, number> = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const instant: v.GenericSchema<unknown, Ms> = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(0),
  v.maxValue(8.64e15),
);
export const listOf = <T>(item: v.GenericSchema<unknown, T>, max: number): v.GenericSchema<unknown, T[]> =>
  v.pipe(v.array(item), v.maxLength(max));

export const docIdFromBytes = (bytes: DocBytes): DocId => idFromBytes<DocId>(bytes);
export const thingIdFromBytes = (bytes: ThingBytes): ThingId => idFromBytes<ThingId>(bytes);
export const memberIdFromBytes = (bytes: MemberBytes): MemberId => idFromBytes<MemberId>(bytes);
export const bytesOfId = (id: Id<string>): Bytes16 => idToBytes(id);

/** Base64url, the text form of companies, keys and hashes in JSON, URLs and as map keys. */
export const textOfBytes = (bytes: Uint8Array): string => toBase64Url(bytes);

/** The 32 bytes behind a base64url text, or undefined. */
export const bytes32FromText = (text: string): Bytes32 | undefined => {
  const bytes = fromBase64Url(text);
  return bytes?.length === 32 ? bytes : undefined;
};
