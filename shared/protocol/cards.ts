/**
 * Document cards: the signed statement of what a document is about. A reader meets the card before the document; the
 * relay knows kind, class and scope from it and nothing else of the content.
 */
import * as v from "valibot";
import { bytesEqual, compareBytes } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import type { SignedKind } from "./envelope";
import { replacementLimits } from "./limits";
import { tags } from "./tags";
import type { CompanyId, DocBytes, DocClass, Hash, Key, MemberBytes, ThingBytes } from "./wire-types";
import { bytes16, bytes32, count, docClasses, instant } from "./wire-types";

/**
 * What a document that takes another's place begins with: the contents the other had at `from`, which are its own at
 * `to`. Newest changes of each, ascending.
 */
export interface CarriedContents {
  readonly from: readonly Hash[];
  readonly to: readonly Hash[];
}

export type CardScope = "company" | { readonly event: ThingBytes } | { readonly member: MemberBytes };

/** `doc` is a storage address; `thing` is the identity used in links, routes and scopes and survives rotation. */
export interface DocCard {
  readonly v: 1;
  readonly company: CompanyId;
  readonly doc: DocBytes;
  readonly thing: ThingBytes;
  readonly kind: string;
  readonly cls: DocClass;
  readonly scope: CardScope;
  /** The highest valid number of a thing counts. */
  readonly no: number;
  readonly prev: Hash | null;
  readonly replaces: DocBytes | null;
  /** There when another document is replaced. */
  readonly carries?: CarriedContents;
  /** The device that signs. */
  readonly by: Key;
  readonly at: Ms;
}

/** Newest changes of a document in ascending order, each once: a set has one form. */
const carriedHeads = v.pipe(
  v.array(bytes32),
  v.minLength(1),
  v.maxLength(replacementLimits.heads),
  v.check((hashes) => hashes.every((hash, i) => i === 0 || compareBytes(hashes[i - 1] ?? hash, hash) < 0)),
);

export const docCardKind: SignedKind<DocCard> = {
  tag: tags.crd,
  schema: v.object({
    v: v.literal(1),
    company: bytes32,
    doc: bytes16,
    thing: bytes16,
    kind: v.pipe(v.string(), v.regex(/^[a-z][a-z-]{0,31}$/)),
    cls: v.picklist(docClasses),
    scope: v.union([
      v.literal("company"),
      v.strictObject({ event: bytes16 }),
      v.strictObject({ member: bytes16 }),
    ]),
    no: v.pipe(count, v.minValue(1)),
    prev: v.nullable(bytes32),
    replaces: v.nullable(bytes16),
    carries: v.exactOptional(v.object({ from: carriedHeads, to: carriedHeads })),
    by: bytes32,
    at: instant,
  }),
};

/**
 * Class and scope of each kind of document, the same for ever: who may read something must not hang on what its
 * author says it is. Notes and threads take the scope of what they are about.
 */
export const kindBoundaries: Readonly<
  Record<string, { readonly cls: DocClass; readonly scope: ScopeName | "any" }>
> = {
  company: { cls: "settings", scope: "company" },
  product: { cls: "inventory", scope: "company" },
  places: { cls: "inventory", scope: "company" },
  movements: { cls: "movements", scope: "company" },
  ledger: { cls: "ledger", scope: "company" },
  event: { cls: "event", scope: "event" },
  "product-money": { cls: "money", scope: "company" },
  "event-money": { cls: "money", scope: "company" },
  quote: { cls: "money", scope: "company" },
  invoice: { cls: "money", scope: "company" },
  client: { cls: "client", scope: "company" },
  person: { cls: "person", scope: "member" },
  schedule: { cls: "schedule", scope: "company" },
  booking: { cls: "schedule", scope: "company" },
  template: { cls: "schedule", scope: "company" },
  vehicle: { cls: "schedule", scope: "company" },
  repair: { cls: "work", scope: "company" },
  stocktake: { cls: "work", scope: "company" },
  transfer: { cls: "work", scope: "company" },
  order: { cls: "work", scope: "company" },
  note: { cls: "note", scope: "any" },
  thread: { cls: "note", scope: "any" },
  agreement: { cls: "agreement", scope: "company" },
  share: { cls: "projection", scope: "company" },
};

type ScopeName = "company" | "event" | "member";

const scopeName = (scope: CardScope): ScopeName =>
  scope === "company" ? "company" : "event" in scope ? "event" : "member";

/** Whether class and scope are those of the kind. Kinds of a newer version are taken at their class's word. */
export const isSoundCard = ({ kind, cls, scope, thing }: DocCard): boolean => {
  const known = Object.hasOwn(kindBoundaries, kind) ? kindBoundaries[kind] : undefined;
  if (known === undefined) return true;
  if (known.cls !== cls || (known.scope !== "any" && known.scope !== scopeName(scope))) return false;
  // An event's document is about that very event; another one's people must not come by it.
  return kind !== "event" || scope === "company" || !("event" in scope) || bytesEqual(scope.event, thing);
};

/** Whether a document may take the other's place without anybody's rights changing by it. */
export const isSameBoundary = (a: DocCard, b: DocCard): boolean =>
  a.kind === b.kind && a.cls === b.cls && isSameScope(a.scope, b.scope);

const isSameScope = (a: CardScope, b: CardScope): boolean => {
  if (a === "company" || b === "company") return a === b;
  if ("event" in a) return "event" in b && bytesEqual(a.event, b.event);
  return "member" in b && bytesEqual(a.member, b.member);
};
