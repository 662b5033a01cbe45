/** One person: what they are, what they may do and until when, their devices, and what happened to their place. */
import { For, Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { useParams } from "@solidjs/router";
import { person } from "#shared/domain/settings";
import type { MemberId } from "#shared/kernel/ids";
import { parseId, thingOf } from "#shared/kernel/ids";
import { grantsOfMember } from "#shared/protocol/membership/roles";
import type { DeviceView, MemberView } from "#shared/replica/identity/types";
import { createRow } from "#client/data";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { HistoryButton } from "#client/features/activity";
import { MembershipLog } from "#client/features/security";
import { SettingsLayout, createMemberNames, isLastOwnerDevice } from "#client/features/settings";
import { Badge } from "#client/ui/badge";
import { Users } from "#client/ui/icons";
import { EmptyState, Section } from "#client/ui/page";
import { hasSingleEvents, levelsOf } from "./areas";
import { DeviceLine } from "./device-line";
import { EventRoles } from "./event-roles";
import { MemberRole } from "./member-role";
import { messages } from "./messages";
import styles from "./people.module.css";
import { PlaceBadges } from "./place-badges";
import { endingDevice } from "./recovery-words";
import { RemoveMember } from "./remove-member";
import { RevokeDialog } from "./revoke-dialog";
import { RightsTable } from "./rights-table";
import { createRoleWords } from "./role-words";
import { SeeAs } from "./see-as";
import { createLastContacts, createStanding } from "./standing";
import type { Standing } from "./standing";

const Head = (props: { readonly member: MemberView; readonly standing: Standing }): JSX.Element => {
  const t = useText(messages);
  const { now } = useApp();
  const words = createRoleWords();
  // eslint-disable-next-line solid/reactivity -- the page is made anew for another member
  const row = createRow(person, props.member.member);
  const contact = (): string => [row()?.email, row()?.phone].filter((each) => each !== undefined).join(" · ");
  const grants = () => grantsOfMember(props.member, props.standing.ownRoles());
  return (
    <Section title={t("mayTitle")}>
      <div class={styles.stack}>
        <div class={styles.pair}>
          <Show when={props.member.self}>
            <Badge>{t("you")}</Badge>
          </Show>
          <PlaceBadges member={props.member} ownRoles={props.standing.ownRoles()} />
          <Show when={contact() !== ""}>
            <span class="quiet">{contact()}</span>
          </Show>
          <Show when={row()}>
            {(found) => (
              <HistoryButton
                thing={thingOf(found().id)}
                kind="person"
                record={{ type: person, id: found().id }}
                name={found().name}
              />
            )}
          </Show>
        </div>
        <p>{words.sentence(props.member, props.standing.ownRoles(), now())}</p>
        <RightsTable
          label={t("mayTitle")}
          levels={levelsOf(grants(), now())}
          single={hasSingleEvents(grants(), now())}
        />
      </div>
    </Section>
  );
};

const Devices = (props: {
  readonly member: MemberId;
  readonly name: string;
  readonly standing: Standing;
}): JSX.Element => {
  const t = useText(messages);
  // eslint-disable-next-line solid/reactivity -- one standing for as long as the page is there
  const lastContact = createLastContacts(props.standing);
  const [revoking, setRevoking] = createSignal<DeviceView>();
  const devices = () => props.standing.view().devices.filter(({ member }) => member === props.member);
  return (
    <Section title={t("devicesTitle")}>
      <Show when={devices().length > 0} fallback={<p class="quiet">{t("devicesNone")}</p>}>
        <ul aria-label={t("devicesOf", { name: props.name })}>
          <For each={devices()}>
            {(device) => (
              <DeviceLine
                device={device}
                isLast={isLastOwnerDevice(props.standing.view(), device)}
                ending={endingDevice(props.standing.view(), device)}
                lastContact={lastContact(device.device)}
                onRevoke={() => setRevoking(device)}
              />
            )}
          </For>
        </ul>
      </Show>
      <Show when={revoking() !== undefined && props.standing.membership()}>
        {(found) => (
          <RevokeDialog membership={found()} device={revoking()} onClose={() => setRevoking(undefined)} />
        )}
      </Show>
    </Section>
  );
};

const MemberPage = (props: { readonly id: MemberId; readonly standing: Standing }): JSX.Element => {
  const t = useText(messages);
  const names = createMemberNames();
  const name = (): string => names(props.id);
  const member = createMemo(() => props.standing.view().members.find((each) => each.member === props.id));
  return (
    <SettingsLayout tab="people" title={name()}>
      <Show
        when={member()}
        fallback={
          <Show when={props.standing.membership()}>
            <EmptyState icon={<Users />} title={t("notMember")}>
              {t("notMemberText")}
            </EmptyState>
          </Show>
        }
      >
        {(found) => (
          <>
            <Head member={found()} standing={props.standing} />
            <MemberRole member={found()} name={name()} standing={props.standing} />
            <EventRoles member={found()} name={name()} standing={props.standing} />
            <SeeAs place={found()} roles={props.standing.ownRoles()} standing={props.standing} />
          </>
        )}
      </Show>
      <Devices member={props.id} name={name()} standing={props.standing} />
      <Section title={t("memberLog")}>
        <MembershipLog member={props.id} />
      </Section>
      <Show when={member()}>
        {(found) => <RemoveMember member={found()} name={name()} standing={props.standing} />}
      </Show>
    </SettingsLayout>
  );
};

const MemberScreen = (): JSX.Element => {
  const params = useParams<{ id: string }>();
  const standing = createStanding();
  return (
    <Show when={parseId<MemberId>(params.id)} keyed>
      {(id) => <MemberPage id={id} standing={standing} />}
    </Show>
  );
};

export default MemberScreen;
