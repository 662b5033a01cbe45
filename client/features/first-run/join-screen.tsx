import { Match, Show, Switch, createEffect, createSignal, onMount } from "solid-js";
import type { JSX } from "solid-js";
import { useLocation, useNavigate, useSearchParams } from "@solidjs/router";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { pasteText } from "#client/platform/clipboard";
import { Button, LinkButton } from "#client/ui/button";
import { TextField } from "#client/ui/field";
import { MeaningIcon } from "#client/ui/meaning-icon";
import { InvitationCamera } from "./invitation-camera";
import { JoinWaiting } from "./join-waiting";
import { createJoinFlow } from "./joining";
import type { JoinFlow } from "./joining";
import { messages } from "./messages";
import { createJoinWords, relayOf } from "./problem-words";
import { FirstRunShell } from "./shell";
import styles from "./welcome.module.css";

/** The link with what is wrong about it, and the ways to get it in here. */
const LinkField = (props: {
  readonly flow: JoinFlow;
  readonly link: string;
  readonly onLink: (link: string) => void;
}): JSX.Element => {
  const t = useText(messages);
  const words = createJoinWords();
  const { companies } = useApp();
  const navigate = useNavigate();
  const [pasteProblem, setPasteProblem] = createSignal<string>();
  const problem = () => {
    const step = props.flow.step();
    return step.type === "failed" ? step.problem : undefined;
  };
  const error = (): string | undefined => {
    const found = problem();
    return found === undefined ? pasteProblem() : words(found, relayOf(props.link));
  };
  const paste = async (): Promise<void> => {
    const text = await pasteText();
    setPasteProblem(text === undefined ? t("pasteFailed") : undefined);
    if (text !== undefined) props.onLink(text.trim());
  };
  const openExisting = async (): Promise<void> => {
    const found = problem();
    if (found?.type !== "AlreadyMember") return;
    const result = await companies.open(found.company);
    if (result.ok) navigate("/");
  };
  return (
    <>
      <TextField
        large
        label={t("link")}
        hint={t("linkHint")}
        type="url"
        autocomplete="off"
        value={props.link}
        error={error()}
        onInput={props.onLink}
      />
      <div class={styles.row}>
        <Button onClick={() => void paste()}>{t("joinPaste")}</Button>
        <Show when={problem()?.type === "AlreadyMember"}>
          <Button onClick={() => void openExisting()}>{t("openIt")}</Button>
        </Show>
      </div>
    </>
  );
};

const JoinForm = (props: {
  readonly flow: JoinFlow;
  readonly link: string;
  /** The link came by itself, opened or scanned: nobody needs to see it unless something is wrong with it. */
  readonly isGiven: boolean;
  readonly onLink: (link: string) => void;
}): JSX.Element => {
  const t = useText(messages);
  const [name, setName] = createSignal("");
  const isChecking = (): boolean => props.flow.step().type === "checking";
  const isUnreachable = (): boolean => {
    const step = props.flow.step();
    return step.type === "failed" && step.problem.type === "RelayUnreachable";
  };
  return (
    <form
      class={styles.narrow}
      novalidate
      onSubmit={(event) => {
        event.preventDefault();
        void props.flow.join(props.link.trim(), name());
      }}
    >
      <Show when={!props.isGiven || props.flow.step().type === "failed"}>
        <LinkField flow={props.flow} link={props.link} onLink={props.onLink} />
      </Show>
      <TextField large label={t("yourName")} autocomplete="name" value={name()} onInput={setName} />
      <div class={styles.row}>
        <LinkButton size="touch" href="/welcome">
          {t("back")}
        </LinkButton>
        <Button
          type="submit"
          variant="primary"
          size="touch"
          disabled={props.link.trim() === "" || isChecking()}
        >
          {t(isChecking() ? "joining" : "joinNow")}
        </Button>
        <Show when={isUnreachable()}>
          <Button size="touch" onClick={() => void props.flow.joinUnsent(props.link.trim(), name())}>
            {t("joinUnsent")}
          </Button>
        </Show>
      </div>
    </form>
  );
};

const Ended = (props: {
  readonly flow: JoinFlow;
  readonly title: string;
  readonly text: string;
}): JSX.Element => {
  const t = useText(messages);
  return (
    <div class={styles.narrow}>
      <MeaningIcon meaning="problem" />
      <h1 class={styles.headline}>{props.title}</h1>
      <p class={styles.lead}>{props.text}</p>
      <div class={styles.row}>
        <Button variant="primary" size="touch" onClick={() => void props.flow.restart()}>
          {t("again")}
        </Button>
      </div>
    </div>
  );
};

/** Join by a pasted link, by one that was opened (`/j#…`), or by scanning. */
const JoinScreen = (): JSX.Element => {
  const t = useText(messages);
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const here = useLocation();
  const flow = createJoinFlow(() => navigate("/"));
  const [link, setLink] = createSignal("");
  const [isGiven, setGiven] = createSignal(false);
  const [byCamera, setByCamera] = createSignal(search["by"] === "camera");
  document.title = `${t("joinTitle")} · EventKit`;
  const take = (text: string): void => {
    setLink(text);
    setGiven(true);
  };
  // The next code that is scanned may open in the page that stands there already.
  createEffect(() => {
    if (here.pathname === "/j" && here.hash.length > 1) take(window.location.href);
  });
  onMount(() => {
    if (typeof search["waiting"] === "string") flow.resume(search["waiting"]);
  });
  return (
    <FirstRunShell>
      <Switch>
        <Match when={["asking", "checking", "failed"].includes(flow.step().type)}>
          <h1 class={styles.headline}>{t("joinTitle")}</h1>
          <p class={styles.lead}>{t(isGiven() ? "joinGiven" : "joinLead")}</p>
          <Show
            when={byCamera()}
            fallback={<JoinForm flow={flow} link={link()} isGiven={isGiven()} onLink={setLink} />}
          >
            <InvitationCamera
              onRead={(text) => {
                take(text);
                setByCamera(false);
              }}
              onClose={() => setByCamera(false)}
            />
          </Show>
        </Match>
        <Match when={flow.step().type === "requested" || flow.step().type === "enrolled"}>
          <JoinWaiting flow={flow} />
        </Match>
        <Match when={flow.step().type === "refused"}>
          <Ended flow={flow} title={t("refusedTitle")} text={t("refusedText")} />
        </Match>
        <Match when={flow.step().type === "expired"}>
          <Ended flow={flow} title={t("expiredTitle")} text={t("expiredText")} />
        </Match>
        <Match when={flow.step().type === "open-failed"}>
          <Ended flow={flow} title={t("joinTitle")} text={t("openFailed")} />
        </Match>
      </Switch>
    </FirstRunShell>
  );
};

export default JoinScreen;
