/** One run of a command: resolves the documents it names, hands out drafts, and collects what it writes. */
import type { DocumentDraft, DocumentRef, DocumentScope, Drafts } from "#shared/kernel/command";
import type { Ms } from "#shared/kernel/clock";
import type { ThingId } from "#shared/kernel/ids";
import { assert } from "#shared/kernel/result";
import type { CollectingDraft, DraftSource } from "#shared/documents/draft";
import { draftOn, emptySource } from "#shared/documents/draft";
import type { FollowRecord } from "#shared/documents/joined-draft";
import { joinDrafts } from "#shared/documents/joined-draft";
import type { RecordWrite } from "#shared/documents/crdt";
import type { OpenDocument } from "../open-documents";

/** What a draft stands on: a document, or one that the command makes. */
export type Target =
  | { readonly document: OpenDocument }
  | { readonly create: { readonly kind: string; readonly thing: ThingId; readonly scope: DocumentScope } };

export interface Written {
  readonly target: Target;
  readonly writes: readonly RecordWrite[];
}

/** Where a reference leads: an open document, or documents that opening it makes, the one it means first. */
export type Resolved =
  | { readonly document: OpenDocument }
  | { readonly fresh: readonly { readonly kind: string; readonly thing: ThingId }[] };

/** What merges make of documents and records. */
export interface Together {
  readonly merges: { readonly isEmpty: boolean };
  /** Things whose documents a command finds in one with that of this thing. */
  companions(thing: ThingId): readonly ThingId[];
  readonly follow: FollowRecord;
}

/** Tells whether there is a document about a thing. */
interface Cards {
  current(thing: ThingId): unknown;
}

/** With the documents a command finds in one with those it names. */
export const withCompanions = (
  refs: readonly DocumentRef[],
  together: Together,
  cards: Cards,
): readonly DocumentRef[] => {
  if (together.merges.isEmpty) return refs;
  const more = refs.flatMap((ref) => ("thing" in ref ? together.companions(ref.thing) : []));
  return [...refs, ...more.filter((thing) => cards.current(thing) !== undefined).map((thing) => ({ thing }))];
};

const refKey = (ref: DocumentRef): string =>
  "thing" in ref ? `thing ${ref.thing}` : "single" in ref ? `single ${ref.single}` : `own ${ref.own}`;

export const sourceOf = (document: OpenDocument): DraftSource => ({
  kind: document.kind,
  thing: document.thing,
  raw: document.crdt.records,
  parsed: (type, id) => document.projection.get(type, id),
  parsedOf: (type) => document.projection.all(type),
  isConflicted: (key, field) => document.crdt.isConflicted(key, field),
});

export class DraftSession implements Drafts {
  readonly #resolved = new Map<string, Resolved>();
  readonly #now: Ms;
  readonly #drafts = new Map<string, { readonly draft: CollectingDraft; readonly target: Target }>();
  readonly #cards: Cards;
  readonly #together: Together;

  constructor(
    refs: readonly (readonly [DocumentRef, Resolved])[],
    cards: Cards,
    together: Together,
    now: Ms,
  ) {
    for (const [ref, resolved] of refs) this.#resolved.set(refKey(ref), resolved);
    this.#cards = cards;
    this.#together = together;
    this.#now = now;
  }

  open(ref: DocumentRef): DocumentDraft {
    const resolved = this.#resolved.get(refKey(ref));
    assert(resolved, `the command names ${refKey(ref)} among its documents`);
    if ("fresh" in resolved) {
      const [meant] = resolved.fresh.map(({ kind, thing }) => this.#create(kind, thing, "company"));
      assert(meant, "a reference to something new says what");
      return meant;
    }
    const draft = this.#draftOf(resolved.document);
    if (this.#together.merges.isEmpty) return draft;
    const others = "thing" in ref ? this.#together.companions(ref.thing) : [];
    return joinDrafts(
      draft,
      others.flatMap((thing) => {
        const other = this.#resolved.get(refKey({ thing }));
        return other !== undefined && "document" in other ? [this.#draftOf(other.document)] : [];
      }),
      (type, record) => this.#together.follow(type, record),
    );
  }

  create(kind: string, thing: ThingId, scope: DocumentScope = "company"): DocumentDraft {
    assert(!this.#drafts.has(thing) && this.#cards.current(thing) === undefined, "a document is made once");
    return this.#create(kind, thing, scope);
  }

  /** Documents with something to write, new ones first touched first. */
  written(): readonly Written[] {
    return Array.from(this.#drafts.values(), ({ draft, target }) => ({
      target,
      writes: draft.writes(),
    })).filter(({ target, writes }) => "create" in target || writes.length > 0);
  }

  #draftOf(document: OpenDocument): DocumentDraft {
    const known = this.#drafts.get(document.thing);
    if (known !== undefined) return known.draft;
    const draft = draftOn(sourceOf(document), this.#now);
    this.#drafts.set(document.thing, { draft, target: { document } });
    return draft;
  }

  #create(kind: string, thing: ThingId, scope: DocumentScope): DocumentDraft {
    const known = this.#drafts.get(thing);
    if (known !== undefined) return known.draft;
    const draft = draftOn(emptySource(kind, thing), this.#now);
    this.#drafts.set(thing, { draft, target: { create: { kind, thing, scope } } });
    return draft;
  }
}
