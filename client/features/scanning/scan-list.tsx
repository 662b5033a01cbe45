import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { classes } from "#client/ui/classes";
import { Undo2 } from "#client/ui/icons";
import { MeaningIcon } from "#client/ui/meaning-icon";
import meanings from "#client/ui/meaning.module.css";
import { Meter } from "#client/ui/meter";
import { useFormat, useText } from "#client/app/i18n";
import { countWords } from "./control-telling";
import { messages } from "./messages";
import { meaningOf } from "./scan-card";
import type { ScanEntry } from "./scan-session";
import type { ScanProgress } from "./scan-progress";
import styles from "./scan-list.module.css";

/** How far the list is, in figures and as a bar. */
export const CountLine = (props: { readonly progress: ScanProgress }): JSX.Element => {
  const t = useText(messages);
  const label = (): string => {
    const { done, of, mode } = props.progress;
    return t(countWords[mode], { done, of });
  };
  const left = (): number => Math.max(0, props.progress.of - props.progress.done);
  return (
    <div class={styles.count}>
      <span>
        <b>{props.progress.done}</b> <span class="quiet">{t("countOf", { n: props.progress.of })}</span>
      </span>
      <Meter
        label={label()}
        parts={[{ value: props.progress.done, meaning: "ok" }]}
        limit={props.progress.of}
        thick
      />
      <span class="quiet">{left() === 0 ? t("complete") : t("toGo", { n: left() })}</span>
    </div>
  );
};

/** The last scans, newest first, each with its undo. */
export const ScanList = (props: {
  readonly entries: readonly ScanEntry[];
  readonly onUndo: (entry: ScanEntry) => void;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const short = (entry: ScanEntry): string => {
    if (entry.state === "undone") return t("undone");
    if (entry.state === "failed") return t("notSaved");
    return entry.state === "aside" ? entry.telling.aside : entry.telling.short;
  };
  return (
    <ul class={styles.done} aria-label={t("lastScans")}>
      <For each={props.entries}>
        {(entry) => (
          <li
            class={classes(
              styles.entry,
              meanings[meaningOf(entry) ?? "info"],
              entry.state === "undone" && styles.undone,
            )}
          >
            <MeaningIcon meaning={meaningOf(entry) ?? "info"} />
            <div>
              <b>{entry.telling.thing}</b>
              <span class={styles.short}>{short(entry)}</span>
            </div>
            <span class={styles.when}>{format().time(entry.at)}</span>
            <Show when={entry.state === "done"} fallback={<span />}>
              <button
                type="button"
                class={styles.undo}
                aria-label={t("undo", { what: `${entry.telling.thing}, ${entry.telling.short}` })}
                onClick={() => props.onUndo(entry)}
              >
                <Undo2 />
              </button>
            </Show>
          </li>
        )}
      </For>
    </ul>
  );
};
