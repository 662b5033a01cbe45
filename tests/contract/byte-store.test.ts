import { createDisk, openMemoryStore } from "#tests/support/memory-store";
import { byteStoreContract } from "./byte-store";

byteStoreContract("memory", async () => {
  const disk = createDisk();
  return { open: async () => openMemoryStore(disk), reopen: async () => openMemoryStore(disk) };
});
