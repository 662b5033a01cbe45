import { Index, Match, Show, Switch, createSignal, onCleanup, onMount } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate, useSearchParams } from "@solidjs/router";
import type {
  CarriedRequest,
  Recovering,
  RecoverProblem,
  RecoveryState,
} from "#shared/replica/identity/recovery-types";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { CompareCode, ProposalHandOver } from "#client/features/security";
import { Button, LinkButton } from "#client/ui/button";
import { TextArea, TextField } from "#client/ui/field";
import { agreeMessages } from "./agree-messages";
import { messages } from "./messages";
import { createJoinWords } from "./problem-words";
import { FirstRunShell } from "./shell";
import styles from "./welcome.module.css";

/** What became of the request, from the moment there is one. */
const createFollowed = () => {
  const { companies } = useApp();
  const navigate = useNavigate();
  const [state, setState] = createSignal<RecoveryState>();
  const [readyAt, setReadyAt] = createSignal<number | null>(null);
  const [carried, setCarried] = createSignal<CarriedRequest | null>(null);
  const stops: (() => void)[] = [];
  let cancel: Recovering["cancel"] | undefined;
  onCleanup(() => stops.forEach((stop) => stop()));
  return {
    ...{ state, readyAt, carried },
    follow: (recovering: Recovering): void => {
      const show = (now: RecoveryState): void => {
        setState(now);
        if (now !== "recovered") return;
        void companies.open(recovering.company).then((opened) => opened.ok && navigate("/"));
      };
      cancel = () => recovering.cancel();
      setReadyAt(recovering.readyAt.get());
      setCarried(recovering.proposal.get());
      stops.push(
        recovering.readyAt.subscribe(setReadyAt),
        recovering.proposal.subscribe((next) => setCarried(next)),
        recovering.state.subscribe(show),
      );
      show(recovering.state.get());
    },
    giveUp: async (): Promise<void> => {
      await cancel?.();
      navigate("/welcome");
    },
  };
};

const createRecovery = () => {
  const { identity, origin } = useApp();
  const followed = createFollowed();
  const [relay, setRelay] = createSignal(origin);
  const [keys, setKeys] = createSignal<readonly string[]>([""]);
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<RecoverProblem>();
  return {
    ...followed,
    relay,
    setRelay,
    keys,
    setKeyAt: (index: number, text: string) =>
      setKeys((before) => before.map((each, at) => (at === index ? text : each))),
    isBusy,
    problem,
    resume: (company: string) => {
      const recovering = identity.resumeRecovery(company);
      if (recovering !== undefined) followed.follow(recovering);
    },
    recover: async (withOthers = false) => {
      setBusy(true);
      const paperKeys = keys().filter((key) => !withOthers || key.trim() !== "");
      const result = await identity.recover({ relay: relay().trim(), paperKeys, withOthers });
      setBusy(false);
      setProblem(result.ok ? undefined : result.error);
      if (result.ok) return followed.follow(result.value);
      const { error } = result;
      if (error.type !== "PaperKeysMissing") return;
      setKeys((before) => [...before, ...Array.from({ length: error.needed - before.length }, () => "")]);
    },
  };
};

type Recovery = ReturnType<typeof createRecovery>;

/** Offered where papers are missing: they may be with other people. */
const Elsewhere = (props: { readonly recovery: Recovery }): JSX.Element => {
  const t = useText(agreeMessages);
  return (
    <Show when={props.recovery.problem()?.type === "PaperKeysMissing"}>
      <p>{t("othersText")}</p>
      <div class={styles.row}>
        <Button
          size="touch"
          disabled={props.recovery.isBusy()}
          onClick={() => void props.recovery.recover(true)}
        >
          {t("others")}
        </Button>
      </div>
    </Show>
  );
};

/** The request on its way to them. */
const Carried = (props: { readonly recovery: Recovery; readonly request: CarriedRequest }): JSX.Element => {
  const t = useText(agreeMessages);
  return (
    <>
      <h1 class={styles.headline}>{t("waiting")}</h1>
      <p class={styles.lead}>{t("waitingLead")}</p>
      <div class={styles.narrow}>
        <ProposalHandOver text={props.request.text} kind="recovery" />
        <CompareCode code={props.request.code} own />
        <p>{t("deviceName", { name: props.request.deviceName })}</p>
        <p role="status">{t("comesBack")}</p>
        <div class={styles.row}>
          <LinkButton size="touch" href="/agree">
            {t("openIt")}
          </LinkButton>
          <Button size="touch" onClick={() => void props.recovery.giveUp()}>
            {t("giveUp")}
          </Button>
        </div>
      </div>
    </>
  );
};

const RecoverForm = (props: { readonly recovery: Recovery }): JSX.Element => {
  const t = useText(messages);
  const words = createJoinWords();
  const error = (): string | undefined => {
    const found = props.recovery.problem();
    return found && words(found, props.recovery.relay());
  };
  /** The field the sentence stands at. */
  const wrong = (): number => {
    const found = props.recovery.problem();
    if (found?.type === "PaperKeyMistyped") return found.at;
    return found?.type === "PaperKeysMissing" ? props.recovery.keys().length - 1 : 0;
  };
  return (
    <form
      class={styles.narrow}
      onSubmit={(event) => {
        event.preventDefault();
        void props.recovery.recover();
      }}
    >
      <Index each={props.recovery.keys()}>
        {(key, index) => (
          <TextArea
            large
            label={index === 0 ? t("paperKey") : t("paperKeyNo", { n: index + 1 })}
            hint={index === 0 ? t("paperKeyHint") : undefined}
            autocomplete="off"
            spellcheck={false}
            class="code"
            value={key()}
            error={index === wrong() ? error() : undefined}
            onInput={(text) => props.recovery.setKeyAt(index, text)}
          />
        )}
      </Index>
      <Elsewhere recovery={props.recovery} />
      <TextField
        large
        label={t("relay")}
        type="url"
        value={props.recovery.relay()}
        onInput={props.recovery.setRelay}
      />
      <div class={styles.row}>
        <LinkButton size="touch" href="/welcome">
          {t("back")}
        </LinkButton>
        <Button
          type="submit"
          variant="primary"
          size="touch"
          disabled={props.recovery.keys().some((key) => key.trim() === "") || props.recovery.isBusy()}
        >
          {props.recovery.isBusy() ? t("recovering") : t("recover")}
        </Button>
      </div>
    </form>
  );
};

const StartAgain = (): JSX.Element => {
  const t = useText(messages);
  return (
    <div class={styles.row}>
      <LinkButton size="touch" href="/welcome">
        {t("back")}
      </LinkButton>
    </div>
  );
};

/** Why a request came to nothing. */
const endings = {
  vetoed: { title: "vetoed", lead: "vetoedLead" },
  replaced: { title: "requestReplaced", lead: "requestReplacedLead" },
  rekeyed: { title: "requestReplaced", lead: "requestRekeyedLead" },
  "not-owner": { title: "requestNotOwner", lead: "requestNotOwnerLead" },
} as const;

/** The last way in: the paper key. */
const RecoverScreen = (): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const [search] = useSearchParams();
  const recovery = createRecovery();
  const ended = () => {
    const state = recovery.state();
    return state === undefined || state === "waiting" || state === "recovered" ? undefined : endings[state];
  };
  document.title = `${t("recoverTitle")} · EventKit`;
  onMount(() => {
    if (typeof search["waiting"] === "string") recovery.resume(search["waiting"]);
  });
  return (
    <FirstRunShell>
      <Switch>
        <Match when={recovery.state() === undefined}>
          <h1 class={styles.headline}>{t("recoverTitle")}</h1>
          <p class={styles.lead}>{t("recoverLead")}</p>
          <RecoverForm recovery={recovery} />
        </Match>
        <Match when={ended()}>
          {(how) => (
            <>
              <h1 class={styles.headline}>{t(how().title)}</h1>
              <p class={styles.lead}>{t(how().lead)}</p>
              <StartAgain />
            </>
          )}
        </Match>
        <Match when={recovery.carried()}>
          {(request) => <Carried recovery={recovery} request={request()} />}
        </Match>
        <Match when={true}>
          <h1 class={styles.headline}>{t("recoverWait")}</h1>
          <p class={styles.lead} role="status">
            <Show when={recovery.readyAt()} fallback={t("recoverAsked")}>
              {(at) => t("recoverWaitText", { time: format().dateTime(at()) })}
            </Show>
          </p>
        </Match>
      </Switch>
    </FirstRunShell>
  );
};

export default RecoverScreen;
