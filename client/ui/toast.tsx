import { Toast, toaster } from "@kobalte/core/toast";
import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { Portal } from "solid-js/web";
import { Button, IconButton } from "./button";
import { classes } from "./classes";
import { X } from "./icons";
import type { Meaning } from "./meaning";
import { MeaningIcon } from "./meaning-icon";
import meanings from "./meaning.module.css";
import styles from "./toast.module.css";
import { useWords } from "./words";

export interface ToastWords {
  readonly text: string;
  readonly meaning?: Meaning | undefined;
  /** One way to answer: Undo, Show, Try again. Such a toast stays twice as long. */
  readonly action?: { readonly label: string; readonly onSelect: () => void } | undefined;
}

const ToastCard = (props: { readonly id: number; readonly words: ToastWords }): JSX.Element => {
  const words = useWords();
  return (
    <Toast
      // A live region is no list item.
      as="div"
      toastId={props.id}
      data-meaning={props.words.meaning}
      class={classes(styles.toast, props.words.meaning && meanings[props.words.meaning])}
      duration={props.words.action ? 10_000 : 5_000}
    >
      <Show when={props.words.meaning}>{(meaning) => <MeaningIcon meaning={meaning()} />}</Show>
      <Toast.Title class={styles.words}>{props.words.text}</Toast.Title>
      <Show when={props.words.action}>
        {(action) => (
          <Button
            onClick={() => {
              toaster.dismiss(props.id);
              action().onSelect();
            }}
          >
            {action().label}
          </Button>
        )}
      </Show>
      <IconButton label={words().close} onClick={() => toaster.dismiss(props.id)}>
        <X />
      </IconButton>
    </Toast>
  );
};

/** Says something short at the lower edge; read out, stops while the pointer or the keyboard is on it. */
export const showToast = (words: ToastWords): void =>
  void toaster.show((toast) => <ToastCard id={toast.toastId} words={words} />);

/** Where toasts appear; once per app. */
export const ToastRegion = (): JSX.Element => {
  const words = useWords();
  return (
    <Portal>
      <Toast.Region aria-label={words().notifications} limit={3} pauseOnInteraction pauseOnPageIdle={false}>
        <Toast.List as="div" class={styles.list} />
      </Toast.Region>
    </Portal>
  );
};
