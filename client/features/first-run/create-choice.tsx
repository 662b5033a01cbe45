import { Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { Button } from "#client/ui/button";
import { TextField } from "#client/ui/field";
import { CornerDownLeft, Warehouse } from "#client/ui/icons";
import { messages } from "./messages";
import { createStartWords } from "./problem-words";
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
  const [company, setCompany] = createSignal("");
  const [person, setPerson] = createSignal("");
  const [isTried, setTried] = createSignal(false);
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<StartProblem>();

  const create = async (relay: string | null): Promise<void> => {
    setTried(true);
    if (isBusy() || company().trim() === "" || person().trim() === "") return;
    setBusy(true);
    const result = await startCompany(app, {
      companyName: company(),
      personName: person(),
      relay,
      demo: false,
      currency: currencies[new Intl.Locale(navigator.language).region ?? ""] ?? "EUR",
      zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
      departments: departments(),
    });
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
    isBusy,
    create,
    companyError: () => (isTried() && company().trim() === "" ? t("companyMissing") : undefined),
    personError: () => (isTried() && person().trim() === "" ? t("nameMissing") : undefined),
    problem: () => {
      const found = problem();
      return found && words(found);
    },
    canStartHere: () => problem()?.type === "RelayRefused" || problem()?.type === "RelayAnswerInvalid",
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
          void form.create(origin);
        }}
      >
        <Fields form={form} />
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
