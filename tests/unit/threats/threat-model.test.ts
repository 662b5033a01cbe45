/** The threat model names what is there: every file and every test in it exists, for every threat of the design. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root, textOf } from "./source-files";

const sections = textOf("docs/threat-model.md")
  .split(/^## /m)
  .filter((section) => /^T\d+ /.test(section));

interface NamedTest {
  readonly file: string;
  readonly title: string;
}

const namedTests = (section: string): readonly NamedTest[] =>
  [...section.matchAll(/^- `(tests\/[^`]+)` "(.+)"$/gm)].map(([, file = "", title = ""]) => ({
    file,
    title,
  }));

/** A title may go on where a template fills something in. */
const isTitleIn = ({ file, title }: NamedTest): boolean => {
  const text = textOf(file);
  return [`"${title}"`, `'${title}'`, `\`${title}\``, `\`${title} (`].some((literal) =>
    text.includes(literal),
  );
};

describe("docs/threat-model.md", () => {
  test("has the 25 threats, in order", () => {
    expect(sections.map((section) => section.split(" ")[0])).toEqual(
      Array.from({ length: 25 }, (_, i) => `T${i + 1}`),
    );
  });

  test("names for each the tests that prove it, or says that there is nothing to attack", () => {
    const silent = sections.filter(
      (section) => namedTests(section).length === 0 && !section.includes("Not built yet; nothing to attack"),
    );
    expect(silent).toEqual([]);
    const lines = sections.join("").match(/^- `tests\/.*$/gm) ?? [];
    expect(sections.flatMap(namedTests)).toHaveLength(lines.length);
  });

  test("names only tests that exist", () => {
    const missing = sections
      .flatMap(namedTests)
      .filter((one) => !existsSync(join(root, one.file)) || !isTitleIn(one));
    expect(missing).toEqual([]);
  });

  test("names only files that exist", () => {
    const paths = [...sections.join("").matchAll(/`((?:client|relay|scripts|shared|tests)\/[^`]+)`/g)];
    expect(paths.length).toBeGreaterThan(50);
    const missing = paths.flatMap(([, path = ""]) => (existsSync(join(root, path)) ? [] : path));
    expect(missing).toEqual([]);
  });
});
