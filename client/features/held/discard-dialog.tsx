import { createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { heldLimits } from "#shared/protocol/limits";
import { useText } from "#client/app/i18n";
import { Button } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { TextField } from "#client/ui/field";
import { messages } from "./messages";

/** For good, so it asks; with a reason, because somebody made these scans and is told. */
export const DiscardDialog = (props: {
  readonly open: boolean;
  readonly person: string;
  readonly onClose: () => void;
  readonly onDiscard: (why: string) => void;
}): JSX.Element => {
  const t = useText(messages);
  const [why, setWhy] = createSignal("");
  const discard = (): void => {
    props.onDiscard(why().trim().slice(0, heldLimits.whyLength));
    props.onClose();
  };
  return (
    <Dialog
      open={props.open}
      title={t("discardTitle", { person: props.person })}
      onClose={() => props.onClose()}
      foot={
        <>
          <Button size="touch" onClick={() => props.onClose()}>
            {t("cancel")}
          </Button>
          <Button variant="danger" size="touch" disabled={why().trim() === ""} onClick={discard}>
            {t("discardDo")}
          </Button>
        </>
      }
    >
      <p>{t("discardText")}</p>
      <TextField label={t("why")} hint={t("whyHint")} value={why()} onInput={setWhy} />
    </Dialog>
  );
};
