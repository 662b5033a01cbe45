import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { brand } from "#shared/kernel/brand";
import type { Zone } from "#shared/kernel/record";
import {
  companyProfile,
  person,
  profileIn,
  setCompanyFields,
  setPersonFields,
} from "#shared/domain/settings";
import type { CompanyPatch, SetPerson, SettingsProblem } from "#shared/domain/settings";
import { createMay, createRow, createRows, useCommands, useReplica } from "#client/data";
import { useApp } from "#client/app/app-context";
import { locales, useLocale, useText } from "#client/app/i18n";
import { themeChoices } from "#client/app/theme";
import { EditableText } from "#client/ui/editable-text";
import { Editable } from "#client/ui/editing";
import { Facts } from "#client/ui/list";
import { Section } from "#client/ui/page";
import { Segmented } from "#client/ui/segmented";
import { SelectField } from "#client/ui/select-field";
import { showToast } from "#client/ui/toast";
import { CustomFieldsSection } from "./custom-fields";
import { SettingsLayout } from "./layout";
import { messages } from "./messages";

const languageNames = { en: "English", de: "Deutsch" } as const;

const zones = Intl.supportedValuesOf("timeZone").map((name) => ({
  value: name,
  label: name.replaceAll("_", " "),
}));

/** An emptied optional field is cleared. */
const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

const createSetters = () => {
  const t = useText(messages);
  const commands = useCommands();
  const replica = useReplica();
  const tell = (problem: { readonly type: string }): void => {
    const own: SettingsProblem["type"][] = ["NameMissing", "CurrencyUnknown"];
    if (!own.some((type) => type === problem.type)) return;
    showToast({
      text: t(problem.type === "CurrencyUnknown" ? "currencyUnknown" : "nameMissing"),
      meaning: "problem",
    });
  };
  const company = async (patch: CompanyPatch): Promise<void> => {
    const result = await commands.runCommand(setCompanyFields, patch, { quiet: true });
    if (!result.ok) tell(result.error);
  };
  const self = async (patch: Omit<SetPerson, "member">): Promise<void> => {
    const result = await commands.runCommand(
      setPersonFields,
      { ...patch, member: replica.member },
      { quiet: true },
    );
    if (!result.ok) tell(result.error);
  };
  return { company, self };
};

const CompanySection = (): JSX.Element => {
  const t = useText(messages);
  const set = createSetters();
  const profiles = createRows(companyProfile);
  const may = createMay();
  const text = (
    name: string,
    value: string | undefined,
    placeholder: string,
    onCommit: (text: string) => void,
  ) => ({
    name,
    value: <EditableText label={name} value={value ?? ""} {...{ placeholder, onCommit }} />,
  });
  return (
    <Show when={profileIn(profiles())}>
      {(profile) => (
        <Section title={t("company")} note={may("write", "settings") ? undefined : t("companyReadOnly")}>
          <Editable when={may("write", "settings")}>
            <Facts
              facts={[
                text(t("companyName"), profile().name, t("add"), (name) => void set.company({ name })),
                text(t("currency"), profile().currency, t("add"), (currency) => {
                  void set.company({ currency: currency.trim().toUpperCase() });
                }),
                text(t("contact"), profile().contact, t("contactEmpty"), (contact) => {
                  void set.company({ contact: orNull(contact) });
                }),
                {
                  name: t("zone"),
                  value: (
                    <SelectField
                      label={t("zone")}
                      hideLabel
                      quiet
                      value={profile().zone}
                      placeholder={t("none")}
                      options={zones}
                      onChange={(zone) => void set.company({ zone: brand<Zone>(zone) })}
                    />
                  ),
                },
              ]}
            />
          </Editable>
        </Section>
      )}
    </Show>
  );
};

const SelfSection = (): JSX.Element => {
  const t = useText(messages);
  const set = createSetters();
  const { member } = useReplica();
  const may = createMay();
  const me = createRow(person, member);
  return (
    <Show when={me()}>
      {(row) => (
        <Section title={t("myself")}>
          <Editable when={may("write", "person", { member })}>
            <Facts
              facts={[
                {
                  name: t("myName"),
                  value: (
                    <EditableText
                      label={t("myName")}
                      placeholder={t("add")}
                      value={row().name}
                      onCommit={(name) => void set.self({ name })}
                    />
                  ),
                },
                {
                  name: t("myEmail"),
                  value: (
                    <EditableText
                      label={t("myEmail")}
                      placeholder={t("add")}
                      inputMode="email"
                      value={row().email ?? ""}
                      onCommit={(email) => void set.self({ email: orNull(email) })}
                    />
                  ),
                },
                {
                  name: t("myPhone"),
                  value: (
                    <EditableText
                      label={t("myPhone")}
                      placeholder={t("add")}
                      inputMode="tel"
                      value={row().phone ?? ""}
                      onCommit={(phone) => void set.self({ phone: orNull(phone) })}
                    />
                  ),
                },
              ]}
            />
          </Editable>
        </Section>
      )}
    </Show>
  );
};

/** Look, language, the company's own facts, and what this is. */
const SettingsScreen = (): JSX.Element => {
  const t = useText(messages);
  const { locale, setLocale } = useLocale();
  const { look, version } = useApp();
  return (
    <SettingsLayout tab="general">
      <Section title={t("look")}>
        <Facts
          facts={[
            {
              name: t("language"),
              value: (
                <Segmented
                  label={t("language")}
                  value={locale()}
                  segments={locales.map((value) => ({ value, label: languageNames[value] }))}
                  onChange={setLocale}
                />
              ),
            },
            {
              name: t("theme"),
              value: (
                <Segmented
                  label={t("theme")}
                  value={look.choice()}
                  segments={themeChoices.map((value) => ({ value, label: t(value) }))}
                  onChange={look.choose}
                />
              ),
            },
          ]}
        />
      </Section>
      <CompanySection />
      <CustomFieldsSection />
      <SelfSection />
      <Section title={t("about")}>
        <p class="quiet">{t("aboutText")}</p>
        <Facts
          facts={[
            { name: t("version"), value: version },
            { name: t("licence"), value: t("licenceText") },
          ]}
        />
      </Section>
    </SettingsLayout>
  );
};

export default SettingsScreen;
