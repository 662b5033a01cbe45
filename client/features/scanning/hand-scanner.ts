/** Listens for hand scanners that type, wherever the focus is. */
import { onCleanup } from "solid-js";
import { createWedge } from "./wedge";

/** Calls `onCode` for every burst that ends in Enter or Tab, until the owner ends. */
export const followHandScanner = (onCode: (code: string) => void): void => {
  const wedge = createWedge();
  let before: { readonly field: HTMLInputElement; readonly value: string } | undefined;

  const onKeyDown = (event: KeyboardEvent): void => {
    const { target } = event;
    // The first key of a burst cannot be told from a person's: what a field held before it is put back afterwards.
    const field = target instanceof HTMLInputElement ? target : undefined;
    const held = field === undefined ? undefined : { field, value: field.value };
    const answer = wedge.press({
      key: event.key,
      atMs: event.timeStamp,
      hasModifier: event.ctrlKey || event.metaKey || event.altKey,
      isInField: field !== undefined,
    });
    if (answer.type === "pass") {
      before = held;
      return;
    }
    // Letters still reach a text field, or two keys of a fast typist would be swallowed.
    if (answer.type === "hold" && field !== undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (answer.type === "hold") return;
    if (before !== undefined) {
      before.field.value = before.value;
      before.field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      before = undefined;
    }
    onCode(answer.code);
  };
  window.addEventListener("keydown", onKeyDown, true);
  onCleanup(() => window.removeEventListener("keydown", onKeyDown, true));
};
