import { createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { encode } from "uqr";
import styles from "./settings.module.css";

/** Modules around the code that stay white, so that scanners find its edge on any background. */
const quietModules = 4;

/** Black on white in both themes: many scanners cannot read inverted codes. */
export const QrCode = (props: {
  readonly label: string;
  readonly text: string;
  /** Holds much: a screen has no scratches to make up for, so the modules may be larger instead. */
  readonly dense?: boolean;
}): JSX.Element => {
  const code = createMemo(() => {
    const ecc = props.dense === true ? "L" : "M";
    const { data, size } = encode(props.text, { ecc, border: quietModules });
    const path = data
      .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")))
      .join("");
    return { path, size };
  });
  return (
    <svg
      class={styles.qr}
      viewBox={`0 0 ${code().size} ${code().size}`}
      role="img"
      aria-label={props.label}
      shape-rendering="crispEdges"
    >
      <rect width={code().size} height={code().size} class={styles.paper} />
      <path d={code().path} class={styles.ink} />
    </svg>
  );
};
