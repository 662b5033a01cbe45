/** Document classes as the areas people speak of, and what somebody may do in each. */
import type { Ms } from "#shared/kernel/clock";
import type { RightLine } from "#shared/protocol/membership/rights-table";
import { rightsTable } from "#shared/protocol/membership/rights-table";
import type { Grant, Verb } from "#shared/protocol/membership/types";
import type { DocClass } from "#shared/protocol/wire-types";

/** The first class of each is what the area is known by; the others belong to it. */
const classesOfArea = {
  stock: ["inventory", "ledger"],
  events: ["event", "schedule", "note"],
  scans: ["movements"],
  counts: ["work"],
  money: ["money"],
  people: ["person"],
  settings: ["settings"],
} as const satisfies Record<string, readonly [DocClass, ...DocClass[]]>;

export type Area = keyof typeof classesOfArea;
export const areas = [
  "stock",
  "events",
  "scans",
  "counts",
  "money",
  "people",
  "settings",
] as const satisfies Area[];

/** Ascending: each contains the one before. */
export const levels = ["none", "sees", "edits", "changes"] as const;
export type Level = (typeof levels)[number];

const verbsOfLevel: Readonly<Record<Level, readonly Verb[]>> = {
  none: [],
  sees: ["read"],
  edits: ["read", "write"],
  changes: ["read", "write", "create"],
};

export type Levels = Readonly<Record<Area, Level>>;

const levelOf = (verbs: readonly Verb[]): Level =>
  levels.findLast((level) => verbsOfLevel[level].every((verb) => verbs.includes(verb))) ?? "none";

const linesOf = (lines: readonly RightLine[], area: Area): readonly RightLine[] =>
  lines.filter(({ cls }) => cls === classesOfArea[area][0]);

/** What these grants give in the whole company. What ends some day counts until then. */
export const levelsOf = (grants: readonly Grant[], now: Ms): Levels => {
  const lines = rightsTable(grants, now);
  const of = (area: Area): Level =>
    levelOf(linesOf(lines, area).flatMap(({ scope, verbs }) => (scope === "all" ? verbs : [])));
  return {
    stock: of("stock"),
    events: of("events"),
    scans: of("scans"),
    counts: of("counts"),
    money: of("money"),
    people: of("people"),
    settings: of("settings"),
  };
};

/** A role with these levels. */
export const grantsOfLevels = (wanted: Levels): readonly Grant[] =>
  areas.flatMap((area): Grant[] =>
    wanted[area] === "none"
      ? []
      : [{ verbs: verbsOfLevel[wanted[area]], on: classesOfArea[area], scope: "all", notAfter: null }],
  );

/** Whether single events are open besides what holds in the whole company. */
export const hasSingleEvents = (grants: readonly Grant[], now: Ms): boolean =>
  linesOf(rightsTable(grants, now), "events").some(({ scope }) => scope === "events");

export const mayBringCrew = (grants: readonly Grant[], now: Ms): boolean =>
  linesOf(rightsTable(grants, now), "events").some(({ verbs }) => verbs.includes("invite"));
