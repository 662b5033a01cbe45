/** A string or byte array that only its own constructor can make. */
declare const brandOf: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brandOf]: Name };

/** Puts a brand on a value that has just been checked. The one cast behind every branded type. */
export const brand = <B>(value: unknown): B => value as B;
