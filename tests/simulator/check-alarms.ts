/** Every alarm that had to come came, and none without a cause. */
import type { NaiveLog } from "./check-log";
import { forgottenPlace, placesIn } from "./liar";
import type { Run } from "./run";

export const checkAlarms = ({ ledger, devices, world }: Run, log: NaiveLog): readonly string[] => {
  const places = placesIn(world);
  return devices.flatMap((device, at) => {
    const found: string[] = [];
    const raised = ledger.raised[at] ?? new Set();
    const allowed = ledger.allowed[at] ?? new Set();
    if (log.removed.has(at)) {
      if (!raised.has("DeviceRevoked")) found.push(`${device.name} was removed and does not say so`);
      return found;
    }
    if (raised.has("DeviceRevoked")) found.push(`${device.name} says it was removed, and was not`);
    for (const alarm of raised)
      if (!allowed.has(alarm)) found.push(`${device.name} raised ${alarm} without a cause`);
    // Others may have brought back the very same log before this device came: then nothing is wrong with it.
    const isBack = [...(ledger.forgotten[at] ?? [])].every(([serial, hash]) => places.get(serial) === hash);
    for (const [cause, alternatives] of ledger.expected[at] ?? [])
      if (!(cause === forgottenPlace && isBack) && !alternatives.some((alarm) => raised.has(alarm)))
        found.push(`${device.name} did not raise ${alternatives.join(" or ")} for ${cause}`);
    return found;
  });
};
