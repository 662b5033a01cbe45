/**
 * How relays over one log prove themselves to each other: a key for message authentication that follows from the
 * relay's own key, which all of them hold. Each request carries its proof once; nothing is encrypted.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import * as v from "valibot";
import { asciiBytes } from "#shared/kernel/bytes";
import type { Clock } from "#shared/kernel/clock";
import type { Signer } from "#shared/kernel/signature";
import { createNonceCache } from "#shared/protocol/handshake";
import type { RequestOrigin } from "./client-address";

/** Headers of a request from another relay: the proof, and whom it is for. */
const proofHeader = "x-eventkit-node";
const clientHeader = "x-eventkit-client";
/** Clocks of two relays may be this far apart. */
const toleranceMs = 60_000;

/** Whom a relay speaks for. */
export type Client = RequestOrigin;

export interface NodeProof {
  readonly headers: (method: string, path: string, client: Client) => Readonly<Record<string, string>>;
  /** Undefined when it is not from a relay with our key, or not new. */
  readonly clientOf: (request: IncomingMessage) => Client | undefined;
}

const clientSchema = v.object({ address: v.string(), encrypted: v.boolean(), host: v.string() });

export const createNodeProof = async (relay: Signer, clock: Clock): Promise<NodeProof> => {
  // Ed25519 signatures are the same every time, and nobody without the key can make this one.
  const secret = createHash("sha256")
    .update(await relay.sign(asciiBytes("EventKit relays over one log, v1")))
    .digest();
  const nonces = createNonceCache();
  const mac = (...parts: readonly string[]): Buffer =>
    createHmac("sha256", secret).update(JSON.stringify(parts)).digest();
  return {
    headers: (method, path, client) => {
      const [time, nonce, who] = [
        String(clock.now()),
        randomBytes(32).toString("base64url"),
        JSON.stringify(client),
      ];
      const proof = mac(time, nonce, method, path, who).toString("base64url");
      return { [proofHeader]: `${time}.${nonce}.${proof}`, [clientHeader]: who };
    },
    clientOf: ({ headers, method = "", url = "" }) => {
      const [time = "", nonce = "", proof = ""] = textOf(headers[proofHeader]).split(".");
      const who = textOf(headers[clientHeader]);
      const given = Buffer.from(proof, "base64url");
      const expected = mac(time, nonce, method, url, who);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      const now = clock.now();
      const isNew = Math.abs(now - Number(time)) <= toleranceMs;
      if (!isNew || !nonces.take(Buffer.from(nonce, "base64url"), now)) return undefined;
      return v.parse(clientSchema, JSON.parse(who));
    },
  };
};

const textOf = (header: string | readonly string[] | undefined): string =>
  typeof header === "string" ? header : "";
