/** A device that was cut off says so on every screen, by whom and why, and where its own edits are. */
import { Show, createMemo } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { useLocation } from "@solidjs/router";
import type { Explanation } from "#shared/protocol/membership/explain";
import { createRows, createSyncState, useReplica } from "#client/data";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createDeviceNames, createMembership } from "#client/features/settings";
import { person } from "#shared/domain/settings";
import { parseId } from "#shared/kernel/ids";
import type { MemberId } from "#shared/kernel/ids";
import { Banner } from "#client/ui/banner";
import { LinkButton } from "#client/ui/button";
import { Note } from "#client/ui/note";
import { messages } from "./messages";

export interface Removal {
  /** One sentence: by whom, when, why, as far as this device knows. */
  readonly why: Accessor<string>;
}

/** Undefined while this device gets in. */
export const createRemoval = (): Accessor<Removal | undefined> => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const replica = useReplica();
  const sync = createSyncState();
  const people = createRows(person);
  const devices = createDeviceNames();
  const { membership, view } = createMembership();
  const own = () => view().devices.find(({ self }) => self);
  const isRemoved = createMemo(
    () => own()?.revoked != null || sync().problems.some(({ type }) => type === "DeviceRevoked"),
  );
  /** The entry that ended it: of the device itself, or of its member. */
  const ending = (): Explanation | undefined =>
    membership()
      ?.history()
      .findLast(
        ({ event, void: reason }) =>
          reason === null &&
          ((event.what === "device-revoked" && event.device === replica.device) ||
            (event.what === "recovery-requested" &&
              event.ends.some(({ device }) => device === replica.device)) ||
            ((event.what === "member-removed" || event.what === "member-left") &&
              event.member === replica.member)),
      );
  const nameOf = (member: string): string =>
    people().find(({ id }) => id === parseId<MemberId>(member))?.name ?? t("somebody");
  const whyRecovered = ({ device, member }: { readonly device: string; readonly member: string }): string =>
    t("goneRecovered", {
      ...{ device: devices(device), name: nameOf(member) },
      time: format().moment(own()?.revokedAt ?? now(), now()),
    });
  const why = (): string => {
    const found = ending();
    const reason = own()?.revoked;
    if (found === undefined || reason == null) return t("goneUnknown");
    if (found.event.what === "recovery-requested") return whyRecovered(found.event);
    const by = found.by.type === "member" ? parseId<MemberId>(found.by.member) : undefined;
    if (by === undefined || found.event.what === "member-left") return t("goneRole");
    const time = format().moment(found.checkpoint?.at ?? found.claimedAt, now());
    return t("goneBy", { name: nameOf(by), time, reason: t(`reason_${reason}`) });
  };
  const removal = createMemo(() => (isRemoved() ? { why } : undefined));
  return removal;
};

export const RevokedNotice = (): JSX.Element => {
  const t = useText(messages);
  const location = useLocation();
  const removal = createRemoval();
  const isElsewhere = (): boolean => location.pathname !== "/settings/device";
  return (
    <Show when={isElsewhere() && removal()}>
      {(found) => (
        <Banner
          urgent
          meaning="problem"
          title={t("gone")}
          answers={
            <LinkButton variant="primary" href="/settings/device">
              {t("goneLook")}
            </LinkButton>
          }
        >
          {found().why()} {t("goneText")}
        </Banner>
      )}
    </Show>
  );
};

/** The same where the edits are. */
export const RemovalNote = (): JSX.Element => {
  const t = useText(messages);
  const removal = createRemoval();
  return (
    <Show when={removal()}>
      {(found) => (
        <Note urgent meaning="problem" title={t("gone")}>
          {found().why()} {t("goneText")}
        </Note>
      )}
    </Show>
  );
};
