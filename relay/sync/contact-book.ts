/**
 * When each device of a company was last connected to this relay. A hint for those who look after the devices: it is
 * kept in memory, unsigned, and nothing hangs on it. Their devices remember what they were told.
 */
import { bytesKey } from "#shared/kernel/bytes";
import type { Clock } from "#shared/kernel/clock";
import type { Contact } from "#shared/protocol/messages";
import type { Key } from "#shared/protocol/wire-types";
import type { CompanyNumber } from "#relay/storage/log-store";

/** Of one company; it outlives the company's room. */
export interface ContactBook {
  /** The device is here at this moment. */
  readonly note: (device: Key) => void;
  readonly all: () => readonly Contact[];
  /** What is worth telling since it was asked last: who went, who came, and now and then who is still here. */
  readonly news: () => readonly Contact[];
}

/** Of a device that stays connected the time is told this often. */
const tellEveryMs = 5 * 60_000;
/** Asked about sooner than this it has not gone. */
const goneAfterMs = 60_000;

interface Line extends Contact {
  told: number;
}

export const createContactBooks = (clock: Clock): ((company: CompanyNumber) => ContactBook) => {
  const books = new Map<CompanyNumber, ContactBook>();
  return (company) => {
    const known = books.get(company) ?? createContactBook(clock);
    books.set(company, known);
    return known;
  };
};

const createContactBook = (clock: Clock): ContactBook => {
  const lines = new Map<string, Line>();
  return {
    note: (device) => {
      const name = bytesKey(device);
      lines.set(name, { device, at: clock.now(), told: lines.get(name)?.told ?? 0 });
    },
    all: () => Array.from(lines.values(), contactOf),
    news: () => {
      const now = clock.now();
      const isNews = ({ at, told }: Line): boolean =>
        at > told && (at - told >= tellEveryMs || now - at >= goneAfterMs);
      const due = [...lines.values()].filter(isNews);
      for (const line of due) line.told = line.at;
      return due.map(contactOf);
    },
  };
};

const contactOf = ({ device, at }: Line): Contact => ({ device, at });
