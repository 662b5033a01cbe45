import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { classes } from "./classes";
import type { Meaning } from "./meaning";
import { MeaningIcon } from "./meaning-icon";
import meanings from "./meaning.module.css";
import styles from "./note.module.css";

interface NoteProps {
  readonly meaning: Meaning;
  /** Read out at once: something happened that somebody has to know. */
  readonly urgent?: boolean | undefined;
  readonly title?: string | undefined;
  readonly children?: JSX.Element;
  /** What can be done about it. */
  readonly answer?: JSX.Element;
}

/** A few sentences that stand out on a screen, as wide as their place. What is shorter than a line is a badge. */
export const Note = (props: NoteProps): JSX.Element => (
  <div
    class={classes(styles.note, meanings[props.meaning])}
    role={props.urgent === true ? "alert" : undefined}
  >
    <MeaningIcon meaning={props.meaning} />
    <div class={styles.words}>
      <Show when={props.title}>{(title) => <strong>{title()}</strong>}</Show>
      <div>{props.children}</div>
      <Show when={props.answer}>{(answer) => <div class={styles.answer}>{answer()}</div>}</Show>
    </div>
  </div>
);
