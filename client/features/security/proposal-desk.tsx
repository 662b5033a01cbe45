/** One holder's part: looking at what another began, agreeing to it, and handing it on or in. */
import { Match, Show, Switch, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type { Result } from "#shared/kernel/result";
import type { OpenProposal } from "#shared/replica/identity/proposal-types";
import { useText } from "#client/app/i18n";
import { stayUntil } from "#client/platform/stay";
import { Button } from "#client/ui/button";
import { TextArea } from "#client/ui/field";
import { Note } from "#client/ui/note";
import { Section } from "#client/ui/page";
import { showToast } from "#client/ui/toast";
import type { HolderNames } from "./holder-words";
import { createBareHolderNames } from "./holder-words";
import ProposalHandOver from "./proposal-hand-over";
import { proposalMessages } from "./proposal-messages";
import type { ProposalTrouble } from "./proposal-problems";
import { createProposalProblems } from "./proposal-problems";
import { ProposalTake } from "./proposal-take";
import { ProposalWords } from "./proposal-words";
import styles from "./security.module.css";

export interface ProposalDeskProps {
  readonly open: (text: string) => Promise<Result<OpenProposal, ProposalTrouble>>;
  /** Undefined where nothing of the company is known. */
  readonly names?: HolderNames | undefined;
  /** The address that is asked, for sentences. */
  readonly relay?: string | undefined;
  readonly onSent: (proposal: OpenProposal) => void;
  /** Settles when a connection that is being made is there, or is not coming. */
  readonly patience?: (() => Promise<void>) | undefined;
  /** Asked beside the proposal. */
  readonly children?: JSX.Element;
}

const createDesk = (props: ProposalDeskProps) => {
  const t = useText(proposalMessages);
  const words = createProposalProblems();
  const [proposal, setProposal] = createSignal<OpenProposal>();
  const [error, setError] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  const [hasAgreed, setAgreed] = createSignal(false);
  const during = async <T,>(
    work: Promise<Result<T, ProposalTrouble>>,
    then: (value: T) => void,
  ): Promise<void> => {
    setBusy(true);
    const result = await work;
    setBusy(false);
    setError(result.ok ? undefined : words(result.error, props.relay));
    if (result.ok) then(result.value);
  };
  const show = (next: OpenProposal): void => void setProposal(() => next);
  return {
    ...{ proposal, error, isBusy, hasAgreed },
    take: (text: string) => during(props.open(text), show),
    agree: (opened: OpenProposal, by: "here" | readonly string[]) =>
      during(opened.agree(by), (next) => {
        setAgreed(true);
        show(next);
      }),
    send: async (opened: OpenProposal) => {
      setBusy(true);
      await props.patience?.();
      await during(stayUntil(opened.send()), () => undefined);
      if (error() !== undefined) return;
      const isKeys = opened.view.asks.kind === "keys";
      showToast({ text: t(isKeys ? "sentKeys" : "sentRecovery"), meaning: "ok" });
      props.onSent(opened);
    },
    close: (): void => {
      setProposal(undefined);
      setError(undefined);
      setAgreed(false);
    },
  };
};

type Desk = ReturnType<typeof createDesk>;

interface StepProps {
  readonly desk: Desk;
  readonly opened: OpenProposal;
}

const Agree = (props: StepProps): JSX.Element => {
  const t = useText(proposalMessages);
  const [paper, setPaper] = createSignal("");
  return (
    <Section title={t("agree")}>
      <form
        class={styles.part}
        onSubmit={(event) => {
          event.preventDefault();
          void props.desk.agree(props.opened, [paper()]);
        }}
      >
        <Show when={props.opened.view.mayAgreeHere}>
          <Button
            variant="primary"
            size="touch"
            disabled={props.desk.isBusy()}
            onClick={() => void props.desk.agree(props.opened, "here")}
          >
            {t("agreeHere")}
          </Button>
        </Show>
        <TextArea
          large
          label={t("agreePaper")}
          hint={t("agreePaperHint")}
          error={props.desk.error()}
          autocomplete="off"
          spellcheck={false}
          class="code"
          value={paper()}
          onInput={setPaper}
        />
        <Button
          type="submit"
          variant={props.opened.view.mayAgreeHere ? undefined : "primary"}
          size="touch"
          disabled={paper().trim() === "" || props.desk.isBusy()}
        >
          {t("agreeByPaper")}
        </Button>
      </form>
    </Section>
  );
};

const HandOn = (props: StepProps): JSX.Element => {
  const t = useText(proposalMessages);
  const isEnough = (): boolean => props.opened.view.missing === 0;
  return (
    <Section title={t(isEnough() ? "handBack" : "handOn")}>
      <div class={styles.part}>
        <p>{t(isEnough() ? "handBackText" : "handOnText")}</p>
        <ProposalHandOver text={props.opened.text} kind={props.opened.view.asks.kind} />
      </div>
    </Section>
  );
};

const Send = (props: StepProps): JSX.Element => {
  const t = useText(proposalMessages);
  return (
    <div class={styles.part}>
      <Show when={props.desk.error()}>
        {(sentence) => (
          <Note urgent meaning="problem">
            {sentence()}
          </Note>
        )}
      </Show>
      <Button
        variant="primary"
        size="touch"
        disabled={props.desk.isBusy()}
        onClick={() => void props.desk.send(props.opened)}
      >
        {t(props.opened.view.asks.kind === "keys" ? "putInForce" : "request")}
      </Button>
    </div>
  );
};

const Opened = (props: StepProps & { readonly names: HolderNames }): JSX.Element => {
  const t = useText(proposalMessages);
  const view = () => props.opened.view;
  return (
    <>
      <ProposalWords view={view()} names={props.names} />
      <Show when={props.desk.hasAgreed()}>
        <p role="status">{t("agreed")}</p>
      </Show>
      <Switch>
        <Match when={view().missing > 0 && !props.desk.hasAgreed()}>
          <Agree desk={props.desk} opened={props.opened} />
        </Match>
        <Match when={view().missing === 0 && view().maySend}>
          <Send desk={props.desk} opened={props.opened} />
        </Match>
        <Match when={true}>
          <HandOn desk={props.desk} opened={props.opened} />
        </Match>
      </Switch>
      <Button variant="bare" onClick={() => props.desk.close()}>
        {t("another")}
      </Button>
    </>
  );
};

const ProposalDesk = (props: ProposalDeskProps): JSX.Element => {
  const t = useText(proposalMessages);
  const bare = createBareHolderNames();
  const desk = createDesk(props);
  return (
    <div class={styles.desk}>
      <Show
        when={desk.proposal()}
        fallback={
          <>
            <p class="quiet">{t("lead")}</p>
            <ProposalTake isBusy={desk.isBusy()} error={desk.error()} onTake={(text) => void desk.take(text)}>
              {props.children}
            </ProposalTake>
          </>
        }
      >
        {(opened) => <Opened desk={desk} opened={opened()} names={props.names ?? bare} />}
      </Show>
    </div>
  );
};

export default ProposalDesk;
