import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import { useLocation, useNavigate } from "@solidjs/router";
import { classes } from "#client/ui/classes";
import { Ellipsis } from "#client/ui/icons";
import { Menu } from "#client/ui/menu";
import type { MenuEntry } from "#client/ui/menu";
import { useText } from "../i18n";
import { messages } from "../messages";
import { createNavItems, currentNavItem } from "../navigation";
import type { NavItem } from "../navigation";
import { createCompanyEntries } from "./company-switcher";
import styles from "./frame.module.css";

/** In the order of the thumb: scan in the middle, always reachable. */
const barPaths = ["/", "/events", "/scan", "/stock"] as const;

const BarLink = (props: { readonly item: NavItem }): JSX.Element => {
  const t = useText(messages);
  const location = useLocation();
  const isCurrent = (): boolean => {
    const path = currentNavItem(location.pathname)?.path ?? "";
    // What stands under More belongs to the entry its address begins with.
    return path === props.item.path || (props.item.path !== "/" && path.startsWith(`${props.item.path}/`));
  };
  return (
    <a
      class={classes(styles.tab, props.item.path === "/scan" && styles.scan)}
      href={props.item.path}
      aria-current={isCurrent() ? "page" : undefined}
    >
      <Dynamic component={props.item.icon} />
      {t(props.item.label)}
    </a>
  );
};

/** The bar at the lower edge of a phone. */
export const TabBar = (): JSX.Element => {
  const t = useText(messages);
  const navigate = useNavigate();
  const companyEntries = createCompanyEntries();
  const items = createNavItems();
  const barItems = (): readonly NavItem[] =>
    barPaths.flatMap((path) => items().find((item) => item.path === path) ?? []);
  const rest = (): readonly MenuEntry[] => [
    ...items()
      .filter((item) => !barItems().includes(item) && item.path !== "/settings")
      .map((item) => ({
        label: t(item.label),
        icon: <Dynamic component={item.icon} />,
        onSelect: () => navigate(item.path),
      })),
    "line",
    ...companyEntries(),
  ];
  return (
    <nav class={styles.tabbar} aria-label={t("main")}>
      <For each={barItems()}>{(item) => <BarLink item={item} />}</For>
      <Show when={rest().length > 0}>
        <Menu
          triggerClass={styles.tab}
          entries={rest()}
          trigger={
            <>
              <Ellipsis />
              {t("more")}
            </>
          }
        />
      </Show>
    </nav>
  );
};
