import { Show } from "solid-js";
import type { JSX } from "solid-js";
import styles from "./badge.module.css";
import { classes } from "./classes";
import type { Meaning } from "./meaning";
import { MeaningIcon } from "./meaning-icon";
import meanings from "./meaning.module.css";

interface BadgeProps {
  /** Without a meaning the badge is neutral. */
  readonly meaning?: Meaning | undefined;
  /** Replaces the shape of the meaning: the fork for two values, for example. */
  readonly icon?: JSX.Element;
  readonly title?: string | undefined;
  readonly children: JSX.Element;
}

/** Shape and words, 20 high. */
export const Badge = (props: BadgeProps): JSX.Element => (
  <span class={classes(styles.badge, props.meaning && meanings[props.meaning])} title={props.title}>
    <Show
      when={props.icon}
      fallback={<Show when={props.meaning}>{(meaning) => <MeaningIcon meaning={meaning()} />}</Show>}
    >
      {props.icon}
    </Show>
    {props.children}
  </span>
);
