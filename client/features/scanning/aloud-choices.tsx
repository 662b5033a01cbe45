import type { JSX } from "solid-js";
import { useText } from "#client/app/i18n";
import { Checkbox } from "#client/ui/checkbox";
import { messages } from "./messages";
import type { ScanAloud } from "./scan-aloud";

/** How loud this device is. */
export const AloudChoices = (props: { readonly aloud: ScanAloud }): JSX.Element => {
  const t = useText(messages);
  return (
    <>
      <Checkbox
        label={t("sounds")}
        checked={props.aloud.hasSounds()}
        onChange={(on) => props.aloud.setSounds(on)}
      />
      <Checkbox
        label={t("voice")}
        checked={props.aloud.hasVoice()}
        onChange={(on) => props.aloud.setVoice(on)}
      />
    </>
  );
};
