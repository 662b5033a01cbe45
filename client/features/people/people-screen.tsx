import { For, Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type {
  DeviceView,
  Membership,
  MembershipView,
  MemberView,
  OpenInvite,
  RecoveryView,
} from "#shared/replica/identity/types";
import type { Ms } from "#shared/kernel/clock";
import { person } from "#shared/domain/settings";
import { createRow, createSyncState } from "#client/data";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import {
  SettingsLayout,
  createMemberNames,
  createMembershipWords,
  createPatience,
  isLastOwnerDevice,
  presentMembers,
} from "#client/features/settings";
import { stayUntil } from "#client/platform/stay";
import { Avatar } from "#client/ui/avatar";
import { Badge } from "#client/ui/badge";
import { Button, LinkButton } from "#client/ui/button";
import { UserPlus } from "#client/ui/icons";
import { Entry, List } from "#client/ui/list";
import { Note } from "#client/ui/note";
import { Section } from "#client/ui/page";
import { showToast } from "#client/ui/toast";
import { CompareCode } from "./compare-code";
import { DeviceLine } from "./device-line";
import { DeviceNoticeList } from "./device-notice-list";
import { createDeviceNotices } from "./device-notices";
import { FormerMembers } from "./former-members";
import { InviteDialog } from "./invite-dialog";
import { messages } from "./messages";
import { PlaceBadges } from "./place-badges";
import { WaitingRecoveries } from "./waiting-recoveries";
import { endingDevice } from "./recovery-words";
import styles from "./people.module.css";
import { RevokeDialog } from "./revoke-dialog";
import { createRoleWords } from "./role-words";
import type { OwnRoles } from "./role-words";
import { createLastContacts, createStanding } from "./standing";
import type { Standing } from "./standing";

const personColours = [1, 2, 3, 4] as const;

const MemberBlock = (props: {
  readonly member: MemberView;
  readonly ownRoles: OwnRoles;
  readonly devices: readonly DeviceView[];
  readonly isLast: (device: DeviceView) => boolean;
  readonly ending: (device: DeviceView) => RecoveryView | undefined;
  readonly lastContact: (device: string) => Ms | undefined;
  readonly onRevoke: (device: DeviceView) => void;
}): JSX.Element => {
  const t = useText(messages);
  const { now } = useApp();
  const names = createMemberNames();
  const words = createRoleWords();
  // eslint-disable-next-line solid/reactivity -- a list item stands for one member all its life
  const row = createRow(person, props.member.member);
  const name = (): string => names(props.member.member);
  const colour = () => (props.member.self ? "self" : (personColours[(row()?.colour ?? 1) - 1] ?? 1));
  return (
    <>
      <Entry
        href={`/settings/people/${props.member.member}`}
        icon={<Avatar name={name()} colour={colour()} />}
        title={<strong>{name()}</strong>}
        note={words.sentence(props.member, props.ownRoles, now())}
        end={
          <>
            <Show when={props.member.self}>
              <Badge>{t("you")}</Badge>
            </Show>
            <PlaceBadges member={props.member} ownRoles={props.ownRoles} />
          </>
        }
      />
      <ul class={styles.devices} aria-label={t("devicesOf", { name: name() })}>
        <For each={props.devices}>
          {(device) => (
            <DeviceLine
              device={device}
              isLast={props.isLast(device)}
              ending={props.ending(device)}
              lastContact={props.lastContact(device.device)}
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
  readonly ownRoles: OwnRoles;
  readonly onShow: (invite: OpenInvite) => void;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const names = createMemberNames();
  const roles = createRoleWords();
  const words = createMembershipWords();
  const patience = createPatience();
  const isKnown = (invite: OpenInvite): boolean =>
    props.view.devices.some((each) => each.member === invite.member);
  const isOver = (invite: OpenInvite): boolean => invite.expires <= now();
  const whom = (invite: OpenInvite): string => {
    if (isKnown(invite)) return t("invitedName", { name: names(invite.member) });
    const member = props.view.members.find((each) => each.member === invite.member);
    return member === undefined
      ? t("invitedRank")
      : t("invitedAs", { role: roles.roleOf(member, props.ownRoles) });
  };
  const withdraw = async (invite: OpenInvite): Promise<void> => {
    await patience();
    const result = await stayUntil(props.membership.cancelInvite(invite.invite));
    if (!result.ok) showToast({ text: words(result.error), meaning: "problem" });
  };
  return (
    <Section title={t("openInvites")}>
      <List label={t("openInvites")} items={props.view.invites} boxed>
        {(invite) => (
          <Entry
            icon={<UserPlus />}
            title={whom(invite)}
            note={t(isOver(invite) ? "inviteOver" : "inviteUntil", {
              time: format().dateTime(invite.expires),
            })}
            end={
              <>
                <Show when={isOver(invite)}>
                  <Badge>{t("inviteExpired")}</Badge>
                </Show>
                <Show when={invite.link !== null && invite.approval && !isOver(invite)}>
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

const Joins = (props: { readonly membership: Membership; readonly view: MembershipView }): JSX.Element => (
  <For each={props.view.joins}>{(join) => <CompareCode membership={props.membership} join={join} />}</For>
);

const Members = (props: {
  readonly standing: Standing;
  readonly onRevoke: (device: DeviceView) => void;
}): JSX.Element => {
  const t = useText(messages);
  const view = () => props.standing.view();
  // eslint-disable-next-line solid/reactivity -- one standing for as long as the screen is there
  const lastContact = createLastContacts(props.standing);
  return (
    <Section title={t("members")} note={t("membersCount", { n: presentMembers(view()).length })}>
      <List label={t("members")} items={presentMembers(view())} boxed>
        {(member) => (
          <MemberBlock
            member={member}
            ownRoles={props.standing.ownRoles()}
            devices={view().devices.filter((device) => device.member === member.member)}
            isLast={(device) => isLastOwnerDevice(view(), device)}
            ending={(device) => endingDevice(view(), device)}
            lastContact={lastContact}
            onRevoke={props.onRevoke}
          />
        )}
      </List>
    </Section>
  );
};

/** Nobody comes in where no relay could carry their request: why, and the way to one. */
const AloneNote = (): JSX.Element => {
  const t = useText(messages);
  const { companies } = useApp();
  const isDemo = (): boolean =>
    companies.list().some((each) => each.demo && each.company === companies.current()?.company);
  return (
    <Note
      meaning="info"
      title={t("alone")}
      answer={
        <LinkButton href={isDemo() ? "/welcome" : "/settings/device"}>
          {t(isDemo() ? "aloneBegin" : "aloneConnect")}
        </LinkButton>
      }
    >
      {t(isDemo() ? "aloneDemo" : "aloneText")}
    </Note>
  );
};

/** Who belongs to the company, what they may do, with which devices, and how somebody comes in or goes. */
const PeopleScreen = (): JSX.Element => {
  const t = useText(messages);
  const standing = createStanding();
  const { membership, view } = standing;
  const notices = createDeviceNotices(standing);
  const [inviting, setInviting] = createSignal<{ readonly shown?: string }>();
  const [revoking, setRevoking] = createSignal<DeviceView>();
  const sync = createSyncState();
  // What the worker says comes later than what the membership log knows of a relay.
  const isAlone = (): boolean => membership()?.relay === null && !sync().hasRelay;
  return (
    <SettingsLayout
      tab="people"
      actions={
        <Show when={sync().hasRelay}>
          <Button variant="primary" disabled={membership() === undefined} onClick={() => setInviting({})}>
            <UserPlus />
            {t("invite")}
          </Button>
        </Show>
      }
    >
      <Show when={isAlone()}>
        <AloneNote />
      </Show>
      <Show when={inviting() === undefined && membership()}>
        {(found) => <Joins membership={found()} view={view()} />}
      </Show>
      <WaitingRecoveries membership={membership()} view={view()} />
      <DeviceNoticeList notices={notices} />
      <Members standing={standing} onRevoke={setRevoking} />
      <Show when={view().invites.length > 0 && membership()}>
        {(found) => (
          <OpenInvites
            membership={found()}
            view={view()}
            ownRoles={standing.ownRoles()}
            onShow={(invite) => setInviting({ shown: invite.invite })}
          />
        )}
      </Show>
      <FormerMembers standing={standing} />
      <Show when={revoking() !== undefined && membership()}>
        {(found) => (
          <RevokeDialog membership={found()} device={revoking()} onClose={() => setRevoking(undefined)} />
        )}
      </Show>
      <Show when={inviting() !== undefined && membership()}>
        {(found) => (
          <InviteDialog
            standing={standing}
            membership={found()}
            shown={inviting()?.shown}
            onClose={() => setInviting(undefined)}
          />
        )}
      </Show>
    </SettingsLayout>
  );
};

export default PeopleScreen;
