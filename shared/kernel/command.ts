/**
 * Commands: the only way documents change. A command checks everything first, then writes; it reads no clock
 * and makes no ids of its own, so the same call always gives the same change.
 */
import type { Ms } from "./clock";
import type { Id, MemberId, ThingId } from "./ids";
import type { AnyRecordType, IdOf, NewRecord, RecordOf, RecordPatch } from "./record";
import type { Result } from "./result";

/** One document open for writing. On a plain object in tests, inside one Automerge change in the product. */
export interface DocumentDraft {
  readonly kind: string;
  readonly thing: ThingId;
  /** Undefined when absent or unreadable. A removed record is returned with its `removedAt`. */
  get<R extends AnyRecordType>(type: R, id: IdOf<R>): RecordOf<R> | undefined;
  /** Every readable record of the type, removed ones too, in no particular order. */
  list<R extends AnyRecordType>(type: R): readonly RecordOf<R>[];
  /** Makes a record under a fresh random id. An id that exists already is a defect. */
  create<R extends AnyRecordType>(type: R, id: IdOf<R>, values: NewRecord<R>): void;
  /** Sets single fields; a field that already holds the value is left alone, null clears. Unknown id is a defect. */
  set<R extends AnyRecordType>(type: R, id: IdOf<R>, values: RecordPatch<R>): void;
  /** Marks a record as removed; its fields stay for those who edit it meanwhile. */
  remove(type: AnyRecordType, id: Id<string>): void;
  /** Takes a removal back. */
  restore(type: AnyRecordType, id: Id<string>): void;
}

/** A document by what it is about, by its place as the company's only one of a kind, or this device's own log of today. */
export type DocumentRef =
  { readonly thing: ThingId } | { readonly single: "company" | "places" } | { readonly own: "movements" };

export type DocumentScope = "company" | { readonly event: ThingId } | { readonly member: MemberId };

export interface Drafts {
  /** Only documents the command named in `documents`; anything else is a defect. */
  open(ref: DocumentRef): DocumentDraft;
  /** Makes a new document. `thing` is usually the id of its main record. */
  create(kind: string, thing: ThingId, scope?: DocumentScope): DocumentDraft;
}

export interface CommandContext {
  readonly now: Ms;
  /** Relay time minus device time as measured on the current connection; null when not connected. */
  readonly offsetMs: number | null;
  readonly member: MemberId;
  /** The relay that orders the company, its key as base64url; null while the company lives on this device alone. */
  readonly home: { readonly origin: string; readonly key: string } | null;
  newId<T extends Id<string>>(): T;
}

export type Verb = "read" | "write" | "create";

export interface Permission {
  readonly verb: Verb;
  /** Document class as in the table of document kinds. */
  readonly on: string;
}

export interface Command<Args, Value, Problem> {
  /** `feature.verbNoun`, kept in the change message and the audit trail. Never renamed once released. */
  readonly name: string;
  /** For every call, or by what this call is about. */
  readonly needs: readonly Permission[] | ((args: Args) => readonly Permission[]);
  readonly documents: (args: Args) => readonly DocumentRef[];
  /**
   * Quantities it wrote as facts belong to the action: its undo takes them back too. Without it a command that writes
   * facts has no undo step, and each fact is taken back where it is shown.
   */
  readonly undoesQuantities?: true;
  readonly run: (drafts: Drafts, args: Args, context: CommandContext) => Result<Value, Problem>;
}

/** What this call of the command needs. */
export const permissionsFor = <Args, Value, Problem>(
  { needs }: Command<Args, Value, Problem>,
  args: Args,
): readonly Permission[] => (typeof needs === "function" ? needs(args) : needs);

/** Fixes the types of a command literal. */
export const defineCommand = <Args, Value, Problem>(
  command: Command<Args, Value, Problem>,
): Command<Args, Value, Problem> => command;

/** The record unless it is absent, unreadable or removed. */
export const livingRecord = <R extends AnyRecordType>(
  draft: DocumentDraft,
  type: R,
  id: IdOf<R>,
): RecordOf<R> | undefined => {
  const found = draft.get(type, id);
  return found === undefined || found.removedAt !== undefined ? undefined : found;
};
