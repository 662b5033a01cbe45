/**
 * Where phones land before they trust the local authority: the certificate, the steps for each kind of phone, and
 * then the address, by name where there is one: a number changes, and the phone would be a new, empty device.
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
  /** Such as `https://stage.local:8787`. */
  readonly address: string;
  /** Such as `https://192.168.1.20:8787`; null where there is a public name. */
  readonly byNumber: string | null;
}

export const trustPage = (language: Language, { fingerprint, address, byNumber }: TrustFacts): Markup => {
  const text = pageMessages[language];
  const adviceOn = (shown: string, number: string | null): Markup =>
    shown === number
      ? html`<p>${text.trustByNumber}</p>`
      : html`<p>${text.trustByName}</p>
          ${number === null ? "" : html`<p>${text.trustNoName} <a href="${number}">${number}</a></p>`}`;
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
      ${adviceOn(address, byNumber)}`,
  );
};
