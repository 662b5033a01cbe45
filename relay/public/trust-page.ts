/**
 * Where phones land before they trust the local authority: the certificate, the steps for each kind of phone, and
 * then the address by name, because an address by number changes and would be a new, empty device.
 */
import { html } from "hono/html";
import type { Language } from "./language";
import { pageMessages } from "./messages";
import type { Markup } from "./text-page";
import { textPage } from "./text-page";

export const trustPath = "/trust";
export const certificatePath = "/trust/eventkit-ca.crt";

export interface TrustFacts {
  readonly fingerprint: string;
  /** Address by name, such as `https://stage.local:8787`. */
  readonly address: string;
}

export const trustPage = (language: Language, { fingerprint, address }: TrustFacts): Markup => {
  const text = pageMessages[language];
  const steps = (list: readonly string[]): Markup =>
    html`<ol>
      ${list.map((step) => html`<li>${step}</li>`)}
    </ol>`;
  return textPage(
    language,
    text.trustTitle,
    html`<p>${text.trustWhy}</p>
      <p><a class="action" href="${certificatePath}" download>${text.trustGet}</a></p>
      <h2>${text.trustIphone}</h2>
      ${steps(text.trustIphoneSteps)}
      <h2>${text.trustAndroid}</h2>
      ${steps(text.trustAndroidSteps)}
      <p>${text.trustFingerprint}</p>
      <p class="code">${fingerprint}</p>
      <h2>${text.trustThen}</h2>
      <p><a class="action" href="${address}">${text.trustOpen(address)}</a></p>
      <p>${text.trustByName}</p>`,
  );
};
