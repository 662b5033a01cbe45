import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { ChevronLeft, ChevronRight, Search } from "#client/ui/icons";
import { IconButton } from "#client/ui/button";
import { Kbd } from "#client/ui/kbd";
import { createIsPhone, createMedia } from "#client/ui/media";
import type { ScreenTitleValue } from "#client/ui/screen-title";
import { useText } from "../i18n";
import { messages } from "../messages";
import { Banners } from "./banners";
import { CompanySwitcher } from "./company-switcher";
import { DemoBanner } from "./demo-banner";
import styles from "./frame.module.css";
import { SyncMark } from "./sync-mark";

const isApple = (): boolean => /mac|iphone|ipad/i.test(navigator.userAgent);

const Crumbs = (props: { readonly title: ScreenTitleValue | undefined }): JSX.Element => (
  <ol class={styles.crumbs}>
    <For each={props.title?.crumbs}>
      {(crumb) => (
        <li>
          <a class="cut" href={crumb.href}>
            {crumb.label}
          </a>
          <ChevronRight />
        </li>
      )}
    </For>
    <li class={`cut ${styles.here ?? ""}`}>{props.title?.title}</li>
  </ol>
);

/** On a phone: the way back over the title, or the company. A title that stands on the screen is not repeated. */
const PhoneUp = (props: { readonly title: ScreenTitleValue | undefined }): JSX.Element => {
  const t = useText(messages);
  return (
    <Show when={props.title?.crumbs.at(-1)} fallback={<CompanySwitcher />}>
      {(crumb) => (
        <a class={styles.up} href={crumb().href} aria-label={t("back", { name: crumb().label })}>
          <ChevronLeft />
          <span class={styles.upWords}>
            <span class={`cut ${styles.upFrom ?? ""}`}>{crumb().label}</span>
            <span class={`cut ${styles.upTitle ?? ""}`}>{props.title?.title}</span>
          </span>
        </a>
      )}
    </Show>
  );
};

interface HeaderProps {
  readonly title: ScreenTitleValue | undefined;
  readonly onSearch: () => void;
}

/** Where we are, how the sync stands, and the way to everything else. */
export const Header = (props: HeaderProps): JSX.Element => {
  const t = useText(messages);
  const isPhone = createIsPhone();
  const isNarrow = createMedia("(max-width: 1023px)");
  return (
    <header class={styles.head}>
      <DemoBanner />
      <div class={styles.bar}>
        <Show when={isPhone()} fallback={<Crumbs title={props.title} />}>
          <PhoneUp title={props.title} />
        </Show>
        <SyncMark />
        <Show
          when={isNarrow()}
          fallback={
            <button type="button" class={styles.find} onClick={() => props.onSearch()}>
              <Search />
              {t("search")}
              <Kbd>{isApple() ? "⌘ K" : "Ctrl K"}</Kbd>
            </button>
          }
        >
          <IconButton label={t("searchShort")} onClick={() => props.onSearch()}>
            <Search />
          </IconButton>
        </Show>
      </div>
      <Banners />
    </header>
  );
};
