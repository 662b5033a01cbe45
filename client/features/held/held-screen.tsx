import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { createObserved, useReplica } from "#client/data";
import { useText } from "#client/app/i18n";
import { MeaningIcon } from "#client/ui/meaning-icon";
import { EmptyState, Page, PageBody, PageHead } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { HeldLogCard } from "./held-log-card";
import { messages } from "./messages";

/** Scans of people who left, for an administrator to adopt, to adopt in part or to discard. */
const HeldScreen = (): JSX.Element => {
  const t = useText(messages);
  const held = createObserved(useReplica().held);
  const docs = (): readonly string[] => held().map(({ doc }) => doc);
  return (
    <>
      <ScreenTitle title={t("title")} />
      <PageHead title={t("title")} />
      <Page>
        <PageBody>
          <Show
            when={held().length > 0}
            fallback={
              <EmptyState icon={<MeaningIcon meaning="ok" />} title={t("nothing")}>
                {t("nothingText")}
              </EmptyState>
            }
          >
            <p class="quiet">{t("lead")}</p>
            <For each={docs()}>
              {(doc) => (
                <Show when={held().find((log) => log.doc === doc)}>
                  {(log) => <HeldLogCard log={log()} />}
                </Show>
              )}
            </For>
          </Show>
        </PageBody>
      </Page>
    </>
  );
};

export default HeldScreen;
