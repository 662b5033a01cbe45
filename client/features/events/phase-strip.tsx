/** Phases on a line: when each runs within the job, and where now is. */
import { For, Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { busyWindow, phaseWindow, phasesInOrder } from "#shared/domain/events";
import type { Phase, Window } from "#shared/domain/events";
import { addDays, atDay, dayOf, instantOf, localAt } from "#shared/kernel/local-time";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import type { EventRow } from "#client/features/availability";
import { classes } from "#client/ui/classes";
import { messages } from "./messages";
import styles from "./phase-strip.module.css";

const mostDays = 21;

/** From the first thing that happens to the last, and where instants lie in it, in percent. */
const createScale = (props: { readonly event: EventRow; readonly phases: readonly Phase[] }) => {
  const format = useFormat();
  const span = createMemo<Window>(() => {
    const windows = [
      busyWindow(props.event),
      ...props.phases.map((phase) => phaseWindow(phase, props.event)),
    ];
    return {
      from: Math.min(...windows.map(({ from }) => from)),
      to: Math.max(...windows.map(({ to }) => to)),
    };
  });
  const share = (time: number): number => {
    const { from, to } = span();
    return Math.max(0, Math.min(100, ((time - from) / (to - from)) * 100));
  };
  /** Midnights inside the span, at the event's place; none when they would stand too close. */
  const days = createMemo(() => {
    const { from, to } = span();
    const found: { readonly at: number; readonly label: string }[] = [];
    for (let day = dayOf(localAt(from, props.event.zone)); ; day = addDays(day, 1)) {
      const midnight = atDay(day, 0);
      const at = instantOf(midnight, props.event.zone);
      if (at >= to || found.length > mostDays) return found.length > mostDays ? [] : found;
      found.push({ at: Math.max(at, from), label: format().localDate(midnight) });
    }
  });
  return { span, share, days };
};

export const PhaseStrip = (props: {
  readonly event: EventRow;
  readonly phases: readonly Phase[];
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const app = useApp();
  const { span, share, days } = createScale(props);
  const place = ({ from, to }: Window) => ({
    "--from": `${share(from)}%`,
    "--width": `${share(to) - share(from)}%`,
  });
  const isNow = (): boolean => app.now() >= span().from && app.now() < span().to;
  return (
    <div class={styles.strip}>
      <div class={styles.days} aria-hidden="true">
        <For each={days()}>
          {(day) => (
            <span class={styles.day} style={{ "--from": `${share(day.at)}%` }}>
              {day.label}
            </span>
          )}
        </For>
      </div>
      <div class={styles.track}>
        <div class={styles.busy} style={place(busyWindow(props.event))} />
        <For each={days()}>
          {(day) => <span class={styles.line} style={{ "--from": `${share(day.at)}%` }} />}
        </For>
        <ul>
          <For each={phasesInOrder(props.phases)}>
            {(phase) => (
              <li
                class={classes(styles.phase, styles[phase.kind])}
                style={place(phaseWindow(phase, props.event))}
                title={`${t(phase.kind)} ${format().localDateTime(phase.from)} – ${format().localDateTime(phase.to)}`}
              >
                <span>{t(phase.kind)}</span>
              </li>
            )}
          </For>
        </ul>
        <Show when={isNow()}>
          <span class={styles.now} style={{ "--from": `${share(app.now())}%` }}>
            <span>{t("now")}</span>
          </span>
        </Show>
      </div>
    </div>
  );
};
