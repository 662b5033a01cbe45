import { createContext, createMemo, useContext } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { assert } from "#shared/kernel/result";
import { createFormat } from "./format";
import type { Format } from "./format";
import { pluralForm, splitTemplate } from "./messages";
import type { ArgsOf, Catalogue, Locale, Message, Messages } from "./messages";

interface LocaleContext {
  readonly locale: Accessor<Locale>;
  readonly setLocale: (locale: Locale) => void;
  readonly format: Accessor<Format>;
  readonly plurals: Accessor<Intl.PluralRules>;
}

const Context = createContext<LocaleContext>();

/** Gives everything below the language. Who keeps the choice is up to the caller. */
export const LocaleProvider = (props: {
  readonly locale: Locale;
  readonly onChange: (locale: Locale) => void;
  readonly children: JSX.Element;
}): JSX.Element => {
  const format = createMemo(() => createFormat(props.locale));
  const plurals = createMemo(() => new Intl.PluralRules(props.locale));
  const value: LocaleContext = {
    locale: () => props.locale,
    setLocale: (locale) => props.onChange(locale),
    format,
    plurals,
  };
  return <Context.Provider value={value}>{props.children}</Context.Provider>;
};

const useContextValue = (): LocaleContext => {
  const value = useContext(Context);
  assert(value, "texts are read below LocaleProvider");
  return value;
};

export const useLocale = (): Pick<LocaleContext, "locale" | "setLocale"> => useContextValue();

/** Formats of the current language; follows when the language changes. */
export const useFormat = (): Accessor<Format> => useContextValue().format;

export type TextOf<En extends Catalogue> = <K extends keyof En & string>(
  key: K,
  ...args: ArgsOf<En[K], string>
) => string;
export type RichTextOf<En extends Catalogue> = <K extends keyof En & string>(
  key: K,
  ...args: ArgsOf<En[K], JSX.Element>
) => JSX.Element;

type Values = Readonly<Record<string, unknown>> | undefined;

const templateOf = (message: Message | undefined, values: Values, plurals: Intl.PluralRules): string => {
  assert(message !== undefined, "every key is in the catalogue");
  if (typeof message === "string") return message;
  const n = values?.["n"];
  return pluralForm(message, typeof n === "number" ? n : 0, plurals);
};

/** Reads messages of one catalogue in the current language. Call it where it is shown, not once: it is reactive. */
export const useText = <En extends Catalogue>(messages: Messages<En>): TextOf<En> => {
  const context = useContextValue();
  return (key, ...args) => {
    const values: Values = args[0];
    const catalogue: Catalogue = messages[context.locale()];
    return splitTemplate(templateOf(catalogue[key], values, context.plurals()))
      .map((part) => {
        if ("text" in part) return part.text;
        const value = values?.[part.name];
        return typeof value === "number"
          ? context.format().number(value, Number.isInteger(value) ? 0 : 1)
          : String(value);
      })
      .join("");
  };
};

/** As `useText`, with elements as values: `rt("wentTo", { event: <b>{name()}</b> })`. */
export const useRichText = <En extends Catalogue>(messages: Messages<En>): RichTextOf<En> => {
  const context = useContextValue();
  return (key, ...args) => {
    const values: Readonly<Record<string, JSX.Element>> | undefined = args[0];
    const catalogue: Catalogue = messages[context.locale()];
    return splitTemplate(templateOf(catalogue[key], values, context.plurals())).map((part) => {
      if ("text" in part) return part.text;
      const value = values?.[part.name];
      return typeof value === "number"
        ? context.format().number(value, Number.isInteger(value) ? 0 : 1)
        : value;
    });
  };
};
