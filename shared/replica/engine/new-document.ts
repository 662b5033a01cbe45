/** A document that a command makes: address, card and the empty record store its first change will carry. */
import type { Ms } from "#shared/kernel/clock";
import type { DocumentScope } from "#shared/kernel/command";
import type { DocId, ThingId } from "#shared/kernel/ids";
import { newId } from "#shared/kernel/ids";
import type { Random } from "#shared/kernel/random";
import { assert } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import { beginDocument } from "#shared/documents/crdt";
import { findDocumentKind } from "#shared/documents/kinds";
import { DocumentProjection } from "#shared/documents/projection";
import type { CardScope } from "#shared/protocol/cards";
import { bytesOfId, textOfBytes } from "#shared/protocol/wire-types";
import { scopeToText } from "../card-index";
import type { OpenDocument, OpenDocuments } from "../open-documents";
import type { CommitPart } from "./commit-queue";

/** Not yet in any cache or index; an unknown kind is a defect. */
export const makeDocument = (
  wanted: { readonly kind: string; readonly thing: ThingId; readonly scope: DocumentScope },
  documents: Pick<OpenDocuments, "actorFor">,
  company: Uint8Array,
  deps: { readonly random: Random; readonly signer: Signer },
  at: Ms,
): { readonly document: OpenDocument; readonly card: NonNullable<CommitPart["card"]> } => {
  const { kind, thing, scope } = wanted;
  const declared = findDocumentKind(kind);
  assert(declared, `${kind} is a kind of document`);
  const doc = newId<DocId>(deps.random);
  const { actor, nonce } = documents.actorFor(doc);
  const crdt = beginDocument(actor, { kind, schema: declared.schema, minWriter: 0 });
  const projection = new DocumentProjection(kind, crdt.records);
  const by = deps.signer.publicKey;
  return {
    document: { doc, thing, kind, crdt, actor, nonce, projection, devices: new Map(), bytes: 0 },
    card: {
      stored: {
        doc,
        thing,
        kind,
        cls: declared.class,
        scope: scopeToText(scope),
        no: 1,
        by: textOfBytes(by),
        at,
      },
      unsigned: {
        ...{ v: 1, company, doc: bytesOfId(doc), thing: bytesOfId(thing), kind, cls: declared.class },
        ...{ scope: cardScope(scope), no: 1, prev: null, replaces: null, by, at },
      },
    },
  };
};

/** As it stands on a card. */
export const cardScope = (scope: DocumentScope): CardScope =>
  scope === "company"
    ? scope
    : "event" in scope
      ? { event: bytesOfId(scope.event) }
      : { member: bytesOfId(scope.member) };
