/** What one change of a document did, in the form the audit keeps and reads. */
import type { ChangeMeta } from "#shared/documents/crdt";
import { scalar } from "#shared/documents/draft";
import { brand } from "#shared/kernel/brand";
import type { Scalar } from "#shared/kernel/record";
import type { Claim } from "../bring-in/claim";
import { claimIn } from "../bring-in/claim";
import type { OpenDocument } from "../open-documents";

export interface AuditWrite {
  readonly key: string;
  /** Null for the record itself: made (`true`) or gone (null). */
  readonly field: string | null;
  /** Null: the field was cleared. */
  readonly value: Scalar | null;
  readonly counter: number;
  /** Names of the writes whose values the writer saw and replaced. */
  readonly replaces: readonly string[];
}

export interface AuditChange {
  readonly actor: string;
  readonly seq: number;
  /** Seconds since 1970, claimed by the writer. */
  readonly time: number;
  readonly command: string;
  readonly change: string;
  /** Who wrote it in another company, as who brought it in says. */
  readonly author?: Claim;
  readonly writes: readonly AuditWrite[];
  /** Set in the history of a thing that lived in several documents: the how manieth it was written into. */
  readonly generation?: number;
  /** It says again what the document before held. */
  readonly isCopy?: true;
}

/** The newest change of an actor. */
export interface ActorHead {
  readonly seq: number;
  readonly hash: string;
}

export interface DecodedChanges {
  readonly changes: readonly AuditChange[];
  readonly last: ReadonlyMap<string, ActorHead>;
}

/** The changes that are not among the ancestors of `heads`, ancestors before descendants; about 0.1 ms each. */
export const decodeAfter = ({ crdt }: OpenDocument, heads: readonly string[]): DecodedChanges => {
  const last = new Map<string, ActorHead>();
  const changes = crdt.changesAfter(heads).map((meta): AuditChange => {
    const { actor, seq, hash, time } = meta;
    last.set(actor, { seq, hash });
    const writes = crdt.writesOf(hash).map(({ value, ...place }): AuditWrite => ({
      ...place,
      value: place.field === null ? (value === null ? null : true) : (scalar(value) ?? null),
    }));
    return { actor, seq, time, ...messageOf(meta), writes: lastWrites(writes, actor) };
  });
  return { changes, last };
};

/** What a change did to a field is what it wrote there last. */
const lastWrites = (writes: readonly AuditWrite[], actor: string): readonly AuditWrite[] => {
  const last = new Map<string, AuditWrite>();
  for (const write of writes) {
    const place = `${write.key} ${write.field ?? ""}`;
    const before = last.get(place);
    last.delete(place);
    const own = before === undefined ? "" : `${before.counter}@${actor}`;
    const replaces = [...(before?.replaces ?? []), ...write.replaces.filter((name) => name !== own)];
    last.set(place, before === undefined ? write : { ...write, replaces });
  }
  return [...last.values()];
};

const messageOf = (meta: ChangeMeta): Pick<AuditChange, "command" | "change" | "author"> => {
  try {
    const said = brand<{ c?: unknown; id?: unknown }>(Object(JSON.parse(meta.message ?? "")));
    const { c, id } = said;
    const author = claimIn(said);
    return {
      command: typeof c === "string" ? c : "",
      change: typeof id === "string" ? id : meta.hash,
      ...(author === undefined ? {} : { author }),
    };
  } catch {
    // Another program's message: the change is shown without a command.
    return { command: "", change: meta.hash };
  }
};
