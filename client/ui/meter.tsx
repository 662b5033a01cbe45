import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { classes } from "./classes";
import type { Meaning } from "./meaning";
import meanings from "./meaning.module.css";
import styles from "./meter.module.css";

export interface MeterPart {
  readonly value: number;
  readonly meaning?: Meaning | undefined;
}

interface MeterProps {
  /** What is measured, with its figures: read out, never only drawn. */
  readonly label: string;
  /** Drawn from the left, in order. */
  readonly parts: readonly MeterPart[];
  readonly limit: number;
  readonly thick?: boolean | undefined;
}

/** A bar against a limit. The words for it stand beside it. */
export const Meter = (props: MeterProps): JSX.Element => (
  <div
    class={classes(styles.track, props.thick === true && styles.thick)}
    role="img"
    aria-label={props.label}
  >
    <For each={props.parts}>
      {(part) => (
        <Show when={part.value > 0 && props.limit > 0}>
          <span
            class={classes(styles.part, part.meaning && meanings[part.meaning])}
            style={{ "--share": Math.min(1, part.value / props.limit) }}
          />
        </Show>
      )}
    </For>
  </div>
);

interface GaugeProps {
  readonly label: string;
  /** Value in words with its unit, such as "4,251 kg". */
  readonly value: string;
  /** Limit in words, such as "of 7,600". */
  readonly limitText?: string | undefined;
  /** Where the limit comes from. */
  readonly source?: string | undefined;
  readonly share?: { readonly value: number; readonly limit: number } | undefined;
}

/** Label, figure and, where there is a limit, a bar that turns red beyond it. */
export const Gauge = (props: GaugeProps): JSX.Element => {
  const isOver = (): boolean => props.share !== undefined && props.share.value > props.share.limit;
  return (
    <div class={styles.gauge}>
      <div class={styles.top}>
        <span>{props.label}</span>
        <Show when={props.source}>{(source) => <span>{source()}</span>}</Show>
      </div>
      <div class={classes(styles.figure, isOver() && styles.over)}>
        <b>{props.value}</b> {props.limitText}
      </div>
      <Show when={props.share}>
        {(share) => (
          <Meter
            label={`${props.label}: ${props.value} ${props.limitText ?? ""}`}
            parts={[{ value: share().value, meaning: isOver() ? "problem" : undefined }]}
            limit={share().limit}
          />
        )}
      </Show>
    </div>
  );
};

interface ProgressBarProps {
  /** Counts real things: "1,240 of 3,800 products". */
  readonly label: string;
  readonly done: number;
  readonly total: number;
  readonly meaning?: Meaning | undefined;
}

/** Work that goes on, with what it counts in words under it. */
export const ProgressBar = (props: ProgressBarProps): JSX.Element => (
  <div class={styles.progress}>
    <div
      class={classes(styles.track, styles.thick)}
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={props.total}
      aria-valuenow={props.done}
    >
      <span
        class={classes(styles.part, meanings[props.meaning ?? "ok"])}
        style={{ "--share": props.total > 0 ? Math.min(1, props.done / props.total) : 0 }}
      />
    </div>
    <span class="small quiet">{props.label}</span>
  </div>
);
