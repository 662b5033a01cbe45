import type { JSX } from "solid-js";
import { useLocation } from "@solidjs/router";
import { useText } from "#client/app/i18n";
import { Page, PageBody, PageHead } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { Tabs } from "#client/ui/tabs";
import { messages } from "./messages";

const tabs = [
  { href: "/settings", key: "general" },
  { href: "/settings/people", key: "people" },
  { href: "/settings/device", key: "device" },
  { href: "/settings/paper-key", key: "paperKey" },
] as const;

type SettingsTab = (typeof tabs)[number]["key"];

/** Title, tabs and a readable column; every page of the settings stands in it. */
export const SettingsLayout = (props: {
  readonly tab: SettingsTab;
  readonly actions?: JSX.Element;
  readonly children: JSX.Element;
}): JSX.Element => {
  const t = useText(messages);
  const location = useLocation();
  return (
    <>
      <ScreenTitle
        title={t(props.tab)}
        crumbs={[{ label: t("title"), href: "/settings" }].filter(() => props.tab !== "general")}
      />
      <PageHead title={props.tab === "general" ? t("title") : t(props.tab)} actions={props.actions} />
      <Tabs
        label={t("title")}
        tabs={tabs.map((tab) => ({
          href: tab.href,
          label: t(tab.key),
          current: location.pathname === tab.href,
        }))}
      />
      <Page>
        <PageBody>{props.children}</PageBody>
      </Page>
    </>
  );
};
