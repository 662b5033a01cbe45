/** What became of the mutants: a table, the survivors, and whether that is good enough. */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const goal = 0.95;

const describe = ({ path, line, was, by }) => `${path}:${line}  ${was}  [${by}]`;

/** Without the line's number, which other changes move. */
const nameOf = ({ path, within, was, by }) => `${path} | ${within} | ${was} | ${by}`;

const percent = (share) => `${(100 * share).toFixed(1)} %`;

const tableOf = (mutants, placeOf, { tried, noticed, equivalent, open }) => {
  const rows = [["", "Mutants", "Tried", "Noticed", "Equivalent", "Open", "Noticed of those that differ"]];
  for (const place of [...new Set(mutants.map(placeOf)), undefined]) {
    const of = (list) => list.filter((one) => place === undefined || placeOf(one) === place).length;
    const differ = of(tried) - of(equivalent);
    rows.push([
      place === undefined ? "together" : `\`${place}\``,
      ...[mutants, tried, noticed, equivalent, open].map(of),
      percent(of(noticed) / Math.max(1, differ)),
    ]);
  }
  const lines = rows.map((row) => `| ${row.join(" | ")} |`);
  return [lines[0], `| ${rows[0].map(() => "---").join(" | ")} |`, ...lines.slice(1)].join("\n");
};

const code = (text) => `\`\` ${text} \`\``;

const survivorsText = (parts, reasonOf, mutants) =>
  [
    "# Mutants nobody notices",
    "",
    "Written by `npm run mutate -- --list scripts/mutation/survivors.md`; what it is: docs/operate/assurance.md.",
    "",
    tableOf(mutants, ({ path }) => path, parts),
    ...[
      ["Behave like the original", parts.equivalent],
      ["Open", parts.open],
    ].flatMap(([title, list]) => [
      "",
      `## ${title}`,
      ...[...new Set(list.map(({ path }) => path))].flatMap((path) => [
        "",
        `### ${path}`,
        "",
        ...list
          .filter((one) => one.path === path)
          .map((one) => `- in ${code(one.within)}: ${code(one.was)} → ${code(one.by)}${reasonOf(one)}`),
      ]),
    ]),
    "",
  ].join("\n");

/** Prints what was found, writes the survivors to `list`; answers whether all is as it should be. */
export const report = ({ root, mutants, known, isWhole, list }) => {
  const excuses = JSON.parse(readFileSync(join(root, "scripts/mutation/equivalent.json"), "utf8"));
  const excused = new Map(excuses.map((one) => [nameOf(one), one.why]));
  const tried = mutants.filter(({ id }) => known[id] !== undefined);
  const survivors = tried.filter(({ id }) => known[id].killer === undefined);
  const parts = {
    tried,
    noticed: tried.filter(({ id }) => known[id].killer !== undefined),
    equivalent: survivors.filter((one) => excused.has(nameOf(one))),
    open: survivors.filter((one) => !excused.has(nameOf(one))),
  };
  const needed = new Set(mutants.filter(({ id }) => known[id]?.killer === undefined).map(nameOf));
  const stale = isWhole ? [...excused.keys()].filter((name) => !needed.has(name)) : [];
  console.log(tableOf(mutants, ({ path }) => path, parts));
  for (const one of parts.open) console.log(`${known[one.id].met ? "open" : "not met"}  ${describe(one)}`);
  for (const name of stale) console.log(`not a survivor any more: ${name}`);
  console.log(tableOf(mutants, ({ path }) => dirname(path), parts));
  const reasonOf = (one) =>
    excused.has(nameOf(one))
      ? `. ${excused.get(nameOf(one))}`
      : known[one.id].met
        ? ""
        : ": no test comes here";
  if (list !== undefined) writeFileSync(join(root, list), survivorsText(parts, reasonOf, mutants));
  const share = parts.noticed.length / Math.max(1, tried.length - parts.equivalent.length);
  console.log(`${percent(share)} of those tried that differ were noticed`);
  return share >= goal && stale.length === 0 && tried.length === mutants.length;
};
