import { For, Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { useFormat, useText } from "#client/app/i18n";
import { createDeviceNames, createMemberNames, createMembership } from "#client/features/settings";
import { pickFiles } from "#client/platform/files";
import { Badge } from "#client/ui/badge";
import { Button } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { FileCheck } from "#client/ui/icons";
import type { Meaning } from "#client/ui/meaning";
import { Note } from "#client/ui/note";
import { certificateMessages } from "./certificate-messages";
import type { CertificateLine } from "./certificate-words";
import { createChecking } from "./certificates";
import type { Checked } from "./certificates";
import styles from "./maintenance.module.css";

const meaningOf: Readonly<Record<Checked["judgement"], Meaning>> = {
  good: "ok",
  removed: "ok",
  corrected: "attention",
  foreign: "attention",
  "unknown-device": "problem",
  changed: "problem",
  none: "problem",
  "too-large": "problem",
};
const titleOf = {
  good: "good",
  removed: "good",
  corrected: "good",
  foreign: "foreign",
  "unknown-device": "unknownDevice",
  changed: "changed",
  none: "none",
  "too-large": "none",
} as const;

/** What is to be thought of it, in one or two sentences. */
const createSentence = (): ((checked: Checked) => string) => {
  const t = useText(certificateMessages);
  const format = useFormat();
  const { view } = createMembership();
  const memberNames = createMemberNames();
  const deviceNames = createDeviceNames();
  return ({ judgement, file, certificate, key = "" }) => {
    const signer = view().devices.find(({ device }) => device === key);
    const member = signer === undefined ? "" : memberNames(signer.member);
    const device = deviceNames(key);
    switch (judgement) {
      case "good":
        return t("goodText", { device, member });
      case "removed":
        return t("goodRemoved", { device, member, day: format().date(signer?.revokedAt ?? 0, 0) });
      case "corrected":
        return t("corrected");
      case "foreign":
        return t("foreignText", { company: certificate?.companyName ?? "" });
      case "unknown-device":
        return t("unknownDeviceText");
      case "changed":
        return t("changedText");
      case "none":
        return t("noneText", { file });
      case "too-large":
        return t("tooLarge", { file });
    }
  };
};

const Lines = (props: { readonly lines: readonly CertificateLine[] }): JSX.Element => (
  <dl class={styles.certificate}>
    <For each={props.lines}>
      {({ name, value }) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      )}
    </For>
  </dl>
);

const Statement = (props: { readonly checked: Checked }): JSX.Element => {
  const t = useText(certificateMessages);
  const format = useFormat();
  const issued = (): readonly CertificateLine[] => {
    const { certificate, key } = props.checked;
    if (certificate === undefined) return [];
    const { issuer: person, companyName: company, at } = certificate;
    return [
      { name: t("issued"), value: `${format().dateTime(at, 0)}, ${t("issuedBy", { person, company })}` },
      { name: t("key"), value: key ?? "" },
    ];
  };
  return (
    <Show when={props.checked.text}>
      {(text) => (
        <>
          <h3>{text().title}</h3>
          <Lines lines={text().piece} />
          <p>
            <Badge meaning={text().verdict.isGood ? "ok" : "problem"}>{text().verdict.text}</Badge>
          </p>
          <Lines lines={text().lines} />
          <Lines lines={issued()} />
        </>
      )}
    </Show>
  );
};

/** Takes a file from anybody and says whether it is genuine. */
export const CheckCertificate = (): JSX.Element => {
  const t = useText(certificateMessages);
  const check = createChecking();
  const sentence = createSentence();
  const [checked, setChecked] = createSignal<Checked>();
  const [isChecking, setChecking] = createSignal(false);
  const choose = async (): Promise<void> => {
    const [picked] = await pickFiles({ accept: ".pdf,application/pdf" });
    if (picked === undefined) return;
    setChecking(true);
    setChecked(await check(picked.file));
    setChecking(false);
  };
  return (
    <>
      <Button disabled={isChecking()} onClick={() => void choose()}>
        <FileCheck />
        {t(isChecking() ? "checking" : "check")}
      </Button>
      <Show when={checked()}>
        {(found) => (
          <Dialog
            open
            onClose={() => setChecked(undefined)}
            title={found().file}
            foot={<Button onClick={() => setChecked(undefined)}>{t("close")}</Button>}
          >
            <Note meaning={meaningOf[found().judgement]} title={t(titleOf[found().judgement])}>
              {sentence(found())}
            </Note>
            <Statement checked={found()} />
          </Dialog>
        )}
      </Show>
    </>
  );
};
