/** Which device wrote a log, from the log's own changes. Asked once per log while the inbox is open. */
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import type { ThingId } from "#shared/kernel/ids";
import { useReplica } from "#client/data";

/** As many characters of a device's key as the people page shows. */
const shownLength = 8;

export type DeviceOf = (log: ThingId) => Accessor<string | undefined>;

export const createDeviceOf = (): DeviceOf => {
  const replica = useReplica();
  const known = new Map<ThingId, Accessor<string | undefined>>();
  return (log) => {
    const found = known.get(log);
    if (found !== undefined) return found;
    const [device, setDevice] = createSignal<string>();
    known.set(log, device);
    void replica.history(log).then((entries) => setDevice(entries[0]?.device.slice(0, shownLength)));
    return device;
  };
};
