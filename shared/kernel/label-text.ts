/**
 * The text on an asset's label, `HTTPS://HOST/A/` and 26 characters, and what a scanner makes of any code it reads.
 * 26 characters = 8 (first 40 bits of the company id) + 16 (80 random bits) + 2 (check). Upper case keeps the QR code
 * in its dense alphanumeric mode. Nothing here opens, fetches or writes anything.
 */
import { asciiBytes, concatBytes, fromCrockford, toCrockford } from "./bytes";
import type { Sha256 } from "./hash";
import type { Random } from "./random";
import { assert } from "./result";

export interface LabelParts {
  /** All 26 characters in their one written form. */
  readonly text: string;
  /** First 8 characters: an index of the company, not a proof. */
  readonly company: string;
  /** The 10 random bytes; with the full company id they name the asset for ever. */
  readonly local: Uint8Array;
}

const labelTag = concatBytes(asciiBytes("EventKit/lbl/v1"), new Uint8Array(1));

/** First 8 label characters of a company, from its 32-byte id. */
export const labelCompany = (company: Uint8Array): string => toCrockford(company.subarray(0, 5));

/** A fresh label for one asset. */
export const makeLabel = (sha256: Sha256, company: Uint8Array, random: Random): LabelParts =>
  labelFrom(sha256, company, random.bytes(10));

export const labelFrom = (sha256: Sha256, company: Uint8Array, local: Uint8Array): LabelParts => {
  assert(local.length === 10, "a label has 80 random bits");
  const head = labelCompany(company) + toCrockford(local);
  return { text: head + checkCharacters(sha256, head), company: head.slice(0, 8), local };
};

/** Reads 26 characters leniently (case, hyphens, I L O); undefined when they are not a label or the check fails. */
export const parseLabel = (sha256: Sha256, typed: string): LabelParts | undefined => {
  if (typed.length > 64) return undefined;
  const text = normal(typed);
  const local = text?.length === 26 ? fromCrockford(text.slice(8, 24)) : undefined;
  if (text === undefined || local === undefined) return undefined;
  return checkCharacters(sha256, text.slice(0, 24)) === text.slice(24)
    ? { text, company: text.slice(0, 8), local }
    : undefined;
};

/** The 26 characters as people read and type them, in five groups. */
export const spellLabel = (text: string): string =>
  [text.slice(0, 5), text.slice(5, 10), text.slice(10, 15), text.slice(15, 20), text.slice(20)].join("-");

/** What is encoded in the QR code. `host` may carry a port; a case label carries the revision of its contents list. */
export const labelUrl = (host: string, label: LabelParts, revision?: string): string =>
  `HTTPS://${host.toUpperCase()}/A/${label.text}${revision === undefined ? "" : `/${revision}`}`;

/** What a scanned code is. Everything that is not one of our forms is `text`: shown, never opened. */
export type ScannedText =
  /** `revision`: of the contents a case label lists, 4 characters. */
  | { readonly type: "own-label"; readonly label: LabelParts; readonly revision?: string }
  | { readonly type: "foreign-label"; readonly label: LabelParts; readonly host: string | null }
  /** Of our form, but mistyped or damaged. */
  | { readonly type: "bad-label" }
  | { readonly type: "enrolment-link" }
  | { readonly type: "pairing-link" }
  | { readonly type: "text"; readonly text: string };

/** Longer codes than any of ours are cut for display. */
const maxShown = 500;

/** Classifies a code without side effects. `company` is the 32-byte id of the company the scanner works for. */
export const readScannedText = (sha256: Sha256, company: Uint8Array, scanned: string): ScannedText => {
  const text = scanned.trim();
  if (text.length > 4_096) return { type: "text", text: text.slice(0, maxShown) };
  const url = linkPattern.exec(text);
  const [host, path, rest] = [url?.[1], url?.[2]?.toLowerCase(), url?.[3]];
  if (path === "j" || path === "p") return { type: path === "j" ? "enrolment-link" : "pairing-link" };
  if (path === "a" && host !== undefined && rest !== undefined) return classify(sha256, company, rest, host);
  if (/^[0-9A-Za-z]{26}$/.test(text)) {
    const label = parseLabel(sha256, text);
    if (label !== undefined) return sort(company, label, null);
  }
  if (typedPattern.test(text)) {
    const label = parseLabel(sha256, text.replaceAll(" ", ""));
    // In groups a code of somebody else could look like a label: only ours are read so.
    if (label?.company === labelCompany(company)) return { type: "own-label", label };
  }
  return { type: "text", text: text.slice(0, maxShown) };
};

/** A label as somebody types it who reads it from the sticker. */
const typedPattern = /^[0-9A-Z]+(?:[ -][0-9A-Z]+){1,12}$/i;

/** Host, first path segment, and what follows; plain ASCII only, so that look-alike letters never match. */
const linkPattern = /^https?:\/\/([a-z0-9.:[\]-]{1,255})\/([ajp])(?:[/#?]([\x21-\x7e]*))?$/i;

const classify = (sha256: Sha256, company: Uint8Array, rest: string, host: string): ScannedText => {
  const revision = /\/([0-9A-Z]{4})$/.exec(rest.toUpperCase())?.[1];
  const label = parseLabel(sha256, revision === undefined ? rest : rest.slice(0, -5));
  if (label === undefined) return { type: "bad-label" };
  const sorted = sort(company, label, host.toLowerCase());
  return sorted.type === "own-label" && revision !== undefined ? { ...sorted, revision } : sorted;
};

const sort = (company: Uint8Array, label: LabelParts, host: string | null): ScannedText =>
  label.company === labelCompany(company)
    ? { type: "own-label", label }
    : { type: "foreign-label", label, host };

const normal = (typed: string): string | undefined => {
  const text = typed
    .toUpperCase()
    .replaceAll("-", "")
    .replaceAll("I", "1")
    .replaceAll("L", "1")
    .replaceAll("O", "0");
  return /^[0-9A-HJKMNP-TV-Z]*$/.test(text) ? text : undefined;
};

const checkDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const checkCharacters = (sha256: Sha256, head: string): string => {
  const hash = sha256(concatBytes(labelTag, asciiBytes(head)));
  return (checkDigits[(hash[0] ?? 0) >> 3] ?? "") + (checkDigits[(hash[1] ?? 0) >> 3] ?? "");
};
