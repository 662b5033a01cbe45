import { createSignal } from "solid-js";
import { render } from "solid-js/web";
import { userEvent } from "vitest/browser";
import { afterEach, describe, expect, test } from "vitest";
import "#client/ui/styles.css";
import { EditableText } from "#client/ui/editable-text";

let dispose = (): void => undefined;
afterEach(() => dispose());

const mount = (multiline: boolean) => {
  const [rows, setRows] = createSignal([{ name: "Laptop" }]);
  const committed: string[] = [];
  const host = document.createElement("div");
  document.body.append(host);
  const stop = render(
    () => (
      <EditableText
        label="Name"
        placeholder="Add a name"
        value={rows()[0]?.name ?? ""}
        multiline={multiline}
        onCommit={(text) => committed.push(text)}
      />
    ),
    host,
  );
  dispose = () => {
    stop();
    host.remove();
  };
  const open = async (): Promise<HTMLInputElement | HTMLTextAreaElement> => {
    await userEvent.click(host.querySelector("button") ?? host);
    const field = host.querySelector<HTMLInputElement | HTMLTextAreaElement>("input, textarea");
    if (field === null) throw new Error("the field is there");
    return field;
  };
  return { host, committed, setRows, open };
};

describe.each([
  ["one line", false],
  ["several lines", true],
])("text edited where it stands: %s", (_, multiline) => {
  test("what is typed stays when rows change meanwhile, and is kept", async () => {
    const { committed, setRows, open } = mount(multiline);
    const field = await open();
    await userEvent.fill(field, "Office laptop");
    setRows([{ name: "Laptop" }]);
    expect(field.value).toBe("Office laptop");
    setRows([{ name: "Laptop of somebody else" }]);
    expect(field.value).toBe("Office laptop");
    await userEvent.keyboard(multiline ? "{Control>}{Enter}{/Control}" : "{Enter}");
    expect(committed).toEqual(["Office laptop"]);
  });

  test("left as it was found, it does not take back what somebody else wrote meanwhile", async () => {
    const { host, committed, setRows, open } = mount(multiline);
    await open();
    setRows([{ name: "Laptop of somebody else" }]);
    await userEvent.tab();
    expect(committed).toEqual([]);
    expect(host.textContent).toContain("Laptop of somebody else");
  });
});
