/** What a thumb on a phone needs: nothing to the side, targets it hits, and what is done most within its reach. */
import type { Page } from "@playwright/test";

/** Controls less than 44 px high or wide for a thumb. Links within a sentence may be as small as their words. */
export const smallTargets = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const controls = document.querySelectorAll<HTMLElement>(
      "button, a[href], input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab]",
    );
    const isShown = (element: HTMLElement): boolean =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      element.closest("[aria-hidden=true], [inert]") === null;
    const isWithinWords = (element: HTMLElement): boolean =>
      element.tagName === "A" && getComputedStyle(element).display === "inline";
    // A tap anywhere on a row opens it; the link in it is for the keyboard and for another tab.
    const isRowLink = (element: HTMLElement): boolean =>
      element.tagName === "A" && element.closest("[role=row]") !== null;
    const found: string[] = [];
    for (const control of controls) {
      if (!isShown(control) || isWithinWords(control) || isRowLink(control)) continue;
      const target = control.closest("label") ?? control;
      const { width, height } = target.getBoundingClientRect();
      if (width <= 1 || height <= 1) continue;
      if (Math.round(width) < 44 || Math.round(height) < 44) {
        const words = control.getAttribute("aria-label") ?? control.textContent;
        found.push(`${control.tagName} "${words.slice(0, 40)}" ${Math.round(width)}×${Math.round(height)}`);
      }
    }
    return found;
  });

/** Pixels by which the page is wider than the window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
