import { userEvent } from "vitest/browser";
import { afterEach, describe, expect, test } from "vitest";
import { render } from "solid-js/web";
import "#client/ui/styles.css";
import { Combobox } from "#client/ui/combobox";

const names = ["MegaPointe", "Mega hazer", "Spiider"];

let dispose = (): void => undefined;
afterEach(() => dispose());

const mount = () => {
  const chosen: string[] = [];
  const texts: string[] = [];
  const host = document.createElement("div");
  document.body.append(host);
  const stop = render(
    () => (
      <Combobox
        label="Product"
        value="Spiider"
        suggest={(query) => names.filter((name) => name.toLowerCase().startsWith(query.toLowerCase()))}
        optionKey={(name) => name.replaceAll(" ", "")}
        optionText={(name) => name}
        onChoose={(name) => chosen.push(name)}
        onText={(text) => texts.push(text)}
      />
    ),
    host,
  );
  dispose = () => {
    stop();
    host.remove();
  };
  const input = host.querySelector("input");
  if (input === null) throw new Error("the field is there");
  return { host, input, chosen, texts };
};

const options = (host: HTMLElement): readonly (string | null)[] =>
  [...host.querySelectorAll("[role=option]")].map((each) => each.textContent);

describe("type-ahead", () => {
  test("finds while typing, arrows choose, Enter takes, and the field shows the value again", async () => {
    const { host, input, chosen } = mount();
    expect(input.value).toBe("Spiider");
    await userEvent.fill(input, "mega");
    expect(options(host)).toEqual(["MegaPointe", "Mega hazer"]);
    expect(input.getAttribute("aria-expanded")).toBe("true");
    await userEvent.keyboard("{ArrowDown}");
    const active = input.getAttribute("aria-activedescendant") ?? "";
    expect(document.getElementById(active)?.textContent).toBe("Mega hazer");
    await userEvent.keyboard("{Enter}");
    expect(chosen).toEqual(["Mega hazer"]);
    expect(input.value).toBe("Spiider");
    expect(options(host)).toEqual([]);
  });

  test("Escape gives back, text that fits nothing is handed over", async () => {
    const { host, input, chosen, texts } = mount();
    await userEvent.fill(input, "mega");
    await userEvent.keyboard("{Escape}");
    expect(options(host)).toEqual([]);
    expect(input.value).toBe("Spiider");
    await userEvent.fill(input, "no such thing");
    await userEvent.keyboard("{Enter}");
    expect(texts).toEqual(["no such thing"]);
    expect(chosen).toEqual([]);
  });

  test("a click on an option chooses it", async () => {
    const { host, input, chosen } = mount();
    await userEvent.fill(input, "sp");
    await userEvent.click(host.querySelector("[role=option]") ?? host);
    expect(chosen).toEqual(["Spiider"]);
  });
});
