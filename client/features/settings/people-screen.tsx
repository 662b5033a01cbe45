import { For, Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type {
  DeviceView,
  Membership,
  MembershipView,
  MemberView,
  OpenInvite,
} from "#shared/replica/identity/types";
import { person } from "#shared/domain/settings";
import { thingOf } from "#shared/kernel/ids";
import { createRow, createSyncState } from "#client/data";
import { useFormat, useText } from "#client/app/i18n";
import { HistoryButton } from "#client/features/activity";
import { Avatar } from "#client/ui/avatar";
import { Badge } from "#client/ui/badge";
import { Button } from "#client/ui/button";
import { classes } from "#client/ui/classes";
import { Smartphone, UserPlus } from "#client/ui/icons";
import { Entry, List } from "#client/ui/list";
import { MeaningIcon } from "#client/ui/meaning-icon";
import meanings from "#client/ui/meaning.module.css";
import { Section } from "#client/ui/page";
import { showToast } from "#client/ui/toast";
import { CompareCode } from "./compare-code";
import { createDeviceNames } from "./device-names";
import { InviteDialog } from "./invite-dialog";
import { SettingsLayout } from "./layout";
import {
  createMemberNames,
  createMembership,
  createMembershipWords,
  createPatience,
  isLastOwnerDevice,
  presentMembers,
} from "./membership";
import { messages } from "./messages";
import { RevokeDialog } from "./revoke-dialog";
import styles from "./settings.module.css";

const revokedKeys = {
  lost: "revokedLost",
  left: "revokedLeft",
  rotated: "revokedRotated",
  compromised: "revokedCompromised",
  recovered: "revokedRecovered",
} as const;

const personColours = [1, 2, 3, 4] as const;

const DeviceLine = (props: {
  readonly device: DeviceView;
  /** Without it nobody could manage the company: it cannot be removed. */
  readonly isLast: boolean;
  readonly onRevoke: () => void;
}): JSX.Element => {
  const t = useText(messages);
  const names = createDeviceNames();
  const sync = createSyncState();
  const name = (): string => names(props.device.device);
  return (
    <li class={styles.deviceLine}>
      <Smartphone />
      <span class={classes(props.device.revoked !== null && styles.gone)}>{name()}</span>
      <Show when={props.device.self}>
        <Badge>{t("deviceHere")}</Badge>
      </Show>
      <Show when={props.device.soft}>
        <Badge meaning="attention" title={t("deviceSoftTitle")}>
          {t("deviceSoft")}
        </Badge>
      </Show>
      <Show when={sync().hasRelay && !props.device.confirmed}>
        <Badge meaning="info">{t("deviceUnconfirmed")}</Badge>
      </Show>
      <Show
        when={props.device.revoked}
        fallback={
          <Show
            when={!props.isLast && props.device.mayRevoke}
            fallback={
              <Show when={props.isLast}>
                <span class={classes(styles.last, "faint", "small")}>{t("lastOwnerDevice")}</span>
              </Show>
            }
          >
            <Button
              class={styles.last}
              variant="bare"
              aria-label={`${t("revoke")}: ${name()}`}
              onClick={() => props.onRevoke()}
            >
              {t("revoke")}
            </Button>
          </Show>
        }
      >
        {(reason) => <Badge>{t(revokedKeys[reason()])}</Badge>}
      </Show>
    </li>
  );
};

const MemberBlock = (props: {
  readonly member: MemberView;
  readonly devices: readonly DeviceView[];
  readonly isLast: (device: DeviceView) => boolean;
  readonly onRevoke: (device: DeviceView) => void;
}): JSX.Element => {
  const t = useText(messages);
  const names = createMemberNames();
  // eslint-disable-next-line solid/reactivity -- a list item stands for one member all its life
  const row = createRow(person, props.member.member);
  const name = (): string => names(props.member.member);
  const colour = () => (props.member.self ? "self" : (personColours[(row()?.colour ?? 1) - 1] ?? 1));
  return (
    <>
      <Entry
        icon={<Avatar name={name()} colour={colour()} />}
        title={<strong>{name()}</strong>}
        note={row()?.email}
        end={
          <>
            <Show when={props.member.self}>
              <Badge>{t("you")}</Badge>
            </Show>
            <Badge>{t(props.member.rank === "owner" ? "owner" : "member")}</Badge>
            <HistoryButton
              thing={thingOf(props.member.member)}
              kind="person"
              record={{ type: person, id: props.member.member }}
              name={name()}
            />
          </>
        }
      />
      <ul class={styles.devices} aria-label={t("devicesOf", { name: name() })}>
        <For each={props.devices}>
          {(device) => (
            <DeviceLine
              device={device}
              isLast={props.isLast(device)}
              onRevoke={() => props.onRevoke(device)}
            />
          )}
        </For>
      </ul>
    </>
  );
};

const OpenInvites = (props: {
  readonly membership: Membership;
  readonly view: MembershipView;
  readonly onShow: (invite: OpenInvite) => void;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const names = createMemberNames();
  const words = createMembershipWords();
  const patience = createPatience();
  const isKnown = (invite: OpenInvite): boolean =>
    props.view.members.some((each) => each.member === invite.member) &&
    props.view.devices.some((each) => each.member === invite.member);
  const withdraw = async (invite: OpenInvite): Promise<void> => {
    await patience();
    const result = await props.membership.cancelInvite(invite.invite);
    if (!result.ok) showToast({ text: words(result.error), meaning: "problem" });
  };
  return (
    <Section title={t("openInvites")}>
      <List label={t("openInvites")} items={props.view.invites} boxed>
        {(invite) => (
          <Entry
            icon={<UserPlus />}
            title={isKnown(invite) ? t("invitedName", { name: names(invite.member) }) : t("invitedRank")}
            note={t("inviteUntil", { time: format().dateTime(invite.expires) })}
            end={
              <>
                <Show when={invite.link !== null}>
                  <Button onClick={() => props.onShow(invite)}>{t("show")}</Button>
                </Show>
                <Show when={invite.mayCancel}>
                  <Button onClick={() => void withdraw(invite)}>{t("withdraw")}</Button>
                </Show>
              </>
            }
          />
        )}
      </List>
    </Section>
  );
};

/** Whoever has the paper could have stolen it: until its time every owner can object. */
const Recoveries = (props: {
  readonly membership: Membership | undefined;
  readonly view: MembershipView;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const words = createMembershipWords();
  const patience = createPatience();
  const isOwner = (): boolean => props.view.members.some((member) => member.self && member.rank === "owner");
  const object = async (device: string): Promise<void> => {
    await patience();
    const result = await props.membership?.revokeDevice(device, "compromised");
    if (result === undefined) return;
    showToast(
      result.ok
        ? { text: t("recoveryObjected"), meaning: "ok" }
        : { text: words(result.error), meaning: "problem" },
    );
  };
  return (
    <For each={props.view.recoveries}>
      {(recovery) => (
        <div class={classes(styles.note, meanings.attention)} role="alert">
          <MeaningIcon meaning="attention" />
          <p>
            <strong>{t("recoveries")}</strong>
            <br />
            {recovery.from === null
              ? t("recoveryAsked")
              : t("recoveryText", { time: format().dateTime(recovery.from) })}
          </p>
          <Show when={isOwner()} fallback={<p class={styles.answer}>{t("recoveryOwners")}</p>}>
            <Button class={styles.answer} variant="danger" onClick={() => void object(recovery.device)}>
              {t("recoveryObject")}
            </Button>
          </Show>
        </div>
      )}
    </For>
  );
};

const Joins = (props: { readonly membership: Membership; readonly view: MembershipView }): JSX.Element => (
  <For each={props.view.joins}>{(join) => <CompareCode membership={props.membership} join={join} />}</For>
);

/** Who belongs to the company, with which devices, and how somebody comes in or goes. */
const PeopleScreen = (): JSX.Element => {
  const t = useText(messages);
  const { membership, view } = createMembership();
  const [inviting, setInviting] = createSignal<{ readonly shown?: string }>();
  const [revoking, setRevoking] = createSignal<DeviceView>();
  return (
    <SettingsLayout
      tab="people"
      actions={
        <Button variant="primary" disabled={membership() === undefined} onClick={() => setInviting({})}>
          <UserPlus />
          {t("invite")}
        </Button>
      }
    >
      <Show when={inviting() === undefined && membership()}>
        {(found) => <Joins membership={found()} view={view()} />}
      </Show>
      <Recoveries membership={membership()} view={view()} />
      <Section title={t("members")} note={t("membersCount", { n: presentMembers(view()).length })}>
        <List label={t("members")} items={presentMembers(view())} boxed>
          {(member) => (
            <MemberBlock
              member={member}
              devices={view().devices.filter((device) => device.member === member.member)}
              isLast={(device) => isLastOwnerDevice(view(), device)}
              onRevoke={setRevoking}
            />
          )}
        </List>
      </Section>
      <Show when={view().invites.length > 0 && membership()}>
        {(found) => (
          <OpenInvites
            membership={found()}
            view={view()}
            onShow={(invite) => setInviting({ shown: invite.invite })}
          />
        )}
      </Show>
      <Show when={revoking() !== undefined && membership()}>
        {(found) => (
          <RevokeDialog membership={found()} device={revoking()} onClose={() => setRevoking(undefined)} />
        )}
      </Show>
      <Show when={inviting() !== undefined && membership()}>
        {(found) => (
          <InviteDialog
            membership={found()}
            view={view()}
            shown={inviting()?.shown}
            onClose={() => setInviting(undefined)}
          />
        )}
      </Show>
    </SettingsLayout>
  );
};

export default PeopleScreen;
