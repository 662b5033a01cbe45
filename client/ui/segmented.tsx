import { Index, Show, createUniqueId } from "solid-js";
import type { JSX } from "solid-js";
import { classes } from "./classes";
import styles from "./segmented.module.css";

export interface Segment<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly icon?: JSX.Element;
  readonly count?: number | string | undefined;
}

interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly segments: readonly Segment<Value>[];
  readonly onChange: (value: Value) => void;
}

/** A few exclusive choices side by side. A radio group underneath: arrow keys move, the label is read out. */
export const Segmented = <Value extends string>(props: SegmentedProps<Value>): JSX.Element => {
  const name = createUniqueId();
  return (
    <div role="radiogroup" aria-label={props.label} class={styles.segments}>
      <Index each={props.segments}>
        {(segment) => (
          <label class={classes(styles.segment, props.value === segment().value && styles.chosen)}>
            <input
              type="radio"
              class="hidden-label"
              name={name}
              checked={props.value === segment().value}
              onChange={() => props.onChange(segment().value)}
            />
            {segment().icon}
            {segment().label}
            <Show when={segment().count !== undefined}>
              <span class={styles.count}>{segment().count}</span>
            </Show>
          </label>
        )}
      </Index>
    </div>
  );
};
