import { Match, Switch, createSignal, onMount } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { BringInProgress, createBringInWords } from "#client/features/export";
import type { Progress, ReadyArchive } from "#client/features/export";
import { stayUntil } from "#client/platform/stay";
import { LinkButton } from "#client/ui/button";
import { Note } from "#client/ui/note";
import { showToast } from "#client/ui/toast";
import { createCompanyForm } from "./company-form";
import type { CompanyForm } from "./company-form";
import { CompanyFormFrame, PersonField } from "./company-form-frame";
import { messages } from "./messages";
import { bringInto, checkFile } from "./start-from-archive";
import styles from "./welcome.module.css";

interface StepsProps {
  readonly file: File;
  /** While something runs, and once a company was made, no other archive is chosen. */
  readonly onBusy: (isBusy: boolean) => void;
}

const createSteps = (props: StepsProps) => {
  const t = useText(messages);
  const { companies } = useApp();
  const navigate = useNavigate();
  const words = createBringInWords();
  const [progress, setProgress] = createSignal<Progress>();
  const [ready, setReady] = createSignal<ReadyArchive>();
  const [refused, setRefused] = createSignal<string>();
  /** The company is made, and what it lacks is said in a sentence. */
  const [half, setHalf] = createSignal<string>();
  let isStopped = false;

  const during = async (work: () => Promise<void>, tell: (text: string) => void): Promise<void> => {
    setProgress({ stage: "proving", done: 0, total: 0 });
    props.onBusy(true);
    try {
      await work();
    } catch (defect) {
      tell(t("archiveFailed", { message: defect instanceof Error ? defect.message : String(defect) }));
    } finally {
      setProgress(undefined);
      // Chosen here again it would begin a second company.
      props.onBusy(half() !== undefined);
    }
  };
  const check = (file: File): Promise<void> =>
    during(async () => {
      const checked = await checkFile(file, setProgress);
      if (checked.ok) setReady(() => checked.value);
      else setRefused(words.problem(checked.error));
    }, setRefused);
  const bringIn = (archive: ReadyArchive): Promise<void> =>
    during(async () => {
      const brought = await stayUntil(bringInto(companies, archive, setProgress, () => isStopped));
      if (!brought.ok) return void setHalf(words.problem(brought.error));
      const missing = brought.value;
      if (missing > 0) showToast({ text: t("archiveMissing", { n: missing }), meaning: "attention" });
      navigate("/");
    }, setHalf);
  const form = createCompanyForm({
    company: t("archiveCompany"),
    onStarted: async () => {
      const archive = ready();
      if (archive !== undefined) await bringIn(archive);
    },
  });
  onMount(() => void check(props.file));
  return { progress, ready, refused, half, words, form, stop: () => (isStopped = true) };
};

type Steps = ReturnType<typeof createSteps>;

const Begin = (props: { readonly form: CompanyForm; readonly found: string }): JSX.Element => {
  const t = useText(messages);
  return (
    <CompanyFormFrame form={props.form} begin={t("archiveBegin")}>
      <p class={`${styles.full ?? ""} quiet`}>{props.found}</p>
      <div class={styles.full}>
        <PersonField form={props.form} />
      </div>
    </CompanyFormFrame>
  );
};

const Half = (props: { readonly why: string }): JSX.Element => {
  const t = useText(messages);
  return (
    <Note
      meaning="attention"
      title={t("archiveHalf")}
      answer={<LinkButton href="/settings/device">{t("archiveGoOn")}</LinkButton>}
    >
      <p>{props.why}</p>
      <p>{t("archiveHalfText")}</p>
    </Note>
  );
};

/** Checked first, so that nothing is made of what is no archive; then the company is made and filled in one go. */
const ArchiveSteps = (props: StepsProps): JSX.Element => {
  const steps: Steps = createSteps(props);
  return (
    <Switch>
      <Match when={steps.progress()}>
        {(now) => (
          <div class={styles.inset}>
            <BringInProgress now={now()} onStop={steps.stop} />
          </div>
        )}
      </Match>
      <Match when={steps.half()}>
        {(why) => (
          <div class={styles.inset}>
            <Half why={why()} />
          </div>
        )}
      </Match>
      <Match when={steps.refused()}>
        {(why) => (
          <p class={styles.inset} role="alert">
            {why()}
          </p>
        )}
      </Match>
      <Match when={steps.ready()}>
        {(archive) => <Begin form={steps.form} found={steps.words.found(archive())} />}
      </Match>
    </Switch>
  );
};

export default ArchiveSteps;
