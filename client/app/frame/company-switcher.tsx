import type { JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import { Avatar } from "#client/ui/avatar";
import { Check, ChevronsUpDown, Plus, SlidersHorizontal } from "#client/ui/icons";
import { Menu } from "#client/ui/menu";
import type { MenuEntry } from "#client/ui/menu";
import { useApp } from "../app-context";
import { useText } from "../i18n";
import { messages } from "../messages";
import styles from "./frame.module.css";

/** Name of the company on screen, as this device lists it. */
export const createCompanyName = (): (() => string) => {
  const t = useText(messages);
  const { companies } = useApp();
  return () => {
    const entry = companies.list().find((each) => each.company === companies.current()?.company);
    return entry === undefined || entry.name === "" ? t("unnamed") : entry.name;
  };
};

/** The companies of this browser profile as menu entries. */
export const createCompanyEntries = (): (() => readonly MenuEntry[]) => {
  const t = useText(messages);
  const { companies } = useApp();
  const navigate = useNavigate();
  const isCurrent = (company: string): boolean => companies.current()?.company === company;
  const open = async (company: string): Promise<void> => {
    if (isCurrent(company)) return;
    navigate("/");
    await companies.open(company);
  };
  return () => [
    ...companies.list().map((entry) => ({
      label: entry.name === "" ? t("unnamed") : entry.name,
      icon: isCurrent(entry.company) ? <Check /> : <Avatar name={entry.name} colour="company" small />,
      onSelect: () => void open(entry.company),
    })),
    "line" as const,
    { label: t("anotherCompany"), icon: <Plus />, onSelect: () => navigate("/welcome") },
    { label: t("settings"), icon: <SlidersHorizontal />, onSelect: () => navigate("/settings") },
  ];
};

export const CompanySwitcher = (): JSX.Element => {
  const t = useText(messages);
  const name = createCompanyName();
  const entries = createCompanyEntries();
  return (
    <Menu
      triggerClass={styles.brand}
      label={t("switchCompany", { name: name() })}
      entries={entries()}
      trigger={
        <>
          <Avatar name={name()} colour="company" small />
          <span class={`cut ${styles.brandName ?? ""}`}>{name()}</span>
          <ChevronsUpDown />
        </>
      }
    />
  );
};
