import type { JSX } from "solid-js";
import { JoinPrompt } from "#client/features/people";
import { RevokedNotice } from "#client/features/security";
import styles from "./frame.module.css";
import { WaitingBanner } from "./waiting-banner";

/** What everybody has to know whatever they are doing, the weightiest first. */
export const Banners = (): JSX.Element => (
  <div class={styles.banners}>
    <RevokedNotice />
    <JoinPrompt />
    <WaitingBanner />
  </div>
);
