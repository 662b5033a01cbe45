/** A closed dialog gives the keyboard back to where it was, or to what took that place. */
import { For, Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { render } from "solid-js/web";
import { userEvent } from "vitest/browser";
import { afterEach, expect, test } from "vitest";
import "#client/ui/styles.css";
import { Dialog } from "#client/ui/dialog";
import { Menu } from "#client/ui/menu";

let dispose = (): void => undefined;
afterEach(() => dispose());

const mount = (view: () => JSX.Element): void => {
  const host = document.createElement("div");
  document.body.append(host);
  const stop = render(() => <main tabindex="-1">{view()}</main>, host);
  dispose = () => {
    stop();
    host.remove();
  };
};

const dialogs = (): number => document.querySelectorAll("[role=dialog]").length;
const named = (name: string): HTMLElement =>
  [...document.querySelectorAll<HTMLElement>("button, [role=menuitem]")].find(
    (element) => element.getAttribute("aria-label") === name || element.textContent === name,
  ) ?? document.body;
/** As with the keyboard: on the button, then Enter. */
const press = async (name: string): Promise<void> => {
  named(name).focus();
  await userEvent.keyboard("{Enter}");
};
const focused = (): string => {
  const at = document.activeElement;
  return (
    at?.getAttribute("aria-label") ?? (at?.matches("button") === true ? at.textContent : (at?.tagName ?? ""))
  );
};
const openedWith = async (name: string): Promise<void> => {
  await press(name);
  await expect.poll(dialogs).toBe(1);
  await expect.poll(() => document.activeElement?.closest("[role=dialog]")).not.toBeNull();
};

/** Rows that can be removed, each by a dialog that asks, under a button that is always there. */
const Rows = (): JSX.Element => {
  const [rows, setRows] = createSignal(["A", "B", "C"]);
  const [asked, setAsked] = createSignal<string>();
  const remove = (): void => {
    setRows(rows().filter((row) => row !== asked()));
    setAsked(undefined);
  };
  return (
    <>
      <button type="button">Elsewhere</button>
      <section>
        <button type="button">Add</button>
        <ul>
          <For each={rows()}>
            {(row) => (
              <li>
                <input aria-label={`Note on ${row}`} />
                <button type="button">Rename {row}</button>
                <button type="button" onClick={() => setAsked(row)}>
                  Remove {row}
                </button>
              </li>
            )}
          </For>
        </ul>
      </section>
      <button type="button">Below</button>
      <Show when={asked()}>
        <Dialog open title="Really?" onClose={() => setAsked(undefined)}>
          <button type="button" onClick={remove}>
            Do it
          </button>
        </Dialog>
      </Show>
    </>
  );
};

test("back to the button that opened it, by Escape and by the cross", async () => {
  mount(() => <Rows />);
  await openedWith("Remove B");
  await userEvent.keyboard("{Escape}");
  await expect.poll(focused).toBe("Remove B");
  await openedWith("Remove B");
  await press("Close");
  await expect.poll(focused).toBe("Remove B");
});

test("a row that is gone gives it to the one in its place, the last one to what stands before it", async () => {
  mount(() => <Rows />);
  await openedWith("Remove B");
  await press("Do it");
  await expect.poll(focused).toBe("Remove C");
  await openedWith("Remove C");
  await press("Do it");
  await expect.poll(focused).toBe("Remove A");
  await openedWith("Remove A");
  await press("Do it");
  await expect.poll(focused).toBe("Add");
});

test("where nothing remains around it, to the beginning of the screen", async () => {
  const [isThere, setThere] = createSignal(true);
  const [isOpen, setOpen] = createSignal(false);
  const leave = (): void => {
    setThere(false);
    setOpen(false);
  };
  mount(() => (
    <>
      <Show when={isThere()} fallback={<button type="button">Another screen</button>}>
        <div>
          <button type="button" onClick={() => setOpen(true)}>
            Delete the event
          </button>
        </div>
      </Show>
      <Dialog open={isOpen()} title="Really?" onClose={() => setOpen(false)}>
        <button type="button" onClick={leave}>
          Do it
        </button>
      </Dialog>
    </>
  ));
  await openedWith("Delete the event");
  await press("Do it");
  await expect.poll(focused).toBe("MAIN");
});

test("opened by an entry of a menu: back to the menu's button", async () => {
  const [isOpen, setOpen] = createSignal(false);
  mount(() => (
    <>
      <button type="button">Elsewhere</button>
      <Menu label="More" trigger="…" entries={[{ label: "Duplicate", onSelect: () => setOpen(true) }]} />
      <Dialog open={isOpen()} title="Duplicate" onClose={() => setOpen(false)}>
        <button type="button">Name</button>
      </Dialog>
    </>
  ));
  await press("More");
  await expect.poll(() => named("Duplicate").getAttribute("role")).toBe("menuitem");
  await openedWith("Duplicate");
  await userEvent.keyboard("{Escape}");
  await expect.poll(focused).toBe("More");
});

/** A dialog that opens a second one, over it or in its stead. */
const Two = (props: { readonly closesFirst: boolean }): JSX.Element => {
  const [isFirst, setFirst] = createSignal(false);
  const [isSecond, setSecond] = createSignal(false);
  const goOn = (): void => {
    if (props.closesFirst) setFirst(false);
    setSecond(true);
  };
  return (
    <>
      <button type="button" onClick={() => setFirst(true)}>
        Files
      </button>
      <Show when={isFirst()}>
        <Dialog open title="All files" onClose={() => setFirst(false)}>
          <button type="button" onClick={goOn}>
            Photo
          </button>
        </Dialog>
      </Show>
      <Show when={isSecond()}>
        <Dialog open title="One file" onClose={() => setSecond(false)}>
          <button type="button">Save</button>
        </Dialog>
      </Show>
    </>
  );
};

test("one over the other: back into the first, then to where that was opened", async () => {
  mount(() => <Two closesFirst={false} />);
  await openedWith("Files");
  await press("Photo");
  await expect.poll(dialogs).toBe(2);
  await expect.poll(focused).not.toBe("Photo");
  await userEvent.keyboard("{Escape}");
  await expect.poll(focused).toBe("Photo");
  await userEvent.keyboard("{Escape}");
  await expect.poll(focused).toBe("Files");
});

test("one after the other: back to where the first was opened", async () => {
  mount(() => <Two closesFirst />);
  await openedWith("Files");
  await press("Photo");
  await expect.poll(() => named("Save").tagName).toBe("BUTTON");
  await expect.poll(() => document.activeElement?.closest("[role=dialog]")).not.toBeNull();
  await userEvent.keyboard("{Escape}");
  await expect.poll(dialogs).toBe(0);
  await expect.poll(focused).toBe("Files");
});

test("what was given the keyboard by the closing itself keeps it", async () => {
  const [isOpen, setOpen] = createSignal(false);
  mount(() => (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Open
      </button>
      <input aria-label="Next" />
      <Dialog
        open={isOpen()}
        title="Type"
        onClose={() => {
          setOpen(false);
          document.querySelector<HTMLInputElement>("[aria-label=Next]")?.focus();
        }}
      >
        <button type="button">In it</button>
      </Dialog>
    </>
  ));
  await openedWith("Open");
  await userEvent.keyboard("{Escape}");
  await expect.poll(dialogs).toBe(0);
  await expect.poll(focused).toBe("Next");
});
