/** The label of a piece, and the ways to give it one that was printed blank or to take it off. */
import { Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { disputedLabels, takeLabelOff } from "#shared/domain/inventory";
import { createUndoToast } from "#client/app/frame/undo";
import { useText } from "#client/app/i18n";
import { useCommands } from "#client/data";
import { createLabelReader, followHandScanner } from "#client/features/scanning";
import { CodeCamera } from "#client/features/settings";
import { Button, IconButton } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { useEditable } from "#client/ui/editing";
import { TextField } from "#client/ui/field";
import { Camera, Tag, X } from "#client/ui/icons";
import { Note } from "#client/ui/note";
import type { AssetRow } from "./asset-rows";
import { createClaiming } from "./claiming";
import styles from "./inventory.module.css";
import { labelMessages } from "./label-messages";
import { messages } from "./messages";

/** Shown to everybody; changed by who may write the stock. */
export const LabelValue = (props: { readonly row: AssetRow }): JSX.Element => {
  const t = useText(messages);
  const words = useText(labelMessages);
  const isEditable = useEditable();
  const commands = useCommands();
  const offerUndo = createUndoToast();
  const [isOpen, setOpen] = createSignal(false);
  const takeOff = async (label: string): Promise<void> => {
    const { id, product, code } = props.row;
    const from = [{ product, asset: id, disputed: disputedLabels(props.row) }];
    const done = await commands.runCommand(takeLabelOff, { label, from });
    if (done.ok) offerUndo(words("takenOff", { code }), done.value.change);
  };
  return (
    <div class={styles.codes}>
      <Show when={props.row.label} fallback={<span class="quiet">{t("noLabel")}</span>}>
        {(label) => (
          <>
            <span class={styles.codeText}>{label()}</span>
            <Show when={isEditable()}>
              <IconButton label={words("takeOff")} onClick={() => void takeOff(label())}>
                <X />
              </IconButton>
            </Show>
          </>
        )}
      </Show>
      <Show when={isEditable()}>
        <Button onClick={() => setOpen(true)}>
          <Tag />
          {words("putLabelOn")}
        </Button>
      </Show>
      <Show when={isOpen()}>
        <WearLabelDialog row={props.row} onClose={() => setOpen(false)} />
      </Show>
    </div>
  );
};

const LabelCamera = (props: {
  readonly isLabel: (text: string) => boolean;
  readonly onRead: (text: string) => void;
}): JSX.Element => {
  const t = useText(labelMessages);
  const [isOn, setOn] = createSignal(false);
  const read = (text: string): void => {
    setOn(false);
    props.onRead(text);
  };
  return (
    <Show
      when={isOn()}
      fallback={
        <Button size="touch" onClick={() => setOn(true)}>
          <Camera />
          {t("wearCamera")}
        </Button>
      }
    >
      <CodeCamera
        accepts={(text) => props.isLabel(text)}
        words={{
          hint: t("cameraHint"),
          foreign: t("cameraForeign"),
          refused: t("cameraRefused"),
          absent: t("cameraAbsent"),
          close: t("cameraClose"),
        }}
        onRead={read}
        onClose={() => setOn(false)}
      />
    </Show>
  );
};

/** Takes what was typed or scanned as the label of the piece, or says why not. */
const createWearing = (row: () => AssetRow, onDone: () => void) => {
  const t = useText(labelMessages);
  const readLabel = createLabelReader();
  const [typed, setTyped] = createSignal("");
  const [label, setLabel] = createSignal("");
  const claiming = createClaiming(label);
  const take = async (text: string): Promise<void> => {
    const read = readLabel(text.trim());
    if (read.type === "foreign") return claiming.setProblem(t("foreign"));
    if (read.type !== "own") return claiming.setProblem(t("noLabel", { text: text.trim().slice(0, 60) }));
    setLabel(read.label);
    if (await claiming.byPiece(row())) onDone();
  };
  followHandScanner((code) => void take(code));
  return {
    ...{ typed, setTyped, take, problem: claiming.problem },
    isLabel: (text: string): boolean => readLabel(text.trim()).type === "own",
    takeTyped: (): void => {
      if (typed().trim() !== "") void take(typed());
    },
  };
};

const WearLabelDialog = (props: { readonly row: AssetRow; readonly onClose: () => void }): JSX.Element => {
  const t = useText(labelMessages);
  const wearing = createWearing(
    () => props.row,
    () => props.onClose(),
  );
  return (
    <Dialog
      open
      title={t("wearTitle", { code: props.row.code })}
      onClose={() => props.onClose()}
      foot={
        <>
          <Button size="touch" onClick={() => props.onClose()}>
            {t("cancel")}
          </Button>
          <Button
            size="touch"
            variant="primary"
            disabled={wearing.typed().trim() === ""}
            onClick={() => wearing.takeTyped()}
          >
            {t("wear")}
          </Button>
        </>
      }
    >
      <form
        class={styles.stackTight}
        onSubmit={(event) => {
          event.preventDefault();
          wearing.takeTyped();
        }}
      >
        <p>{t(props.row.label === undefined ? "wearText" : "wearTextFurther")}</p>
        <LabelCamera isLabel={wearing.isLabel} onRead={(text) => void wearing.take(text)} />
        <TextField
          label={t("wearField")}
          large
          value={wearing.typed()}
          onInput={wearing.setTyped}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          maxlength={200}
        />
        <Show when={wearing.problem()}>
          {(text) => (
            <Note meaning="problem" urgent>
              {text()}
            </Note>
          )}
        </Show>
      </form>
    </Dialog>
  );
};
