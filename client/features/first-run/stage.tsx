import { For, createUniqueId } from "solid-js";
import type { JSX } from "solid-js";
import styles from "./stage.module.css";

/** One spot: where it hangs, how it leans, where its light falls. */
interface Spot {
  readonly x: number;
  readonly tilt: number;
  readonly from: number;
  readonly to: number;
}

const spots: readonly Spot[] = [
  { x: 90, tilt: -15, from: 196, to: 284 },
  { x: 198, tilt: -9, from: 248, to: 328 },
  { x: 306, tilt: -4, from: 314, to: 386 },
  { x: 414, tilt: 0, from: 380, to: 448 },
  { x: 522, tilt: 4, from: 442, to: 514 },
  { x: 630, tilt: 9, from: 500, to: 580 },
  { x: 738, tilt: 15, from: 544, to: 632 },
];

const braces = Array.from({ length: 16 }, (_, index) => {
  const left = -20 + index * 54;
  return `M${left} 214L${left + 27} 186L${left + 54} 214`;
}).join("");

const Gradient = (props: {
  readonly id: string;
  readonly tone: string | undefined;
  readonly peak: number;
}): JSX.Element => (
  <linearGradient id={props.id} x1="0" y1="0" x2="0" y2="1">
    <stop offset="0" class={props.tone} stop-opacity={props.peak} />
    <stop offset=".5" class={props.tone} stop-opacity={props.peak / 4} />
    <stop offset="1" class={props.tone} stop-opacity="0" />
  </linearGradient>
);

/** A truss with moving heads over a stage: what all this is for. Always on black, like the real thing. */
export const Stage = (props: {
  readonly class: string | undefined;
  /** Shows the part with the truss, for a low strip. */
  readonly low?: boolean;
  readonly children?: JSX.Element;
}): JSX.Element => {
  const id = createUniqueId();
  return (
    <div class={`${styles.stage ?? ""} ${props.class ?? ""}`} data-theme="dark">
      <svg
        class={styles.picture}
        viewBox={props.low === true ? "190 110 420 250" : "0 0 800 900"}
        preserveAspectRatio={props.low === true ? "xMidYMin slice" : "xMidYMid slice"}
        aria-hidden="true"
      >
        <defs>
          <Gradient id={`${id}-w`} tone={styles.warm} peak={0.85} />
          <Gradient id={`${id}-c`} tone={styles.cool} peak={0.75} />
          <radialGradient id={`${id}-f`}>
            <stop offset="0" class={styles.glow} stop-opacity=".3" />
            <stop offset="1" class={styles.glow} stop-opacity="0" />
          </radialGradient>
        </defs>
        <ellipse cx="400" cy="742" rx="400" ry="64" fill={`url(#${id}-f)`} />
        <For each={spots}>
          {(spot, index) => (
            <path
              d={`M${spot.x - 4} 262L${spot.from} 760L${spot.to} 760L${spot.x + 4} 262Z`}
              fill={`url(#${id}-${index() % 2 === 0 ? "w" : "c"})`}
              opacity={index() % 2 === 0 ? 0.8 : 0.6}
            />
          )}
        </For>
        <path class={styles.steel} d="M-10 186H810M-10 214H810" />
        <path class={styles.brace} d={braces} />
        <path class={styles.brace} d="M160 0V186M640 0V186" />
        <rect class={styles.body} x="148" y="120" width="24" height="34" rx="3" />
        <rect class={styles.body} x="628" y="120" width="24" height="34" rx="3" />
        <For each={spots}>
          {(spot) => (
            <g transform={`translate(${spot.x} 214)`}>
              <path class={styles.body} d="M-9 0h18v7h-18z" />
              <path class={styles.steel} d="M-12 32V14a5 5 0 0 1 5-5H7a5 5 0 0 1 5 5v18" />
              <g transform={`rotate(${spot.tilt} 0 30)`}>
                <rect class={styles.head} x="-8" y="16" width="16" height="30" rx="4" />
                <path class={styles.lens} d="M-7 44H7" />
              </g>
            </g>
          )}
        </For>
        <path class={styles.floor} d="M0 748H800M120 748V782M680 748V782M120 782H680" />
      </svg>
      {props.children}
    </div>
  );
};
