/** Recoveries that wait for their time: whose devices they end, and the way to keep the new device out. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import type { Membership, MembershipView, RecoveryView } from "#shared/replica/identity/types";
import { useText } from "#client/app/i18n";
import { createMembershipWords, createPatience } from "#client/features/settings";
import { stayUntil } from "#client/platform/stay";
import { Badge } from "#client/ui/badge";
import { Button } from "#client/ui/button";
import { Note } from "#client/ui/note";
import { showToast } from "#client/ui/toast";
import styles from "./people.module.css";
import { recoveryMessages } from "./recovery-messages";
import { createRecoveryWords } from "./recovery-words";

const Ends = (props: { readonly recovery: RecoveryView }): JSX.Element => {
  const t = useText(recoveryMessages);
  const words = createRecoveryWords();
  return (
    <Show when={props.recovery.ends.length > 0} fallback={<p>{t("endsNone")}</p>}>
      <p>{t("ends", { n: props.recovery.ends.length })}</p>
      <ul class={styles.ended}>
        <For each={props.recovery.ends}>
          {(ended) => (
            <li>
              {words.device(ended)}{" "}
              <Show when={ended.self}>
                <Badge meaning="problem">{t("here")}</Badge>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
};

/** Whoever has the paper could have stolen it: until its time every owner can object. */
const WaitingRecoveryNote = (props: {
  readonly recovery: RecoveryView;
  /** Who may object, where the person here may not. */
  readonly whom: string;
  readonly onObject: () => void;
}): JSX.Element => {
  const t = useText(recoveryMessages);
  const words = createRecoveryWords();
  const answer = (): JSX.Element => (
    <Show when={props.recovery.mayObject} fallback={props.whom}>
      <Button variant="danger" onClick={() => props.onObject()}>
        {t("object")}
      </Button>
    </Show>
  );
  return (
    <Note
      urgent
      meaning="attention"
      title={t("title")}
      answer={<Show when={!props.recovery.objected}>{answer()}</Show>}
    >
      <p>{props.recovery.objected ? t("objecting") : words.asked(props.recovery)}</p>
      <Ends recovery={props.recovery} />
    </Note>
  );
};

export const WaitingRecoveries = (props: {
  readonly membership: Membership | undefined;
  readonly view: MembershipView;
}): JSX.Element => {
  const t = useText(recoveryMessages);
  const words = createMembershipWords();
  const { whom } = createRecoveryWords();
  const patience = createPatience();
  const object = async (device: string): Promise<void> => {
    await patience();
    const objecting = props.membership?.revokeDevice(device, "compromised");
    if (objecting === undefined) return;
    const result = await stayUntil(objecting);
    showToast(
      result.ok ? { text: t("objected"), meaning: "ok" } : { text: words(result.error), meaning: "problem" },
    );
  };
  return (
    <For each={props.view.recoveries}>
      {(recovery) => (
        <WaitingRecoveryNote
          recovery={recovery}
          whom={whom(props.view)}
          onObject={() => void object(recovery.device)}
        />
      )}
    </For>
  );
};
