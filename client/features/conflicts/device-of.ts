/** Which device wrote a log, and whose it is, from the log's own changes. Asked once per log while the inbox is open. */
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import type { MemberId, ThingId } from "#shared/kernel/ids";
import { useReplica } from "#client/data";

export interface LogWriter {
  /** Base64url of the device key. */
  readonly device: string;
  readonly member: MemberId | null;
}

export type DeviceOf = (log: ThingId) => Accessor<LogWriter | undefined>;

export const createDeviceOf = (): DeviceOf => {
  const replica = useReplica();
  const known = new Map<ThingId, Accessor<LogWriter | undefined>>();
  return (log) => {
    const found = known.get(log);
    if (found !== undefined) return found;
    const [writer, setWriter] = createSignal<LogWriter>();
    known.set(log, writer);
    void replica.history(log).then(([first]) => first && setWriter(first));
    return writer;
  };
};
