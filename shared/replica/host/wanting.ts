/** Asking a relay for what is missing of a document here. */
import { brand } from "#shared/kernel/brand";
import { idToBytes } from "#shared/kernel/ids";
import type { ClientMsg } from "#shared/protocol/messages";
import type { CardIndex } from "../card-index";
import type { OpenDocuments } from "../open-documents";
import { hashBytes } from "./document-facts";

export const wantOf = async (
  doc: string,
  { cards, documents }: { readonly cards: CardIndex; readonly documents: OpenDocuments },
): Promise<ClientMsg> => {
  const card = cards.byDoc(doc);
  const document = card === undefined ? undefined : await documents.open(card);
  return { t: "want", doc: idToBytes(brand(doc)), after: (document?.crdt.heads() ?? []).map(hashBytes) };
};
