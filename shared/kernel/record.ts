/**
 * Record types. A document is a flat store of records, a record is a flat set of scalar fields.
 * A type is declared once, with the schema that parses everything that comes out of a document;
 * its TypeScript types, defaults and rows follow from that declaration.
 */
import * as v from "valibot";
import type { Brand } from "./brand";
import type { Id } from "./ids";
import { parseId } from "./ids";
import type { Ms } from "./clock";

/** What a field may hold. Everything else is a record of its own. */
export type Scalar = string | number | boolean | Uint8Array;

export interface Field<
  T extends Scalar = Scalar,
  Presence extends "required" | "optional" | "default" = "required" | "optional" | "default",
> {
  readonly schema: v.GenericSchema<unknown, T>;
  readonly presence: Presence;
  readonly fallback: T | undefined;
}

export type Fields = Readonly<Record<string, Field>>;

export interface RecordType<
  Name extends string = string,
  I extends Id<string> = Id<string>,
  F extends Fields = Fields,
> {
  readonly name: Name;
  readonly fields: F;
  /** Never set: carries the id type. */
  readonly idType?: I;
}

export type AnyRecordType = RecordType;
export type IdOf<R> = R extends RecordType<string, infer I> ? I : never;
type FieldsOf<R> = R extends RecordType<string, Id<string>, infer F> ? F : never;
type ValueOf<F> = F extends Field<infer T> ? T : never;
type KeysWith<F extends Fields, P> = {
  [K in keyof F]: F[K] extends Field<Scalar, infer Q> ? (Q extends P ? K : never) : never;
}[keyof F];

/** A record as the domain sees it: parsed, defaults filled in. */
export type RecordOf<R> = Readonly<
  { id: IdOf<R>; removedAt?: Ms } & {
    [K in KeysWith<FieldsOf<R>, "required" | "default">]: ValueOf<FieldsOf<R>[K]>;
  } & { [K in KeysWith<FieldsOf<R>, "optional">]?: ValueOf<FieldsOf<R>[K]> }
>;

/** What is needed to make a record. */
export type NewRecord<R> = Readonly<
  { [K in KeysWith<FieldsOf<R>, "required">]: ValueOf<FieldsOf<R>[K]> } & {
    [K in KeysWith<FieldsOf<R>, "optional" | "default">]?: ValueOf<FieldsOf<R>[K]> | undefined;
  }
>;

/** Fields to set; null clears an optional field. */
export type RecordPatch<R> = Readonly<
  { [K in KeysWith<FieldsOf<R>, "required" | "default">]?: ValueOf<FieldsOf<R>[K]> } & {
    [K in KeysWith<FieldsOf<R>, "optional">]?: ValueOf<FieldsOf<R>[K]> | null;
  }
>;

export const defineRecord =
  <I extends Id<string>>() =>
  <const Name extends string, const F extends Fields>(name: Name, fields: F): RecordType<Name, I, F> => ({
    name,
    fields,
  });

const required = <T extends Scalar>(schema: v.GenericSchema<unknown, T>): Field<T, "required"> => ({
  schema,
  presence: "required",
  fallback: undefined,
});

/** A field that may be absent. */
export const optional = <T extends Scalar>(field: Field<T, "required">): Field<T, "optional"> => ({
  ...field,
  presence: "optional",
});

/** A field whose absence means `fallback`; the fallback is never written. */
export const withDefault = <T extends Scalar>(
  field: Field<T, "required">,
  fallback: T,
): Field<T, "default"> => ({
  ...field,
  presence: "default",
  fallback,
});

/** Short text, at most `max` characters, kept as one value (not merged letter by letter). */
export const text = (max = 500): Field<string, "required"> => required(v.pipe(v.string(), v.maxLength(max)));
export const flag = (): Field<boolean, "required"> => required(v.boolean());
export const integer = (
  min = Number.MIN_SAFE_INTEGER,
  max = Number.MAX_SAFE_INTEGER,
): Field<number, "required"> =>
  required(v.pipe(v.number(), v.safeInteger(), v.minValue(min), v.maxValue(max)));
/** Milliseconds since 1970 UTC. */
export const instant = (): Field<Ms, "required"> => integer(-8.64e15, 8.64e15);
export const byteString = (max = 65_536): Field<Uint8Array, "required"> =>
  required(v.pipe(v.instance(Uint8Array), v.maxLength(max)));
export const oneOf = <const T extends readonly string[]>(values: T): Field<T[number], "required"> =>
  required(v.picklist(values));
export const idOf = <T extends Id<string>>(): Field<T, "required"> =>
  required(v.custom<T>((value) => parseId(value) !== undefined, "not an id"));

/** Calendar day, `YYYY-MM-DD`. */
export type Day = Brand<string, "day">;
/** Wall-clock time at a place, `YYYY-MM-DDTHH:MM`; means an instant only together with a zone. */
export type LocalDateTime = Brand<string, "localDateTime">;
/** IANA time zone name such as `Europe/Berlin`. */
export type Zone = Brand<string, "zone">;
/** Integer minor units and ISO 4217 code in one value, `123450 EUR`: an amount never loses its currency in a merge. */
export type Money = Brand<string, "money">;

const dayPattern = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const localDateTimePattern = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/;
const moneyPattern = /^-?\d{1,15} [A-Z]{3}$/;

const patterned = <T extends string>(pattern: RegExp, what: string): Field<T, "required"> =>
  required(v.custom<T>((value) => typeof value === "string" && pattern.test(value), what));

export const day = (): Field<Day, "required"> => patterned<Day>(dayPattern, "not a calendar day");
export const localDateTime = (): Field<LocalDateTime, "required"> =>
  patterned<LocalDateTime>(localDateTimePattern, "not a local date and time");
export const zone = (): Field<Zone, "required"> =>
  patterned<Zone>(/^[A-Za-z0-9_+-]+(\/[A-Za-z0-9_+-]+){0,2}$/, "not a time zone");
export const money = (): Field<Money, "required"> => patterned<Money>(moneyPattern, "not an amount of money");

/** Key of a record in its document: `<type>:<id>`. */
export const recordKey = (type: AnyRecordType, id: Id<string>): string => `${type.name}:${id}`;
