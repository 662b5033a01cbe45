/** Devices by the name their owner gave them. A new one is named after its browser and system. */
import { createEffect } from "solid-js";
import type { JSX } from "solid-js";
import { device, deviceIdOf, introduceDevice, person } from "#shared/domain/settings";
import { createRow, createRows, createSyncState, useCommands, useReplica } from "#client/data";
import { browserNames } from "#client/platform/page";
import { useText } from "#client/app/i18n";
import { deviceMessages } from "./device-messages";
import { shortKey } from "./membership";

/** Name of the device with this public key in base64url; the beginning of the key while it has none. */
export const createDeviceNames = (): ((key: string) => string) => {
  const t = useText(deviceMessages);
  const devices = createRows(device);
  return (key) => {
    const id = deviceIdOf(key);
    return devices().find((each) => each.id === id)?.name ?? t("deviceShort", { key: shortKey(key) });
  };
};

/** Stands in the frame of every open company and shows nothing: gives this device its first name. */
export const NameThisDevice = (): JSX.Element => {
  const t = useText(deviceMessages);
  const replica = useReplica();
  const commands = useCommands();
  const sync = createSyncState();
  const me = createRow(person, () => replica.member);
  const id = deviceIdOf(replica.device);
  const known = createRow(device, () => id);
  const firstName = (): string => {
    const { browser, system, isPhone } = browserNames();
    if (isPhone) return t("devicePhone", { system });
    return t("deviceOn", { browser, system });
  };
  createEffect(() => {
    if (id === undefined || me() === undefined || known() !== undefined || sync().firstSync !== null) return;
    const args = { member: replica.member, device: id, name: firstName() };
    void commands.runCommand(introduceDevice, args, { quiet: true });
  });
  return <></>;
};
