import { plainChunks } from "#shared/protocol/chunk-codec";
import { codedStore } from "#shared/replica/coded-store";
import { createDisk, openMemoryStore } from "#tests/support/memory-store";
import { sealingCodec } from "#tests/support/sealing-codec";
import { byteStoreContract } from "./byte-store";

byteStoreContract("memory", async () => {
  const disk = createDisk();
  return { open: async () => openMemoryStore(disk), reopen: async () => openMemoryStore(disk) };
});

for (const [name, codec] of [
  ["as they are", plainChunks],
  ["sealed", sealingCodec],
] as const) {
  byteStoreContract(`memory, changes ${name}`, async () => {
    const disk = createDisk();
    const open = async () => codedStore(openMemoryStore(disk), codec, structuredClone);
    return { open, reopen: open };
  });
}
