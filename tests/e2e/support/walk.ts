/** Uses everything there is on a screen, as somebody would who tries what happens. */
import type { Locator, Page } from "@playwright/test";
import { expect } from "./app";

declare global {
  interface Window {
    noteRefusal: (text: string) => void;
  }
}

/** What the app said did not work, since this was called: where, after what, and its words. */
export const watchRefusals = async (page: Page): Promise<readonly string[]> => {
  const refusals: string[] = [];
  await page.exposeFunction("noteRefusal", (text: string) => void refusals.push(text));
  await page.addInitScript(() => {
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes)
          if (node instanceof HTMLElement)
            for (const toast of [node, ...node.querySelectorAll<HTMLElement>("*")])
              if (toast.dataset["meaning"] === "problem") {
                const used =
                  document.querySelector("[data-walk]")?.outerHTML.slice(0, 300) ?? "nothing marked";
                window.noteRefusal(`${location.pathname}: ${toast.textContent} (${used})`);
              }
    }).observe(document, { childList: true, subtree: true });
  });
  return refusals;
};

/** What would end the walk: leaving the company for good, files of this machine. */
const notTouched =
  /leave the company|remove (this|the|from this) device|von diesem gerät entfernen|export|save as csv|als csv|choose files|dateien auswählen/i;

interface Control {
  readonly kind: string;
  /** The same for what is the same in every row of a list. */
  readonly name: string;
}

/** Marks the first control that is visible and enabled and unlike all used so far. */
const markNext = (page: Page, used: readonly string[]): Promise<Control | undefined> =>
  page.locator("main :is(button, select, input, textarea)").evaluateAll((elements: HTMLElement[], known) => {
    for (const element of elements) delete element.dataset["walk"];
    for (const element of elements) {
      if (!element.checkVisibility({ visibilityProperty: true }) || element.matches(":disabled")) continue;
      const kind = element instanceof HTMLInputElement ? element.type : element.tagName.toLowerCase();
      const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : undefined;
      const words = element.getAttribute("aria-label") ?? label ?? element.textContent;
      const name = `${kind} ${words.replaceAll(/\d+/g, "#")}`;
      if (known.includes(name)) continue;
      element.dataset["walk"] = "here";
      return { kind, name };
    }
    return undefined;
  }, used);

/** A dialog is answered with its last button where it offers one, and closed. */
const answerDialog = async (page: Page): Promise<void> => {
  const dialog = page.getByRole("dialog");
  if (!(await dialog.isVisible())) return;
  const last = dialog.getByRole("button").last();
  const mayPress = (await last.count()) > 0 && (await last.isEnabled());
  if (mayPress && !notTouched.test((await last.textContent()) ?? "")) await last.click();
  // What was pressed may still be at work, and change what the dialog shows meanwhile.
  await expect(async () => {
    const close = dialog.getByRole("button", { name: /^(close|schließen)$/i });
    if (await close.isVisible()) await close.click({ timeout: 2_000 });
    else if (await dialog.isVisible()) await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
};

const useMenu = async (page: Page, trigger: Locator): Promise<void> => {
  const items = page.getByRole("menuitem");
  const count = await items.count();
  for (let index = 0; index < count; index++) {
    if (index > 0) await trigger.click();
    const item = items.nth(index);
    if (await item.isDisabled()) await page.keyboard.press("Escape");
    else await item.click();
    await expect(page.getByRole("menu")).toBeHidden();
    await answerDialog(page);
    if (!(await trigger.isVisible())) return;
  }
};

const press = async (page: Page, button: Locator): Promise<void> => {
  try {
    await button.click({ timeout: 10_000 });
  } catch (error) {
    // A list that is drawn anew takes its marked button along; one that stays must take the click.
    if ((await button.count()) > 0) throw error;
    return;
  }
  if (await page.getByRole("menu").isVisible()) return useMenu(page, button);
  await answerDialog(page);
  // A value that became a field where it stands.
  const field = page.locator("main input:focus, main textarea:focus");
  if ((await field.count()) === 0) return;
  await page.keyboard.type("7");
  await page.keyboard.press("Control+Enter");
};

const useControl = async (page: Page, { kind, name }: Control): Promise<void> => {
  const control = page.locator("[data-walk=here]");
  // It may have been drawn anew at this very moment.
  if (notTouched.test(name) || (await control.count()) === 0) return;
  switch (kind) {
    case "button":
      return press(page, control);
    case "select":
      await control.selectOption({ index: (await control.locator("option").count()) - 1 });
      return;
    case "radio":
    case "checkbox":
      return control.evaluate((element: HTMLInputElement) => element.click());
    case "file":
      return;
    case "datetime-local":
      return control.fill("2027-06-12T10:00");
    case "date":
      return control.fill("2031-06-12");
    default:
      await control.fill("7");
      await control.press("Enter");
  }
};

/** Every kind of control on the page that is open, one after the other; a control that leads away is left again. */
export const useEverything = async (page: Page): Promise<void> => {
  const address = page.url();
  const used: string[] = [];
  for (let control = await markNext(page, used); control; control = await markNext(page, used)) {
    used.push(control.name);
    await useControl(page, control);
    if (page.url().split("?")[0] === address.split("?")[0]) continue;
    await page.goto(address);
    await expect(page.locator("main")).not.toBeEmpty();
  }
};
