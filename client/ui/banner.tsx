import { Show } from "solid-js";
import type { JSX } from "solid-js";
import styles from "./banner.module.css";
import { classes } from "./classes";
import type { Meaning } from "./meaning";
import { MeaningIcon } from "./meaning-icon";
import meanings from "./meaning.module.css";

interface BannerProps {
  readonly meaning: Meaning;
  /** Read out at once: something happened that somebody has to know. Otherwise when there is a pause. */
  readonly urgent?: boolean | undefined;
  readonly title?: string | undefined;
  readonly children: JSX.Element;
  /** What can be done about it. */
  readonly answers: JSX.Element;
}

/** What holds for the whole company or device and stays until it is settled: above the screen, never over it. */
export const Banner = (props: BannerProps): JSX.Element => (
  <section
    class={classes(styles.banner, meanings[props.meaning])}
    role={props.urgent === true ? "alert" : "status"}
  >
    <MeaningIcon meaning={props.meaning} />
    <div class={styles.body}>
      <p class={styles.words}>
        <Show when={props.title}>
          {(title) => (
            <>
              <strong>{title()}</strong>
              <br />
            </>
          )}
        </Show>
        {props.children}
      </p>
      <div class={styles.answers}>{props.answers}</div>
    </div>
  </section>
);
