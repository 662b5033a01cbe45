/**
 * Companies this relay has, and those of them that are open. Where several relays share one log, a company is open on
 * its owner alone: whoever asks for it on another relay hears where that one is.
 */
import { bytesKey } from "#shared/kernel/bytes";
import { emptyLogHash } from "#shared/protocol/receipts";
import type { CompanyId } from "#shared/protocol/wire-types";
import type { CompanyNumber, LogStore, StoredCompany } from "#relay/storage/log-store";
import type { Claim, Lost, Ownership } from "#relay/storage/ownership";
import type { CompanyRoom, GivenUp } from "./company-room";
import { connectionsOf } from "./company-room";

export type Place =
  { readonly type: "here"; readonly room: CompanyRoom } | Exclude<Claim, { readonly type: "ours" }>;

export interface CompanyRooms {
  /** Where the company is; opens it when that is here. */
  readonly place: (company: CompanyId) => Promise<Place>;
  /** Reads again which companies there are, where others may have made some. */
  readonly refresh: () => Promise<void>;
  /** Origin of the relay that has it now, of a company that this one let go. */
  readonly movedTo: (company: CompanyId) => string | undefined;
  readonly isKnown: (company: CompanyId) => boolean;
  readonly add: (company: StoredCompany) => void;
  readonly all: () => Iterable<StoredCompany>;
  readonly nextNumber: () => Promise<CompanyNumber>;
  /** Devices connected at this moment, by company; those without any are left out. */
  readonly online: () => Promise<ReadonlyMap<CompanyNumber, number>>;
  readonly tidy: () => Promise<void>;
  /** Another relay has the company. */
  readonly giveUp: (company: CompanyNumber, why: Lost) => void;
}

export interface CompanyRoomsDeps {
  readonly store: LogStore;
  /** Null where this relay is the only one. */
  readonly ownership: Ownership | null;
  readonly open: (
    company: StoredCompany,
    onFailed: (room: CompanyRoom, why: GivenUp) => void,
  ) => Promise<CompanyRoom>;
  readonly onGivenUp: (why: GivenUp) => void;
}

export interface StoredCompanies {
  readonly companies: readonly StoredCompany[];
  /** By number; what is stored of these is kept and not served. */
  readonly moves: ReadonlyMap<CompanyNumber, string>;
}

/** A company that moved away is not opened any more. */
export const createCompanyRooms = (
  { companies, moves }: StoredCompanies,
  deps: CompanyRoomsDeps,
): CompanyRooms => {
  const { store, ownership } = deps;
  const known = new Map(companies.map((company) => [bytesKey(company.id), company]));
  const isHere = ({ company }: StoredCompany): boolean => !moves.has(company);
  const rooms = createOpenRooms(deps);
  const claiming = new Map<string, Promise<Place>>();

  const claim = async (id: CompanyId, from: Ownership): Promise<Place> => {
    const claimed = await from.claim(id);
    if (claimed.type !== "ours") return claimed;
    const company = { company: claimed.company, id, serial: 0, logHash: emptyLogHash };
    return { type: "here", room: await rooms.open(company) };
  };
  const place = async (company: CompanyId): Promise<Place> => {
    const key = bytesKey(company);
    const here = rooms.find(key);
    if (here !== undefined) return { type: "here", room: await here };
    const entry = known.get(key);
    if (entry !== undefined && !isHere(entry)) return { type: "unknown" };
    if (ownership === null)
      return entry === undefined ? { type: "unknown" } : { type: "here", room: await rooms.open(entry) };
    const asked = claiming.get(key) ?? claim(company, ownership).finally(() => claiming.delete(key));
    claiming.set(key, asked);
    return asked;
  };

  return {
    place,
    refresh: async () => {
      if (ownership === null) return;
      for (const company of await store.companies()) known.set(bytesKey(company.id), company);
    },
    isKnown: (company) => known.has(bytesKey(company)),
    movedTo: (company) => {
      const entry = known.get(bytesKey(company));
      return entry === undefined ? undefined : moves.get(entry.company);
    },
    add: (company) => void known.set(bytesKey(company.id), company),
    all: () => [...known.values()].filter(isHere),
    nextNumber: async () =>
      ownership === null
        ? Math.max(0, ...[...known.values()].map(({ company }) => company)) + 1
        : ownership.nextNumber(),
    online: rooms.online,
    tidy: rooms.tidy,
    giveUp: rooms.giveUp,
  };
};

interface OpenRooms extends Pick<CompanyRooms, "online" | "tidy" | "giveUp"> {
  readonly find: (key: string) => Promise<CompanyRoom> | undefined;
  readonly open: (company: StoredCompany) => Promise<CompanyRoom>;
}

interface Opened {
  readonly company: CompanyNumber;
  readonly opening: Promise<CompanyRoom>;
  room: CompanyRoom | undefined;
}

const createOpenRooms = (deps: CompanyRoomsDeps): OpenRooms => {
  const opened = new Map<string, Opened>();
  const forget = (room: CompanyRoom, why: GivenUp): void => {
    const key = bytesKey(room.company.id);
    // It may have been opened anew meanwhile.
    if (opened.get(key)?.room === room) opened.delete(key);
    deps.onGivenUp(why);
  };
  return {
    find: (key) => opened.get(key)?.opening,
    open: async (company) => {
      const key = bytesKey(company.id);
      const entry: Opened = {
        company: company.company,
        opening: readEnd(company, deps.store).then((current) => deps.open(current, forget)),
        room: undefined,
      };
      opened.set(key, entry);
      try {
        entry.room = await entry.opening;
        return entry.room;
      } catch (defect) {
        if (opened.get(key) === entry) opened.delete(key);
        throw defect;
      }
    },
    online: async () => {
      const found = await Promise.all([...opened.values()].map(({ opening }) => opening));
      return new Map(found.map((room) => [room.company.company, connectionsOf(room)]));
    },
    tidy: async () => {
      for (const { opening } of [...opened.values()]) await (await opening).tidy();
    },
    giveUp: (company, why) => {
      for (const [key, entry] of opened) {
        if (entry.company !== company) continue;
        opened.delete(key);
        // One that cannot be opened has told whoever asked for it.
        entry.opening.then((room) => room.giveUp(why), ignore);
      }
    },
  };
};

const ignore = (): void => undefined;

/** The end of the log is read anew: what was known before is old once the company has been written to. */
const readEnd = async (stored: StoredCompany, store: LogStore): Promise<StoredCompany> =>
  (await store.companies()).find(({ company }) => company === stored.company) ?? stored;
