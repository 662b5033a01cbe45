/** Light or dark, as the system has it or as chosen, on this browser profile. */
import { createEffect, createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import { readPreference, writePreference } from "#client/platform/preferences";
import { createMedia } from "#client/ui/media";

export const themeChoices = ["system", "light", "dark"] as const;
export type ThemeChoice = (typeof themeChoices)[number];

export interface Look {
  readonly choice: Accessor<ThemeChoice>;
  readonly choose: (choice: ThemeChoice) => void;
  readonly theme: Accessor<"light" | "dark">;
}

const readChoice = (): ThemeChoice =>
  themeChoices.find((choice) => choice === readPreference("theme")) ?? "system";

/** Also writes the theme to the document, where the tokens read it. */
export const createLook = (root: HTMLElement): Look => {
  const [choice, setChoice] = createSignal(readChoice());
  const systemIsDark = createMedia("(prefers-color-scheme: dark)");
  const theme = (): "light" | "dark" => {
    const chosen = choice();
    return chosen === "system" ? (systemIsDark() ? "dark" : "light") : chosen;
  };
  createEffect(() => (root.dataset["theme"] = theme()));
  const choose = (next: ThemeChoice): void => {
    writePreference("theme", next);
    setChoice(next);
  };
  return { choice, choose, theme };
};
