/**
 * Document cards: the signed statement of what a document is about. A reader meets the card before the document; the
 * relay knows kind, class and scope from it and nothing else of the content.
 */
import * as v from "valibot";
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
