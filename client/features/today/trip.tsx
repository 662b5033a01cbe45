import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { thingOf } from "#shared/kernel/ids";
import { busyWindow } from "#shared/domain/events";
import { line, totalsOf } from "#shared/domain/pull-list";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createRowsOf } from "#client/data";
import { Meter } from "#client/ui/meter";
import { messages } from "./messages";
import { dayMs, dayStart } from "./today-events";
import type { EventRow, TodayCounts } from "./today-events";
import styles from "./today.module.css";

interface TripProps {
  readonly row: EventRow;
  readonly way: "out" | "back";
  /** Absent until the counts are folded. */
  readonly counts: TodayCounts | undefined;
}

const createProgress = (props: TripProps, total: () => number) => {
  const t = useText(messages);
  const format = useFormat();
  const counts = () => props.counts?.summary(props.row).counts;
  const words = (): string => {
    const found = counts();
    if (total() === 0) return t("emptyList");
    if (found === undefined) return "";
    const gone = found.out + found.back;
    if (props.way === "back") {
      if (found.back >= total()) return t("allBack");
      return gone === 0 ? t("notStarted") : t("partBack", { done: found.back, total: gone });
    }
    if (gone >= total()) return t("allOut");
    if (gone > 0) return t("partOut", { percent: format().percent(gone / total()) });
    return found.allocated > 0
      ? t("partPacked", { percent: format().percent(found.allocated / total()) })
      : t("notStarted");
  };
  const value = (): number => {
    const found = counts();
    if (found === undefined) return 0;
    return props.way === "back" ? found.back : found.out + found.back;
  };
  return { words, value };
};

/** One load: when, what for, how far it is, how much. */
export const Trip = (props: TripProps): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const lines = createRowsOf(line, () => thingOf(props.row.id));
  const total = (): number => totalsOf(lines()).pieces;
  const progress = createProgress(props, total);
  const at = (): number => busyWindow(props.row)[props.way === "out" ? "from" : "to"];
  const local = () => (props.way === "out" ? props.row.busyFrom : props.row.busyTo);
  const isToday = (): boolean => at() >= dayStart(now()) && at() < dayStart(now()) + dayMs;
  const where = (): string => [props.row.client, props.row.venue].filter(Boolean).join(" · ");
  return (
    <a class={styles.trip} href={`/events/${props.row.id}/pull-list`}>
      <span class={styles.when}>
        <b>{format().localTime(local())}</b>
        <Show when={!isToday()}>
          <span class={styles.context}>{format().localDate(local())}</span>
        </Show>
      </span>
      <span>
        <span class={`cut ${styles.name ?? ""}`}>{props.row.name}</span>
        <Show when={where() !== ""}>
          <span class={`cut ${styles.context ?? ""}`}>{where()}</span>
        </Show>
      </span>
      <span class={styles.progress}>
        <Meter
          label={progress.words() || t("notCounted")}
          parts={[{ value: progress.value(), meaning: "ok" }]}
          limit={total()}
        />
        {progress.words()}
      </span>
      <span class={styles.figure}>{t("pieces", { n: total() })}</span>
    </a>
  );
};
