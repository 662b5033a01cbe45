import { Popover as Kobalte } from "@kobalte/core/popover";
import type { JSX } from "solid-js";
import styles from "./overlay.module.css";

interface PopoverProps {
  /** What the trigger does, read out. Leave it out when the trigger has words. */
  readonly label?: string | undefined;
  readonly trigger: JSX.Element;
  readonly triggerClass?: string | undefined;
  /** Heading for screen readers. */
  readonly title: string;
  readonly open?: boolean | undefined;
  readonly onOpenChange?: ((open: boolean) => void) | undefined;
  readonly placement?: "bottom-start" | "bottom-end" | "top-start" | "top-end" | undefined;
  readonly children: JSX.Element;
}

/** Explains something where it stands; opens by click, tap or keyboard and can be entered. */
export const Popover = (props: PopoverProps): JSX.Element => (
  <Kobalte
    gutter={6}
    placement={props.placement ?? "bottom-start"}
    {...(props.open === undefined ? {} : { open: props.open })}
    {...(props.onOpenChange === undefined ? {} : { onOpenChange: props.onOpenChange })}
  >
    <Kobalte.Trigger class={props.triggerClass} aria-label={props.label}>
      {props.trigger}
    </Kobalte.Trigger>
    <Kobalte.Portal>
      <Kobalte.Content class={styles.popover}>
        <Kobalte.Title class="hidden-label">{props.title}</Kobalte.Title>
        {props.children}
      </Kobalte.Content>
    </Kobalte.Portal>
  </Kobalte>
);
