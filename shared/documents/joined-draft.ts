/**
 * Several documents as one draft: that of a product, and those of the products merged into it. Records are found in
 * whichever of them they stand and written there; new ones are made in the first.
 */
import type { DocumentDraft } from "#shared/kernel/command";
import type { Id, ThingId } from "#shared/kernel/ids";
import type { AnyRecordType, IdOf, NewRecord, RecordOf, RecordPatch } from "#shared/kernel/record";
import { assert } from "#shared/kernel/result";

/** A record with everything it names as it is called now. */
export type FollowRecord = <T extends object>(type: AnyRecordType, record: T) => T;

class JoinedDraft implements DocumentDraft {
  readonly kind: string;
  readonly thing: ThingId;
  readonly #main: DocumentDraft;
  readonly #all: readonly DocumentDraft[];
  readonly #follow: FollowRecord;

  constructor(main: DocumentDraft, others: readonly DocumentDraft[], follow: FollowRecord) {
    this.kind = main.kind;
    this.thing = main.thing;
    this.#main = main;
    this.#all = [main, ...others];
    this.#follow = follow;
  }

  get<R extends AnyRecordType>(type: R, id: IdOf<R>): RecordOf<R> | undefined {
    for (const draft of this.#all) {
      const found = draft.get(type, id);
      if (found !== undefined) return this.#follow(type, found);
    }
    return undefined;
  }

  list<R extends AnyRecordType>(type: R): readonly RecordOf<R>[] {
    return this.#all.flatMap((draft) => draft.list(type).map((record) => this.#follow(type, record)));
  }

  create<R extends AnyRecordType>(type: R, id: IdOf<R>, values: NewRecord<R>): void {
    this.#main.create(type, id, values);
  }

  set<R extends AnyRecordType>(type: R, id: IdOf<R>, values: RecordPatch<R>): void {
    this.#holding(type, id).set(type, id, values);
  }

  remove(type: AnyRecordType, id: Id<string>): void {
    this.#holding(type, id).remove(type, id);
  }

  restore(type: AnyRecordType, id: Id<string>): void {
    this.#holding(type, id).restore(type, id);
  }

  #holding(type: AnyRecordType, id: Id<string>): DocumentDraft {
    const found = this.#all.find((draft) => draft.get(type, id) !== undefined);
    assert(found, `${type.name}:${id} exists`);
    return found;
  }
}

export const joinDrafts = (
  main: DocumentDraft,
  others: readonly DocumentDraft[],
  follow: FollowRecord,
): DocumentDraft => new JoinedDraft(main, others, follow);
