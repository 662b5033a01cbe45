import type { JSX } from "solid-js";
import styles from "./welcome.module.css";

/** A comparison code in two groups of three, read out digit by digit. */
export const SixDigits = (props: { readonly label: string; readonly code: string }): JSX.Element => (
  <p class={styles.code} aria-label={`${props.label}: ${Array.from(props.code).join(" ")}`} role="img">
    <span>{props.code.slice(0, 3)}</span>
    <span>{props.code.slice(3)}</span>
  </p>
);
