import { Dialog as Kobalte } from "@kobalte/core/dialog";
import { Show, Suspense, onCleanup } from "solid-js";
import type { JSX } from "solid-js";
import { IconButton } from "./button";
import { classes } from "./classes";
import { Editable } from "./editing";
import { createFocusReturn } from "./focus-return";
import { X } from "./icons";
import styles from "./overlay.module.css";
import { useWords } from "./words";

interface DialogProps {
  readonly open: boolean;
  /** Escape, the cross, a click beside it. */
  readonly onClose: () => void;
  readonly title: string;
  readonly wide?: boolean | undefined;
  readonly children: JSX.Element;
  /** Buttons, the one people came for last. */
  readonly foot?: JSX.Element;
}

/** What had the focus may go away when it was used: the keyboard must not end up on the screen behind. */
const keepFocus = (content: HTMLElement): void => {
  const observer = new MutationObserver(() => {
    const isLost = document.activeElement === document.body;
    if (isLost && content.isConnected) content.focus({ preventScroll: true });
  });
  observer.observe(content, { childList: true, subtree: true });
  onCleanup(() => observer.disconnect());
};

/**
 * Keeps focus inside, gives it back when closed: to what had it, or what took its place. For what must be answered; everything else happens in place. Its
 * fields are its own, whatever may be changed on the screen behind it.
 */
export const Dialog = (props: DialogProps): JSX.Element => {
  const words = useWords();
  const focus = createFocusReturn();
  const onContent = (content: HTMLElement): void => {
    focus.remember(content);
    keepFocus(content);
  };
  return (
    <Kobalte open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <Kobalte.Portal>
        <Kobalte.Overlay class={styles.veil} />
        <div class={styles.place}>
          <Kobalte.Content
            ref={onContent}
            onCloseAutoFocus={focus.giveBack}
            class={classes(styles.dialog, props.wide === true && styles.wide)}
          >
            <div class={styles.dialogHead}>
              <Kobalte.Title>{props.title}</Kobalte.Title>
              <IconButton label={words().close} onClick={() => props.onClose()}>
                <X />
              </IconButton>
            </div>
            <div class={styles.dialogBody}>
              {/* A part that is still on its way must not take the screen and the keys of this dialog along. */}
              <Suspense>
                <Editable when>{props.children}</Editable>
              </Suspense>
            </div>
            <Show when={props.foot}>{(foot) => <div class={styles.dialogFoot}>{foot()}</div>}</Show>
          </Kobalte.Content>
        </div>
      </Kobalte.Portal>
    </Kobalte>
  );
};
