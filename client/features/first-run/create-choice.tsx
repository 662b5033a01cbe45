import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import { useText } from "#client/app/i18n";
import { Button } from "#client/ui/button";
import { TextField } from "#client/ui/field";
import { CornerDownLeft, Warehouse } from "#client/ui/icons";
import { createCompanyForm } from "./company-form";
import type { CompanyForm } from "./company-form";
import { messages } from "./messages";
import { RelayRule } from "./relay-rule-note";
import styles from "./welcome.module.css";

const Fields = (props: { readonly form: CompanyForm }): JSX.Element => {
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
  const navigate = useNavigate();
  const form = createCompanyForm({ onStarted: () => navigate("/") });
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
          void form.begin();
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
