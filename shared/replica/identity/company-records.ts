/**
 * The stored record of every company on this device, in memory and in the store. Changes to one record are made one
 * after the other, each on the newest stored value and in one step with reading it, because other tabs write too.
 */
import type { CompanyId } from "#shared/protocol/wire-types";
import { textOfBytes } from "#shared/protocol/wire-types";
import { createSource } from "../observable";
import type { Observable } from "../types";
import type { IdentityStore, KnownCompany, StoredCompany } from "./types";

export interface CompanyRecords {
  readonly companies: Observable<readonly KnownCompany[]>;
  readonly find: (company: string) => StoredCompany | undefined;
  readonly add: (record: StoredCompany) => Promise<KnownCompany>;
  /** Settles with the written record; undefined when the company is gone. */
  readonly update: (
    company: CompanyId,
    change: (record: StoredCompany) => StoredCompany,
  ) => Promise<StoredCompany | undefined>;
  readonly remove: (company: CompanyId) => Promise<void>;
}

export const openCompanyRecords = async (store: IdentityStore): Promise<CompanyRecords> => {
  const records = new Map<string, StoredCompany>();
  for (const record of await store.load()) records.set(textOfBytes(record.company), record);
  const companies = createSource<readonly KnownCompany[]>([...records.values()].map(knownCompany));
  let writing: Promise<unknown> = Promise.resolve();

  const publish = (): void => companies.set([...records.values()].map(knownCompany));
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = writing.then(work);
    // A failed write is its caller's to handle; the next one starts afresh.
    writing = turn.catch(() => undefined);
    return turn;
  };
  return {
    companies,
    find: (company) => records.get(company),
    add: (record) =>
      inTurn(async () => {
        await store.save(record);
        records.set(textOfBytes(record.company), record);
        publish();
        return knownCompany(record);
      }),
    update: (company, change) =>
      inTurn(async () => {
        const changed = await store.update(company, change);
        if (changed === undefined) return undefined;
        records.set(textOfBytes(company), changed);
        publish();
        return changed;
      }),
    remove: (company) =>
      inTurn(async () => {
        await store.remove(company);
        records.delete(textOfBytes(company));
        publish();
      }),
  };
};

export const knownCompany = (record: StoredCompany): KnownCompany => ({
  company: textOfBytes(record.company),
  member: record.member,
  stage: record.stage,
  hasRelay: record.relay !== null,
  paperKeySaved: record.paperSeed === null,
});

/** The stored log with entries added that it lacks, in their order. */
export const withEntries = (
  log: readonly Uint8Array[],
  entries: readonly Uint8Array[],
): readonly Uint8Array[] => {
  const known = new Set(log.map(textOfBytes));
  return [...log, ...entries.filter((bytes) => !known.has(textOfBytes(bytes)))];
};
