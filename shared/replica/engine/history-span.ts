/**
 * The history of a thing that lived in several documents, as if it had been one. What a document began with says again
 * what the one before held: it continues those writes and is nobody's deed, unless it says something else.
 */
import { sameValue } from "#shared/documents/draft";
import type { Scalar } from "#shared/kernel/record";
import type { AuditChange, AuditWrite } from "./history-changes";

export interface Generation {
  /** Ancestors first. */
  readonly changes: readonly AuditChange[];
  /** Up to which change each writing session is part of what the document began with. */
  readonly began: Readonly<Record<string, number>>;
}

/** By name of the write. */
type Standing = Map<string, Map<string, Scalar | null>>;

/** Oldest generation first; changes keep their order. */
export const spanning = (generations: readonly Generation[]): readonly AuditChange[] => {
  const standing: Standing = new Map();
  if (generations.length === 1) return generations[0]?.changes ?? [];
  return generations.flatMap(({ changes, began }, at) => {
    const old = copyOf(standing);
    return changes.flatMap((change) => {
      const isBegin = at > 0 && change.seq <= (began[change.actor] ?? 0);
      const placed = { ...change, generation: at };
      const taken = isBegin ? continued(placed, old) : placed;
      for (const write of taken.writes) enter(write, change.actor, standing);
      return taken.writes.length === 0 && change.writes.length > 0 ? [] : [taken];
    });
  });
};

/** The writes replace what they say again, so that nothing stands twice. */
const continued = (change: AuditChange, old: Standing): AuditChange => ({
  ...change,
  isCopy: true,
  writes: change.writes.flatMap((write): readonly AuditWrite[] => {
    if (write.field === null) return old.has(recordOf(write)) ? [] : [write];
    const before = [...(old.get(placeOf(write)) ?? [])];
    const same = before.filter(([, value]) => sameValue(value, write.value));
    // A value nobody had given is the writer's own, and takes the place of all there was.
    const replaced = same.length > 0 ? same : before;
    return [{ ...write, replaces: [...write.replaces, ...replaced.map(([name]) => name)] }];
  }),
});

const enter = (write: AuditWrite, actor: string, standing: Standing): void => {
  if (write.field === null) {
    if (write.value !== null) standing.set(recordOf(write), new Map());
    return;
  }
  const place = placeOf(write);
  const values = standing.get(place) ?? new Map<string, Scalar | null>();
  standing.set(place, values);
  for (const name of write.replaces) values.delete(name);
  values.set(`${write.counter}@${actor}`, write.value);
};

const recordOf = ({ key }: AuditWrite): string => `record ${key}`;
const placeOf = ({ key, field }: AuditWrite): string => `field ${key} ${field ?? ""}`;

const copyOf = (standing: Standing): Standing =>
  new Map(Array.from(standing, ([place, values]) => [place, new Map(values)]));
