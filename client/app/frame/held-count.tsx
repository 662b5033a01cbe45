import type { JSX } from "solid-js";
import { createHeldCount } from "#client/features/held";
import { useText } from "../i18n";
import { messages } from "../messages";
import styles from "./frame.module.css";

/** Handed-in scans that wait for the person at this device. */
export const HeldCount = (): JSX.Element => {
  const t = useText(messages);
  const waiting = createHeldCount();
  return (
    <span class={styles.count} aria-label={t("heldWaiting", { n: waiting() })} role="img">
      {waiting()}
    </span>
  );
};
