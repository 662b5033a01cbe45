/** Limits of a company as an operator types and reads them. */
import type { CompanyQuota } from "#relay/storage/log-store";

const kinds = ["bytes", "changes", "files", "connections"] as const;
type Kind = (typeof kinds)[number];

const units: Readonly<Record<string, number>> = { "": 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

/** `--bytes 5GB --connections none`; undefined for anything else. */
export const parseLimits = (words: readonly string[]): Partial<CompanyQuota> | undefined => {
  const limits: Partial<Record<Kind, number | null>> = {};
  for (let at = 0; at < words.length; at += 2) {
    const kind = kinds.find((each) => `--${each}` === words[at]);
    const amount = parseAmount(words[at + 1] ?? "");
    if (kind === undefined || amount === undefined) return undefined;
    limits[kind] = amount;
  }
  return limits;
};

/** Whole numbers, with a unit where one is wanted; null for `none`. */
const parseAmount = (text: string): number | null | undefined => {
  if (text === "none") return null;
  const [, digits, unit = ""] = /^(\d{1,12}(?:\.\d{1,3})?)\s?([kMGT]B)?$/.exec(text) ?? [];
  const factor = units[unit];
  if (digits === undefined || factor === undefined) return undefined;
  const amount = Number(digits) * factor;
  return Number.isSafeInteger(amount) ? amount : undefined;
};

export const bytesInWords = (bytes: number): string => {
  if (bytes < 1e3) return `${bytes} bytes`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
};

export type CompanyUse = Readonly<Record<Exclude<Kind, "connections">, number>>;

/** One line per limit: what is used of what is allowed. */
export const describeQuota = (quota: CompanyQuota, use: CompanyUse): string => {
  const titles: Readonly<Record<Kind, string>> = {
    bytes: "changes, as they are stored",
    changes: "changes, counted",
    files: "files",
    connections: "devices connected at one time",
  };
  return kinds
    .map((kind) => {
      const inWords = (amount: number): string =>
        kind === "bytes" || kind === "files" ? bytesInWords(amount) : String(amount);
      const limit = quota[kind];
      const allowed = limit === null ? "no limit" : `at most ${inWords(limit)}`;
      const used = kind === "connections" ? "" : `, ${inWords(use[kind])} used`;
      return `${titles[kind].padEnd(32)}${allowed}${used}`;
    })
    .join("\n");
};
