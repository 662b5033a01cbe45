import { Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type { Membership, PendingJoin } from "#shared/replica/identity/types";
import { useText } from "#client/app/i18n";
import { stayUntil } from "#client/platform/stay";
import { Button } from "#client/ui/button";
import { showToast } from "#client/ui/toast";
import { createMemberNames, createMembershipWords, createPatience } from "#client/features/settings";
import { messages } from "./messages";
import styles from "./people.module.css";

/** The privileged side of the comparison: the code, who it is for, and the one decision. */
export const CompareCode = (props: {
  readonly membership: Membership;
  readonly join: PendingJoin;
  readonly onDone?: (() => void) | undefined;
}): JSX.Element => {
  const t = useText(messages);
  const names = createMemberNames();
  const words = createMembershipWords();
  const patience = createPatience();
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  const answer = async (decision: "approve" | "refuse"): Promise<void> => {
    setBusy(true);
    await patience();
    const result = await stayUntil(props.membership[decision](props.join.join));
    setBusy(false);
    setProblem(result.ok ? undefined : words(result.error));
    if (!result.ok) return;
    if (decision === "approve") showToast({ text: t("letInDone"), meaning: "ok" });
    props.onDone?.();
  };
  return (
    <div class={styles.centre}>
      <h3>
        {props.join.firstDevice
          ? t(props.join.rank === "owner" ? "compareWhoOwner" : "compareWhoMember")
          : t("compareWhoDevice", { name: names(props.join.member) })}
      </h3>
      <p>{t("compareText")}</p>
      <p
        class={styles.code}
        role="img"
        aria-label={`${t("compareCode")}: ${Array.from(props.join.code).join(" ")}`}
      >
        <span>{props.join.code.slice(0, 3)}</span>
        <span>{props.join.code.slice(3)}</span>
      </p>
      <Show when={problem()}>{(sentence) => <p role="alert">{sentence()}</p>}</Show>
      <div class={styles.pair}>
        <Button size="touch" disabled={isBusy()} onClick={() => void answer("refuse")}>
          {t("refuse")}
        </Button>
        <Button variant="primary" size="touch" disabled={isBusy()} onClick={() => void answer("approve")}>
          {t("letIn")}
        </Button>
      </div>
    </div>
  );
};
