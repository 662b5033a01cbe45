/** Everything this browser profile holds, composed: identities, companies and their storage. */
import { ok } from "#shared/kernel/result";
import { createVerifier } from "#shared/kernel/signature";
import type { Identity } from "#shared/replica/identity/types";
import type { Companies } from "./companies";
import { createCompanies, databaseOf } from "./companies";
import { createFastVerify } from "./fast-verify";
import { deleteIdbStore, openIdbStore } from "./idb-store";
import type { SystemPorts } from "./identity";
import { openIdentity } from "./identity";
import { createMemoryDisk, openMemoryStore } from "./memory-store";
import type { MemoryDisk } from "./memory-store";
import { openCompany } from "./open-company";
import { openProfileStore } from "./profile-store";
import { runSyncHost } from "./sync-handle";
import { startSyncInWorker } from "./sync-in-worker";

export interface Profile {
  readonly companies: Companies;
  readonly identity: Identity;
}

export const openProfile = async (ports: SystemPorts): Promise<Profile> => {
  const profile = await openProfileStore();
  const identity = await openIdentity(ports, profile);
  const storage = profile.inMemory ? inMemory(ports) : inDatabases;
  const companies = await createCompanies({
    identity,
    profile,
    clock: ports.clock,
    openStore: storage.openStore,
    deleteStore: storage.deleteStore,
    openCompany: (company, membership, store) =>
      openCompany({ ...ports, startSync: storage.startSync }, company, membership, store),
  });
  return { companies, identity };
};

type Storage = Pick<Parameters<typeof createCompanies>[0], "openStore" | "deleteStore"> &
  Pick<Parameters<typeof openCompany>[0], "startSync">;

const inDatabases: Storage = {
  openStore: (company, events) => openIdbStore(databaseOf(company), events),
  deleteStore: (company) => deleteIdbStore(databaseOf(company)),
  startSync: (company) => startSyncInWorker(company),
};

/** A worker could not reach this page's memory, so the page does everything itself. */
const inMemory = (ports: SystemPorts): Storage => {
  const disks = new Map<string, MemoryDisk>();
  const diskOf = (company: string): MemoryDisk => {
    const disk = disks.get(company) ?? createMemoryDisk();
    disks.set(company, disk);
    return disk;
  };
  return {
    openStore: async (company) => ok(openMemoryStore(diskOf(company))),
    deleteStore: async (company) => {
      disks.delete(company);
      return ok(undefined);
    },
    startSync: (company, membership, store) => {
      const start = () =>
        runSyncHost({ ...ports, verifier: createVerifier(createFastVerify()) }, company, membership, store);
      let host = start();
      return {
        wake: () => host.wake(),
        restart: () => {
          void host.stop();
          host = start();
        },
        stop: () => host.stop(),
      };
    },
  };
};
