import { For, Match, Show, Switch, createSignal, createUniqueId } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { ranks } from "#shared/protocol/membership/types";
import type { MemOp } from "#shared/protocol/membership/types";
import type { Placed } from "#shared/protocol/membership/placement";
import { placed } from "#shared/protocol/membership/placement";
import type { Membership, OpenInvite, PendingJoin } from "#shared/replica/identity/types";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { createMembershipWords, createPatience } from "#client/features/settings";
import { stayUntil } from "#client/platform/stay";
import { Button } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { SelectField } from "#client/ui/select-field";
import { BadgeInFields, crewPlaceIn } from "./badge-in-fields";
import { badgeInMessages } from "./badge-in-messages";
import type { BadgeInWish } from "./badge-in-session";
import { BadgeInView } from "./badge-in-view";
import { CompareCode } from "./compare-code";
import { EventPlaceFields, createOpenEvents, placeOfChosen } from "./event-place-fields";
import type { ChosenEvent } from "./event-place-fields";
import { messages } from "./messages";
import styles from "./people.module.css";
import { placeOfRole } from "./role-choice";
import { createRoleWords } from "./role-words";
import { ShownInvite } from "./shown-invite";
import type { Standing } from "./standing";

const kinds = [
  { value: "member", title: "inviteMember", text: "inviteMemberText" },
  { value: "owner", title: "inviteOwner", text: "inviteOwnerText" },
  { value: "station", title: "inviteStation", text: "inviteStationText" },
  { value: "crew", title: "inviteCrew", text: "inviteCrewText" },
  { value: "device", title: "inviteDevice", text: "inviteDeviceText" },
] as const;

type Kind = (typeof kinds)[number]["value"];

/** Only whether it may be done is asked; the one who is really added gets an id of their own. */
const additionOf = (place: Placed): MemOp => ({
  kind: "member.add",
  member: new Uint8Array(16),
  station: false,
  rank: place.rank,
  roles: place.roles,
  grants: place.grants,
});

/** Roles the person at this device may give to somebody new, by name; owners are invited by their own choice. */
const invitableRoles = (standing: Standing): readonly string[] => {
  const offered = [
    ...ranks.filter((rank) => rank !== "owner" && rank !== "guest"),
    ...standing.ownRoles().keys(),
  ];
  return offered.filter((name) => standing.may(additionOf(placed(placeOfRole(name), standing.ownRoles()))));
};

const KindChoice = (props: {
  readonly value: Kind;
  readonly offered: readonly Kind[];
  readonly onChange: (kind: Kind) => void;
}): JSX.Element => {
  const t = useText(messages);
  const name = createUniqueId();
  return (
    <fieldset class={styles.choices}>
      <legend class="hidden-label">{t("inviteWho")}</legend>
      <For each={kinds.filter(({ value }) => props.offered.includes(value))}>
        {(kind) => (
          <label class={styles.choice}>
            <input
              type="radio"
              name={name}
              checked={props.value === kind.value}
              onChange={() => props.onChange(kind.value)}
            />
            <span>
              {t(kind.title)}
              <small>{t(kind.text)}</small>
            </span>
          </label>
        )}
      </For>
    </fieldset>
  );
};

interface InviteDialogProps {
  readonly standing: Standing;
  readonly membership: Membership;
  /** Base64url of an invitation to show again. */
  readonly shown?: string | undefined;
  readonly onClose: () => void;
}

/** For which event the people at a load-in come, and how many. */
const createCrew = (standing: Standing) => {
  const events = createOpenEvents();
  const [chosen, setEvent] = createSignal<ChosenEvent>();
  const [places, setPlaces] = createSignal(10);
  const event = (): ChosenEvent | undefined => {
    const [next] = events();
    return chosen() ?? (next === undefined ? undefined : crewPlaceIn(next));
  };
  /** All they may ends with the event, where whoever lets them in may give that. */
  const place = (): Placed => {
    const one = event();
    const comes = { ...placeOfRole("crew"), events: one === undefined ? [] : [placeOfChosen(one)] };
    const ending = placed({ ...comes, until: one?.until ?? null }, standing.ownRoles());
    return standing.may(additionOf(ending)) ? ending : placed(comes, standing.ownRoles());
  };
  const eventName = (): string => events().find(({ id }) => id === event()?.event)?.name ?? "";
  return { events, event, setEvent, places, setPlaces, place, eventName };
};

const createWhom = (standing: Standing) => {
  const roles = (): readonly string[] => invitableRoles(standing);
  const offered = (): readonly Kind[] =>
    kinds.flatMap(({ value }) => {
      if (value === "device") return [value];
      if (value === "member") return roles().length > 0 ? [value] : [];
      if (value === "crew") return roles().includes("crew") ? [value] : [];
      if (value === "station") return stationRoles().length > 0 ? [value] : [];
      const owner = { rank: "owner", roles: [], grants: [] } as const;
      return standing.may(additionOf(owner)) ? [value] : [];
    });
  /** A place acts on nobody: whoever stands there would. */
  const stationRoles = (): readonly string[] =>
    roles().filter((name) => placeOfRole(name).rank !== "admin" && placeOfRole(name).rank !== "manager");
  const [kind, setKind] = createSignal<Kind>(offered()[0] ?? "device");
  const [chosen, setRole] = createSignal("member");
  const [event, setEvent] = createSignal<ChosenEvent>();
  const crew = createCrew(standing);
  const choices = (): readonly string[] => (kind() === "station" ? stationRoles() : roles());
  const role = (): string => (choices().includes(chosen()) ? chosen() : (choices()[0] ?? ""));
  const place = (): Placed => {
    if (kind() === "crew") return crew.place();
    if (kind() === "owner") return { rank: "owner", roles: [], grants: [] };
    const one = event();
    const events = one === undefined ? [] : [placeOfChosen(one)];
    return placed({ ...placeOfRole(role()), events }, standing.ownRoles());
  };
  const why = () => (kind() === "device" ? undefined : standing.whyNot(additionOf(place())));
  return { roles: choices, offered, kind, setKind, role, setRole, event, setEvent, place, why, crew };
};

const createInviting = (props: InviteDialogProps) => {
  const words = createMembershipWords();
  const patience = createPatience();
  // eslint-disable-next-line solid/reactivity -- one standing for as long as the dialog is there
  const whom = createWhom(props.standing);
  // eslint-disable-next-line solid/reactivity -- the dialog is made anew for each invitation
  const [made, setMade] = createSignal(props.shown);
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  const view = () => props.standing.view();
  const invite = (): OpenInvite | undefined => view().invites.find((each) => each.invite === made());
  // Remembered: approving removes the invitation from the view before the dialog closes.
  const [member, setMember] = createSignal<string>();
  const join: Accessor<PendingJoin | undefined> = () =>
    view().joins.find((each) => each.member === (invite()?.member ?? member()));
  const [letting, setLetting] = createSignal<BadgeInWish>();
  const letIn = (): void => void setLetting({ place: whom.place(), places: whom.crew.places() });
  const make = async (): Promise<void> => {
    if (whom.kind() === "crew") return letIn();
    setBusy(true);
    const asked =
      whom.kind() === "device"
        ? { member: props.membership.member }
        : { ...whom.place(), station: whom.kind() === "station" };
    await patience();
    const result = await stayUntil(props.membership.invite(asked));
    setBusy(false);
    setProblem(result.ok ? undefined : words(result.error));
    if (!result.ok) return;
    setMember(result.value.member);
    setMade(result.value.invite);
  };
  const isReady = (): boolean =>
    !isBusy() && whom.why() === undefined && (whom.kind() !== "crew" || whom.crew.event() !== undefined);
  return { ...whom, isReady, problem, invite, join, make, letting, letIn };
};

type Inviting = ReturnType<typeof createInviting>;

/** What the newcomer will be, in a sentence, and for crew the event they come for. */
const RoleChoice = (props: { readonly inviting: Inviting; readonly standing: Standing }): JSX.Element => {
  const t = useText(messages);
  const words = createRoleWords();
  const { now } = useApp();
  return (
    <div class={styles.stack}>
      <SelectField<string>
        label={t("roleField")}
        value={props.inviting.role()}
        options={props.inviting.roles().map((value) => ({ value, label: words.role(value) }))}
        onChange={props.inviting.setRole}
      />
      <p class="quiet small">{words.sentence(props.inviting.place(), props.standing.ownRoles(), now())}</p>
      <Show when={props.inviting.place().rank === "crew"}>
        <EventPlaceFields value={props.inviting.event()} onChange={props.inviting.setEvent} />
      </Show>
    </div>
  );
};

const Whom = (props: { readonly inviting: Inviting; readonly standing: Standing }): JSX.Element => {
  const t = useText(messages);
  const words = createMembershipWords();
  return (
    <>
      <KindChoice
        value={props.inviting.kind()}
        offered={props.inviting.offered()}
        onChange={props.inviting.setKind}
      />
      <Show
        when={props.inviting.offered().includes("member")}
        fallback={<p class="quiet">{t("inviteOnlyOwn")}</p>}
      >
        <Show when={props.inviting.kind() === "station"}>
          <p class="quiet small">{t("inviteStationRights")}</p>
        </Show>
        <Show when={props.inviting.kind() === "member" || props.inviting.kind() === "station"}>
          <RoleChoice inviting={props.inviting} standing={props.standing} />
        </Show>
        <Show when={props.inviting.kind() === "crew"}>
          <BadgeInFields
            events={props.inviting.crew.events()}
            value={props.inviting.crew.event()}
            places={props.inviting.crew.places()}
            onEvent={props.inviting.crew.setEvent}
            onPlaces={props.inviting.crew.setPlaces}
          />
        </Show>
      </Show>
      <Show when={props.inviting.why()}>
        {(why) => <p role="alert">{words({ type: "NotAllowed", why: why() })}</p>}
      </Show>
      <Show when={props.inviting.problem()}>{(sentence) => <p role="alert">{sentence()}</p>}</Show>
    </>
  );
};

const Foot = (props: { readonly inviting: Inviting; readonly onClose: () => void }): JSX.Element => {
  const t = useText(messages);
  const badgeIn = useText(badgeInMessages);
  return (
    <>
      <Button size="touch" onClick={() => props.onClose()}>
        {t("cancel")}
      </Button>
      <Button
        variant="primary"
        size="touch"
        disabled={!props.inviting.isReady()}
        onClick={() => void props.inviting.make()}
      >
        {props.inviting.kind() === "crew" ? badgeIn("show") : t("inviteMake")}
      </Button>
    </>
  );
};

/** Choose whom, show the code, compare, let in: one dialog from beginning to end. */
export const InviteDialog = (props: InviteDialogProps): JSX.Element => {
  const t = useText(messages);
  const badgeIn = useText(badgeInMessages);
  const inviting = createInviting(props);
  const isChoosing = (): boolean =>
    inviting.invite() === undefined && inviting.join() === undefined && inviting.letting() === undefined;
  const title = (): string => {
    if (inviting.letting() !== undefined) return badgeIn("title", { event: inviting.crew.eventName() });
    return t(inviting.join() ? "compareTitle" : "inviteTitle");
  };
  return (
    <Dialog
      open
      title={title()}
      onClose={() => props.onClose()}
      foot={isChoosing() ? <Foot inviting={inviting} onClose={props.onClose} /> : undefined}
    >
      <Switch fallback={<Whom inviting={inviting} standing={props.standing} />}>
        <Match when={inviting.letting()} keyed>
          {(wish) => (
            <BadgeInView
              standing={props.standing}
              membership={props.membership}
              wish={wish}
              onAgain={() => inviting.letIn()}
              onDone={() => props.onClose()}
            />
          )}
        </Match>
        <Match when={inviting.join()}>
          {(join) => (
            <CompareCode membership={props.membership} join={join()} onDone={() => props.onClose()} />
          )}
        </Match>
        <Match when={inviting.invite()}>
          {(invite) => (
            <Show when={invite().link} fallback={<p>{t("inviteGone")}</p>}>
              {(link) => <ShownInvite membership={props.membership} invite={invite()} link={link()} />}
            </Show>
          )}
        </Match>
      </Switch>
    </Dialog>
  );
};
