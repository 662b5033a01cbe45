/**
 * Further devices of people who are in already. Somebody lets in a device of their own without an administrator, so
 * those are told. Read from the membership log: no document that somebody could leave out has a say.
 */
import type { Ms } from "#shared/kernel/clock";
import type { Explanation, LogAuthor } from "#shared/protocol/membership/explain";
import type { DeviceView } from "#shared/replica/identity/types";

export interface FurtherDevice {
  /** Of the record in the log. */
  readonly id: string;
  readonly device: string;
  readonly member: string;
  readonly by: LogAuthor;
  readonly at: Ms;
}

const broughtBy = ({ event, void: reason }: Explanation) =>
  reason === null &&
  (event.what === "company-founded" ||
    event.what === "device-added" ||
    event.what === "device-replaced" ||
    (event.what === "recovery-requested" && !event.waits))
    ? event
    : undefined;

/**
 * Newest first: those let in since this device is here, and not removed again. What this device did is no news to it,
 * nor what its person did on another device for others; who comes in under the person's own name always is.
 * `history` is oldest first.
 */
export const furtherDevices = (
  history: readonly Explanation[],
  devices: readonly Pick<DeviceView, "device" | "member" | "self" | "revoked">[],
): readonly FurtherDevice[] => {
  const self = devices.find((each) => each.self);
  const present = new Set(devices.flatMap(({ device, revoked }) => (revoked === null ? device : [])));
  const known = new Set<string>();
  const found: FurtherDevice[] = [];
  let isHere = false;
  for (const line of history) {
    const event = broughtBy(line);
    if (event === undefined) continue;
    const { device, member } = event;
    const { id, by, checkpoint, claimedAt } = line;
    const isOwnDeed =
      by.type === "member" &&
      (by.device === self?.device || (by.member === self?.member && member !== by.member));
    if (
      isHere &&
      known.has(member) &&
      !isOwnDeed &&
      present.has(device) &&
      event.what !== "recovery-requested"
    )
      found.push({ id, device, member, by, at: checkpoint?.at ?? claimedAt });
    known.add(member);
    isHere ||= device === self?.device;
  }
  return found.toReversed();
};
