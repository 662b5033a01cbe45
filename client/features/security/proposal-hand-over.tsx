/** A proposal on its way to another holder: as a code to scan, as text, as a file. */
import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { proposalCodeRoom } from "#shared/protocol/root-proposal";
import { useText } from "#client/app/i18n";
import { QrCode } from "#client/features/settings";
import { copyText } from "#client/platform/clipboard";
import { saveFile } from "#client/platform/files";
import { Button } from "#client/ui/button";
import { Copy, Download } from "#client/ui/icons";
import { showToast } from "#client/ui/toast";
import { proposalMessages } from "./proposal-messages";
import styles from "./security.module.css";

export interface HandOverProps {
  readonly text: string;
  readonly kind: "keys" | "recovery";
}

const ProposalHandOver = (props: HandOverProps): JSX.Element => {
  const t = useText(proposalMessages);
  const copy = async (): Promise<void> => {
    const isCopied = await copyText(props.text);
    showToast({ text: t(isCopied ? "copied" : "copyFailed"), meaning: isCopied ? "ok" : "attention" });
  };
  const save = (): void =>
    saveFile(`eventkit-${props.kind}.txt`, new Blob([props.text], { type: "text/plain" }));
  return (
    <div class={styles.part}>
      <Show when={props.text.length <= proposalCodeRoom} fallback={<p>{t("tooLarge")}</p>}>
        <div class={styles.code}>
          <QrCode label={t("qr")} text={props.text} dense />
        </div>
      </Show>
      <div class={styles.row}>
        <Button size="touch" onClick={save}>
          <Download />
          {t("save")}
        </Button>
        <Button size="touch" onClick={() => void copy()}>
          <Copy />
          {t("copy")}
        </Button>
      </div>
      <p class="quiet">{t("keepText")}</p>
    </div>
  );
};

export default ProposalHandOver;
