import { afterAll } from "vitest";
import { deleteIdbStore, openIdbStore } from "#client/data/idb-store";
import { createMemoryDisk, openMemoryStore } from "#client/data/memory-store";
import { must } from "#shared/kernel/result";
import { byteStoreContract } from "#tests/contract/byte-store";

const used: string[] = [];

afterAll(async () => {
  for (const name of used) must(await deleteIdbStore(name));
});

byteStoreContract("IndexedDB", async () => {
  const name = `eventkit-test/contract-${used.length}`;
  used.push(name);
  const open = async () => must(await openIdbStore(name, { replaced: () => undefined }));
  return { open, reopen: open };
});

byteStoreContract("memory of the page", async () => {
  const disk = createMemoryDisk();
  const open = async () => openMemoryStore(disk);
  return { open, reopen: open };
});
