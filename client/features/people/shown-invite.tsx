/** An invitation that was made here: its link, and the two ways around what may stand between it and a newcomer. */
import { Match, Show, Switch, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type { Membership, OpenInvite } from "#shared/replica/identity/types";
import { isRequestText } from "#shared/protocol/invite-link";
import { copyText } from "#client/platform/clipboard";
import { useFormat, useText } from "#client/app/i18n";
import { Button } from "#client/ui/button";
import { Copy, Share2 } from "#client/ui/icons";
import { showToast } from "#client/ui/toast";
import { CodeCamera, QrCode } from "#client/features/settings";
import { messages } from "./messages";
import { requestMessages } from "./request-messages";
import styles from "./people.module.css";
import { trustAddress } from "./trust-address";

type View = "link" | "first-step" | "camera";

/** The first step of a phone that does not know the relay's certificate yet. */
export const FirstStep = (props: { readonly address: string; readonly onBack: () => void }): JSX.Element => {
  const t = useText(messages);
  return (
    <div class={styles.centre}>
      <p>{t("inviteNewText", { address: props.address })}</p>
      <QrCode label={t("inviteNewQr")} text={props.address} />
      <Button size="touch" onClick={() => props.onBack()}>
        {t("inviteBack")}
      </Button>
    </div>
  );
};

/** A newcomer without a network shows the request instead of sending it. What was read stands among the joins then. */
const ReadRequest = (props: {
  readonly membership: Membership;
  readonly onBack: () => void;
}): JSX.Element => {
  const t = useText(requestMessages);
  const [problem, setProblem] = createSignal<string>();
  const take = async (text: string): Promise<void> => {
    const result = await props.membership.takeRequest(text);
    if (!result.ok) setProblem(t(result.error.type === "JoinGone" ? "gone" : "foreign"));
  };
  return (
    <Show
      when={problem()}
      fallback={
        <CodeCamera
          accepts={isRequestText}
          words={{
            hint: t("hint"),
            foreign: t("foreign"),
            refused: t("refused"),
            absent: t("absent"),
            close: t("back"),
          }}
          onRead={(text) => void take(text)}
          onClose={() => props.onBack()}
        />
      }
    >
      {(sentence) => (
        <div class={styles.centre}>
          <p role="alert">{sentence()}</p>
          <Button size="touch" onClick={() => props.onBack()}>
            {t("back")}
          </Button>
        </div>
      )}
    </Show>
  );
};

/** Link and QR code. */
const LinkView = (props: {
  readonly invite: OpenInvite;
  readonly link: string;
  readonly onView: (view: View) => void;
}): JSX.Element => {
  const t = useText(messages);
  const requestWords = useText(requestMessages);
  const format = useFormat();
  const copy = async (): Promise<void> => {
    const isCopied = await copyText(props.link);
    showToast({ text: t(isCopied ? "copied" : "copyFailed"), meaning: isCopied ? "ok" : "attention" });
  };
  const share = (): void => {
    // Refusing the share sheet is an answer, not a failure.
    void navigator.share({ title: t("shareText"), url: props.link }).catch(() => undefined);
  };
  return (
    <div class={styles.centre}>
      <p>{t("inviteScan", { time: format().dateTime(props.invite.expires) })}</p>
      <QrCode label={t("inviteQr")} text={props.link} />
      <span class={styles.link} role="textbox" aria-readonly="true" aria-label={t("inviteLink")} tabindex="0">
        {props.link}
      </span>
      <div class={styles.pair}>
        <Button size="touch" onClick={() => void copy()}>
          <Copy />
          {t("copy")}
        </Button>
        <Show when={"share" in navigator}>
          <Button size="touch" onClick={share}>
            <Share2 />
            {t("share")}
          </Button>
        </Show>
      </div>
      <p class="quiet small" role="status">
        {t(props.invite.confirmed ? "inviteWaiting" : "inviteUnconfirmed")}
      </p>
      <div class={styles.pair}>
        <Show when={trustAddress(props.link)}>
          <Button variant="bare" onClick={() => props.onView("first-step")}>
            {t("inviteNew")}
          </Button>
        </Show>
        <Button variant="bare" onClick={() => props.onView("camera")}>
          {requestWords("byCamera")}
        </Button>
      </div>
    </div>
  );
};

export const ShownInvite = (props: {
  readonly membership: Membership;
  readonly invite: OpenInvite;
  readonly link: string;
}): JSX.Element => {
  const [view, setView] = createSignal<View>("link");
  const back = (): void => void setView("link");
  return (
    <Switch fallback={<LinkView invite={props.invite} link={props.link} onView={setView} />}>
      <Match when={view() === "first-step" && trustAddress(props.link)}>
        {(address) => <FirstStep address={address()} onBack={back} />}
      </Match>
      <Match when={view() === "camera"}>
        <ReadRequest membership={props.membership} onBack={back} />
      </Match>
    </Switch>
  );
};
