/** Devices that people let in themselves, as administrators are told of them until each was seen on this device. */
import { createMemo, createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import { useReplica } from "#client/data";
import type { FollowedMembership } from "#client/features/settings";
import { readPreference, writePreference } from "#client/platform/preferences";
import { furtherDevices } from "./further-devices";
import type { FurtherDevice } from "./further-devices";

const readSeen = (name: string): readonly string[] => (readPreference(name) ?? "").split(" ");

export interface DeviceNotices {
  readonly unseen: Accessor<readonly FurtherDevice[]>;
  readonly see: (notices: readonly FurtherDevice[]) => void;
}

/** Empty for everybody but owners and administrators. */
export const createDeviceNotices = ({ membership, view }: FollowedMembership): DeviceNotices => {
  const name = `devices-seen.${useReplica().company}`;
  const [seen, setSeen] = createSignal(readSeen(name));
  const all = createMemo(() => {
    const { members, devices } = view();
    const rank = members.find(({ self }) => self)?.rank;
    return rank === "owner" || rank === "admin" ? furtherDevices(membership()?.history() ?? [], devices) : [];
  });
  return {
    unseen: () => all().filter(({ id }) => !seen().includes(id)),
    see: (notices) => {
      const listed = new Set(all().map((each) => each.id));
      // Another tab may have seen others meanwhile; what is not told any more need not be remembered.
      const known = new Set([...readSeen(name), ...notices.map(({ id }) => id)]);
      setSeen([...known].filter((each) => listed.has(each)));
      writePreference(name, seen().join(" "));
    },
  };
};
