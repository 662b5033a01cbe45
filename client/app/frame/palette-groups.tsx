/** What the palette itself knows, and what the features find. */
import type { Accessor } from "solid-js";
import { createMemo } from "solid-js";
import { Dynamic } from "solid-js/web";
import { Languages, Moon, Sun, Undo2 } from "#client/ui/icons";
import { useApp } from "../app-context";
import { useLocale, useText } from "../i18n";
import { messages } from "../messages";
import { createNavItems, paletteSources } from "../navigation";
import { fitsWords } from "../palette";
import type { PaletteEntry, PaletteGroup } from "../palette";

const perSource = 6;

const createActions = (undo: () => void): (() => readonly PaletteEntry[]) => {
  const t = useText(messages);
  const { look } = useApp();
  const { locale, setLocale } = useLocale();
  return () => [
    { id: "undo", label: t("undoLast"), note: "Ctrl Z", icon: () => <Undo2 />, run: undo },
    look.theme() === "light"
      ? { id: "dark", label: t("useDark"), icon: () => <Moon />, run: () => look.choose("dark") }
      : { id: "light", label: t("useLight"), icon: () => <Sun />, run: () => look.choose("light") },
    {
      id: "language",
      label: t("useOther"),
      icon: () => <Languages />,
      run: () => setLocale(locale() === "en" ? "de" : "en"),
    },
  ];
};

/** Groups for the typed text, empty ones left out. Records come before screens once something is typed. */
export const createPaletteGroups = (
  query: Accessor<string>,
  undo: () => void,
): Accessor<readonly PaletteGroup[]> => {
  const t = useText(messages);
  const finders = paletteSources.map((source) => source());
  const actions = createActions(undo);
  const navItems = createNavItems();
  const screens = (): readonly PaletteEntry[] =>
    navItems().map((item) => ({
      id: item.path,
      label: t(item.label),
      icon: () => <Dynamic component={item.icon} />,
      href: item.path,
    }));
  const groups = createMemo((): readonly PaletteGroup[] => {
    const text = query().trim();
    const fits = (entry: PaletteEntry): boolean => text === "" || fitsWords(text, entry.label);
    const own: readonly PaletteGroup[] = [
      { title: t("screens"), entries: screens().filter(fits) },
      { title: t("actions"), entries: actions().filter(fits) },
    ];
    const found = finders.map((finder) => finder.find(text, perSource));
    return [...(text === "" ? [...own, ...found] : [...found, ...own])].filter(
      (group) => group.entries.length > 0,
    );
  });
  return groups;
};
