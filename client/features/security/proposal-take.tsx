/** Taking up what another holder sent: by camera, from a file, as text. */
import { Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { isProposalText } from "#shared/protocol/root-proposal";
import { useText } from "#client/app/i18n";
import { CodeCamera } from "#client/features/settings";
import { pickFiles } from "#client/platform/files";
import { Button } from "#client/ui/button";
import { TextArea } from "#client/ui/field";
import { FileText, ScanQrCode } from "#client/ui/icons";
import { Section } from "#client/ui/page";
import { proposalMessages } from "./proposal-messages";
import styles from "./security.module.css";

/** No proposal is near as large: what is, is some other file. */
const maxFileBytes = 100_000;

interface TakeProps {
  readonly isBusy: boolean;
  readonly error: string | undefined;
  readonly onTake: (text: string) => void;
  /** Asked beside it, such as the relay. */
  readonly children?: JSX.Element;
}

const Camera = (props: {
  readonly onRead: (text: string) => void;
  readonly onClose: () => void;
}): JSX.Element => {
  const t = useText(proposalMessages);
  return (
    <CodeCamera
      accepts={isProposalText}
      words={{
        hint: t("scanHint"),
        foreign: t("scanForeign"),
        refused: t("cameraRefused"),
        absent: t("cameraAbsent"),
        close: t("cameraClose"),
      }}
      onRead={(text) => props.onRead(text)}
      onClose={() => props.onClose()}
    />
  );
};

export const ProposalTake = (props: TakeProps): JSX.Element => {
  const t = useText(proposalMessages);
  const [text, setText] = createSignal("");
  const [isScanning, setScanning] = createSignal(false);
  const take = (found: string): void => {
    setScanning(false);
    setText(found);
    props.onTake(found);
  };
  const openFile = async (): Promise<void> => {
    const [picked] = await pickFiles({ accept: ".txt,text/plain" });
    if (picked !== undefined) take(picked.file.size > maxFileBytes ? "" : await picked.file.text());
  };
  return (
    <Section title={t("take")}>
      <form
        class={styles.part}
        onSubmit={(event) => {
          event.preventDefault();
          props.onTake(text());
        }}
      >
        <Show when={!isScanning()} fallback={<Camera onRead={take} onClose={() => setScanning(false)} />}>
          <div class={styles.row}>
            <Button size="touch" onClick={() => setScanning(true)}>
              <ScanQrCode />
              {t("scan")}
            </Button>
            <Button size="touch" onClick={() => void openFile()}>
              <FileText />
              {t("file")}
            </Button>
          </div>
        </Show>
        <TextArea
          large
          label={t("text")}
          hint={t("textHint")}
          error={props.error}
          autocomplete="off"
          spellcheck={false}
          class="code"
          value={text()}
          onInput={setText}
        />
        {props.children}
        <Button type="submit" variant="primary" size="touch" disabled={text().trim() === "" || props.isBusy}>
          {t(props.isBusy ? "looking" : "look")}
        </Button>
      </form>
    </Section>
  );
};
