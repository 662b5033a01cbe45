/** A planned part with its bytes, as it goes over the wire. */
import { brand } from "#shared/kernel/brand";
import type { ThingId } from "#shared/kernel/ids";
import type { DocCard } from "#shared/protocol/cards";
import { parseEnvelope } from "#shared/protocol/envelope";
import type { PushPart } from "#shared/protocol/messages";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { ReplicaDeps } from "../ports";
import type { SyncProblem } from "../types";
import type { PlannedPart } from "./outbox";
import { pushPart } from "./outbox";

export interface PartDeps extends Pick<ReplicaDeps, "store" | "signer"> {
  readonly report: (problem: SyncProblem) => void;
  /** Documents the relay has the card of. */
  readonly has: ReadonlySet<string>;
  /** Those of which this frame brings it. */
  readonly withCard: Set<string>;
}

/** Undefined when it cannot go now. */
export const partOf = async (
  planned: PlannedPart,
  { store, signer, report, has, withCard }: PartDeps,
): Promise<PushPart | undefined> => {
  const { doc } = planned;
  const chunks = await Promise.all(planned.entries.map(({ hash }) => store.get("chunks", `${doc}/${hash}`)));
  const bytes = chunks.flatMap((chunk) => (chunk === undefined ? [] : [chunk.bytes]));
  if (bytes.length < planned.entries.length) {
    report({ type: "DamagedChunk", thing: brand<ThingId>(planned.entries[0]?.thing), healed: false });
    return undefined;
  }
  const needsCard = !has.has(doc) && !withCard.has(doc);
  const card = needsCard ? await store.get("cards", doc) : undefined;
  // Only its author can bring a card. The relay had it and forgot: we wait until its author has brought it again.
  if (card !== undefined && card.by !== textOfBytes(signer.publicKey)) return undefined;
  const signed = card === undefined ? undefined : parseEnvelope<DocCard>(card.signed);
  withCard.add(doc);
  return pushPart(planned, bytes, signed?.ok === true ? signed.value : null);
};
