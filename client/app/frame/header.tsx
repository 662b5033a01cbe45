import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { ChevronRight, Search } from "#client/ui/icons";
import { IconButton } from "#client/ui/button";
import { Kbd } from "#client/ui/kbd";
import { createMedia } from "#client/ui/media";
import type { ScreenTitleValue } from "#client/ui/screen-title";
import { useText } from "../i18n";
import { messages } from "../messages";
import { DemoBanner } from "./demo-banner";
import styles from "./frame.module.css";
import { SyncMark } from "./sync-mark";

const isApple = (): boolean => /mac|iphone|ipad/i.test(navigator.userAgent);

interface HeaderProps {
  readonly title: ScreenTitleValue | undefined;
  readonly onSearch: () => void;
}

/** Where we are, how the sync stands, and the way to everything else. */
export const Header = (props: HeaderProps): JSX.Element => {
  const t = useText(messages);
  const isNarrow = createMedia("(max-width: 1023px)");
  return (
    <header class={styles.head}>
      <DemoBanner />
      <div class={styles.bar}>
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
    </header>
  );
};
