import { Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { createConflictCount } from "#client/features/conflicts";
import { useApp } from "../app-context";
import { useText } from "../i18n";
import { messages } from "../messages";
import styles from "./frame.module.css";

const Count = (): JSX.Element => {
  const t = useText(messages);
  const open = createConflictCount();
  return (
    <Show when={open() > 0}>
      <span class={styles.count} aria-label={t("openConflicts", { n: open() })} role="img">
        {open()}
      </span>
    </Show>
  );
};

/** Conflicts that wait for somebody. Folding the movements would hold up the first paint, so it comes after. */
export const ConflictCount = (): JSX.Element => {
  const { timers } = useApp();
  const [isAfterPaint, setAfterPaint] = createSignal(false);
  timers.after(50, () => setAfterPaint(true));
  return (
    <Show when={isAfterPaint()}>
      <Count />
    </Show>
  );
};
