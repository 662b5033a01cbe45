/** Document cards from the relay: signed by a device of the company, about a kind with the class it always has. */
import * as v from "valibot";
import { bytesEqual, toHex } from "#shared/kernel/bytes";
import { decodeCanonical } from "#shared/kernel/canonical";
import { findDocumentKind } from "#shared/documents/kinds";
import type { CardScope, DocCard } from "#shared/protocol/cards";
import { docCardKind, isSoundCard } from "#shared/protocol/cards";
import type { CryptoDeps, Signed } from "#shared/protocol/envelope";
import { encodeEnvelope, idOfSigned, parseEnvelope, verify } from "#shared/protocol/envelope";
import {
  docIdFromBytes,
  memberIdFromBytes,
  textOfBytes,
  thingIdFromBytes,
} from "#shared/protocol/wire-types";
import { scopeToText } from "../card-index";
import type { StoredCard } from "../stored";
import type { HostMembership } from "./standing";

export interface ReadCard {
  readonly card: StoredCard;
  readonly value: DocCard;
}

/** Undefined when no honest relay would have passed the card on. */
export const readCard = async (
  signed: Signed<DocCard>,
  membership: Pick<HostMembership, "company" | "memberOf">,
  crypto: CryptoDeps,
): Promise<ReadCard | undefined> => {
  const checked = await verify(docCardKind, signed, crypto);
  if (!checked.ok) return undefined;
  const { value, signers } = checked.value;
  const by = textOfBytes(value.by);
  const declared = findDocumentKind(value.kind);
  const isSound =
    bytesEqual(value.company, membership.company) &&
    signers.some((key) => bytesEqual(key, value.by)) &&
    membership.memberOf(by) !== null &&
    isSoundCard(value) &&
    (value.no === 1) === (value.carries === undefined || value.replaces === null) &&
    (declared === undefined || (declared.class === value.cls && declared.scope === scopeName(value.scope)));
  if (!isSound) return undefined;
  const { replaces, carries } = value;
  const card = {
    ...(replaces === null || carries === undefined
      ? {}
      : {
          replaces: {
            doc: docIdFromBytes(replaces),
            from: carries.from.map(toHex),
            to: carries.to.map(toHex),
          },
        }),
    doc: docIdFromBytes(value.doc),
    thing: thingIdFromBytes(value.thing),
    kind: value.kind,
    cls: value.cls,
    scope: scopeToText(scopeOf(value.scope)),
    no: value.no,
    by,
    at: value.at,
    signed: encodeEnvelope(signed),
  };
  return { card, value };
};

/** Whether the card says of the document it replaces what that one's card says of itself. */
export const follows = ({ card, value }: ReadCard, replaced: StoredCard, { sha256 }: CryptoDeps): boolean => {
  const signed = parseEnvelope<DocCard>(replaced.signed);
  return (
    signed.ok &&
    value.prev !== null &&
    bytesEqual(value.prev, idOfSigned(docCardKind, signed.value, sha256)) &&
    card.no === replaced.no + 1 &&
    card.thing === replaced.thing &&
    card.kind === replaced.kind &&
    card.cls === replaced.cls &&
    card.scope === replaced.scope
  );
};

const scopeName = (scope: CardScope): string =>
  scope === "company" ? scope : "event" in scope ? "event" : "member";

const scopeOf = (scope: CardScope): Parameters<typeof scopeToText>[0] =>
  scope === "company"
    ? scope
    : "event" in scope
      ? { event: thingIdFromBytes(scope.event) }
      : { member: memberIdFromBytes(scope.member) };

/** What a stored card says; it was verified before it was stored. */
export const cardValue = ({ signed }: Pick<StoredCard, "signed">): DocCard | undefined => {
  const envelope = parseEnvelope<DocCard>(signed);
  const decoded = envelope.ok ? decodeCanonical(envelope.value.payload) : envelope;
  const parsed = decoded.ok ? v.safeParse(docCardKind.schema, decoded.value) : undefined;
  return parsed?.success === true ? parsed.output : undefined;
};

/** The document a card speaks of, before anything about it is verified. */
export const documentOf = (card: Signed<DocCard>): string | undefined => {
  const decoded = decodeCanonical(card.payload);
  const parsed = decoded.ok ? v.safeParse(docCardKind.schema, decoded.value) : undefined;
  return parsed?.success === true ? docIdFromBytes(parsed.output.doc) : undefined;
};
