import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import { useLocation } from "@solidjs/router";
import { useText } from "../i18n";
import { messages } from "../messages";
import { createNavItems, currentNavItem } from "../navigation";
import type { NavItem } from "../navigation";
import { CompanySwitcher } from "./company-switcher";
import { ConflictCount } from "./conflict-count";
import { HeldCount } from "./held-count";
import styles from "./frame.module.css";

const NavLink = (props: { readonly item: NavItem }): JSX.Element => {
  const t = useText(messages);
  const location = useLocation();
  return (
    <a
      class={styles.link}
      href={props.item.path}
      title={t(props.item.label)}
      aria-current={currentNavItem(location.pathname) === props.item ? "page" : undefined}
    >
      <Dynamic component={props.item.icon} />
      <span class={styles.linkName}>{t(props.item.label)}</span>
      <Show when={props.item.path === "/conflicts"}>
        <ConflictCount />
      </Show>
      <Show when={props.item.path === "/held"}>
        <HeldCount />
      </Show>
    </a>
  );
};

/** The main menu on wide screens; icons alone on middling ones. */
export const NavRail = (): JSX.Element => {
  const t = useText(messages);
  const items = createNavItems();
  const navItemsAt = (place: NavItem["place"]): readonly NavItem[] =>
    items().filter((item) => item.place === place);
  return (
    <nav class={styles.nav} aria-label={t("main")}>
      <CompanySwitcher />
      <For each={navItemsAt("top")}>{(item) => <NavLink item={item} />}</For>
      <For each={["plan", "equipment"] as const}>
        {(group) => (
          <Show when={navItemsAt(group).length > 0}>
            <h2 class={styles.group}>{t(group)}</h2>
            <For each={navItemsAt(group)}>{(item) => <NavLink item={item} />}</For>
          </Show>
        )}
      </For>
      <div class={styles.foot}>
        <For each={navItemsAt("foot")}>{(item) => <NavLink item={item} />}</For>
      </div>
    </nav>
  );
};
