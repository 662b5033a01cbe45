/** A waiting recovery in words: whose devices it would end, and when. The same wherever it is told of. */
import type { MemberId } from "#shared/kernel/ids";
import type { DeviceView, MembershipView, RecoveryView } from "#shared/replica/identity/types";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createDeviceNames, createKnownNames, presentMembers } from "#client/features/settings";
import { recoveryMessages } from "./recovery-messages";

/** The recovery that would end this device, whosever it is. */
export const endingDevice = (view: MembershipView, device: DeviceView): RecoveryView | undefined =>
  view.recoveries.find(({ ends }) => ends.some((ended) => ended.device === device.device));

export interface RecoveryWords {
  /** Beside a device. */
  readonly endsOn: (recovery: RecoveryView) => string;
  /** On every screen. */
  readonly prompt: (recoveries: readonly RecoveryView[]) => string;
  /** What is asked for, and until when it can be objected to. */
  readonly asked: (recovery: RecoveryView) => string;
  readonly device: (ended: RecoveryView["ends"][number]) => string;
  /** For those who may not object. */
  readonly whom: (view: MembershipView) => string;
}

/** Names as far as this role sees them: a sentence does not say for each that it does not. */
export const createRecoveryWords = (): RecoveryWords => {
  const t = useText(recoveryMessages);
  const format = useFormat();
  const { now } = useApp();
  const names = createKnownNames();
  const devices = createDeviceNames();
  const namesOf = (members: readonly MemberId[]): readonly string[] =>
    [...new Set(members)].flatMap((member) => names(member) ?? []);
  const whoseOf = (members: readonly MemberId[]): string => {
    const known = namesOf(members);
    return format().list(known.length < new Set(members).size ? [...known, t("others")] : known);
  };
  return {
    asked: ({ from, member }) => {
      const name = names(member) ?? t("owner");
      return from === null ? t("asked", { name }) : t("text", { name, time: format().dateTime(from, now()) });
    },
    device: ({ device, member }) => {
      const name = names(member);
      return name === undefined ? devices(device) : t("endedDevice", { device: devices(device), name });
    },
    whom: (view) => {
      const owners = namesOf(
        presentMembers(view)
          .filter(({ rank }) => rank === "owner")
          .map(({ member }) => member),
      );
      return owners.length === 0 ? t("anOwner") : t("owners", { names: format().list(owners) });
    },
    endsOn: ({ from }) =>
      from === null ? t("endsSoon") : t("endsOn", { time: format().dateTime(from, now()) }),
    prompt: (recoveries) => {
      const ends = recoveries.flatMap((recovery) => recovery.ends);
      if (ends.length === 0) return t("prompt");
      const whose = whoseOf(ends.map(({ member }) => member));
      return t(ends.some(({ self }) => self) ? "promptHere" : "promptEnds", { names: whose });
    },
  };
};
