import type { JSX } from "solid-js";
import styles from "./foot-bar.module.css";

/** Below what scrolls: what it comes to at the left, what is done with it at the right. */
export const FootBar = (props: { readonly children: JSX.Element }): JSX.Element => (
  <footer class={styles.bar}>{props.children}</footer>
);
