/** Grants as a person reads them: for each class of document what may be done where and until when. */
import type { Ms } from "#shared/kernel/clock";
import { thingIdFromBytes } from "../wire-types";
import type { DocClass } from "../wire-types";
import { docClasses } from "../wire-types";
import { isInForce } from "./roles";
import type { Grant, Verb } from "./types";
import { verbs } from "./types";

export interface RightLine {
  readonly cls: DocClass;
  readonly verbs: readonly Verb[];
  readonly scope: "all" | "own" | "events";
  /** ThingIds of the events; empty for other scopes. */
  readonly events: readonly string[];
  readonly until: Ms | null;
}

/** Sorted by class; what a wider line says already is left out. Grants that are over at `now` are left out too. */
export const rightsTable = (grants: readonly Grant[], now: Ms): readonly RightLine[] => {
  const held = grants.filter((grant) => isInForce(grant, now));
  return docClasses.flatMap((cls) => {
    const lines = mergeLines(held.filter(({ on }) => on.includes(cls)).map((grant) => lineOf(cls, grant)));
    const always = lines.find(({ scope, until }) => scope === "all" && until === null);
    return lines.flatMap((line) => {
      const more = line === always ? line.verbs : line.verbs.filter((verb) => !always?.verbs.includes(verb));
      return more.length === 0 ? [] : [{ ...line, verbs: more }];
    });
  });
};

const lineOf = (cls: DocClass, { verbs: held, scope, notAfter }: Grant): RightLine => ({
  cls,
  verbs: held,
  scope: typeof scope === "string" ? scope : "events",
  events: typeof scope === "string" ? [] : scope.events.map(thingIdFromBytes).sort(),
  until: notAfter,
});

/** Lines of one class that differ in nothing but their verbs become one. */
const mergeLines = (lines: readonly RightLine[]): readonly RightLine[] => {
  const merged = new Map<string, RightLine>();
  for (const line of lines) {
    const name = `${line.scope} ${line.events.join()} ${line.until}`;
    const known = merged.get(name);
    const all = [...(known?.verbs ?? []), ...line.verbs];
    merged.set(name, { ...line, verbs: verbs.filter((verb) => all.includes(verb)) });
  }
  return [...merged.values()];
};
