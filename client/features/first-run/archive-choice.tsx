import { Show, Suspense, createSignal, lazy } from "solid-js";
import type { JSX } from "solid-js";
import { useText } from "#client/app/i18n";
import { pickFiles } from "#client/platform/files";
import { Button } from "#client/ui/button";
import { FileArchive } from "#client/ui/icons";
import { messages } from "./messages";
import styles from "./welcome.module.css";

/** Reading and proving archives is fetched when one was chosen. */
const ArchiveSteps = lazy(() => import("./archive-steps"));

/** For whoever moves: what another company exported becomes a new one. */
export const ArchiveChoice = (): JSX.Element => {
  const t = useText(messages);
  const [chosen, setChosen] = createSignal<File>();
  const [isBusy, setBusy] = createSignal(false);
  const choose = async (): Promise<void> => {
    const [picked] = await pickFiles({ accept: ".zip" });
    if (picked !== undefined) setChosen(() => picked.file);
  };
  return (
    <section class={styles.choice} aria-labelledby="archive-title">
      <div class={styles.choiceHead}>
        <FileArchive />
        <div>
          <h2 id="archive-title">{t("archive")}</h2>
          <p>{t("archiveText")}</p>
        </div>
        <div class={styles.buttons}>
          <Button disabled={isBusy()} onClick={() => void choose()}>
            {t("archiveChoose")}
          </Button>
        </div>
      </div>
      <Show when={chosen()} keyed>
        {(file) => (
          <Suspense>
            <ArchiveSteps file={file} onBusy={setBusy} />
          </Suspense>
        )}
      </Show>
    </section>
  );
};
