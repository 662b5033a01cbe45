import { Dynamic } from "solid-js/web";
import type { Component, JSX } from "solid-js";
import { CircleCheck, OctagonX, TriangleAlert } from "./icons";
import type { Meaning } from "./meaning";

/** A square with an i: information has a shape of its own, which the icon set does not offer. */
const SquareInfo: Component = () => (
  <svg
    data-icon
    aria-hidden="true"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-linecap="round"
    stroke-linejoin="round"
  >
    <rect x="3" y="3" width="18" height="18" rx="2" />
    <path d="M12 16v-5M12 8h.01" />
  </svg>
);

const shapes = { ok: CircleCheck, attention: TriangleAlert, problem: OctagonX, info: SquareInfo } as const;

/** Circle, triangle, octagon or square: the meaning without its colour. Always put words beside it. */
export const MeaningIcon = (props: { readonly meaning: Meaning }): JSX.Element => (
  <Dynamic component={shapes[props.meaning]} />
);
