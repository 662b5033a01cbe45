/**
 * Ids are 16 random bytes, written as 26 characters of Crockford base 32 (2 spare bits, zero).
 * Each kind of thing has its own branded type; only `newId` and `parseId` make one.
 */
import type { Brand } from "./brand";
import { fromCrockford, toCrockford } from "./bytes";
import type { Random } from "./random";
import { assert } from "./result";

export type Id<Name extends string> = Brand<string, Name>;

/** What a document is about: stays when the document is rotated to a new address. Used in links and routes. */
export type ThingId = Id<"thing">;
/** Storage address of one document. */
export type DocId = Id<"document">;
export type MemberId = Id<"member">;

const idPattern = /^[0-9A-HJKMNP-TV-Z]{25}[048CGMRW]$/;

export const newId = <T extends Id<string>>(random: Random): T => idFromBytes<T>(random.bytes(16));

export const idFromBytes = <T extends Id<string>>(bytes: Uint8Array): T => {
  assert(bytes.length === 16, "an id has 16 bytes");
  return toCrockford(bytes) as T;
};

/** The id in its one written form, or undefined. */
export const parseId = <T extends Id<string>>(text: unknown): T | undefined =>
  typeof text === "string" && idPattern.test(text) ? (text as T) : undefined;

export const idToBytes = (id: Id<string>): Uint8Array => {
  const bytes = fromCrockford(id);
  assert(bytes?.length === 16, "an id is 26 characters of Crockford base 32");
  return bytes;
};

/** A record and the document that is about it share their random bytes: a product is its own thing. */
export const thingOf = (id: Id<string>): ThingId => id as string as ThingId;
