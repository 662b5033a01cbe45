/** Own changes of a document as they would stand in the outbox had none of them ever had a receipt. */
import { toHex } from "#shared/kernel/bytes";
import { idToBytes } from "#shared/kernel/ids";
import { makeTip } from "#shared/protocol/tips";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { OpenDocument } from "../open-documents";
import type { ReplicaDeps } from "../ports";
import type { OutboxEntry, StoredCard } from "../stored";
import { actorBytes, hashBytes } from "./document-facts";
import type { HostMembership } from "./standing";

export interface OwnEntriesDeps extends Pick<ReplicaDeps, "store" | "signer" | "clock"> {
  readonly membership: HostMembership;
}

/** In the order of the document, without those of `waiting`; every one with a new tip under the present checkpoint. */
export const ownEntries = async (
  card: StoredCard,
  document: OpenDocument,
  waiting: readonly OutboxEntry[],
  { store, signer, clock, membership }: OwnEntriesDeps,
): Promise<readonly OutboxEntry[]> => {
  const own = textOfBytes(signer.publicKey);
  const tips = await store.all("tips", `${card.doc}/`);
  const known = new Set(waiting.map(({ hash }) => hash));
  const entries: OutboxEntry[] = [];
  for (const { hash, actor, seq, deps } of document.crdt.changes()) {
    const tip = tips.find((one) => toHex(one.actor) === actor);
    if (known.has(hash) || tip === undefined || textOfBytes(tip.device) !== own) continue;
    const facts = { actor: actorBytes(actor), nonce: tip.nonce, seq, hash: hashBytes(hash) };
    const signed = await makeTip(
      membership.company,
      idToBytes(document.doc),
      { ...facts, checkpoint: membership.checkpoint() },
      signer,
    );
    entries.push({
      ...{ doc: card.doc, thing: card.thing, kind: card.kind, hash, deps, change: hash, at: clock.now() },
      tip: { ...signed, doc: card.doc, hash },
    });
  }
  return entries;
};
