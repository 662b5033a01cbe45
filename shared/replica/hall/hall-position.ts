/** The place in the log of a relay in the hall up to which this device has looked. */
import * as v from "valibot";
import { bytes32, count } from "#shared/protocol/wire-types";
import type { LogPosition } from "../host/position";
import { startOfLog } from "../host/position";
import type { ByteStore, StoreWrite } from "../ports";

const schema = v.object({ serial: count, logHash: bytes32 });
const keyOf = (relay: string): string => `hall/${relay}`;

/** `relay`: base64url of its key. */
export const readHallPosition = async (store: ByteStore, relay: string): Promise<LogPosition> => {
  const parsed = v.safeParse(schema, await store.get("meta", keyOf(relay)));
  return parsed.success ? parsed.output : startOfLog;
};

export const hallPositionWrite = (relay: string, { serial, logHash }: LogPosition): StoreWrite => ({
  put: "meta",
  key: keyOf(relay),
  value: { serial, logHash },
});
