import { For, Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type { PaperKeySheet } from "#shared/replica/identity/types";
import { createObserved, useReplica } from "#client/data";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { Button } from "#client/ui/button";
import { TextField } from "#client/ui/field";
import { Printer, ShieldCheck } from "#client/ui/icons";
import { EmptyState, Section } from "#client/ui/page";
import { printPage } from "#client/platform/page";
import { SettingsLayout } from "./layout";
import { messages } from "./messages";
import { QrCode } from "./qr-code";
import styles from "./settings.module.css";

const Sheet = (props: { readonly sheet: PaperKeySheet }): JSX.Element => {
  const t = useText(messages);
  return (
    <div class={styles.stack}>
      <div class={styles.sheet}>
        <ol class={styles.groups} aria-label={t("paperKey")}>
          <For each={props.sheet.groups}>
            {(group, index) => (
              <li>
                <small>{index() + 1}</small>
                {group}
              </li>
            )}
          </For>
        </ol>
        <QrCode label={t("paperQr")} text={props.sheet.qr} />
      </div>
      <p class="quiet">{t("paperNever")}</p>
      <Button onClick={printPage}>
        <Printer />
        {t("paperPrint")}
      </Button>
    </div>
  );
};

const CheckGroups = (props: { readonly sheet: PaperKeySheet }): JSX.Element => {
  const t = useText(messages);
  const { identity } = useApp();
  const replica = useReplica();
  const [typed, setTyped] = createSignal<readonly [string, string, string]>(["", "", ""]);
  const [wrong, setWrong] = createSignal<readonly number[]>([]);
  const setAt = (index: number, text: string): void => {
    const [a, b, c] = typed();
    setTyped([index === 0 ? text : a, index === 1 ? text : b, index === 2 ? text : c]);
  };
  const confirm = async (): Promise<void> => {
    const result = await identity.confirmPaperKey(replica.company, typed());
    setWrong(result.ok ? [] : result.error.wrong);
  };
  return (
    <form
      class={styles.stack}
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
    >
      <div class={styles.typed}>
        <For each={props.sheet.ask}>
          {(position, index) => (
            <TextField
              large
              label={t("paperGroup", { n: position + 1 })}
              class="code"
              autocomplete="off"
              autocapitalize="characters"
              spellcheck={false}
              value={typed()[index()] ?? ""}
              error={wrong().includes(position) ? t("paperWrong") : undefined}
              onInput={(text) => setAt(index(), text)}
            />
          )}
        </For>
      </div>
      <Button
        type="submit"
        variant="primary"
        size="touch"
        disabled={typed().some((each) => each.trim() === "")}
      >
        {t("paperCheck")}
      </Button>
    </form>
  );
};

/** The company's last way in, on paper. Shown until three groups were typed from it. */
const PaperKeyScreen = (): JSX.Element => {
  const t = useText(messages);
  const { identity } = useApp();
  const replica = useReplica();
  const known = createObserved(identity.companies);
  const isSaved = (): boolean =>
    known().find((each) => each.company === replica.company)?.paperKeySaved !== false;
  const [wasSavedAtFirst] = createSignal(isSaved());
  const sheet = (): PaperKeySheet | null => (isSaved() ? null : identity.paperKey(replica.company));
  return (
    <SettingsLayout tab="paperKey">
      <Show
        when={sheet()}
        fallback={
          <EmptyState icon={<ShieldCheck />} title={t("paperSaved")}>
            {t(wasSavedAtFirst() ? "paperElsewhere" : "paperSavedText")}
          </EmptyState>
        }
      >
        {(found) => (
          <>
            <p>{t("paperLead")}</p>
            <Section title={t("paperStep1")}>
              <Sheet sheet={found()} />
            </Section>
            <Section title={t("paperStep2")}>
              <CheckGroups sheet={found()} />
            </Section>
          </>
        )}
      </Show>
    </SettingsLayout>
  );
};

export default PaperKeyScreen;
