/** Codes in records, as words for people. */
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { valueMessages } from "#client/features/activity/value-messages";
import { isCoded, referredTypes, wordOfValue } from "#client/features/activity/value-words";
import { wordMessages } from "#client/features/activity/word-messages";
import { documentKinds } from "#shared/documents/kinds";

const picklist = v.object({ type: v.literal("picklist"), options: v.array(v.string()) });

/** Every code a field may hold, of the fields people know by a word. */
const codes = [
  ...new Set(
    Object.values(documentKinds)
      .flatMap(({ records }) => [...records])
      .flatMap(({ fields }) => Object.entries(fields))
      .filter(([field]) => Object.hasOwn(wordMessages.en, `field_${field}`))
      .flatMap(([field, { schema }]) => {
        const parsed = v.safeParse(picklist, schema);
        return parsed.success ? parsed.output.options.map((option) => `${field} ${option}`) : [];
      }),
  ),
];

describe("values", () => {
  test("[SEC-06] every code in a field that has a name has a word, in both languages", () => {
    expect(codes.length).toBeGreaterThan(60);
    const untold = codes.filter((code) => {
      const [field = "", value = ""] = code.split(" ");
      const word = wordOfValue(field, value);
      return !isCoded(field) || word === undefined || valueMessages.de[word] === "";
    });
    expect(untold).toEqual([]);
  });

  test("[SEC-06] every word belongs to a code that may stand there", () => {
    expect(Object.keys(valueMessages.en).filter((key) => !codes.includes(key.replace("_", " ")))).toEqual([]);
  });

  test("[SEC-06] ids are looked up as what their field names, texts of the same length are texts", () => {
    const id = "0123456789abcdefghjkmnpqrs";
    expect(referredTypes("transfer", id)).toEqual(["transfer"]);
    expect(referredTypes("from", id)).toEqual(["location"]);
    expect(referredTypes("from", "2026-11-22T08:00")).toEqual([]);
    expect(referredTypes("note", id)).toEqual([]);
  });
});
