/** The browser's own Ed25519, which checks thousands of signatures a second where plain code checks hundreds. */
import { toBase64Url } from "#shared/kernel/bytes";
import type { FastVerify } from "#shared/kernel/signature";

/** Importing a key costs as much as a verification; a company has few devices. */
const rememberedKeys = 1000;

/** Undefined when the browser has none; the portable verifier then does all the work. */
export const createFastVerify = (): FastVerify | undefined => {
  if (!("subtle" in crypto)) return undefined;
  const imported = new Map<string, Promise<CryptoKey>>();
  return async (key, message, signature) => {
    const name = toBase64Url(key);
    let ready = imported.get(name);
    if (ready === undefined) {
      if (imported.size >= rememberedKeys) imported.clear();
      ready = crypto.subtle.importKey("raw", Uint8Array.from(key), "Ed25519", false, ["verify"]);
      imported.set(name, ready);
    }
    return crypto.subtle.verify("Ed25519", await ready, Uint8Array.from(signature), Uint8Array.from(message));
  };
};
