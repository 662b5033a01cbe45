import { Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type { PaperKeySheet } from "#shared/replica/identity/types";
import { createObserved, useReplica } from "#client/data";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { ShieldCheck } from "#client/ui/icons";
import { EmptyState, Section } from "#client/ui/page";
import { SettingsLayout } from "./layout";
import { messages } from "./messages";
import { PaperCheck, PaperSheet } from "./paper-sheet";

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
  const check = async (typed: readonly [string, string, string]): Promise<readonly number[]> => {
    const result = await identity.confirmPaperKey(replica.company, typed);
    return result.ok ? [] : result.error.wrong;
  };
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
              <PaperSheet sheet={found()} />
            </Section>
            <Section title={t("paperStep2")}>
              <PaperCheck sheet={found()} onCheck={check} />
            </Section>
          </>
        )}
      </Show>
    </SettingsLayout>
  );
};

export default PaperKeyScreen;
