import type { JSX } from "solid-js";
import { useText } from "#client/app/i18n";
import { Page, PageBody, PageHead } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import type { Crumb } from "#client/ui/screen-title";
import { Tabs } from "#client/ui/tabs";
import { messages } from "./messages";

const tabs = [
  { href: "/settings", key: "general" },
  { href: "/settings/people", key: "people" },
  { href: "/settings/roles", key: "roles" },
  { href: "/settings/security", key: "security" },
  { href: "/settings/device", key: "device" },
  { href: "/settings/paper-key", key: "paperKey" },
] as const;

type SettingsTab = (typeof tabs)[number]["key"];

/** Title, tabs and a readable column; every page of the settings stands in it. */
export const SettingsLayout = (props: {
  readonly tab: SettingsTab;
  /** Of a page below the tab: what it is about. */
  readonly title?: string | undefined;
  readonly actions?: JSX.Element;
  readonly children: JSX.Element;
}): JSX.Element => {
  const t = useText(messages);
  const isBelow = (): boolean => props.title !== undefined;
  const title = (): string => props.title ?? (props.tab === "general" ? t("title") : t(props.tab));
  const crumbs = (): readonly Crumb[] =>
    tabs.flatMap(({ key, href }): readonly Crumb[] => {
      if (key === "general") return props.tab === "general" ? [] : [{ label: t("title"), href }];
      return key === props.tab && isBelow() ? [{ label: t(key), href }] : [];
    });
  return (
    <>
      <ScreenTitle title={props.title ?? t(props.tab)} crumbs={crumbs()} />
      <PageHead title={title()} actions={props.actions} />
      <Tabs
        label={t("title")}
        tabs={tabs.map(({ href, key }) => ({ href, label: t(key), current: key === props.tab }))}
      />
      <Page>
        <PageBody>{props.children}</PageBody>
      </Page>
    </>
  );
};
