import type { JSX } from "solid-js";
import { useApp } from "#client/app/app-context";
import { locales, useLocale, useText } from "#client/app/i18n";
import { themeChoices } from "#client/app/theme";
import { Page, PageBody, PageHead, Section } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { Segmented } from "#client/ui/segmented";
import { messages } from "./messages";

const languageNames = { en: "English", de: "Deutsch" } as const;

const SettingsScreen = (): JSX.Element => {
  const t = useText(messages);
  const { locale, setLocale } = useLocale();
  const { look } = useApp();
  return (
    <Page>
      <ScreenTitle title={t("title")} />
      <PageHead title={t("title")} />
      <PageBody>
        <Section title={t("look")}>
          <Segmented
            label={t("language")}
            value={locale()}
            segments={locales.map((value) => ({ value, label: languageNames[value] }))}
            onChange={setLocale}
          />
          <Segmented
            label={t("theme")}
            value={look.choice()}
            segments={themeChoices.map((value) => ({ value, label: t(value) }))}
            onChange={look.choose}
          />
        </Section>
      </PageBody>
    </Page>
  );
};

export default SettingsScreen;
