import { For } from "solid-js";
import type { JSX } from "solid-js";
import { useText } from "#client/app/i18n";
import { LinkButton } from "#client/ui/button";
import { CircleDashed, ScanQrCode, Users } from "#client/ui/icons";
import { ArchiveChoice } from "./archive-choice";
import { CreateChoice } from "./create-choice";
import { DemoChoice } from "./demo-choice";
import { DeviceCompanies } from "./device-companies";
import { messages } from "./messages";
import { FirstRunShell } from "./shell";
import styles from "./welcome.module.css";

const steps = ["stepImport", "stepColleague", "stepEvent", "stepLabels"] as const;

/** The first page of a device: create, join, look around. */
const WelcomeScreen = (): JSX.Element => {
  const t = useText(messages);
  document.title = `${t("pageTitle")} · EventKit`;
  return (
    <FirstRunShell>
      <h1 class={styles.headline}>{t("headline")}</h1>
      <p class={styles.lead}>{t("lead")}</p>
      <DeviceCompanies />
      <CreateChoice />
      <section class={styles.choice} aria-labelledby="join-title">
        <div class={styles.choiceHead}>
          <Users />
          <h2 id="join-title">{t("join")}</h2>
          <div class={styles.buttons}>
            <LinkButton href="/join?by=camera">
              <ScanQrCode />
              {t("joinScan")}
            </LinkButton>
            <LinkButton href="/join">{t("joinPaste")}</LinkButton>
          </div>
        </div>
      </section>
      <ArchiveChoice />
      <DemoChoice />
      <div class={styles.after}>
        <h3>{t("afterwards")}</h3>
        <ul>
          <For each={steps}>
            {(step) => (
              <li>
                <CircleDashed />
                {t(step)}
              </li>
            )}
          </For>
        </ul>
      </div>
      <div class={styles.foot}>
        <span>{t("moving")}</span>
        <a class="link" href="/recover">
          {t("lost")}
        </a>
      </div>
    </FirstRunShell>
  );
};

export default WelcomeScreen;
