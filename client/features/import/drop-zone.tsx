import { For, Show, createSignal } from "solid-js";
import type { Component, JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import { useFormat, useText } from "#client/app/i18n";
import { droppedFiles, pickFiles } from "#client/platform/files";
import { Button } from "#client/ui/button";
import { classes } from "#client/ui/classes";
import { FileArchive, FileSpreadsheet, FileText, Layers, Upload } from "#client/ui/icons";
import { MeaningIcon } from "#client/ui/meaning-icon";
import type { ImportState } from "./import-state";
import { messages } from "./messages";
import { PastImports, TakenBackNote } from "./past-imports";
import { problemMessages } from "./problem-messages";
import { fileProblemWords } from "./problem-words";
import styles from "./import.module.css";

const kinds: readonly {
  readonly icon: Component;
  readonly title: "kindCsv" | "kindOfl" | "kindGdtf" | "kindMvr";
  readonly text: "kindCsvText" | "kindOflText" | "kindGdtfText" | "kindMvrText";
}[] = [
  { icon: FileSpreadsheet, title: "kindCsv", text: "kindCsvText" },
  { icon: FileText, title: "kindOfl", text: "kindOflText" },
  { icon: FileArchive, title: "kindGdtf", text: "kindGdtfText" },
  { icon: Layers, title: "kindMvr", text: "kindMvrText" },
];

const Problem = (props: { readonly state: ImportState }): JSX.Element => {
  const t = useText(messages);
  const problem = useText(problemMessages);
  const format = useFormat();
  const words = (): string | undefined => {
    const failure = props.state.failure();
    const defect = props.state.defect();
    if (props.state.isElsewhere()) return t("elsewhere");
    if (failure !== undefined) return fileProblemWords(problem, format(), failure.problem);
    if (defect === undefined) return undefined;
    return t(defect.isWriting ? "unexpectedWriting" : "unexpected", { message: defect.message });
  };
  return (
    <Show when={words()}>
      {(text) => (
        <div class={styles.problem} role="alert">
          <MeaningIcon meaning="problem" />
          <div>
            <b>{t("failed", { name: props.state.failure()?.file || props.state.fileName() })}</b>
            <p>{text()}</p>
          </div>
        </div>
      )}
    </Show>
  );
};

/** Where files are dropped or chosen, and what came of the last ones. */
export const DropZone = (props: { readonly state: ImportState }): JSX.Element => {
  const t = useText(messages);
  const [isOver, setOver] = createSignal(false);
  const pick = async (folder: boolean): Promise<void> => {
    const files = await pickFiles(
      folder ? { folder: true } : { accept: ".csv,.tsv,.txt,.xlsx,.json,.gdtf,.mvr", multiple: true },
    );
    await props.state.choose(files);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    // eslint-disable-next-line solid/reactivity -- runs in an event handler, after the files are read
    if (event.dataTransfer) void droppedFiles(event.dataTransfer).then((files) => props.state.choose(files));
  };
  return (
    <div class={styles.start}>
      <Problem state={props.state} />
      <TakenBackNote result={props.state.takenBack()} />
      <section
        class={classes(styles.drop, isOver() && styles.over)}
        aria-label={t("dropTitle")}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(!props.state.isTakingBack());
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Upload />
        <h2>{t("dropTitle")}</h2>
        <p class="quiet">{t("dropText")}</p>
        <div class={styles.dropActions}>
          <Button variant="primary" disabled={props.state.isTakingBack()} onClick={() => void pick(false)}>
            {t("choose")}
          </Button>
          <Button disabled={props.state.isTakingBack()} onClick={() => void pick(true)}>
            {t("chooseFolder")}
          </Button>
        </div>
      </section>
      <PastImports state={props.state} />
      <section aria-label={t("kinds")} class={styles.kinds}>
        <h2>{t("kinds")}</h2>
        <ul class={styles.kindList}>
          <For each={kinds}>
            {(kind) => (
              <li class={styles.kind}>
                <Dynamic component={kind.icon} />
                <div>
                  <b>{t(kind.title)}</b>
                  <p class="small quiet">{t(kind.text)}</p>
                </div>
              </li>
            )}
          </For>
        </ul>
      </section>
    </div>
  );
};
