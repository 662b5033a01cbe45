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
const schema = v.object({ serial: count, logHash: bytes32 });

export const startOfLog: LogPosition = { serial: 0, logHash: emptyLogHash };

export const readPosition = async (store: ByteStore): Promise<LogPosition> => {
  const parsed = v.safeParse(schema, await store.get("meta", key));
  return parsed.success ? parsed.output : startOfLog;
};

export const positionWrite = ({ serial, logHash }: LogPosition): StoreWrite => ({
  put: "meta",
  key,
  value: { serial, logHash },
});
