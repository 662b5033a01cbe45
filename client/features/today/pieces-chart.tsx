import { For, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { thingOf } from "#shared/kernel/ids";
import { busyWindow, event } from "#shared/domain/events";
import { holdsStock } from "#shared/domain/availability";
import { line, totalsOf } from "#shared/domain/pull-list";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createRows, useReplica } from "#client/data";
import { classes } from "#client/ui/classes";
import { messages } from "./messages";
import { dayMs, dayStart } from "./today-events";
import type { LiveAvailability } from "#client/features/availability";
import styles from "./today.module.css";

const days = 14;
const before = 3;

interface DaySum {
  readonly at: number;
  readonly out: number;
  readonly back: number;
}

/** Pieces that leave and return per day, around today. `live` fires when a list changes. */
const createDaySums = (live: () => LiveAvailability) => {
  const { rows } = useReplica();
  const { now } = useApp();
  const events = createRows(event, { where: (row) => holdsStock(row.status) || row.status === "returned" });
  const sums = createMemo((): readonly DaySum[] => {
    live();
    const first = dayStart(dayStart(now()) - before * dayMs + dayMs / 2);
    const found = Array.from({ length: days }, (_, index) => ({
      at: dayStart(first + index * dayMs + dayMs / 2),
      out: 0,
      back: 0,
    }));
    for (const row of events()) {
      const window = busyWindow(row);
      const leaves = found.findLast((day) => window.from >= day.at && window.from < day.at + dayMs);
      const returns = found.findLast((day) => window.to >= day.at && window.to < day.at + dayMs);
      if (leaves === undefined && returns === undefined) continue;
      const { pieces } = totalsOf(
        rows.of(line, thingOf(row.id)).filter(({ removedAt }) => removedAt === undefined),
      );
      if (leaves !== undefined) leaves.out += pieces;
      if (returns !== undefined) returns.back += pieces;
    }
    return found;
  });
  return sums;
};

/** Two weeks of pieces out (up) and back (down). */
export const PiecesChart = (props: { readonly live: () => LiveAvailability }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const sums = createDaySums(() => props.live());
  const most = (): number => Math.max(1, ...sums().map((day) => Math.max(day.out, day.back)));
  return (
    <section class={classes(styles.section, styles.chartSection)}>
      <header class={styles.head}>
        <h2>{t("perDay")}</h2>
        <span>{t("twoWeeks")}</span>
        <span class={styles.legend} aria-hidden="true">
          <i />
          {t("out")}
          <i />
          {t("back")}
        </span>
      </header>
      <ul class={styles.chart} aria-label={t("perDay")}>
        <For each={sums()}>
          {(day) => (
            <li
              class={classes(styles.day, day.at === dayStart(now()) && styles.now)}
              title={t("dayOut", { day: format().date(day.at), out: day.out, back: day.back })}
            >
              <span class={styles.up} style={{ "--share": day.out / most() }} />
              <span class={styles.axis} />
              <span class={styles.down} style={{ "--share": day.back / most() }} />
              <b aria-hidden="true">{new Date(day.at).getDate()}</b>
              <small class="hidden-label">
                {t("dayOut", { day: format().date(day.at), out: day.out, back: day.back })}
              </small>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
};
