import { Index, Show } from "solid-js";
import type { JSX } from "solid-js";
import styles from "./tabs.module.css";

export interface Tab {
  readonly href: string;
  readonly label: string;
  readonly count?: number | string | undefined;
  readonly current: boolean;
}

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  /** What stands at the right end: a date, a status. */
  readonly end?: JSX.Element;
}

/** Tabs are addresses: they can be sent, and Back works. */
export const Tabs = (props: TabsProps): JSX.Element => (
  <nav class={styles.tabs} aria-label={props.label}>
    <Index each={props.tabs}>
      {(tab) => (
        <a class={styles.tab} href={tab().href} aria-current={tab().current ? "page" : undefined}>
          {tab().label}
          <Show when={tab().count !== undefined}>
            <span class={styles.count}>{tab().count}</span>
          </Show>
        </a>
      )}
    </Index>
    <Show when={props.end}>{(end) => <div class={styles.end}>{end()}</div>}</Show>
  </nav>
);
