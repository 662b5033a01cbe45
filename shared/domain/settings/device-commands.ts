/** What people call their devices, so that a list or a conflict can say "Ben · Pixel phone". */
import { fromBase64Url } from "#shared/kernel/bytes";
import { defineCommand } from "#shared/kernel/command";
import type { DocumentRef, Drafts } from "#shared/kernel/command";
import { idFromBytes, thingOf } from "#shared/kernel/ids";
import type { MemberId } from "#shared/kernel/ids";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import { checkName } from "./check-name";
import type { SettingsProblem } from "./errors";
import { device, person } from "./types";
import type { DeviceId } from "./types";

const maxDeviceName = 60;

/** `key` is the device's public key in base64url; undefined when it is none. */
export const deviceIdOf = (key: string): DeviceId | undefined => {
  const bytes = fromBase64Url(key);
  return bytes?.length === 32 ? idFromBytes<DeviceId>(bytes.subarray(0, 16)) : undefined;
};

export interface NameDevice {
  /** Whose device it is. */
  readonly member: MemberId;
  readonly device: DeviceId;
  readonly name: string;
}

const documentOf = ({ member }: NameDevice): readonly DocumentRef[] => [{ thing: thingOf(member) }];

const nameIn = (drafts: Drafts, args: NameDevice, onlyFirst: boolean): Result<null, SettingsProblem> => {
  const draft = drafts.open({ thing: thingOf(args.member) });
  const owner = draft.get(person, args.member);
  if (owner === undefined || owner.removedAt !== undefined) return err({ type: "PersonMissing" });
  const name = checkName(args.name, maxDeviceName);
  if (!name.ok) return name;
  const found = draft.get(device, args.device);
  if (found === undefined) draft.create(device, args.device, { name: name.value });
  else if (!onlyFirst) draft.set(device, args.device, { name: name.value });
  return ok(null);
};

/** Gives a device its first name. One that has a name keeps it: another tab may have been quicker. */
export const introduceDevice = defineCommand<NameDevice, null, SettingsProblem>({
  name: "settings.introduceDevice",
  needs: [{ verb: "write", on: "person" }],
  documents: documentOf,
  run: (drafts, args) => nameIn(drafts, args, true),
});

export const renameDevice = defineCommand<NameDevice, null, SettingsProblem>({
  name: "settings.renameDevice",
  needs: [{ verb: "write", on: "person" }],
  documents: documentOf,
  run: (drafts, args) => nameIn(drafts, args, false),
});
