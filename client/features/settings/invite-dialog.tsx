import { For, Match, Show, Switch, createSignal, createUniqueId } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import type { Membership, MembershipView, OpenInvite, PendingJoin } from "#shared/replica/identity/types";
import { useText } from "#client/app/i18n";
import { Button } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { CompareCode } from "./compare-code";
import { createMembershipWords, createPatience } from "./membership";
import { messages } from "./messages";
import { ShownInvite } from "./shown-invite";
import styles from "./settings.module.css";

const kinds = [
  { value: "member", title: "inviteMember", text: "inviteMemberText" },
  { value: "device", title: "inviteDevice", text: "inviteDeviceText" },
  { value: "owner", title: "inviteOwner", text: "inviteOwnerText" },
] as const;
type Kind = (typeof kinds)[number]["value"];

const KindChoice = (props: {
  readonly value: Kind;
  /** Otherwise only a further device of one's own can be invited, and nothing is asked. */
  readonly mayInvitePeople: boolean;
  readonly onChange: (kind: Kind) => void;
}): JSX.Element => {
  const t = useText(messages);
  const name = createUniqueId();
  return (
    <fieldset class={styles.choices}>
      <legend class="hidden-label">{t("inviteWho")}</legend>
      <For each={kinds.filter(({ value }) => props.mayInvitePeople || value === "device")}>
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
  readonly membership: Membership;
  readonly view: MembershipView;
  /** Base64url of an invitation to show again. */
  readonly shown?: string | undefined;
  readonly onClose: () => void;
}

const createInviting = (props: InviteDialogProps) => {
  const words = createMembershipWords();
  const patience = createPatience();
  // eslint-disable-next-line solid/reactivity -- what is proposed first, when the dialog opens
  const [kind, setKind] = createSignal<Kind>(props.view.mayInvitePeople ? "member" : "device");
  // eslint-disable-next-line solid/reactivity -- the dialog is made anew for each invitation
  const [made, setMade] = createSignal(props.shown);
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  const invite = (): OpenInvite | undefined => props.view.invites.find((each) => each.invite === made());
  // Remembered: approving removes the invitation from the view before the dialog closes.
  const [member, setMember] = createSignal<string>();
  const join: Accessor<PendingJoin | undefined> = () =>
    props.view.joins.find((each) => each.member === (invite()?.member ?? member()));
  const make = async (): Promise<void> => {
    setBusy(true);
    const chosen = kind();
    const whom = chosen === "device" ? { member: props.membership.member } : { rank: chosen, roles: [], grants: [] };
    await patience();
    const result = await props.membership.invite(whom);
    setBusy(false);
    setProblem(result.ok ? undefined : words(result.error));
    if (!result.ok) return;
    setMember(result.value.member);
    setMade(result.value.invite);
  };
  return { kind, setKind, isBusy, problem, invite, join, make };
};

/** Choose whom, show the code, compare, let in: one dialog from beginning to end. */
export const InviteDialog = (props: InviteDialogProps): JSX.Element => {
  const t = useText(messages);
  const inviting = createInviting(props);
  return (
    <Dialog
      open
      title={inviting.join() ? t("compareTitle") : t("inviteTitle")}
      onClose={() => props.onClose()}
      foot={
        inviting.invite() || inviting.join() ? undefined : (
          <>
            <Button size="touch" onClick={() => props.onClose()}>
              {t("cancel")}
            </Button>
            <Button
              variant="primary"
              size="touch"
              disabled={inviting.isBusy()}
              onClick={() => void inviting.make()}
            >
              {t("inviteMake")}
            </Button>
          </>
        )
      }
    >
      <Switch
        fallback={
          <>
            <KindChoice
              value={inviting.kind()}
              mayInvitePeople={props.view.mayInvitePeople}
              onChange={inviting.setKind}
            />
            <Show when={!props.view.mayInvitePeople}>
              <p class="quiet">{t("inviteOnlyOwn")}</p>
            </Show>
            <Show when={inviting.problem()}>{(sentence) => <p role="alert">{sentence()}</p>}</Show>
          </>
        }
      >
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
