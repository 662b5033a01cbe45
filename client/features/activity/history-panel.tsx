/** The history of something, loaded when it is first shown: nothing of it is needed to work. */
import { Show, Suspense, createSignal, lazy } from "solid-js";
import type { JSX } from "solid-js";
import { useText } from "#client/app/i18n";
import { Button } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { Clock } from "#client/ui/icons";
import type { HistoryProps } from "./history";
import { messages } from "./messages";

const LazyHistory = lazy(() => import("./history"));

/** On a page of its own subject. */
export const HistoryPanel = (props: HistoryProps): JSX.Element => (
  <Suspense>
    <LazyHistory {...props} />
  </Suspense>
);

/** For subjects without a page: the same in a dialog. Mount it to show it. */
export const HistoryDialog = (props: HistoryProps & { readonly onClose: () => void }): JSX.Element => {
  const t = useText(messages);
  return (
    <Dialog
      open
      wide
      onClose={() => props.onClose()}
      title={t("historyOf", { name: props.name })}
      foot={
        <Button variant="primary" onClick={() => props.onClose()}>
          {t("close")}
        </Button>
      }
    >
      <HistoryPanel {...props} />
    </Dialog>
  );
};

/** A button that opens the history where it stands. */
export const HistoryButton = (props: HistoryProps & { readonly whole?: boolean }): JSX.Element => {
  const t = useText(messages);
  const [isOpen, setOpen] = createSignal(false);
  return (
    <>
      <Button variant="bare" aria-label={t("historyOf", { name: props.name })} onClick={() => setOpen(true)}>
        <Clock />
        {props.whole === true ? t("wholeHistory") : t("history")}
      </Button>
      <Show when={isOpen()}>
        <HistoryDialog {...props} onClose={() => setOpen(false)} />
      </Show>
    </>
  );
};
