/** Documents as plain maps: commands run on them as they do inside a change, without any engine. */
import type { Command, CommandContext, DocumentDraft, DocumentRef, Drafts } from "#shared/kernel/command";
import type { Id, MemberId, ThingId } from "#shared/kernel/ids";
import { idFromBytes, newId } from "#shared/kernel/ids";
import { brand } from "#shared/kernel/brand";
import type { Random } from "#shared/kernel/random";
import type { AnyRecordType, RecordOf } from "#shared/kernel/record";
import { assert } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";

/** The same bytes for the same seed. */
export const seededRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 24;
  };
  return { bytes: (length) => Uint8Array.from({ length }, next) };
};

type StoredRecord = Record<string, unknown>;

export interface PlainDocuments {
  /** Settles at once; a refused command must not have written, which is checked. */
  run<A, V, P>(command: Command<A, V, P>, args: A): Result<V, P>;
  get<R extends AnyRecordType>(thing: ThingId, type: R, id: Id<string>): RecordOf<R> | undefined;
  list<R extends AnyRecordType>(thing: ThingId, type: R): readonly RecordOf<R>[];
  /** Records of the type in all documents that are not removed. */
  all<R extends AnyRecordType>(type: R): readonly RecordOf<R>[];
  /** What the documents of a kind are about. */
  things(kind: string): readonly ThingId[];
  readonly member: MemberId;
  now: number;
  home: CommandContext["home"];
}

export const createPlainDocuments = (seed = 1): PlainDocuments => {
  const random = seededRandom(seed);
  const documents = new Map<string, { kind: string; thing: ThingId; records: Map<string, StoredRecord> }>();
  const member = newId<MemberId>(random);
  let writes = 0;

  const singleKey = (ref: DocumentRef): string =>
    "thing" in ref ? ref.thing : "single" in ref ? `single ${ref.single}` : "own movements";

  const draftOf = (key: string): DocumentDraft => {
    const document = documents.get(key);
    assert(document, `document ${key} exists`);
    const keyed = (type: AnyRecordType, id: string): string => `${type.name}:${id}`;
    const readable = <R extends AnyRecordType>(type: R, id: string, stored: StoredRecord): RecordOf<R> => {
      const values: StoredRecord = { id };
      for (const [name, field] of Object.entries(type.fields)) {
        const value = stored[name] ?? field.fallback;
        if (value !== undefined) values[name] = value;
      }
      if (stored["removedAt"] !== undefined) values["removedAt"] = stored["removedAt"];
      return brand<RecordOf<R>>(values);
    };
    const existing = (type: AnyRecordType, id: string): StoredRecord => {
      const stored = document.records.get(keyed(type, id));
      assert(stored, `${keyed(type, id)} exists`);
      writes++;
      return stored;
    };
    return {
      kind: document.kind,
      thing: document.thing,
      get: (type, id) => {
        const stored = document.records.get(keyed(type, id));
        return stored === undefined ? undefined : readable(type, id, stored);
      },
      list: (type) =>
        [...document.records]
          .filter(([name]) => name.startsWith(`${type.name}:`))
          .map(([name, stored]) => readable(type, name.slice(type.name.length + 1), stored)),
      create: (type, id, values) => {
        assert(!document.records.has(keyed(type, id)), "a record is made once");
        const stored = definedOnly(values);
        for (const [name, field] of Object.entries(type.fields))
          assert(
            field.presence !== "required" || stored[name] !== undefined,
            `${type.name}.${name} is given`,
          );
        writes++;
        document.records.set(keyed(type, id), stored);
      },
      set: (type, id, values) => {
        const stored = existing(type, id);
        for (const [name, value] of Object.entries(definedOnly(values))) {
          if (value === null) delete stored[name];
          else stored[name] = value;
        }
      },
      remove: (type, id) => void (existing(type, id)["removedAt"] = plain.now),
      restore: (type, id) => {
        delete existing(type, id)["removedAt"];
      },
    };
  };

  const add = (key: string, kind: string, thing: ThingId): void => {
    assert(!documents.has(key), "a document is made once");
    documents.set(key, { kind, thing, records: new Map() });
  };
  for (const single of ["company", "places"] as const)
    add(`single ${single}`, single, newId<ThingId>(random));
  add("own movements", "movements", newId<ThingId>(random));

  const plain: PlainDocuments = {
    member,
    now: Date.parse("2026-06-01T08:00Z"),
    home: null,
    run: (command, args) => {
      const allowed = new Set(command.documents(args).map(singleKey));
      const drafts: Drafts = {
        open: (ref) => {
          assert(allowed.has(singleKey(ref)), "a command opens only documents it named");
          return draftOf(singleKey(ref));
        },
        create: (kind, thing) => {
          add(thing, kind, thing);
          writes++;
          return draftOf(thing);
        },
      };
      const context: CommandContext = {
        now: plain.now,
        offsetMs: 0,
        member,
        home: plain.home,
        newId: <T extends Id<string>>() => idFromBytes<T>(random.bytes(16)),
      };
      const before = writes;
      const result = command.run(drafts, args, context);
      assert(result.ok || writes === before, "a refused command wrote nothing");
      return result;
    },
    get: (thing, type, id) => draftOf(thing).get(type, brand(id)),
    list: (thing, type) => draftOf(thing).list(type),
    all: (type) =>
      [...documents.keys()].flatMap((key) =>
        draftOf(key)
          .list(type)
          .filter((record) => record.removedAt === undefined),
      ),
    things: (kind) => [...documents.values()].filter((each) => each.kind === kind).map((each) => each.thing),
  };
  return plain;
};

const definedOnly = (values: object): StoredRecord =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
