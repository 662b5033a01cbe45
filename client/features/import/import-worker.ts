/** Runs one import session. Started by the import screen, ended with it. */
import { createImportSession } from "#shared/domain/import";
import type { TextDecoding } from "#shared/domain/import";
import { serveSession } from "./session-codec";

const decoding: TextDecoding = {
  decode: (bytes, encoding) => {
    try {
      return new TextDecoder(encoding, { fatal: encoding === "utf-8" }).decode(bytes);
    } catch {
      return undefined;
    }
  },
};

const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };

serveSession(self, createImportSession({ decoding, random }));
