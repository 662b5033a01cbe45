/**
 * Honest Automerge changes of every kind: several actors edit one document with nested maps, lists, text, marks,
 * counters, bytes, dates and numbers, undo each other's work and merge. Seeded, so a failure can be repeated.
 */
import * as A from "@automerge/automerge";

export interface SeededRandom {
  /** Integer from 0 to below `limit`. */
  readonly below: (limit: number) => number;
}

/** mulberry32: small, seeded, good enough to pick test cases. */
export const seededRandom = (seed: number): SeededRandom => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return { below: (limit) => Math.floor(next() * limit) };
};

type Doc = Record<string, unknown>;

const texts = ["", "a", "Robe MegaPointe", "Süßholz", "日本語の備品", "🎛️🎚️", "x".repeat(300)];

const scalar = (random: SeededRandom): unknown => {
  const numbers = [
    0,
    1,
    -1,
    63,
    64,
    -64,
    -65,
    127,
    128,
    8191,
    8192,
    -8193,
    2 ** 31,
    -(2 ** 31),
    2 ** 53 - 1,
    -(2 ** 53) + 1,
  ];
  switch (random.below(9)) {
    case 0:
      return numbers[random.below(numbers.length)];
    case 1:
      return random.below(1000) + 0.5;
    case 2:
      return random.below(2) === 0;
    case 3:
      return null;
    case 4:
      return new A.ImmutableString(texts[random.below(texts.length)] ?? "");
    case 5:
      return new Uint8Array(random.below(40)).fill(random.below(256));
    case 6:
      return new Date(random.below(4_000_000_000_000));
    case 7:
      return new A.Counter(random.below(100));
    default:
      return texts[random.below(texts.length)];
  }
};

const value = (random: SeededRandom, depth = 0): unknown => {
  if (depth > 2 || random.below(3) > 0) return scalar(random);
  if (random.below(2) === 0) return Array.from({ length: random.below(6) }, () => value(random, depth + 1));
  return Object.fromEntries(
    Array.from({ length: random.below(5) }, (_, i) => [`k${i}`, value(random, depth + 1)]),
  );
};

const key = (random: SeededRandom): string => `key${random.below(12)}`;

const editList = (list: unknown[], random: SeededRandom): void => {
  const at = random.below(list.length + 1);
  const roll = random.below(4);
  if (roll === 0 && list.length > 0) list.splice(at === list.length ? at - 1 : at, 1);
  else if (roll === 1 && list.length > 0) list[at === list.length ? at - 1 : at] = scalar(random);
  else list.splice(at, 0, ...Array.from({ length: 1 + random.below(5) }, () => scalar(random)));
};

const editText = (doc: Doc, random: SeededRandom, withMarks: boolean): void => {
  if (typeof doc["text"] !== "string") return;
  const length = doc["text"].length;
  const start = random.below(length + 1);
  if (withMarks && random.below(3) === 0 && length > 1) {
    const end = Math.min(length, start + 1 + random.below(5));
    const expand = (["both", "none", "after", "before"] as const)[random.below(4)] ?? "none";
    if (end > start && random.below(4) > 0) {
      A.mark(
        doc,
        ["text"],
        { start, end, expand },
        `mark${random.below(3)}`,
        random.below(2) === 0 ? true : "red",
      );
    } else if (end > start) A.unmark(doc, ["text"], { start, end, expand }, `mark${random.below(3)}`);
  } else
    A.splice(
      doc,
      ["text"],
      start,
      random.below(Math.min(4, length - start + 1)),
      texts[random.below(5)] ?? "",
    );
};

const edit = (doc: Doc, random: SeededRandom, withMarks: boolean): void => {
  for (let i = 1 + random.below(4); i > 0; i--) {
    const name = key(random);
    const current = doc[name];
    switch (random.below(7)) {
      case 0:
        delete doc[name];
        break;
      case 1:
        if (Array.isArray(doc["list"])) editList(doc["list"], random);
        break;
      case 2:
        editText(doc, random, withMarks);
        break;
      case 3:
        if (current instanceof A.Counter) current.increment(random.below(20) - 10);
        break;
      default:
        doc[name] = value(random);
    }
  }
};

/** Every change of one document written by `actors` actors in `steps` steps, oldest first, and the merged document. */
export const honestHistory = (
  seed: number,
  { actors = 3, steps = 30, marks = true } = {},
): { readonly changes: readonly Uint8Array[]; readonly doc: A.Doc<Doc> } => {
  const random = seededRandom(seed);
  const actorId = (): string =>
    Array.from({ length: 16 }, () => random.below(256).toString(16).padStart(2, "0")).join("");
  const empty = A.init<Doc>({ actor: actorId() });
  const first = A.change(empty, { time: 1_700_000_000 }, (draft) => {
    Object.assign(draft, { text: "stage left", list: [1, 2, 3], map: { nested: true } });
  });
  const docs = Array.from({ length: actors }, (_, i) =>
    i === 0 ? first : A.clone(first, { actor: actorId() }),
  );
  for (let step = 0; step < steps; step++) {
    const i = random.below(actors);
    const mine = docs[i];
    const other = docs[random.below(actors)];
    if (mine === undefined || other === undefined || (mine === other && actors > 1)) continue;
    const roll = random.below(10);
    if (roll < 2 && mine !== other) docs[i] = A.merge(mine, other);
    else if (roll === 2)
      docs[i] = A.emptyChange(mine, { message: "nothing", time: random.below(2_000_000_000) });
    else {
      const message =
        random.below(2) === 0 ? undefined : JSON.stringify({ c: "pullList.addLine", id: "日本" });
      docs[i] = A.change(
        mine,
        { ...(message === undefined ? {} : { message }), time: random.below(2_000_000_000) },
        (draft) => {
          edit(draft, random, marks);
        },
      );
    }
  }
  const doc = docs.reduce((merged, each) => A.merge(merged, each));
  return { changes: A.getAllChanges(doc), doc };
};
