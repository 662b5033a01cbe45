/**
 * Changes as text, one line each behind a line of words. A line begins with the numbers of the records it touches, so
 * that the changes of one record are found without reading the others.
 */
import { brand } from "#shared/kernel/brand";
import { fromBase64Url, toBase64Url } from "#shared/kernel/bytes";
import type { MemberId } from "#shared/kernel/ids";
import { parseId } from "#shared/kernel/ids";
import type { Scalar } from "#shared/kernel/record";
import type { Claim } from "../bring-in/claim";
import type { AuditChange, AuditWrite } from "./history-changes";

type Written = string | number | boolean | null | { readonly b: string };
/** Key, field or -1, counter, value, then counter and actor of everything it replaces. */
type WriteLine = [number, number, number, Written, ...number[]];
/** Actor, sequence number, seconds, command, change, writes, and member and device of an author in another company. */
type ChangeLine = [number, number, number, number, string, WriteLine[], [number, number]?];

interface Words {
  readonly actors: readonly string[];
  readonly words: readonly string[];
}

const numbered = (): { readonly all: string[]; readonly numberOf: (word: string) => number } => {
  const all: string[] = [];
  const numbers = new Map<string, number>();
  return {
    all,
    numberOf: (word) => {
      const known = numbers.get(word);
      if (known !== undefined) return known;
      numbers.set(word, all.length);
      return all.push(word) - 1;
    },
  };
};

export const encodeHistory = (changes: readonly AuditChange[]): string => {
  const actors = numbered();
  const words = numbered();
  const written = (value: Scalar | null): Written =>
    value instanceof Uint8Array ? { b: toBase64Url(value) } : value;
  const operation = (name: string): readonly [number, number] => {
    const at = name.indexOf("@");
    return [Number(name.slice(0, at)), actors.numberOf(name.slice(at + 1))];
  };
  const writeLine = ({ key, field, counter, value, replaces }: AuditWrite): WriteLine => [
    words.numberOf(key),
    field === null ? -1 : words.numberOf(field),
    counter,
    written(value),
    ...replaces.flatMap(operation),
  ];
  const lines = changes.map(({ actor, seq, time, command, change, author, writes }) => {
    const encoded = writes.map(writeLine);
    const line: ChangeLine = [actors.numberOf(actor), seq, time, words.numberOf(command), change, encoded];
    if (author !== undefined) line.push([words.numberOf(author.member ?? ""), words.numberOf(author.device)]);
    const keys = [...new Set(encoded.map(([key]) => key))];
    return `,${keys.join(",")},${JSON.stringify(line)}`;
  });
  const head: Words = { actors: actors.all, words: words.all };
  return [JSON.stringify(head), ...lines].join("\n");
};

/** What `encodeHistory` wrote; with `record`, only the changes that touched this record key, with their writes to it. */
export const decodeHistory = (text: string, record?: string): readonly AuditChange[] => {
  const end = text.indexOf("\n");
  if (end < 0) return [];
  const head = brand<Words>(JSON.parse(text.slice(0, end)));
  const wanted = record === undefined ? undefined : head.words.indexOf(record);
  if (wanted === -1) return [];
  const mark = `,${wanted},`;
  const found: AuditChange[] = [];
  for (let at = end + 1; at < text.length;) {
    const next = text.indexOf("\n", at);
    const stop = next < 0 ? text.length : next;
    const begin = text.indexOf("[", at);
    const line = text.slice(at, stop);
    if (wanted === undefined || line.slice(0, begin - at).includes(mark)) {
      found.push(changeOf(brand<ChangeLine>(JSON.parse(line.slice(begin - at))), head, wanted));
    }
    at = stop + 1;
  }
  return found;
};

/** What is looked for in a history without reading all of it. */
export interface SoughtWrites {
  /** Names of writes. */
  readonly names: ReadonlySet<string>;
  /** Keys of records whose making is asked for. */
  readonly records: ReadonlySet<string>;
}

/** The changes that hold a write looked for; other lines are not parsed. */
export const findInHistory = (text: string, { names, records }: SoughtWrites): readonly AuditChange[] => {
  const end = text.indexOf("\n");
  if (end < 0) return [];
  const head = brand<Words>(JSON.parse(text.slice(0, end)));
  const actors = new Set(head.actors);
  const counters = Array.from(names, (name) => name.split("@"))
    .filter(([, actor]) => actors.has(actor ?? ""))
    .map(([counter]) => `,${counter},`);
  const made = Array.from(records, (key) => head.words.indexOf(key))
    .filter((at) => at >= 0)
    .map((at) => `\\[${at},-1,`);
  if (counters.length + made.length === 0) return [];
  const marks = new RegExp([...counters, ...made].join("|"), "g");
  marks.lastIndex = end;
  const found: AuditChange[] = [];
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    const begin = text.lastIndexOf("\n", mark.index) + 1;
    const next = text.indexOf("\n", mark.index);
    const stop = next < 0 ? text.length : next;
    const line = text.slice(text.indexOf("[", begin), stop);
    marks.lastIndex = stop;
    const change = changeOf(brand<ChangeLine>(JSON.parse(line)), head, undefined);
    const isSought = change.writes.some(
      ({ counter, key, field, value }) =>
        names.has(`${counter}@${change.actor}`) || (field === null && value !== null && records.has(key)),
    );
    if (isSought) found.push(change);
  }
  return found;
};

const changeOf = (line: ChangeLine, { actors, words }: Words, wanted: number | undefined): AuditChange => {
  const [actor, seq, time, command, change, writes, author] = line;
  const kept = wanted === undefined ? writes : writes.filter(([key]) => key === wanted);
  return {
    actor: actors[actor] ?? "",
    ...{ seq, time, change },
    command: words[command] ?? "",
    ...(author === undefined ? {} : { author: authorOf(author, words) }),
    writes: kept.map(([key, field, counter, value, ...replaces]) => ({
      key: words[key] ?? "",
      field: field < 0 ? null : (words[field] ?? ""),
      counter,
      value: valueOf(value),
      replaces: namesOf(replaces, actors),
    })),
  };
};

const authorOf = ([member, device]: readonly [number, number], words: Words["words"]): Claim => ({
  member: parseId<MemberId>(words[member]) ?? null,
  device: words[device] ?? "",
});

const valueOf = (value: Written): Scalar | null =>
  typeof value === "object" && value !== null ? (fromBase64Url(value.b) ?? null) : value;

const namesOf = (pairs: readonly number[], actors: readonly string[]): readonly string[] => {
  const names: string[] = [];
  for (let at = 0; at < pairs.length; at += 2) names.push(`${pairs[at]}@${actors[pairs[at + 1] ?? -1]}`);
  return names;
};
