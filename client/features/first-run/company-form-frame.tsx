import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { useText } from "#client/app/i18n";
import { Button } from "#client/ui/button";
import { TextField } from "#client/ui/field";
import { CornerDownLeft } from "#client/ui/icons";
import type { CompanyForm } from "./company-form";
import { messages } from "./messages";
import { RelayRule } from "./relay-rule-note";
import styles from "./welcome.module.css";

/** Who is beginning it. */
export const PersonField = (props: { readonly form: CompanyForm }): JSX.Element => {
  const t = useText(messages);
  return (
    <TextField
      large
      label={t("yourName")}
      name="name"
      autocomplete="name"
      value={props.form.person()}
      error={props.form.personError()}
      onInput={props.form.setPerson}
    />
  );
};

interface CompanyFormFrameProps {
  readonly form: CompanyForm;
  /** What begins the company, in words. */
  readonly begin: string;
  /** The fields. */
  readonly children: JSX.Element;
}

/** What asks for a new company, below its fields: where it will live, what is in the way, and the way on. */
export const CompanyFormFrame = (props: CompanyFormFrameProps): JSX.Element => {
  const t = useText(messages);
  return (
    <form
      class={styles.form}
      novalidate
      onSubmit={(event) => {
        event.preventDefault();
        void props.form.begin();
      }}
    >
      {props.children}
      <RelayRule form={props.form} />
      <Show when={props.form.problem()}>
        {(sentence) => (
          <p class={styles.full} role="alert">
            {sentence()}
          </p>
        )}
      </Show>
      <Show when={props.form.canStartHere()}>
        <Button size="touch" onClick={() => void props.form.create(null)}>
          {t("createHere")}
        </Button>
      </Show>
      <Button type="submit" variant="primary" size="touch" disabled={props.form.isBusy()}>
        {props.form.isBusy() ? t("creating") : props.begin}
        <CornerDownLeft />
      </Button>
    </form>
  );
};
