/** Which records came into the company because somebody adopted them: what the membership log says, per document. */
import { brand } from "#shared/kernel/brand";
import type { ThingId } from "#shared/kernel/ids";
import type { Adopted } from "../types";
import type { Adoption } from "./company";
import type { Engine } from "./engine";

/** Newest first. Adoptions of documents this device does not have are left out. */
export const adoptedRecords = async (
  { cards, documents }: Pick<Engine, "cards" | "documents">,
  adoptions: readonly Adoption[],
): Promise<readonly Adopted[]> => {
  const adopted: Adopted[] = [];
  for (const [at, adoption] of adoptions.entries()) {
    const card = cards.byDoc(adoption.doc);
    const document = card === undefined ? undefined : await documents.open(card);
    if (card === undefined || document === undefined) continue;
    const first = Math.max(adoption.from, 1 + adoptedBefore(adoption, adoptions.slice(0, at)));
    const hashes = document.crdt
      .changes()
      .filter(({ actor, seq }) => actor === adoption.actor && seq >= first && seq <= adoption.seq)
      .map(({ hash }) => hash);
    const keys = hashes.flatMap((hash) => document.crdt.writesOf(hash).map(({ key }) => key));
    const { by, at: time } = adoption;
    adopted.push({ thing: brand<ThingId>(card.thing), records: [...new Set(keys)], by, at: time });
  }
  return adopted.sort((a, b) => b.at - a.at);
};

const adoptedBefore = ({ doc, actor }: Adoption, earlier: readonly Adoption[]): number =>
  Math.max(0, ...earlier.filter((one) => one.doc === doc && one.actor === actor).map(({ seq }) => seq));
