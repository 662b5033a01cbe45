import { Match, Show, Switch } from "solid-js";
import type { JSX } from "solid-js";
import { useText } from "#client/app/i18n";
import { QrCode } from "#client/features/settings";
import { Button } from "#client/ui/button";
import type { JoinFlow } from "./joining";
import { messages } from "./messages";
import { SixDigits } from "./six-digits";
import styles from "./welcome.module.css";

const Compare = (props: { readonly code: string }): JSX.Element => {
  const t = useText(messages);
  return (
    <>
      <p class={styles.lead}>{t("askedText")}</p>
      <SixDigits label={t("codeLabel")} code={props.code} />
      <div class={styles.waiting} role="status">
        <p>{t("askedSame")}</p>
        <p class="quiet">{t("askedDiffers")}</p>
      </div>
    </>
  );
};

/** Without a network: the request as a code for the inviter's camera. */
const ShowRequest = (props: { readonly request: string; readonly code: string }): JSX.Element => {
  const t = useText(messages);
  return (
    <>
      <p class={styles.lead}>{t("unsentText")}</p>
      <div class={styles.request}>
        <QrCode label={t("unsentQr")} text={props.request} />
      </div>
      <p>{t("unsentCompare")}</p>
      <SixDigits label={t("codeLabel")} code={props.code} />
      <p role="status">{t("unsentAfter")}</p>
    </>
  );
};

/** The newcomer's side of the comparison: the code, what it is for, and that somebody else must act now. */
export const JoinWaiting = (props: { readonly flow: JoinFlow }): JSX.Element => {
  const t = useText(messages);
  const joining = () => {
    const step = props.flow.step();
    return "joining" in step ? step.joining : undefined;
  };
  return (
    <div class={styles.narrow}>
      <Show
        when={props.flow.step().type === "requested"}
        fallback={
          <>
            <h1 class={styles.headline}>{t("enrolledTitle")}</h1>
            <p class={styles.lead} role="status">
              {t("enrolledText")}
            </p>
          </>
        }
      >
        <h1 class={styles.headline}>{t(joining()?.letsItselfIn === true ? "letInTitle" : "askedTitle")}</h1>
        <Switch fallback={<Compare code={joining()?.code ?? ""} />}>
          <Match when={joining()?.letsItselfIn}>
            <p class={styles.lead} role="status">
              {t("letInText")}
            </p>
          </Match>
          <Match when={joining()?.isSent === false && joining()}>
            {(unsent) => <ShowRequest request={unsent().request} code={unsent().code} />}
          </Match>
        </Switch>
        <p class="faint small">
          {t("relayLabel")} {joining()?.relay}
        </p>
        <div class={styles.row}>
          <Button size="touch" onClick={() => void props.flow.restart()}>
            {t("cancel")}
          </Button>
        </div>
      </Show>
    </div>
  );
};
