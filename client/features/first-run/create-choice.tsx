import type { JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import { useText } from "#client/app/i18n";
import { TextField } from "#client/ui/field";
import { Warehouse } from "#client/ui/icons";
import { createCompanyForm } from "./company-form";
import { CompanyFormFrame, PersonField } from "./company-form-frame";
import { messages } from "./messages";
import styles from "./welcome.module.css";

/** Name, your name, done. */
export const CreateChoice = (): JSX.Element => {
  const t = useText(messages);
  const navigate = useNavigate();
  const form = createCompanyForm({ onStarted: () => navigate("/") });
  const name = (): string => form.company().trim();
  return (
    <section class={styles.choice} aria-labelledby="create-title">
      <div class={styles.choiceHead}>
        <Warehouse />
        <h2 id="create-title">{t("create")}</h2>
        <span class={`faint small ${styles.time ?? ""}`}>{t("createTime")}</span>
      </div>
      <CompanyFormFrame form={form} begin={name() === "" ? t("create") : t("createNamed", { name: name() })}>
        <TextField
          large
          label={t("company")}
          name="organization"
          autocomplete="organization"
          value={form.company()}
          error={form.companyError()}
          onInput={form.setCompany}
        />
        <PersonField form={form} />
      </CompanyFormFrame>
    </section>
  );
};
