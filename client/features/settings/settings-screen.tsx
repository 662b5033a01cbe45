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
import { createRow, createRows, useCommands, useReplica } from "#client/data";
import { useApp } from "#client/app/app-context";
import { locales, useLocale, useText } from "#client/app/i18n";
import { themeChoices } from "#client/app/theme";
import { EditableText } from "#client/ui/editable-text";
import { Facts } from "#client/ui/list";
import { Section } from "#client/ui/page";
import { Segmented } from "#client/ui/segmented";
import { SelectField } from "#client/ui/select-field";
import { showToast } from "#client/ui/toast";
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

const ZoneField = (props: {
  readonly value: Zone | undefined;
  readonly readOnly: boolean;
  readonly onChange: (zone: Zone) => void;
}): JSX.Element => {
  const t = useText(messages);
  return (
    <Show when={!props.readOnly} fallback={props.value?.replaceAll("_", " ") ?? t("none")}>
      <SelectField
        label={t("zone")}
        hideLabel
        quiet
        value={props.value}
        placeholder={t("none")}
        options={zones}
        onChange={(zone) => props.onChange(brand<Zone>(zone))}
      />
    </Show>
  );
};

/** One fact of the company, to be changed where it stands by those who may. */
const ProfileText = (props: {
  readonly label: string;
  readonly value: string | undefined;
  readonly placeholder: string;
  readonly readOnly: boolean;
  readonly onCommit: (text: string) => void;
}): JSX.Element => (
  <EditableText
    label={props.label}
    placeholder={props.placeholder}
    value={props.value ?? ""}
    readOnly={props.readOnly}
    onCommit={(text) => props.onCommit(text)}
  />
);

const CompanySection = (): JSX.Element => {
  const t = useText(messages);
  const set = createSetters();
  const profiles = createRows(companyProfile);
  const readOnly = !useReplica().may("write", "settings");
  const text = (
    name: string,
    value: string | undefined,
    placeholder: string,
    onCommit: (text: string) => void,
  ) => ({ name, value: <ProfileText label={name} {...{ value, placeholder, readOnly, onCommit }} /> });
  return (
    <Show when={profileIn(profiles())}>
      {(profile) => (
        <Section title={t("company")} note={readOnly ? t("companyReadOnly") : undefined}>
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
                  <ZoneField
                    value={profile().zone}
                    readOnly={readOnly}
                    onChange={(zone) => void set.company({ zone })}
                  />
                ),
              },
            ]}
          />
        </Section>
      )}
    </Show>
  );
};

const SelfSection = (): JSX.Element => {
  const t = useText(messages);
  const set = createSetters();
  const me = createRow(person, useReplica().member);
  return (
    <Show when={me()}>
      {(row) => (
        <Section title={t("myself")}>
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
