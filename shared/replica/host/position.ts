/** The place in the relay's log up to which this device holds everything it may read. */
import * as v from "valibot";
import { emptyLogHash } from "#shared/protocol/receipts";
import { bytes32, count } from "#shared/protocol/wire-types";
import type { ByteStore, StoreWrite } from "../ports";

export interface LogPosition {
  readonly serial: number;
  readonly logHash: Uint8Array;
}

const key = "position";
const schema = v.object({ serial: count, logHash: bytes32, proven: v.optional(count, 0) });

export const startOfLog: LogPosition = { serial: 0, logHash: emptyLogHash };

/** `proven`: up to there every receipt on this device was found in the log. */
export const readPosition = async (
  store: ByteStore,
): Promise<{ readonly position: LogPosition; readonly proven: number }> => {
  const parsed = v.safeParse(schema, await store.get("meta", key));
  if (!parsed.success) return { position: startOfLog, proven: 0 };
  const { serial, logHash, proven } = parsed.output;
  return { position: { serial, logHash }, proven };
};

export const positionWrite = ({ serial, logHash }: LogPosition, proven: number): StoreWrite => ({
  put: "meta",
  key,
  value: { serial, logHash, proven },
});
