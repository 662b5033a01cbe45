/** A company begins: what is asked, what the relay of this address allows, and what went wrong. */
import { createSignal } from "solid-js";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { stayUntil } from "#client/platform/stay";
import type { Replica } from "#shared/replica/types";
import { messages } from "./messages";
import { createStartWords } from "./problem-words";
import { createRelayRule } from "./relay-rule";
import { startCompany } from "./start-company";
import type { StartProblem } from "./start-company";

/** Money of the region the browser is set to; anybody can change it in the settings. */
const currencies: Readonly<Record<string, string>> = {
  GB: "GBP",
  CH: "CHF",
  LI: "CHF",
  US: "USD",
  CA: "CAD",
  AU: "AUD",
  NZ: "NZD",
  DK: "DKK",
  SE: "SEK",
  NO: "NOK",
  PL: "PLN",
  CZ: "CZK",
};

const createDepartments = () => {
  const t = useText(messages);
  return () => [
    { name: t("depLighting"), pictogram: "moving-head" },
    { name: t("depAudio"), pictogram: "speaker" },
    { name: t("depVideo"), pictogram: "projector" },
    { name: t("depRigging"), pictogram: "truss" },
    { name: t("depPower"), pictogram: "power" },
    { name: t("depStaging"), pictogram: "stage" },
    { name: t("depCases"), pictogram: "case" },
    { name: t("depOther"), pictogram: "generic" },
  ];
};

export interface FormOptions {
  /** Its name where nobody is asked for one. */
  readonly company?: string;
  /** The company is open; what is still to be done with it before anything else happens. */
  readonly onStarted: (replica: Replica) => Promise<void> | void;
}

/** What is asked of whoever makes a company, and the making of it. */
export const createCompanyForm = (options: FormOptions) => {
  const t = useText(messages);
  const app = useApp();
  const departments = createDepartments();
  const words = createStartWords();
  const rule = createRelayRule();
  const [company, setCompany] = createSignal(options.company ?? "");
  const [person, setPerson] = createSignal("");
  const [token, setToken] = createSignal("");
  const [isTried, setTried] = createSignal(false);
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<StartProblem>();

  const isComplete = (relay: string | null): boolean =>
    [company(), person(), ...(relay !== null && rule() === "token" ? [token()] : [])].every(
      (text) => text.trim() !== "",
    );
  const create = async (relay: string | null): Promise<void> => {
    setTried(true);
    if (isBusy() || !isComplete(relay)) return;
    setBusy(true);
    const started = startCompany(app, {
      companyName: company(),
      personName: person(),
      relay,
      token: token().trim(),
      demo: false,
      currency: currencies[new Intl.Locale(navigator.language).region ?? ""] ?? "EUR",
      zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
      departments: options.company === undefined ? departments() : [],
    });
    const result = await stayUntil(started);
    setBusy(false);
    setProblem(result.ok ? undefined : result.error);
    if (!result.ok) return;
    // Asked in the handler of the person's own action: only then browsers say yes.
    void app.companies.keep();
    await options.onStarted(result.value);
  };
  return {
    company,
    setCompany,
    person,
    setPerson,
    token,
    setToken,
    rule,
    isBusy,
    create,
    /** At the relay of this address; where it takes no new company by itself, on this device. */
    begin: () => create(rule() === "listed" || rule() === "closed" ? null : app.origin),
    tokenError: () => (isTried() && token().trim() === "" ? t("tokenMissing") : undefined),
    companyError: () => (isTried() && company().trim() === "" ? t("companyMissing") : undefined),
    personError: () => (isTried() && person().trim() === "" ? t("nameMissing") : undefined),
    problem: () => {
      const found = problem();
      return found && words(found);
    },
    canStartHere: () =>
      rule() === "token" || problem()?.type === "RelayRefused" || problem()?.type === "RelayAnswerInvalid",
  };
};

export type CompanyForm = ReturnType<typeof createCompanyForm>;
