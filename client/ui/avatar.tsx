import type { JSX } from "solid-js";
import styles from "./avatar.module.css";
import { classes } from "./classes";

interface AvatarProps {
  readonly name: string;
  /** Identity colour 1 to 4, or the person at this device, or a company (square). */
  readonly colour: 1 | 2 | 3 | 4 | "self" | "company";
  readonly small?: boolean | undefined;
}

const tones = {
  1: styles.p1,
  2: styles.p2,
  3: styles.p3,
  4: styles.p4,
  self: styles.self,
  company: styles.company,
};

/** First letters of the first and last word; one letter for a single word. */
export const initials = (name: string): string => {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = words[0] ?? "";
  const last = words.length > 1 ? (words[words.length - 1] ?? "") : "";
  return `${Array.from(first)[0] ?? "?"}${Array.from(last)[0] ?? ""}`.toUpperCase();
};

/** Initials on the person's colour. Decoration: the name always stands near it. */
export const Avatar = (props: AvatarProps): JSX.Element => (
  <span
    class={classes(styles.avatar, tones[props.colour], props.small === true && styles.small)}
    title={props.name}
    aria-hidden="true"
  >
    {props.colour === "company" ? initials(props.name).slice(0, 1) : initials(props.name)}
  </span>
);
