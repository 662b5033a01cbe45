import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { useFormat, useText } from "#client/app/i18n";
import { Button } from "#client/ui/button";
import { Meter } from "#client/ui/meter";
import type { Progress } from "./bring-in-archive";
import { bringInMessages as messages } from "./bring-in-messages";
import styles from "./export.module.css";

/** How far it is, and a way to stop once something is written. */
export const BringInProgress = (props: {
  readonly now: Progress;
  readonly onStop: () => void;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const figures = () => ({
    done: format().number(props.now.done),
    total: format().number(props.now.total),
  });
  return (
    <div class={styles.progress}>
      <span>{t(props.now.stage, figures())}</span>
      <Meter label={t("progress")} parts={[{ value: props.now.done }]} limit={props.now.total} />
      <Show when={props.now.stage !== "proving"}>
        <Button onClick={() => props.onStop()}>{t("stop")}</Button>
      </Show>
    </div>
  );
};
