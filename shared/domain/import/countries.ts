/** Countries as programs write them: two letters, or the name in a language their users have. */
import { squeezeText } from "#shared/domain/inventory";

const languages = ["en", "de", "nl", "fr", "es", "it"] as const;

let byName: ReadonlyMap<string, string> | undefined;

/** Two capital letters (ISO 3166); undefined for what is no country that is known. */
export const readCountry = (cell: string): string | undefined => {
  const text = cell.trim();
  byName ??= namesOfCountries();
  return byName.get(squeezeText(text));
};

/** Names and the letters themselves, for what Unicode knows as a country. */
const namesOfCountries = (): ReadonlyMap<string, string> => {
  const found = new Map<string, string>([
    ["uk", "GB"],
    ["greatbritain", "GB"],
    ["england", "GB"],
    ["usa", "US"],
    ["holland", "NL"],
  ]);
  const names = languages.map(
    (language) => new Intl.DisplayNames([language], { type: "region", fallback: "none" }),
  );
  for (const code of everyCode()) {
    for (const name of names) {
      const text = name.of(code);
      if (text === undefined) continue;
      found.set(code.toLowerCase(), code);
      if (!found.has(squeezeText(text))) found.set(squeezeText(text), code);
    }
  }
  return found;
};

const letters = Array.from({ length: 26 }, (_, at) => String.fromCharCode(65 + at));

/** `ZZ` says that it is not known. Those that were given up have the name of what they are now. */
const everyCode = (): readonly string[] =>
  letters.flatMap((first) => letters.map((second) => first + second)).filter((code) => !notNow.has(code));

/** Codes that Unicode still names and ISO 3166 does not: unions, unknown, given up. */
const notNow: ReadonlySet<string> = new Set([
  ...["EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "UK"],
  ...["AN", "BU", "CS", "DD", "DY", "FX", "HV", "NH", "RH", "SU", "TP", "VD", "YD", "YU", "ZR", "NT", "PC"],
]);
