import { DropdownMenu } from "@kobalte/core/dropdown-menu";
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { classes } from "./classes";
import styles from "./overlay.module.css";

export type MenuEntry =
  | {
      readonly label: string;
      readonly icon?: JSX.Element;
      readonly hint?: string | undefined;
      readonly danger?: boolean | undefined;
      readonly disabled?: boolean | undefined;
      readonly onSelect: () => void;
    }
  /** A line between groups. */
  | "line";

interface MenuProps {
  /** Needed when the trigger is an icon alone. */
  readonly label?: string | undefined;
  readonly trigger: JSX.Element;
  readonly triggerClass?: string | undefined;
  readonly entries: readonly MenuEntry[];
}

export const Menu = (props: MenuProps): JSX.Element => (
  <DropdownMenu gutter={4} placement="bottom-start">
    <DropdownMenu.Trigger class={props.triggerClass} aria-label={props.label} title={props.label}>
      {props.trigger}
    </DropdownMenu.Trigger>
    <DropdownMenu.Portal>
      <DropdownMenu.Content class={styles.menu}>
        <For each={props.entries}>
          {(entry) =>
            entry === "line" ? (
              <DropdownMenu.Separator class={styles.line} />
            ) : (
              <DropdownMenu.Item
                class={classes(styles.item, entry.danger === true && styles.danger)}
                disabled={entry.disabled ?? false}
                onSelect={() => entry.onSelect()}
              >
                {entry.icon}
                {entry.label}
                <Show when={entry.hint}>
                  <span class={styles.hint}>{entry.hint}</span>
                </Show>
              </DropdownMenu.Item>
            )
          }
        </For>
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  </DropdownMenu>
);
