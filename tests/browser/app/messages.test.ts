/** Every catalogue of the app, found by its file name: the type checker sees keys, this sees what is inside. */
import { describe, expect, test } from "vitest";
import { pluralForm, splitTemplate } from "#client/app/i18n/messages";
import type { Message } from "#client/app/i18n/messages";

interface Module {
  readonly messages?: { readonly en: Record<string, Message>; readonly de: Record<string, Message> };
}

interface Found {
  readonly path: string;
  readonly messages: NonNullable<Module["messages"]>;
}

const modules: readonly Found[] = Object.entries<Module>(
  import.meta.glob("../../../client/{app,features/*}/**/*messages.ts", { eager: true }),
).flatMap(([path, { messages }]): readonly Found[] => (messages === undefined ? [] : [{ path, messages }]));

const formsOf = (message: Message): readonly string[] =>
  typeof message === "string"
    ? [message]
    : [message.zero, message.one, message.other].filter((form) => form !== undefined);

const namesIn = (message: Message): readonly string[] => [
  ...new Set(
    formsOf(message).flatMap((form) =>
      splitTemplate(form).flatMap((part) => ("name" in part ? [part.name] : [])),
    ),
  ),
];

const cases = modules.flatMap(({ path, messages }) =>
  Object.keys(messages.en).map((key) => ({ path, key, en: messages.en[key], de: messages.de[key] })),
);

describe("message catalogues", () => {
  test("the glob finds them", () => {
    expect(modules.length).toBeGreaterThan(5);
    expect(cases.length).toBeGreaterThan(300);
  });

  test("German uses the same values as English", () => {
    const different = cases.filter(
      ({ en, de }) =>
        en === undefined ||
        de === undefined ||
        namesIn(en).toSorted().join() !== namesIn(de).toSorted().join(),
    );
    expect(different.map(({ path, key }) => `${path} ${key}`)).toEqual([]);
  });

  test("no text is empty, begins or ends with a space, or holds a stray bracket", () => {
    const bad = cases.filter(({ en, de }) =>
      [en, de]
        .flatMap((message) => (message === undefined ? [""] : formsOf(message)))
        .some((form) => form.trim() !== form || form === "" || /[{}]/.test(form.replaceAll(/\{\w+\}/g, ""))),
    );
    expect(bad.map(({ path, key }) => `${path} ${key}`)).toEqual([]);
  });
});

describe("plural forms", () => {
  const message = { zero: "none", one: "one piece", other: "{n} pieces" };
  test("an own form for zero wins, else the rules of the language decide", () => {
    const rules = new Intl.PluralRules("en");
    expect(pluralForm(message, 0, rules)).toBe("none");
    expect(pluralForm(message, 1, rules)).toBe("one piece");
    expect(pluralForm(message, 2, rules)).toBe("{n} pieces");
    expect(pluralForm({ one: "one", other: "many" }, 0, rules)).toBe("many");
  });
});
