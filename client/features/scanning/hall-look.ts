/** How every full-screen scanning looks: dark, large, in the same places. */
import { createEffect, onCleanup } from "solid-js";
import { useApp } from "#client/app/app-context";

export { default as cardStyles } from "./scan-card.module.css";
export { default as listStyles } from "./scan-list.module.css";
export { default as screenStyles } from "./scan-screen.module.css";

/** Backstage is dark whatever the office uses; dialogs follow because the theme stands on the document. */
export const beDark = (): void => {
  const { look } = useApp();
  const root = document.documentElement;
  createEffect(() => {
    look.theme();
    root.dataset["theme"] = "dark";
  });
  onCleanup(() => (root.dataset["theme"] = look.theme()));
};
