/** The operator's page as text: what needs attention first, then companies, load, storage, errors and the program. */
import { createHash } from "node:crypto";
import { html, raw } from "hono/html";
import type { CompanyFacts, OperatorFacts } from "#relay/http/operator-facts";
import { formPageContentPolicy } from "#relay/http/security-headers";
import type { Language } from "./language";
import type { OperatorMessages } from "./operator-messages";
import { operatorMessages } from "./operator-messages";
import type { Markup } from "./text-page";

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; --line: light-dark(#d9dde3, #363c46);
  --quiet: light-dark(#566072, #a3adbd); --sheet: light-dark(#fff, #1b1f26); --accent: light-dark(#1f5fbf, #7db0ff);
  --ok: light-dark(#1a7f46, #5fd193); --attention: light-dark(#9a5b00, #ffbf5e); --problem: light-dark(#b3261e, #ff8f86); }
body { margin: 0; background: light-dark(#f4f6f9, #12151a); color: light-dark(#161b23, #e8ecf2); }
main { max-width: 64rem; margin: 0 auto; padding: 1.25rem 1rem 4rem; display: grid; gap: 1rem; }
main > * { min-width: 0; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; }
h1 { font-size: 1.4rem; margin: 0; flex: 1 1 auto; }
h2 { font-size: 1rem; margin: 0 0 .5rem; }
section { background: var(--sheet); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; }
.cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); }
dl { margin: 0; display: grid; gap: .35rem; }
dl div { display: flex; justify-content: space-between; gap: 1rem; }
dt, .quiet { color: var(--quiet); }
dd { margin: 0; text-align: right; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .4rem .75rem .4rem 0; text-align: right; white-space: nowrap; border-top: 1px solid var(--line); }
th { color: var(--quiet); font-weight: 500; border-top: 0; }
th:first-child, td:first-child { text-align: left; }
td:first-child { font-family: ui-monospace, monospace; font-size: .85rem; }
@media (max-width: 40rem) {
  h1 { flex-basis: 100%; }
  td:first-child { max-width: 7rem; overflow: hidden; text-overflow: ellipsis; }
}
.ok { border-left: .3rem solid var(--ok); }
.attention { border-left: .3rem solid var(--attention); }
.wrong { color: var(--problem); }
ul { margin: .25rem 0 0; padding-left: 1.2rem; }
p { margin: 0; }
form + p, p + p { margin-top: .75rem; }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; }
label { display: grid; gap: .25rem; flex: 1 1 16rem; }
input { font: inherit; padding: .65rem .75rem; border: 1px solid var(--line); border-radius: .5rem; min-width: 0;
  background: light-dark(#fff, #12151a); color: inherit; }
button, .action { font: inherit; font-weight: 600; min-height: 2.75rem; box-sizing: border-box; padding: .6rem 1.1rem;
  border: 1px solid var(--line); border-radius: .5rem; background: var(--sheet); color: inherit; text-decoration: none; }
.main { background: light-dark(#1f5fbf, #7db0ff); border-color: transparent; color: light-dark(#fff, #0c1420); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`;

export const operatorPagePolicy = formPageContentPolicy(createHash("sha256").update(style).digest("base64"));

const page = (language: Language, title: string, body: Markup): Markup =>
  html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} · EventKit</title>
        ${raw(`<style>${style}</style>`)}
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html>`;

export type EntryState = "ask" | "wrong" | "too-many" | "insecure";

/** Asks for the token, or says why it cannot be asked for. */
export const operatorEntryPage = (language: Language, state: EntryState): Markup => {
  const text = operatorMessages[language];
  const said = { ask: "", wrong: text.wrong, "too-many": text.tooMany, insecure: "" }[state];
  return page(
    language,
    text.title,
    html`<header><h1>${text.title}</h1></header>
      <section>
        <h2>${text.enter}</h2>
        ${
          state === "insecure"
            ? html`<p>${text.insecure}</p>`
            : html`<form method="post" action="/operator">
                  <label
                    >${text.token}
                    <input type="password" name="token" autocomplete="current-password" required autofocus />
                  </label>
                  <button class="main">${text.open}</button>
                </form>
                ${said === "" ? "" : html`<p class="wrong" role="alert">${said}</p>`}
                <p class="quiet">${text.where}</p>`
        }
      </section>`,
  );
};

interface Words {
  readonly number: (value: number) => string;
  readonly bytes: (value: number) => string;
  readonly moment: (at: number) => string;
}

const wordsIn = (language: Language): Words => {
  const tag = language === "de" ? "de-DE" : "en-GB";
  const number = new Intl.NumberFormat(tag);
  const short = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  const moment = new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  return {
    number: (value) => number.format(value),
    bytes: (value) => {
      if (value < 1e6) return `${short.format(value / 1e3)} kB`;
      return value < 1e9 ? `${short.format(value / 1e6)} MB` : `${short.format(value / 1e9)} GB`;
    },
    moment: (at) => `${moment.format(at)} UTC`,
  };
};

const dayMs = 86_400_000;

const concerns = (text: OperatorMessages, facts: OperatorFacts): readonly string[] => {
  const { freeBytes, totalBytes } = facts.storage;
  return [
    ...(freeBytes !== null && totalBytes !== null && freeBytes < totalBytes / 10 ? [text.diskShort] : []),
    ...backupConcerns(text, facts),
    ...(facts.defects + facts.storeProblems > 0 ? [text.failures] : []),
  ];
};

const backupConcerns = (text: OperatorMessages, { lastBackup, now }: OperatorFacts): readonly string[] => {
  if (lastBackup === "elsewhere") return [];
  if (lastBackup === null) return [text.noBackup];
  return now - lastBackup.at > 2 * dayMs ? [text.oldBackup] : [];
};

export const operatorPage = (language: Language, facts: OperatorFacts): Markup => {
  const text = operatorMessages[language];
  const words = wordsIn(language);
  return page(
    language,
    text.title,
    html`<header>
        <h1>${text.title}</h1>
        <span class="quiet">${text.asOf} ${words.moment(facts.now)}</span>
        <a class="action" href="/operator">${text.again}</a>
        <form method="post" action="/operator">
          <button name="act" value="leave">${text.leave}</button>
        </form>
      </header>
      ${standing(text, concerns(text, facts))} ${companiesTable(text, words, facts)}
      <div class="cards">${cards(text, words, facts)}</div>`,
  );
};

const standing = (text: OperatorMessages, found: readonly string[]): Markup =>
  found.length === 0
    ? html`<section class="ok"><p>${text.well}</p></section>`
    : html`<section class="attention">
        <p>${text.attention}</p>
        <ul>
          ${found.map((each) => html`<li>${each}</li>`)}
        </ul>
      </section>`;

const companiesTable = (
  text: OperatorMessages,
  words: Words,
  { companies, moreCompanies }: OperatorFacts,
): Markup => {
  const titles = [text.company, text.online, text.documents, text.changes, text.stored, text.files];
  return html`<section aria-labelledby="companies">
    <h2 id="companies">${text.companies}</h2>
    ${
      companies.length === 0
        ? html`<p class="quiet">${text.noCompanies}</p>`
        : html`<div class="wide" tabindex="0" role="region" aria-labelledby="companies">
            <table>
              <thead>
                <tr>
                  ${titles.map((title) => html`<th scope="col">${title}</th>`)}
                </tr>
              </thead>
              <tbody>
                ${companies.map((each) => companyRow(text, words, each))}
              </tbody>
            </table>
          </div>`
    }
    ${moreCompanies === 0 ? "" : html`<p class="quiet">${text.more(words.number(moreCompanies))}</p>`}
  </section>`;
};

const companyRow = (text: OperatorMessages, words: Words, company: CompanyFacts): Markup => {
  const { quota } = company;
  const within = (value: number, limit: number | null, inWords: (value: number) => string): string =>
    limit === null ? inWords(value) : `${inWords(value)} ${text.of(inWords(limit))}`;
  return html`<tr>
    <td>${company.id}</td>
    <td>${within(company.online, quota.connections, words.number)}</td>
    <td>${words.number(company.documents)}</td>
    <td>${within(company.changes, quota.changes, words.number)}</td>
    <td>${within(company.bytes, quota.bytes, words.bytes)}</td>
    <td>${within(company.files, quota.files, words.bytes)}</td>
  </tr>`;
};

const backupWords = (
  text: OperatorMessages,
  words: Words,
  lastBackup: OperatorFacts["lastBackup"],
): string => {
  if (lastBackup === "elsewhere") return text.elsewhere;
  return lastBackup === null
    ? text.never
    : `${words.moment(lastBackup.at)}, ${words.bytes(lastBackup.bytes)}`;
};

const cards = (text: OperatorMessages, words: Words, facts: OperatorFacts): readonly Markup[] => {
  const { storage, lastBackup } = facts;
  const isElsewhere = lastBackup === "elsewhere";
  return [
    card(text.load, [
      [text.sockets, words.number(facts.sockets)],
      [text.changesSince, words.number(facts.changes)],
      [text.refused, words.number(facts.refused)],
      [text.memory, words.bytes(facts.memoryBytes)],
    ]),
    card(text.storage, [
      [text.database, isElsewhere ? "PostgreSQL" : words.bytes(storage.databaseBytes)],
      [text.free, storage.freeBytes === null ? text.unknown : words.bytes(storage.freeBytes)],
      [text.backup, backupWords(text, words, lastBackup)],
    ]),
    card(text.errors, [
      [text.defects, words.number(facts.defects)],
      [text.storeProblems, words.number(facts.storeProblems)],
    ]),
    card(text.program, [
      [text.version, facts.version],
      [text.since, words.moment(facts.startedAt)],
    ]),
  ];
};

const card = (title: string, facts: readonly (readonly [name: string, value: string])[]): Markup =>
  html`<section>
    <h2>${title}</h2>
    <dl>
      ${facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
