/** Putting the next set of root keys together: who holds one, the new paper written down, and who agrees. */
import { For, Index, Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type { OpenProposal } from "#shared/replica/identity/proposal-types";
import type { RootHolder, RootKeysView } from "#shared/replica/identity/root-types";
import type { Membership } from "#shared/replica/identity/types";
import { useText } from "#client/app/i18n";
import { PaperCheck, PaperSheet, createPatience } from "#client/features/settings";
import { stayUntil } from "#client/platform/stay";
import { Button } from "#client/ui/button";
import { Checkbox } from "#client/ui/checkbox";
import { TextArea } from "#client/ui/field";
import { Plus } from "#client/ui/icons";
import { Note } from "#client/ui/note";
import { Section } from "#client/ui/page";
import { Segmented } from "#client/ui/segmented";
import { showToast } from "#client/ui/toast";
import type { HolderNames } from "./holder-words";
import { createHolderNames } from "./holder-words";
import ProposalHandOver from "./proposal-hand-over";
import { proposalMessages } from "./proposal-messages";
import type { ProposalTrouble } from "./proposal-problems";
import { createProposalProblems } from "./proposal-problems";
import { ProposalWords } from "./proposal-words";
import {
  agreementNeeded,
  changeOf,
  checkPaper,
  holdersIn,
  maxHolders,
  papersIn,
  toggled,
  withinPapers,
} from "./root-draft";
import type { RootDraft } from "./root-draft";
import { rootMessages } from "./root-messages";
import styles from "./security.module.css";

interface ChangeProps {
  readonly membership: Membership;
  readonly view: RootKeysView;
  readonly first: RootDraft;
  readonly nameOf: (holder: Pick<RootHolder, "key" | "name" | "device">) => string;
  readonly onEnd: () => void;
}

interface DraftProps {
  readonly view: RootKeysView;
  readonly draft: RootDraft;
  readonly onChange: (draft: RootDraft) => void;
}

type HoldersProps = DraftProps & Pick<ChangeProps, "nameOf">;

/** One key that may stay, or one device that may get one. */
const HolderTick = (
  props: HoldersProps & {
    readonly list: "keep" | "devices";
    readonly holder: Pick<RootHolder, "key" | "name" | "device">;
  },
): JSX.Element => {
  const t = useText(rootMessages);
  const chosen = (): readonly string[] => props.draft[props.list];
  const isIn = (): boolean => chosen().includes(props.holder.key);
  const set = (isChosen: boolean): void => {
    const list = toggled(chosen(), props.holder.key, isChosen);
    props.onChange(withinPapers(props.view, { ...props.draft, [props.list]: list }));
  };
  return (
    <Checkbox
      label={t(props.list === "keep" ? "stays" : "joins", { name: props.nameOf(props.holder) })}
      checked={isIn()}
      disabled={holdersIn(props.draft) >= maxHolders && !isIn()}
      onChange={set}
    />
  );
};

/** Papers that will be made, and how many of all have to agree. */
const PaperChoice = (props: DraftProps & { readonly onAdd: () => void }): JSX.Element => {
  const t = useText(rootMessages);
  const set = (draft: RootDraft): void => props.onChange(withinPapers(props.view, draft));
  const papers = (): number => papersIn(props.view, props.draft);
  const numbers = () =>
    Array.from({ length: papers() }, (_, i) => ({ value: String(i + 1), label: String(i + 1) }));
  return (
    <>
      <For each={props.draft.papers}>
        {(paper) => (
          <div class={styles.row}>
            <span>{t("fresh", { name: paper.made.sheet.name })}</span>
            <Button
              variant="bare"
              onClick={() =>
                set({ ...props.draft, papers: props.draft.papers.filter((each) => each !== paper) })
              }
            >
              {t("without")}
            </Button>
          </div>
        )}
      </For>
      <Show when={holdersIn(props.draft) < maxHolders}>
        <Button onClick={() => props.onAdd()}>
          <Plus />
          {t("anotherPaper")}
        </Button>
      </Show>
      <Show when={papers() > 1}>
        <div class={styles.row}>
          <span>{t("agreeing")}</span>
          <Segmented
            label={t("agreeing")}
            value={String(props.draft.threshold)}
            segments={numbers()}
            onChange={(value) => set({ ...props.draft, threshold: Number(value) })}
          />
        </div>
      </Show>
      <p class="quiet">{papers() === 0 ? t("onlyPaper") : t("agreeingText", { n: props.draft.threshold })}</p>
    </>
  );
};

const Holders = (props: HoldersProps & { readonly onAdd: () => void }): JSX.Element => {
  const candidates = () =>
    props.view.candidates.map(({ device, member, self }) => ({
      key: device,
      name: "",
      device: { member, self, counts: true },
    }));
  return (
    <div class={styles.stack}>
      <For each={props.view.holders}>{(holder) => <HolderTick {...props} list="keep" holder={holder} />}</For>
      <For each={candidates()}>{(holder) => <HolderTick {...props} list="devices" holder={holder} />}</For>
      <PaperChoice view={props.view} draft={props.draft} onChange={props.onChange} onAdd={props.onAdd} />
    </div>
  );
};

const Papers = (props: DraftProps): JSX.Element => {
  const t = useText(rootMessages);
  return (
    <Index each={props.draft.papers}>
      {(paper, index) => {
        const name = (): string => paper().made.sheet.name;
        const check = async (typed: readonly [string, string, string]): Promise<readonly number[]> => {
          const { draft, wrong } = checkPaper(props.draft, index, typed);
          props.onChange(draft);
          return wrong;
        };
        return (
          <Section title={t("write", { name: name() })}>
            <Show when={!paper().isWritten} fallback={<p role="status">{t("written", { name: name() })}</p>}>
              <PaperSheet sheet={paper().made.sheet} />
              <PaperCheck sheet={paper().made.sheet} onCheck={check} />
            </Show>
          </Section>
        );
      }}
    </Index>
  );
};

/** Paper keys in force, typed. */
const Agreement = (props: {
  readonly needed: number;
  readonly typed: readonly string[];
  readonly onType: (typed: readonly string[]) => void;
}): JSX.Element => {
  const t = useText(rootMessages);
  return (
    <Section title={t("agree")}>
      <div class={styles.stack}>
        <Show when={props.needed > 0}>
          <p>{t("agreeText", { n: props.needed })}</p>
        </Show>
        <Index each={props.typed}>
          {(text, index) => (
            <TextArea
              large
              label={t("agreeKey")}
              autocomplete="off"
              spellcheck={false}
              class="code"
              value={text()}
              onInput={(next) => props.onType(props.typed.map((each, at) => (at === index ? next : each)))}
            />
          )}
        </Index>
        <Show when={props.typed.length < maxHolders}>
          <Button variant="bare" onClick={() => props.onType([...props.typed, ""])}>
            {t("agreeMore")}
          </Button>
        </Show>
      </div>
    </Section>
  );
};

/** What is asked for last, and why it was not taken. */
const Finish = (props: {
  readonly isReady: boolean;
  readonly isBusy: boolean;
  readonly problem: ProposalTrouble | undefined;
  readonly onFinish: () => void;
  /** Undefined where this device alone is enough. */
  readonly onOthers: (() => void) | undefined;
}): JSX.Element => {
  const t = useText(rootMessages);
  const ofOthers = useText(proposalMessages);
  const problemWords = createProposalProblems();
  return (
    <Section title={t("finish")}>
      <div class={styles.stack}>
        <p class="quiet">{props.isReady ? t("finishText") : t("finishFirst")}</p>
        <Show when={props.problem}>
          {(found) => (
            <Note urgent meaning="problem">
              {problemWords(found())}
            </Note>
          )}
        </Show>
        <Button
          variant="primary"
          size="touch"
          disabled={!props.isReady || props.isBusy}
          onClick={() => props.onFinish()}
        >
          {t("submit")}
        </Button>
        <Show when={props.onOthers}>
          {(begin) => (
            <>
              <p class="quiet">{ofOthers("letOthersText")}</p>
              <Button size="touch" disabled={!props.isReady || props.isBusy} onClick={() => begin()()}>
                {ofOthers("letOthers")}
              </Button>
            </>
          )}
        </Show>
      </div>
    </Section>
  );
};

const createChange = (props: ChangeProps) => {
  const t = useText(rootMessages);
  const patience = createPatience();
  // eslint-disable-next-line solid/reactivity -- the form begins with it and goes on by itself
  const [draft, setDraft] = createSignal(props.first);
  const needed = (): number => agreementNeeded(props.view);
  // As many fields as are needed at first; more are added by hand.
  const [agree, setAgree] = createSignal<readonly string[]>(Array.from({ length: needed() }, () => ""));
  const [problem, setProblem] = createSignal<ProposalTrouble>();
  const [begun, setBegun] = createSignal<OpenProposal>();
  const [isBusy, setBusy] = createSignal(false);
  const add = (): void => {
    const made = props.membership.newPaperKey();
    setDraft((before) => ({ ...before, papers: [...before.papers, { made, isWritten: false }] }));
  };
  const finish = async (): Promise<void> => {
    setBusy(true);
    await patience();
    const result = await stayUntil(props.membership.changeRootKeys(changeOf(draft(), agree())));
    setBusy(false);
    setProblem(result.ok ? undefined : result.error);
    if (!result.ok) return;
    showToast({ text: t("done"), meaning: "ok" });
    props.onEnd();
  };
  /** Another holder signs on their device: nothing is changed here until that came back, or was sent from there. */
  const letOthers = async (): Promise<void> => {
    setBusy(true);
    const result = await props.membership.proposeRootKeys(changeOf(draft(), agree()));
    setBusy(false);
    setProblem(result.ok ? undefined : result.error);
    if (result.ok) setBegun(() => result.value);
  };
  return { draft, setDraft, needed, agree, setAgree, problem, isBusy, begun, add, finish, letOthers };
};

/** What was begun here, on its way to the next holder. */
const Begun = (props: {
  readonly proposal: OpenProposal;
  readonly names: HolderNames;
  readonly onEnd: () => void;
}): JSX.Element => {
  const t = useText(proposalMessages);
  return (
    <>
      <ProposalWords view={props.proposal.view} names={props.names} own />
      <Section title={t("handOn")}>
        <div class={styles.part}>
          <p>{t("handOnText")}</p>
          <ProposalHandOver text={props.proposal.text} kind="keys" />
          <Button size="touch" onClick={() => props.onEnd()}>
            {t("done")}
          </Button>
        </div>
      </Section>
    </>
  );
};

export const RootChangeForm = (props: ChangeProps): JSX.Element => {
  const change = createChange(props);
  const names = createHolderNames();
  return (
    <Show when={change.begun()} fallback={<Draft {...props} change={change} />}>
      {(proposal) => <Begun proposal={proposal()} names={names} onEnd={() => props.onEnd()} />}
    </Show>
  );
};

const Draft = (props: ChangeProps & { readonly change: ReturnType<typeof createChange> }): JSX.Element => {
  const t = useText(rootMessages);
  const change = () => props.change;
  const asksForMore = (): boolean => {
    const type = change().problem()?.type;
    return type === "HoldersMissing" || type === "AgreementMissing";
  };
  const needsOthers = (): boolean => change().agree().length > 0 || asksForMore();
  return (
    <>
      <Section
        title={t("next")}
        actions={
          <Button variant="bare" onClick={() => props.onEnd()}>
            {t("cancel")}
          </Button>
        }
      >
        <Holders
          view={props.view}
          draft={change().draft()}
          nameOf={props.nameOf}
          onChange={change().setDraft}
          onAdd={change().add}
        />
      </Section>
      <Papers view={props.view} draft={change().draft()} onChange={change().setDraft} />
      <Show when={needsOthers()}>
        <Agreement needed={change().needed()} typed={change().agree()} onType={change().setAgree} />
      </Show>
      <Finish
        isReady={change()
          .draft()
          .papers.every((paper) => paper.isWritten)}
        isBusy={change().isBusy()}
        problem={change().problem()}
        onFinish={() => void change().finish()}
        onOthers={needsOthers() ? () => void change().letOthers() : undefined}
      />
    </>
  );
};
