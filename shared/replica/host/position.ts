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
const schema = v.object({
  serial: count,
  logHash: bytes32,
  proven: v.optional(count, 0),
  rights: v.optional(count, 0),
});

export const startOfLog: LogPosition = { serial: 0, logHash: emptyLogHash };

export interface ReadSoFar {
  readonly position: LogPosition;
  /** Up to there every receipt on this device was found in the log. */
  readonly proven: number;
  /** Checkpoint under which this device was sent all it may read; 0 before that ever happened. */
  readonly rights: number;
}

export const readPosition = async (store: ByteStore): Promise<ReadSoFar> => {
  const parsed = v.safeParse(schema, await store.get("meta", key));
  if (!parsed.success) return { position: startOfLog, proven: 0, rights: 0 };
  const { serial, logHash, proven, rights } = parsed.output;
  return { position: { serial, logHash }, proven, rights };
};

export const positionWrite = ({ position, proven, rights }: ReadSoFar): StoreWrite => ({
  put: "meta",
  key,
  value: { serial: position.serial, logHash: position.logHash, proven, rights },
});
