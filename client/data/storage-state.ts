/** What the browser says about keeping our data. */
import type { StorageState } from "./companies";

export const unknownStorage = (inMemory: boolean): StorageState => ({
  mode: inMemory ? "memory" : "disk",
  persistent: false,
  usedBytes: null,
  quotaBytes: null,
});

export const readStorageState = async (inMemory: boolean): Promise<StorageState> => {
  const unknown = unknownStorage(inMemory);
  if (inMemory || !("storage" in navigator)) return unknown;
  const [persistent, estimate] = await Promise.all([
    navigator.storage.persisted().catch(() => false),
    navigator.storage.estimate().catch((): StorageEstimate => ({})),
  ]);
  return { ...unknown, persistent, usedBytes: estimate.usage ?? null, quotaBytes: estimate.quota ?? null };
};

/** Asks the browser never to clear the data on its own. Some ask the person, some decide by themselves. */
export const askToKeepStorage = async (): Promise<boolean> => {
  if (!("storage" in navigator)) return false;
  return navigator.storage.persist().catch(() => false);
};
