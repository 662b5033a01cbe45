/** What the browser says about keeping our data. */
import type { StorageState } from "./companies";

export const readStorageState = async (inMemory: boolean): Promise<StorageState> => {
  const mode = inMemory ? "memory" : "disk";
  if (inMemory || !("storage" in navigator))
    return { mode, persistent: false, usedBytes: null, quotaBytes: null };
  const [persistent, estimate] = await Promise.all([
    navigator.storage.persisted().catch(() => false),
    navigator.storage.estimate().catch((): StorageEstimate => ({})),
  ]);
  return { mode, persistent, usedBytes: estimate.usage ?? null, quotaBytes: estimate.quota ?? null };
};

/** Asks the browser never to clear the data on its own. Some ask the person, some decide by themselves. */
export const askToKeepStorage = async (): Promise<boolean> => {
  if (!("storage" in navigator)) return false;
  return navigator.storage.persist().catch(() => false);
};
