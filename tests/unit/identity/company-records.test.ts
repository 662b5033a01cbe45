/** Two tabs of one profile write into the same record. */
import { expect, test } from "vitest";
import { memberIdFromBytes } from "#shared/protocol/wire-types";
import { openCompanyRecords, withEntries } from "#shared/replica/identity/company-records";
import type { IdentityStore, StoredCompany } from "#shared/replica/identity/types";
import { named } from "#tests/support/keys";

const entry = (name: string): Uint8Array => named(name);

/** As IndexedDB: every request takes a while, and a read-write transaction keeps the others out. */
const slowStore = (first: StoredCompany): IdentityStore & { readonly now: () => StoredCompany } => {
  let stored = first;
  const later = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    now: () => stored,
    load: async () => {
      const read = stored;
      await later();
      return [read];
    },
    save: async (company) => {
      await later();
      stored = company;
    },
    update: async (_company, change) => {
      await later();
      stored = change(stored);
      return stored;
    },
    remove: async () => undefined,
  };
};

test("[ENR-21] what two tabs add to the membership log at the same time is all kept", async () => {
  const company = named("company");
  const store = slowStore({
    ...{ company, device: named("device"), member: memberIdFromBytes(named("member").slice(0, 16)) },
    ...{ stage: "active", relay: null, log: [entry("genesis")], paperSeed: named("seed"), join: null },
  });
  const [one, other] = [await openCompanyRecords(store), await openCompanyRecords(store)];
  const add = (tab: typeof one, name: string): Promise<unknown> =>
    tab.update(company, (record) => ({ ...record, log: withEntries(record.log, [entry(name)]) }));
  await Promise.all([
    add(one, "a"),
    add(other, "b"),
    add(one, "c"),
    other.update(company, (record) => ({ ...record, paperSeed: null })),
  ]);
  expect(store.now().log).toEqual(expect.arrayContaining(["genesis", "a", "b", "c"].map(entry)));
  expect(store.now().log).toHaveLength(4);
  expect(store.now().paperSeed).toBeNull();
});
