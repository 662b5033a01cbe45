/** The first message on a socket between two relays: whose socket it is. Both ends have proven that they hold the key. */
import * as v from "valibot";
import { decodeCanonical, encodeCanonical } from "#shared/kernel/canonical";
import { bytes32, instant } from "#shared/protocol/wire-types";
import type { Introduction } from "#relay/sync/forwarding";

export const nodeSyncPath = "/nodes/sync";

const schema: v.GenericSchema<unknown, Introduction> = v.object({
  address: v.string(),
  challenge: v.object({ t: v.literal("challenge"), nonce: bytes32, relayKey: bytes32, time: instant }),
});

export const encodeIntroduction = ({ address, challenge }: Introduction): Uint8Array =>
  encodeCanonical({ address, challenge });

export const parseIntroduction = (bytes: Uint8Array): Introduction | undefined => {
  const decoded = decodeCanonical(bytes);
  const parsed = decoded.ok ? v.safeParse(schema, decoded.value) : undefined;
  return parsed?.success === true ? parsed.output : undefined;
};
