/**
 * What one device may do now, by the company's confirmed membership. Verdicts per document are remembered until a
 * checkpoint changes something, and for a minute at most because grants may end by time.
 */
import { bytesKey } from "#shared/kernel/bytes";
import type { Clock } from "#shared/kernel/clock";
import type { DocCard } from "#shared/protocol/cards";
import { findDevice, grantsOf, mayCreate, mayRead, mayWrite } from "#shared/protocol/membership/grants";
import type { DocBytes, Key } from "#shared/protocol/wire-types";
import type { CardIndex } from "./card-index";
import type { MembershipLog } from "./membership-log";

export interface DeviceRights {
  readonly device: Key;
  readonly standing: () => "member" | "revoked" | "unknown";
  /** Checkpoint that ended a revoked device, 0 for others. */
  readonly revokedAt: () => number;
  readonly mayReadDocument: (doc: DocBytes) => boolean;
  readonly mayWrite: (card: DocCard) => boolean;
  readonly mayCreate: (card: DocCard) => boolean;
  /** Holds `create` for anything: has the larger quota. */
  readonly isCreator: () => boolean;
  /** Asks again after a checkpoint; documents whose reading has begun or ended for this device. */
  readonly refresh: () => { readonly gained: readonly DocBytes[]; readonly lost: readonly DocBytes[] };
}

export interface RightsDeps {
  readonly membership: MembershipLog;
  readonly cards: CardIndex;
}

const rememberMs = 60_000;

export const createDeviceRights = (room: RightsDeps, device: Key, clock: Clock): DeviceRights => {
  const { membership, cards } = room;
  const state = membership.confirmed;
  let grants = grantsOf(state(), device);
  let readable = new Map<string, boolean>();
  let rememberedAt = clock.now();

  const mayReadCard = (card: DocCard): boolean => mayRead(state(), device, card, clock.now());
  const mayReadDocument = (doc: DocBytes): boolean => {
    const now = clock.now();
    if (now - rememberedAt > rememberMs) {
      readable = new Map();
      rememberedAt = now;
    }
    const key = bytesKey(doc);
    const known = readable.get(key);
    if (known !== undefined) return known;
    const card = cards.find(doc);
    if (card === undefined) return false;
    const verdict = mayReadCard(card.value);
    readable.set(key, verdict);
    return verdict;
  };

  const refresh = (): ReturnType<DeviceRights["refresh"]> => {
    const before = grants;
    grants = grantsOf(state(), device);
    if (JSON.stringify(before) === JSON.stringify(grants)) return { gained: [], lost: [] };
    const wasReadable = readable;
    readable = new Map();
    const gained: DocBytes[] = [];
    const lost: DocBytes[] = [];
    for (const { value } of cards.all()) {
      const was = wasReadable.get(bytesKey(value.doc)) ?? false;
      const is = mayReadDocument(value.doc);
      if (is && !was) gained.push(value.doc);
      if (!is && was) lost.push(value.doc);
    }
    return { gained, lost };
  };

  return {
    device,
    standing: () => {
      const found = findDevice(state(), device);
      if (found === undefined) return "unknown";
      return found.revoked === null ? "member" : "revoked";
    },
    revokedAt: () => findDevice(state(), device)?.revoked?.checkpoint ?? 0,
    mayReadDocument,
    mayWrite: (card) => mayWrite(state(), device, card, clock.now()),
    mayCreate: (card) => mayCreate(state(), device, card, clock.now()),
    isCreator: () => grants.some(({ verbs }) => verbs.includes("create")),
    refresh,
  };
};
