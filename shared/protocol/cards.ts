/**
 * Document cards: the signed statement of what a document is about. A reader meets the card before the document; the
 * relay knows kind, class and scope from it and nothing else of the content.
 */
import * as v from "valibot";
import { bytesEqual } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import type { SignedKind } from "./envelope";
import { tags } from "./tags";
import type { CompanyId, DocBytes, DocClass, Hash, Key, MemberBytes, ThingBytes } from "./wire-types";
import { bytes16, bytes32, count, docClasses, instant } from "./wire-types";

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
  /** The device that signs. */
  readonly by: Key;
  readonly at: Ms;
}

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
