/**
 * What a stranger's phone shows after scanning a label: that the thing is somebody's property, and nothing about it.
 * Until a company shares its name, every label answers with the same page, known or not, in the same time.
 */
import { html } from "hono/html";
import type { Language } from "./language";
import { pageMessages } from "./messages";
import type { Markup } from "./text-page";
import { textPage } from "./text-page";

export const labelPage = (language: Language): Markup => {
  const text = pageMessages[language];
  return textPage(
    language,
    text.labelTitle,
    html`<p>${text.labelText}</p>
      <p>${text.labelMember}</p>
      <p><a class="action" href="/">${text.labelOpen}</a></p>`,
  );
};
