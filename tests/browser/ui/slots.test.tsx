/** What a screen hands to its frame is made once: a button in a head, the figures at the end of every row. */
import { render } from "solid-js/web";
import type { JSX } from "solid-js";
import { createSignal } from "solid-js";
import { afterEach, expect, test } from "vitest";
import { Entry, List } from "#client/ui/list";
import { EmptyState, PageHead, Section, Toolbar } from "#client/ui/page";

const host = document.createElement("div");
document.body.append(host);
let end = (): void => undefined;
afterEach(() => end());

let made = 0;
const Counted = (props: { readonly children?: JSX.Element }): JSX.Element => {
  made += 1;
  return <b>{props.children}</b>;
};

test.each<[string, () => JSX.Element]>([
  ["head", () => <PageHead title="Stock" actions={<Counted />} />],
  ["toolbar", () => <Toolbar label="Filters" end={<Counted />} />],
  ["section", () => <Section title="Codes" actions={<Counted />} children={null} />],
  ["empty screen", () => <EmptyState title="Nothing yet" actions={<Counted />} />],
  [
    "row",
    () => (
      <List label="All" items={[1]}>
        {() => <Entry title="One" end={<Counted />} />}
      </List>
    ),
  ],
])("%s: made once", (_where, screen) => {
  made = 0;
  end = render(screen, host);
  expect(host.querySelectorAll("b")).toHaveLength(1);
  expect(made).toBe(1);
});

test("it follows what it shows, and comes and goes", () => {
  const [words, setWords] = createSignal<string | undefined>("3 of 5");
  end = render(
    () => (
      <PageHead title="Stock" actions={words() === undefined ? undefined : <Counted>{words()}</Counted>} />
    ),
    host,
  );
  expect(host.querySelector("b")?.textContent).toBe("3 of 5");
  setWords("4 of 5");
  expect(host.querySelector("b")?.textContent).toBe("4 of 5");
  setWords(undefined);
  expect(host.querySelector("b")).toBeNull();
  setWords("5 of 5");
  expect(host.querySelector("b")?.textContent).toBe("5 of 5");
});
