import { afterEach, expect, test } from "vitest";
import { render } from "solid-js/web";
import { toaster } from "@kobalte/core/toast";
import "#client/ui/styles.css";
import { ToastRegion, showToast } from "#client/ui/toast";

let dispose = (): void => undefined;
afterEach(() => {
  toaster.clear();
  dispose();
});

test("a toast is a live region, not an entry of a list that is none", async () => {
  const host = document.createElement("div");
  document.body.append(host);
  const stop = render(() => <ToastRegion />, host);
  dispose = () => {
    stop();
    host.remove();
  };
  showToast({ text: "Removed MEGA-0001.", action: { label: "Undo", onSelect: () => undefined } });
  await expect
    .poll(() => document.querySelector("[role=status]")?.textContent)
    .toContain("Removed MEGA-0001.");
  const toast = document.querySelector("[role=status]");
  expect(toast?.tagName).toBe("DIV");
  expect(toast?.closest("ol, ul")).toBeNull();
  expect(toast?.closest("[role=region]")?.getAttribute("aria-label")).toBeTruthy();
});
