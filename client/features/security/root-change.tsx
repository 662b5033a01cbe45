/** Putting the next set of root keys together: who holds one, the new paper written down, and who agrees. */
import { For, Index, Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type { Membership, RootChangeProblem, RootHolder, RootKeysView } from "#shared/replica/identity/types";
import { useFormat, useText } from "#client/app/i18n";
import { PaperCheck, PaperSheet, createMembershipWords, createPatience } from "#client/features/settings";
import { Button } from "#client/ui/button";
import { Checkbox } from "#client/ui/checkbox";
import { TextArea } from "#client/ui/field";
import { Plus } from "#client/ui/icons";
import { MeaningIcon } from "#client/ui/meaning-icon";
import meanings from "#client/ui/meaning.module.css";
import { Section } from "#client/ui/page";
import { Segmented } from "#client/ui/segmented";
import { showToast } from "#client/ui/toast";
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

const Holders = (
  props: DraftProps & Pick<ChangeProps, "nameOf"> & { readonly onAdd: () => void },
): JSX.Element => {
  const t = useText(rootMessages);
  const set = (draft: RootDraft): void => props.onChange(withinPapers(props.view, draft));
  const isFull = (): boolean => holdersIn(props.draft) >= maxHolders;
  const candidates = () =>
    props.view.candidates.map(({ device, member, self }) => ({
      key: device,
      name: "",
      device: { member, self, counts: true },
    }));
  const papers = (): number => papersIn(props.view, props.draft);
  return (
    <div class={styles.stack}>
      <For each={props.view.holders}>
        {(holder) => (
          <Checkbox
            label={t("stays", { name: props.nameOf(holder) })}
            checked={props.draft.keep.includes(holder.key)}
            disabled={isFull() && !props.draft.keep.includes(holder.key)}
            onChange={(isIn) => set({ ...props.draft, keep: toggled(props.draft.keep, holder.key, isIn) })}
          />
        )}
      </For>
      <For each={candidates()}>
        {(holder) => (
          <Checkbox
            label={t("joins", { name: props.nameOf(holder) })}
            checked={props.draft.devices.includes(holder.key)}
            disabled={isFull() && !props.draft.devices.includes(holder.key)}
            onChange={(isIn) =>
              set({ ...props.draft, devices: toggled(props.draft.devices, holder.key, isIn) })
            }
          />
        )}
      </For>
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
      <Show when={!isFull()}>
        <Button onClick={() => props.onAdd()}>
          <Plus />
          {t("anotherPaper")}
        </Button>
      </Show>
      <Show when={papers() > 1}>
        <Segmented
          label={t("agreeing")}
          value={String(props.draft.threshold)}
          segments={Array.from({ length: papers() }, (_, i) => ({
            value: String(i + 1),
            label: String(i + 1),
          }))}
          onChange={(value) => set({ ...props.draft, threshold: Number(value) })}
        />
      </Show>
      <p class="quiet">{papers() === 0 ? t("onlyPaper") : t("agreeingText", { n: props.draft.threshold })}</p>
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

const createProblemWords = (): ((problem: RootChangeProblem) => string) => {
  const t = useText(rootMessages);
  const words = createMembershipWords();
  const format = useFormat();
  return (problem) => {
    switch (problem.type) {
      case "PaperKeyMistyped":
        return t("mistyped");
      case "PaperKeyReplaced":
        return t("replaced", { time: format().dateTime(problem.at) });
      case "PaperKeyForeign":
        return t("foreign");
      case "AgreementMissing":
        return t("agreementMissing", { n: problem.needed });
      case "HoldersMissing":
        return t("holdersMissing");
      case "PapersTooFew":
        return t("papersTooFew", { n: problem.needed });
      case "KeysTooMany":
        return t("tooMany", { max: problem.max });
      default:
        return words(problem);
    }
  };
};

export const RootChangeForm = (props: ChangeProps): JSX.Element => {
  const t = useText(rootMessages);
  const problemWords = createProblemWords();
  const patience = createPatience();
  // eslint-disable-next-line solid/reactivity -- the form begins with it and goes on by itself
  const [draft, setDraft] = createSignal(props.first);
  const needed = (): number => agreementNeeded(props.view);
  // eslint-disable-next-line solid/reactivity -- as many fields as are needed at first; more are added by hand
  const [agree, setAgree] = createSignal<readonly string[]>(Array.from({ length: needed() }, () => ""));
  const [problem, setProblem] = createSignal<RootChangeProblem>();
  const [isBusy, setBusy] = createSignal(false);
  const isWritten = (): boolean => draft().papers.every((paper) => paper.isWritten);
  const add = (): void => {
    const made = props.membership.newPaperKey();
    setDraft((before) => ({ ...before, papers: [...before.papers, { made, isWritten: false }] }));
  };
  const finish = async (): Promise<void> => {
    setBusy(true);
    await patience();
    const result = await props.membership.changeRootKeys(changeOf(draft(), agree()));
    setBusy(false);
    setProblem(result.ok ? undefined : result.error);
    if (!result.ok) return;
    showToast({ text: t("done"), meaning: "ok" });
    props.onEnd();
  };
  const asksForMore = (): boolean =>
    problem()?.type === "HoldersMissing" || problem()?.type === "AgreementMissing";
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
        <Holders view={props.view} draft={draft()} nameOf={props.nameOf} onChange={setDraft} onAdd={add} />
      </Section>
      <Papers view={props.view} draft={draft()} onChange={setDraft} />
      <Show when={agree().length > 0 || asksForMore()}>
        <Agreement needed={needed()} typed={agree()} onType={setAgree} />
      </Show>
      <Section title={t("finish")}>
        <div class={styles.stack}>
          <p class="quiet">{isWritten() ? t("finishText") : t("finishFirst")}</p>
          <Show when={problem()}>
            {(found) => (
              <p class={`${styles.note} ${meanings.problem}`} role="alert">
                <MeaningIcon meaning="problem" />
                {problemWords(found())}
              </p>
            )}
          </Show>
          <Button
            variant="primary"
            size="touch"
            disabled={!isWritten() || isBusy()}
            onClick={() => void finish()}
          >
            {t("submit")}
          </Button>
        </div>
      </Section>
    </>
  );
};
