import type { JSX } from "solid-js";
import { pictogramShapes } from "./shapes";
import type { PictogramName } from "./shapes";

export const pictogramNames = Object.keys(pictogramShapes).filter(
  (name): name is PictogramName => name in pictogramShapes,
);

const isKnown = (name: string): name is PictogramName => Object.hasOwn(pictogramShapes, name);

/** What kind of thing it is, at a glance. Names of a newer version show the generic one. */
export const Pictogram = (props: { readonly name: string | undefined }): JSX.Element => (
  <svg
    data-icon
    aria-hidden="true"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-linecap="round"
    stroke-linejoin="round"
  >
    <path d={pictogramShapes[props.name !== undefined && isKnown(props.name) ? props.name : "generic"]} />
  </svg>
);
