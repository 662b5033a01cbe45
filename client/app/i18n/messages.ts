/**
 * The message catalogue. Every text a person reads is a message; English and German are always both there.
 *
 * A feature keeps its texts in `client/features/<feature>/messages.ts`:
 *
 *     export const messages = defineMessages({
 *       en: { title: "Stock", found: { one: "{n} product", other: "{n} products" }, at: "{code} is at {place}" },
 *       de: { title: "Bestand", found: { one: "{n} Produkt", other: "{n} Produkte" }, at: "{code} liegt in {place}" },
 *     });
 *
 * and reads them in a component:
 *
 *     const t = useText(messages);
 *     t("title"); t("found", { n: 3 }); t("at", { code: "MEGA-0114", place: "Rack 3" });
 *
 * A missing key, an unknown key and a missing value are type errors. `{n}` of a plural chooses the form and is
 * written with the separators of the language; other numbers are too. Dates, weights, money and the like go in as
 * text made by `useFormat()`. Where a value is an element (a name in bold, a link), use `useRichText`.
 * Sentences, not fragments: word order differs between languages. Curly brackets are for values only.
 */
export type Locale = "en" | "de";
export const locales = ["en", "de"] as const satisfies readonly Locale[];

export interface Plural {
  readonly zero?: string;
  readonly one?: string;
  readonly other: string;
}
export type Message = string | Plural;
export type Catalogue = Readonly<Record<string, Message>>;

/** The same keys with a text of the same shape. */
export type Counterpart<En extends Catalogue> = {
  readonly [K in keyof En]: En[K] extends string ? string : Plural;
};

export interface Messages<En extends Catalogue> {
  readonly en: En;
  readonly de: Counterpart<En>;
}

export const defineMessages = <const En extends Catalogue>(messages: Messages<En>): Messages<En> => messages;

type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;
type FullText<M> = M extends string
  ? M
  : M extends { readonly other: infer Other extends string }
    ? Other
    : never;

/** The values a message needs; `Part` is what may stand in them besides numbers. */
export type ValuesOf<M, Part> = Readonly<
  Record<NamesIn<FullText<M>>, Part | number> & (M extends Plural ? { n: number } : unknown)
>;
/** No second argument for a message without values. */
export type ArgsOf<M, Part> = [M extends Plural ? "n" : NamesIn<FullText<M>>] extends [never]
  ? []
  : [values: ValuesOf<M, Part>];

/** Picks the form for `n` by the plural rules of the language. An own form for zero wins. */
export const pluralForm = (message: Plural, n: number, rules: Intl.PluralRules): string => {
  if (n === 0 && message.zero !== undefined) return message.zero;
  return rules.select(n) === "one" && message.one !== undefined ? message.one : message.other;
};

type Part = { readonly text: string } | { readonly name: string };
/** Templates come from the catalogues, so there are only so many. */
const splits = new Map<string, readonly Part[]>();

/** Splits `a {b} c` into texts and names, in order. */
export const splitTemplate = (template: string): readonly Part[] => {
  const known = splits.get(template);
  if (known !== undefined) return known;
  const parts = template
    .split(/(\{\w+\})/)
    .filter((part) => part !== "")
    .map((part): Part => (/^\{\w+\}$/.test(part) ? { name: part.slice(1, -1) } : { text: part }));
  splits.set(template, parts);
  return parts;
};
