import { Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type { MemberView } from "#shared/replica/identity/types";
import { useText } from "#client/app/i18n";
import { createMembershipWords } from "#client/features/settings";
import { Button } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { Section } from "#client/ui/page";
import { messages } from "./messages";
import styles from "./people.module.css";
import { ReasonChoice } from "./revoke-dialog";
import type { Reason } from "./revoke-dialog";
import { removalOf } from "./standing";
import type { Standing } from "./standing";

/** Ends somebody's membership with all their devices; oneself one may always leave. */
export const RemoveMember = (props: {
  readonly member: MemberView;
  readonly name: string;
  readonly standing: Standing;
}): JSX.Element => {
  const t = useText(messages);
  const because = createMembershipWords();
  const [isAsking, setAsking] = createSignal(false);
  const [reason, setReason] = createSignal<Reason>("left");
  const whyNot = () => props.standing.whyNot(removalOf(props.member.member, "left"));
  const remove = async (): Promise<void> => {
    setAsking(false);
    await props.standing.perform(
      removalOf(props.member.member, props.member.self ? "left" : reason()),
      t("removedDone", { name: props.name }),
    );
  };
  const verb = (): string => t(props.member.self ? "leave" : "removeMember");
  return (
    <Section title={verb()}>
      <div class={styles.stack}>
        <p class="quiet">{t(props.member.self ? "leaveText" : "removeText")}</p>
        <Show
          when={whyNot()}
          fallback={
            <Button variant="danger" onClick={() => setAsking(true)}>
              {verb()}
            </Button>
          }
        >
          {(why) => <p class="quiet">{because({ type: "NotAllowed", why: why() })}</p>}
        </Show>
      </div>
      <Dialog
        open={isAsking()}
        title={props.member.self ? t("leaveAsk") : t("removeAsk", { name: props.name })}
        onClose={() => setAsking(false)}
        foot={
          <>
            <Button size="touch" onClick={() => setAsking(false)}>
              {t("cancel")}
            </Button>
            <Button variant="danger" size="touch" onClick={() => void remove()}>
              {verb()}
            </Button>
          </>
        }
      >
        <p>{t(props.member.self ? "leaveText" : "removeText")}</p>
        <Show when={!props.member.self}>
          <ReasonChoice value={reason()} only={["left", "lost", "compromised"]} onChange={setReason} />
        </Show>
      </Dialog>
    </Section>
  );
};
