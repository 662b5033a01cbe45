import type { JSX } from "solid-js";
import styles from "./kbd.module.css";

/** The name of a key, drawn as one. */
export const Kbd = (props: { readonly children: JSX.Element }): JSX.Element => (
  <kbd class={styles.key}>{props.children}</kbd>
);
