/** A document of another company as one of this company: every change again, signed by this device. */
import { fromHex, toHex } from "#shared/kernel/bytes";
import type { DocId } from "#shared/kernel/ids";
import { newId } from "#shared/kernel/ids";
import { assert } from "#shared/kernel/result";
import { loadDocument } from "#shared/documents/crdt";
import type { DocCard } from "#shared/protocol/cards";
import { docCardKind } from "#shared/protocol/cards";
import { encodeEnvelope, seal } from "#shared/protocol/envelope";
import { companyGateLimits } from "#shared/protocol/limits";
import { bytesOfId, textOfBytes } from "#shared/protocol/wire-types";
import { cardValue } from "../host/verify-card";
import type { ReplicaDeps, StoreWrite } from "../ports";
import type { PendingChange } from "../rotation/fresh-actors";
import { FreshActors, pendingWrites } from "../rotation/fresh-actors";
import type { StoredCard } from "../stored";
import { changeNameOf, withClaim } from "./claim";
import type { ArchivedDocument } from "./prove-archive";
import { rewriteChange } from "./rewrite-change";

/** When documents that were brought in began, as their cards say: before anything this company began itself. */
export const broughtInAt = 0;

export const isBroughtIn = ({ at }: Pick<StoredCard, "at">): boolean => at === broughtInAt;

export type CopyDeps = Pick<ReplicaDeps, "sha256" | "random" | "signer" | "clock">;

export interface Copy {
  readonly doc: DocId;
  readonly hashes: readonly string[];
  readonly writes: readonly StoreWrite[];
}

/** `checkpoint`: the newest of this company that the device knows. Nothing is stored yet. */
export const copyDocument = async (
  source: ArchivedDocument,
  company: Uint8Array,
  checkpoint: number,
  deps: CopyDeps,
): Promise<Copy> => {
  const doc = newId<DocId>(deps.random);
  const actors = new FreshActors(deps, doc);
  const changes = rewrittenChanges(source, actors, deps);
  const card = await cardFor(source.card, doc, company, deps);
  const place = { doc, thing: card.thing, kind: card.kind };
  const { writes } = await pendingWrites(place, changes, deps.clock.now(), (made) =>
    actors.tipOf(company, made, checkpoint),
  );
  const hashes = changes.map(({ made }) => made.change.hash);
  const marks = hashes.map((hash): StoreWrite => ({
    put: "unprojected",
    key: `${doc}/${hash}`,
    value: { doc, hash },
  }));
  return { doc, hashes, writes: [{ put: "cards", key: doc, value: card }, ...writes, ...marks] };
};

const rewrittenChanges = (
  { chunks, authors }: ArchivedDocument,
  actors: FreshActors,
  { sha256 }: CopyDeps,
): readonly PendingChange[] => {
  const sessions = freshInOrder([...authors.keys()], actors);
  const hashes = new Map<string, Uint8Array>();
  const again = chunks.map(({ bytes, hash }) => {
    const names = {
      actorOf: (actor: Uint8Array) => named(sessions, actor),
      hashOf: (old: Uint8Array) => named(hashes, old),
      messageOf: (message: string, actor: Uint8Array) => {
        const author = authors.get(toHex(actor));
        assert(author, "a proven change has an author");
        return withClaim(message, author, hash);
      },
    };
    const made = rewriteChange(bytes, names, companyGateLimits.inflated, sha256);
    hashes.set(hash, made.hash);
    return made;
  });
  // Automerge deflates what is large, and shows that all of it is one document.
  const document = loadDocument(
    "00".repeat(16),
    again.map(({ bytes }) => bytes),
  );
  const changes = again.map(({ hash, actor, seq, deps }): PendingChange => {
    const name = toHex(hash);
    const bytes = document.bytesOf(name);
    assert(bytes, "a change written again is in its document");
    const change = { hash: name, bytes, seq, deps: deps.map(toHex) };
    return {
      made: { actor: toHex(actor), change },
      change: changeNameOf(document.meta(name)?.message, name),
    };
  });
  document.free();
  return changes;
};

/** New sessions for these, in the same order. */
const freshInOrder = (old: readonly string[], actors: FreshActors): ReadonlyMap<string, Uint8Array> => {
  const fresh = old.map(() => actors.make()).sort();
  return new Map(
    [...old].sort().map((actor, at) => {
      const bytes = fromHex(fresh[at] ?? "");
      assert(bytes, "an actor is hexadecimal");
      return [actor, bytes] as const;
    }),
  );
};

const named = (names: ReadonlyMap<string, Uint8Array>, old: Uint8Array): Uint8Array => {
  const found = names.get(toHex(old));
  assert(found, "ancestors come first, and every session has an author");
  return found;
};

const cardFor = async (
  source: StoredCard,
  doc: DocId,
  company: Uint8Array,
  { signer }: CopyDeps,
): Promise<StoredCard> => {
  const { thing, kind, cls, scope } = source;
  const by = signer.publicKey;
  const value = cardValue(source);
  assert(value, "the card was verified");
  const unsigned: DocCard = {
    ...{ v: 1, company, doc: bytesOfId(doc), thing: value.thing, kind, cls: value.cls, scope: value.scope },
    ...{ no: 1, prev: null, replaces: null, by, at: broughtInAt },
  };
  const signed = encodeEnvelope(await seal(docCardKind, unsigned, [signer]));
  return { ...{ doc, thing, kind, cls, scope, no: 1, by: textOfBytes(by), at: broughtInAt }, signed };
};
