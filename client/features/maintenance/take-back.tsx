/** Takes a record back with the reason why: it stays to be read and counts nowhere. */
import { Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { useText } from "#client/app/i18n";
import { Button } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { TextField } from "#client/ui/field";
import { showToast } from "#client/ui/toast";
import styles from "./maintenance.module.css";
import { testMessages } from "./test-messages";

export const TakeBack = (props: {
  /** Names the record: its day, its figure. */
  readonly what: string;
  /** What else the person should know: what stays although the record is taken back. */
  readonly hint?: string | undefined;
  /** False when it was not done, which has been told. */
  readonly onTakeBack: (reason: string) => Promise<boolean>;
}): JSX.Element => {
  const t = useText(testMessages);
  const [isOpen, setOpen] = createSignal(false);
  const [reason, setReason] = createSignal("");
  const takeBack = async (): Promise<void> => {
    if (!(await props.onTakeBack(reason().trim()))) return;
    setOpen(false);
    setReason("");
    showToast({ text: t("takenBack"), meaning: "ok" });
  };
  return (
    <>
      <Button aria-label={t("takeBackOf", { what: props.what })} onClick={() => setOpen(true)}>
        {t("takeBack")}
      </Button>
      <Dialog
        open={isOpen()}
        onClose={() => setOpen(false)}
        title={t("takeBackOf", { what: props.what })}
        foot={
          <Button variant="danger" disabled={reason().trim() === ""} onClick={() => void takeBack()}>
            {t("takeBack")}
          </Button>
        }
      >
        <div class={styles.form}>
          <p>{t("takeBackText")}</p>
          <Show when={props.hint}>{(hint) => <p>{hint()}</p>}</Show>
          <TextField label={t("reason")} maxlength={500} value={reason()} onInput={setReason} />
        </div>
      </Dialog>
    </>
  );
};
