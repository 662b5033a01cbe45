import { brand } from "#shared/kernel/brand";

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The object without its undefined values. */
export const defined = <T extends Readonly<Record<string, unknown>>>(values: T): Defined<T> =>
  brand<Defined<T>>(Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)));
