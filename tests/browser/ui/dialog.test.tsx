import { Show, Suspense, createSignal, lazy } from "solid-js";
import type { JSX } from "solid-js";
import { render } from "solid-js/web";
import { userEvent } from "vitest/browser";
import { afterEach, expect, test } from "vitest";
import "#client/ui/styles.css";
import { Dialog } from "#client/ui/dialog";

let dispose = (): void => undefined;
afterEach(() => dispose());

const mount = (view: () => JSX.Element): void => {
  const host = document.createElement("div");
  document.body.append(host);
  const stop = render(view, host);
  dispose = () => {
    stop();
    host.remove();
  };
};

const dialog = (): HTMLElement | null => document.querySelector("[role=dialog]");

/** A dialog whose content never comes. */
const openOnLoading = async (): Promise<void> => {
  const [isOpen, setOpen] = createSignal(false);
  const Code = lazy(() => new Promise<{ default: () => JSX.Element }>(() => undefined));
  mount(() => (
    <Suspense fallback={<p>Loading the screen</p>}>
      <button type="button" onClick={() => setOpen(true)}>
        Show the code
      </button>
      <Show when={isOpen()}>
        <Dialog open title="Invitation" onClose={() => setOpen(false)}>
          <Code />
        </Dialog>
      </Show>
    </Suspense>
  ));
  await userEvent.click(document.querySelector("button") ?? document.body);
  await expect.poll(dialog).not.toBeNull();
};

test("Escape closes it while a part of it is still being loaded", async () => {
  await openOnLoading();
  await userEvent.keyboard("{Escape}");
  await expect.poll(dialog).toBeNull();
});

test("the screen behind it stays while a part of it is still being loaded", async () => {
  await openOnLoading();
  expect(document.body.textContent).toContain("Show the code");
  expect(document.body.textContent).not.toContain("Loading the screen");
});

test("the keyboard stays in it when what had the focus goes away", async () => {
  const [isMade, setMade] = createSignal(false);
  mount(() => (
    <>
      <button type="button">Behind it</button>
      <Dialog open title="Invitation" onClose={() => undefined}>
        <Show when={!isMade()} fallback={<button type="button">Copy</button>}>
          <button type="button" onClick={() => setMade(true)}>
            Make
          </button>
        </Show>
      </Dialog>
    </>
  ));
  const make = [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Make");
  await userEvent.click(make ?? document.body);
  await expect.poll(() => dialog()?.contains(document.activeElement)).toBe(true);
  for (let i = 0; i < 4; i++) {
    await userEvent.tab();
    expect(dialog()?.contains(document.activeElement)).toBe(true);
  }
});
