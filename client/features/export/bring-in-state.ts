/** The way of an archive into the company on screen: chosen and checked, asked about, brought in. */
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import { useFiles, useReplica } from "#client/data";
import { pickFiles } from "#client/platform/files";
import { stayUntil } from "#client/platform/stay";
import { useText } from "#client/app/i18n";
import { showToast } from "#client/ui/toast";
import type { BringInDeps } from "#shared/replica/bring-in/bring-in";
import { bringInArchive, readArchive, sourceOfFile } from "./bring-in-archive";
import type { Progress, ReadyArchive } from "./bring-in-archive";
import { bringInMessages } from "./bring-in-messages";
import { createBringInWords } from "./bring-in-words";

export interface BringInState {
  /** Undefined while nothing runs. */
  readonly progress: Accessor<Progress | undefined>;
  /** Why it was not brought in, as a sentence. */
  readonly problem: Accessor<string | undefined>;
  /** Checked, and waiting for a yes. */
  readonly ready: Accessor<ReadyArchive | undefined>;
  readonly choose: () => Promise<void>;
  readonly begin: (archive: ReadyArchive) => Promise<void>;
  readonly leave: () => void;
  readonly stop: () => void;
}

/** `onEnd` is called when something has run, well or not. */
export const createBringIn = (deps: BringInDeps, onEnd: () => void): BringInState => {
  const t = useText(bringInMessages);
  const words = createBringInWords();
  const replica = useReplica();
  const files = useFiles();
  const [progress, setProgress] = createSignal<Progress>();
  const [problem, setProblem] = createSignal<string>();
  const [ready, setReady] = createSignal<ReadyArchive>();
  let isStopped = false;

  const during = async (work: () => Promise<void>): Promise<void> => {
    isStopped = false;
    setProblem(undefined);
    setProgress({ stage: "proving", done: 0, total: 0 });
    try {
      await work();
    } catch (defect) {
      // The file or the store went away: said, and the page goes on.
      setProblem(t("failed", { message: defect instanceof Error ? defect.message : String(defect) }));
    } finally {
      setProgress(undefined);
      onEnd();
    }
  };
  return {
    ...{ progress, problem, ready },
    choose: async () => {
      const [picked] = await pickFiles({ accept: ".zip" });
      if (picked === undefined) return;
      await during(async () => {
        const read = await readArchive(sourceOfFile(picked.file), deps, replica.rows, setProgress);
        if (read.ok) setReady(read.value);
        else setProblem(words.problem(read.error));
      });
    },
    begin: (archive) => {
      setReady(undefined);
      return during(async () => {
        const brought = await stayUntil(
          bringInArchive({ deps, replica, files }, archive, setProgress, () => isStopped),
        );
        if (!brought.ok) setProblem(words.problem(brought.error));
        else if (brought.value > 0)
          showToast({ text: t("doneMissing", { n: brought.value }), meaning: "attention" });
        else showToast({ text: t("done"), meaning: "ok" });
      });
    },
    leave: () => setReady(undefined),
    stop: () => {
      isStopped = true;
    },
  };
};
