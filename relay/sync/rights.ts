/**
 * What one device may do now, by the company's confirmed membership. Verdicts per document are remembered until a
 * checkpoint changes the device's grants or one of them ends by the relay's clock.
 */
import { bytesKey } from "#shared/kernel/bytes";
import type { Clock, Ms } from "#shared/kernel/clock";
import type { DocCard } from "#shared/protocol/cards";
import {
  activeMember,
  allows,
  findDevice,
  grantsOf,
  mayCreate,
  mayWrite,
  writeStanding,
} from "#shared/protocol/membership/grants";
import type { WriteStanding } from "#shared/protocol/membership/grants";
import { mayDo } from "#shared/protocol/membership/acts";
import { isInForce } from "#shared/protocol/membership/roles";
import type { CompanyState, Grant, MemOp } from "#shared/protocol/membership/types";
import { times } from "#shared/protocol/limits";
import type { DocBytes, Key } from "#shared/protocol/wire-types";
import type { CardIndex } from "./card-index";
import type { MembershipLog } from "./membership-log";

export interface DeviceRights {
  readonly device: Key;
  readonly standing: () => "member" | "revoked" | "unknown";
  /** Checkpoint that ended a revoked device, 0 for others. */
  readonly revokedAt: () => number;
  /** Until when a revoked device may hand in facts; null when nothing is taken of it. */
  readonly handsInUntil: () => Ms | null;
  /** Whether its member decides about what is held. */
  readonly mayReview: () => boolean;
  /** What becomes of a push to such a document. */
  readonly standingFor: (card: Pick<DocCard, "cls" | "scope">) => WriteStanding;
  /** `key` is that of the document, for whoever asks for many devices. */
  readonly mayReadDocument: (doc: DocBytes, key?: string) => boolean;
  readonly mayRead: (card: DocCard) => boolean;
  readonly mayWrite: (card: DocCard) => boolean;
  readonly mayCreate: (card: DocCard) => boolean;
  /** May begin documents of the company now, as importers do: has the larger quota. */
  readonly isCreator: () => boolean;
  /**
   * Asks again, after a checkpoint or when a grant has ended: documents whose reading has begun or ended for this
   * device since it was asked last.
   */
  readonly refresh: () => { readonly gained: readonly DocBytes[]; readonly lost: readonly DocBytes[] };
  /** The same for a device that was away: `past` is the company at every checkpoint from the one it knew on. */
  readonly changedSince: (past: readonly CompanyState[]) => ReturnType<DeviceRights["refresh"]>;
  /** When the next of its grants ends; null when none does. */
  readonly endsAt: () => Ms | null;
}

export interface RightsDeps {
  readonly membership: Pick<MembershipLog, "confirmed">;
  readonly cards: CardIndex;
}

/** What the device held when it was asked last. */
interface Held {
  readonly member: string;
  readonly grants: readonly Grant[];
  readonly at: Ms;
  readonly endsAt: Ms | null;
}

export const createDeviceRights = (room: RightsDeps, device: Key, clock: Clock): DeviceRights => {
  const { membership, cards } = room;
  const state = membership.confirmed;
  const hold = (): Held => {
    const at = clock.now();
    const grants = grantsOf(state(), device);
    return { member: activeMember(state(), device) ?? "", grants, at, endsAt: nextEnd(grants, at) };
  };
  let held = hold();
  let readable = new Map<string, boolean>();

  const mayReadDocument = (doc: DocBytes, key = bytesKey(doc)): boolean => {
    const now = clock.now();
    if (held.endsAt !== null && now > held.endsAt) return mayRead(held, cards.find(doc)?.value, now);
    const known = readable.get(key);
    if (known !== undefined) return known;
    const card = cards.find(doc);
    if (card === undefined) return false;
    const verdict = mayRead(held, card.value, now);
    readable.set(key, verdict);
    return verdict;
  };

  const refresh = (): ReturnType<DeviceRights["refresh"]> => {
    const before = held;
    held = hold();
    const isSame = JSON.stringify(before.grants) === JSON.stringify(held.grants);
    if (isSame && before.endsAt === held.endsAt) return { gained: [], lost: [] };
    readable = new Map();
    const gained: DocBytes[] = [];
    const lost: DocBytes[] = [];
    for (const { value } of cards.all()) {
      const was = mayRead(before, value, before.at);
      const is = mayRead(held, value, held.at);
      if (is && !was) gained.push(value.doc);
      if (!is && was) lost.push(value.doc);
    }
    return { gained, lost };
  };

  return {
    device,
    changedSince: (past) => changedSince(past, { device, held, now: clock.now(), cards, mayReadDocument }),
    standing: () => {
      const found = findDevice(state(), device);
      if (found === undefined) return "unknown";
      return found.revoked === null ? "member" : "revoked";
    },
    revokedAt: () => findDevice(state(), device)?.revoked?.checkpoint ?? 0,
    ...writingRights(state, device, clock),
    mayReadDocument,
    mayRead: (card) => mayRead(hold(), card, clock.now()),
    isCreator: () => letImport(held.grants, clock.now()),
    refresh,
    endsAt: () => held.endsAt,
  };
};

const changedSince = (
  past: readonly CompanyState[],
  is: Pick<DeviceRights, "device" | "mayReadDocument"> &
    Pick<RightsDeps, "cards"> & { readonly held: Held; readonly now: Ms },
): ReturnType<DeviceRights["refresh"]> => {
  const { device, held, now, cards } = is;
  const before = past.map((was) => ({
    grants: grantsOf(was, device),
    member: activeMember(was, device) ?? "",
  }));
  const isEndless = ({ grants }: Readable): boolean => grants.every(({ notAfter }) => notAfter === null);
  const present = JSON.stringify(held.grants);
  if (before.every((was) => isEndless(was) && JSON.stringify(was.grants) === present))
    return { gained: [], lost: [] };
  const gained: DocBytes[] = [];
  const lost: DocBytes[] = [];
  for (const { value } of cards.all()) {
    const isReadable = is.mayReadDocument(value.doc);
    if (isReadable && !before.every((was) => mayRead(was, value, now))) gained.push(value.doc);
    if (!isReadable && before.some((was) => mayRead(withoutEnd(was), value, now))) lost.push(value.doc);
  }
  return { gained, lost };
};

const writingRights = (
  state: () => CompanyState,
  device: Key,
  clock: Clock,
): Pick<DeviceRights, "handsInUntil" | "mayReview" | "standingFor" | "mayWrite" | "mayCreate"> => ({
  handsInUntil: () => {
    const revoked = findDevice(state(), device)?.revoked ?? null;
    const isTaken = writeStanding(state(), device, facts, clock.now()) === "hold";
    return isTaken && revoked !== null ? revoked.at + times.heldMs : null;
  },
  mayReview: () => {
    const member = activeMember(state(), device);
    return member !== undefined && mayDo(state(), member, anyAdoption, clock.now());
  },
  standingFor: (card) => writeStanding(state(), device, card, clock.now()),
  mayWrite: (card) => mayWrite(state(), device, card, clock.now()),
  mayCreate: (card) => mayCreate(state(), device, card, clock.now()),
});

/** Every log of movements has this class and scope. */
const facts = { cls: "movements", scope: "company" } as const;

/** Only whether it may be done is asked. */
const anyAdoption: MemOp = {
  kind: "adopt",
  doc: new Uint8Array(16),
  actor: new Uint8Array(16),
  seq: 1,
  hash: new Uint8Array(32),
};

/** Everybody begins a record of their own person, and whoever scans a log of movements: that is no import. */
const letsImport = ({ verbs, on, scope }: Grant): boolean =>
  verbs.includes("create") && scope !== "own" && on.some((cls) => cls !== "movements");

/** Whether these grants let their device begin documents of the company now. */
export const letImport = (grants: readonly Grant[], now: Ms): boolean =>
  grants.some((grant) => isInForce(grant, now) && letsImport(grant));

type Readable = Pick<Held, "grants" | "member">;

const mayRead = ({ grants, member }: Readable, card: DocCard | undefined, now: Ms): boolean =>
  card !== undefined && allows(grants, member, "read", card, now);

const withoutEnd = (held: Readable): Readable => ({
  ...held,
  grants: held.grants.map((grant) => ({ ...grant, notAfter: null })),
});

const nextEnd = (grants: readonly Grant[], now: Ms): Ms | null => {
  const ends = grants.flatMap(({ notAfter }) => (notAfter !== null && notAfter >= now ? [notAfter] : []));
  return ends.length === 0 ? null : Math.min(...ends);
};
