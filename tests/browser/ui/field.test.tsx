import { createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { render } from "solid-js/web";
import { userEvent } from "vitest/browser";
import { afterEach, describe, expect, test } from "vitest";
import "#client/ui/styles.css";
import { TextArea, TextField } from "#client/ui/field";

let dispose = (): void => undefined;
afterEach(() => dispose());

const mount = (view: () => JSX.Element): HTMLInputElement | HTMLTextAreaElement => {
  const host = document.createElement("div");
  document.body.append(host);
  const stop = render(view, host);
  dispose = () => {
    stop();
    host.remove();
  };
  const field = host.querySelector<HTMLInputElement | HTMLTextAreaElement>("input, textarea");
  if (field === null) throw new Error("the field is there");
  return field;
};

describe.each([
  ["a line", TextField],
  ["an area", TextArea],
])("%s of text that is kept when it is left", (_, Text) => {
  test("a value that arrives does not write over what is being typed", async () => {
    const [note, setNote] = createSignal("Dock 2");
    const committed: string[] = [];
    const field = mount(() => <Text label="Note" value={note()} onCommit={(text) => committed.push(text)} />);
    expect(field.value).toBe("Dock 2");
    await userEvent.fill(field, "Dock 3, ramp");
    setNote("Dock 4");
    expect(field.value).toBe("Dock 3, ramp");
    await userEvent.tab();
    expect(committed).toEqual(["Dock 3, ramp"]);
    setNote("Dock 5");
    expect(field.value).toBe("Dock 5");
  });

  test("typed and taken back: nothing is kept, and what arrived meanwhile shows", async () => {
    const [note, setNote] = createSignal("Dock 2");
    const committed: string[] = [];
    const field = mount(() => <Text label="Note" value={note()} onCommit={(text) => committed.push(text)} />);
    await userEvent.click(field);
    await userEvent.keyboard("{End}x{Backspace}");
    setNote("Dock 4");
    expect(field.value).toBe("Dock 2");
    await userEvent.tab();
    expect(committed).toEqual([]);
    expect(field.value).toBe("Dock 4");
  });

  test("whoever hears of every keystroke decides what stands there", async () => {
    const [code, setCode] = createSignal("");
    const field = mount(() => (
      <Text label="Code" value={code()} onInput={(text) => setCode(text.toUpperCase())} />
    ));
    await userEvent.fill(field, "mega");
    expect(field.value).toBe("MEGA");
    setCode("");
    expect(field.value).toBe("");
  });
});

test("who mounts a field is handed its element", () => {
  const handed: HTMLInputElement[] = [];
  const field = mount(() => <TextField label="Code" value="" ref={(own) => handed.push(own)} />);
  expect(handed).toEqual([field]);
});
