import { createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { ProposalDesk } from "#client/features/security";
import { LinkButton } from "#client/ui/button";
import { TextField } from "#client/ui/field";
import { agreeMessages } from "./agree-messages";
import { FirstRunShell } from "./shell";
import styles from "./welcome.module.css";

/** A root holder with a paper key and any device: agrees to what another holder began. */
const AgreeElsewhereScreen = (): JSX.Element => {
  const t = useText(agreeMessages);
  const { identity, origin } = useApp();
  const navigate = useNavigate();
  const [relay, setRelay] = createSignal(origin);
  document.title = `${t("title")} · EventKit`;
  /** Where this device asked itself, the way goes on there. */
  const leave = (company: string): void => {
    const isAsking = identity.companies
      .get()
      .some((each) => each.company === company && each.stage === "recovering");
    navigate(isAsking ? `/recover?waiting=${company}` : "/welcome");
  };
  return (
    <FirstRunShell>
      <h1 class={styles.headline}>{t("title")}</h1>
      <div class={styles.desk}>
        <ProposalDesk
          open={(text) => identity.openProposal({ text, relay: relay() })}
          relay={relay()}
          onSent={({ view }) => leave(view.company)}
        >
          <TextField large label={t("relay")} type="url" value={relay()} onInput={setRelay} />
        </ProposalDesk>
      </div>
      <div class={styles.row}>
        <LinkButton size="touch" href="/welcome">
          {t("back")}
        </LinkButton>
      </div>
    </FirstRunShell>
  );
};

export default AgreeElsewhereScreen;
