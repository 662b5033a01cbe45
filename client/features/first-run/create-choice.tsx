import { Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { stayUntil } from "#client/platform/stay";
import { Button } from "#client/ui/button";
import { TextField } from "#client/ui/field";
import { CornerDownLeft, Warehouse } from "#client/ui/icons";
import { messages } from "./messages";
import { createStartWords } from "./problem-words";
import { createRelayRule } from "./relay-rule";
import { startCompany } from "./start-company";
import type { StartProblem } from "./start-company";
import styles from "./welcome.module.css";

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

const createForm = () => {
  const t = useText(messages);
  const app = useApp();
  const navigate = useNavigate();
  const departments = createDepartments();
  const words = createStartWords();
  const rule = createRelayRule();
  const [company, setCompany] = createSignal("");
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
      departments: departments(),
    });
    const result = await stayUntil(started);
    setBusy(false);
    setProblem(result.ok ? undefined : result.error);
    if (!result.ok) return;
    // Asked in the handler of the person's own action: only then browsers say yes.
    void app.companies.keep();
    navigate("/");
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

const Fields = (props: { readonly form: ReturnType<typeof createForm> }): JSX.Element => {
  const t = useText(messages);
  return (
    <>
      <TextField
        large
        label={t("company")}
        name="organization"
        autocomplete="organization"
        value={props.form.company()}
        error={props.form.companyError()}
        onInput={props.form.setCompany}
      />
      <TextField
        large
        label={t("yourName")}
        name="name"
        autocomplete="name"
        value={props.form.person()}
        error={props.form.personError()}
        onInput={props.form.setPerson}
      />
    </>
  );
};

const ruleWords = { token: "relayAsksToken", listed: "relayLists", closed: "relayClosed" } as const;

/** Said before anything is typed: what this relay takes, and what then happens. */
const RelayRule = (props: { readonly form: ReturnType<typeof createForm> }): JSX.Element => {
  const t = useText(messages);
  const { origin } = useApp();
  const key = () => {
    const rule = props.form.rule();
    return rule === "open" ? undefined : ruleWords[rule];
  };
  return (
    <>
      <Show when={key()}>
        {(words) => <p class={`${styles.full ?? ""} quiet`}>{t(words(), { relay: origin })}</p>}
      </Show>
      <Show when={props.form.rule() === "token"}>
        <div class={styles.full}>
          <TextField
            large
            label={t("token")}
            name="token"
            autocomplete="off"
            value={props.form.token()}
            error={props.form.tokenError()}
            onInput={props.form.setToken}
          />
        </div>
      </Show>
    </>
  );
};

/** Name, your name, done. */
export const CreateChoice = (): JSX.Element => {
  const t = useText(messages);
  const { origin } = useApp();
  const form = createForm();
  return (
    <section class={styles.choice} aria-labelledby="create-title">
      <div class={styles.choiceHead}>
        <Warehouse />
        <h2 id="create-title">{t("create")}</h2>
        <span class={`faint small ${styles.time ?? ""}`}>{t("createTime")}</span>
      </div>
      <form
        class={styles.form}
        novalidate
        onSubmit={(event) => {
          event.preventDefault();
          // Where it takes no new company by itself, the company begins on this device.
          void form.create(form.rule() === "listed" || form.rule() === "closed" ? null : origin);
        }}
      >
        <Fields form={form} />
        <RelayRule form={form} />
        <Show when={form.problem()}>
          {(sentence) => (
            <p class={styles.full} role="alert">
              {sentence()}
            </p>
          )}
        </Show>
        <Show when={form.canStartHere()}>
          <Button size="touch" onClick={() => void form.create(null)}>
            {t("createHere")}
          </Button>
        </Show>
        <Button type="submit" variant="primary" size="touch" disabled={form.isBusy()}>
          {form.isBusy()
            ? t("creating")
            : form.company().trim() === ""
              ? t("create")
              : t("createNamed", { name: form.company().trim() })}
          <CornerDownLeft />
        </Button>
      </form>
    </section>
  );
};
