/**
 * Facts of a device that may not write any more, brought by another one that got them while no relay was there. They
 * are judged as if the device had handed them in itself: kept beside the log until somebody decides about them.
 */
import { bytesEqual, bytesKey } from "#shared/kernel/bytes";
import type { DocCard } from "#shared/protocol/cards";
import { docCardKind } from "#shared/protocol/cards";
import { verify } from "#shared/protocol/envelope";
import { unpackChunks } from "#shared/protocol/gate/pack";
import { parseChange } from "#shared/protocol/gate/parse-change";
import { companyGateLimits, frameLimits } from "#shared/protocol/limits";
import { mayCreate, writeStanding } from "#shared/protocol/membership/grants";
import type { Chunk, DocumentPack, PushPart } from "#shared/protocol/messages";
import type { Tip } from "#shared/protocol/tips";
import type { PushIntakeDeps, Pusher } from "./push-intake";
import type { Bringer } from "./restore-document";

export interface LeftBehind {
  readonly parts: readonly PushPart[];
  readonly pusher: Pusher;
}

/** Undefined for everything else, which is judged by itself. */
export const leftOf = async (
  document: DocumentPack,
  bringer: Bringer,
  deps: PushIntakeDeps,
): Promise<LeftBehind | undefined> => {
  const { doc, card: signed, tips, receipts } = document;
  if (receipts.length > 0) return undefined;
  const known = deps.cards.find(doc)?.value ?? deps.held.cardOf(doc);
  const card = known ?? (await cardIn(document, deps));
  if (card?.cls !== "movements" || !bringer.mayRead(card)) return undefined;
  const { by } = card;
  const now = deps.clock.now();
  if (writeStanding(deps.membership(), by, card, now) !== "hold") return undefined;
  const parts = partsOf(
    document,
    tips.filter(({ device }) => bytesEqual(device, by)),
    deps,
  );
  const [first, ...rest] = parts;
  if (first === undefined) return undefined;
  return {
    parts: [known === undefined ? { ...first, card: signed } : first, ...rest],
    pusher: {
      ...{ id: bringer.id, device: by, isCreator: false, send: bringer.send },
      standing: (subject) => writeStanding(deps.membership(), by, subject, now),
      mayCreate: (made) => mayCreate(deps.membership(), by, made, now),
    },
  };
};

const cardIn = async ({ card }: DocumentPack, { crypto }: PushIntakeDeps): Promise<DocCard | undefined> => {
  const checked = await verify(docCardKind, card, crypto);
  return checked.ok ? checked.value.value : undefined;
};

/** The changes of each session under its tip, whoever wrote between them; what no tip names is nobody's word. */
const partsOf = (
  { doc, chunks }: DocumentPack,
  tips: readonly Tip[],
  { crypto }: PushIntakeDeps,
): readonly PushPart[] => {
  const unpacked = unpackChunks(chunks);
  if (!unpacked.ok) return [];
  const tipOf = new Map(tips.map((tip) => [bytesKey(tip.hash), tip]));
  const parts: PushPart[] = [];
  const sessions = new Map<string, Chunk[]>();
  for (const bytes of unpacked.value) {
    const parsed = parseChange(bytes, companyGateLimits, crypto);
    if (!parsed.ok) return [];
    const { hash, deps: parents, actor } = parsed.value;
    const open = sessions.get(bytesKey(actor)) ?? [];
    if (open.length >= frameLimits.changes) return [];
    open.push({ hash, parents, enc: 0, epoch: 0, bytes });
    const tip = tipOf.get(bytesKey(hash));
    sessions.set(bytesKey(actor), tip === undefined ? open : []);
    if (tip !== undefined) parts.push({ doc, card: null, chunks: open, tip });
  }
  return parts;
};
