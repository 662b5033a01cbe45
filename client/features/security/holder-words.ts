/** Holders of root keys by name: papers by their four characters, devices as their owners call them. */
import type { MemberId } from "#shared/kernel/ids";
import type { RootHolder } from "#shared/replica/identity/root-types";
import { useText } from "#client/app/i18n";
import { createDeviceNames, createMemberNames } from "#client/features/settings";
import { proposalMessages } from "./proposal-messages";

export interface HolderNames {
  readonly holder: (holder: Pick<RootHolder, "key" | "name" | "device">) => string;
  readonly member: (member: MemberId) => string;
}

/** In an open company. */
export const createHolderNames = (): HolderNames => {
  const t = useText(proposalMessages);
  const device = createDeviceNames();
  const member = createMemberNames();
  return {
    holder: ({ key, name, device: of }) => (of === null ? t("paper", { name }) : device(key)),
    member,
  };
};

/** Where nothing of the company is known but its keys. */
export const createBareHolderNames = (): HolderNames => {
  const t = useText(proposalMessages);
  return {
    holder: ({ name, device }) => {
      if (device === null) return t("paper", { name });
      return t(device.counts ? "device" : "powerlessDevice", { name });
    },
    member: () => t("owner"),
  };
};
