import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { TextField } from "#client/ui/field";
import type { CompanyForm } from "./company-form";
import { messages } from "./messages";
import styles from "./welcome.module.css";

const ruleWords = { token: "relayAsksToken", listed: "relayLists", closed: "relayClosed" } as const;

/** Said before anything is typed: what this relay takes, and what then happens. */
export const RelayRule = (props: { readonly form: CompanyForm }): JSX.Element => {
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
