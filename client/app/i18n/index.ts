/** Texts and formats for screens. How to write messages stands in `messages.ts`. */
export { defineMessages, locales } from "./messages";
export type { Locale, Messages } from "./messages";
export type { Format } from "./format";
export { LocaleProvider, useFormat, useLocale, useRichText, useText } from "./use-text";
export type { RichTextOf, TextOf } from "./use-text";
