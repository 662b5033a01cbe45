import { For, Show, createSignal, createUniqueId } from "solid-js";
import type { JSX } from "solid-js";
import type { DeviceView, Membership } from "#shared/replica/identity/types";
import { useNavigate } from "@solidjs/router";
import { useText } from "#client/app/i18n";
import { createDeviceNames, createMembershipWords, createPatience } from "#client/features/settings";
import { stayUntil } from "#client/platform/stay";
import { Button } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { Note } from "#client/ui/note";
import { showToast } from "#client/ui/toast";
import { messages } from "./messages";
import styles from "./people.module.css";

const reasons = [
  { value: "lost", label: "revokeLost", text: "revokeLostText" },
  { value: "left", label: "revokeLeft", text: "revokeLeftText" },
  { value: "rotated", label: "revokeRotated", text: "revokeRotatedText" },
  { value: "compromised", label: "revokeCompromised", text: "revokeCompromisedText" },
] as const;

export type Reason = (typeof reasons)[number]["value"];

/** Why a device or a person goes; it decides what becomes of what their devices have not sent yet. */
export const ReasonChoice = (props: {
  readonly value: Reason;
  /** Those that make sense; all of them when absent. */
  readonly only?: readonly Reason[] | undefined;
  readonly onChange: (reason: Reason) => void;
}): JSX.Element => {
  const t = useText(messages);
  const name = createUniqueId();
  return (
    <fieldset class={styles.choices}>
      <legend>{t("revokeWhy")}</legend>
      <For each={reasons.filter(({ value }) => props.only?.includes(value) !== false)}>
        {(each) => (
          <label class={styles.choice}>
            <input
              type="radio"
              name={name}
              checked={props.value === each.value}
              onChange={() => props.onChange(each.value)}
            />
            <span>
              {t(each.label)}
              <small>{t(each.text)}</small>
            </span>
          </label>
        )}
      </For>
    </fieldset>
  );
};

/** Cuts a device off, with the reason that decides what happens to what it still sends. */
export const RevokeDialog = (props: {
  readonly membership: Membership;
  /** The dialog is open while there is one. */
  readonly device: DeviceView | undefined;
  readonly onClose: () => void;
}): JSX.Element => {
  const t = useText(messages);
  const names = createDeviceNames();
  const words = createMembershipWords();
  const patience = createPatience();
  const navigate = useNavigate();
  const [reason, setReason] = createSignal<Reason>("lost");
  const [problem, setProblem] = createSignal<string>();
  const revoke = async (): Promise<void> => {
    const device = props.device;
    if (device === undefined) return;
    await patience();
    const result = await stayUntil(props.membership.revokeDevice(device.device, reason()));
    setProblem(result.ok ? undefined : words(result.error));
    if (!result.ok) return;
    props.onClose();
    // What it wrote before stays, so somebody should look at it.
    const look = { label: t("revokedLook"), onSelect: () => navigate(`/settings/devices/${device.device}`) };
    showToast({ text: t("revokedDone"), meaning: "ok", action: look });
  };
  return (
    <Dialog
      open={props.device !== undefined}
      title={t("revokeTitle", { device: names(props.device?.device ?? "") })}
      onClose={() => props.onClose()}
      foot={
        <>
          <Button size="touch" onClick={() => props.onClose()}>
            {t("cancel")}
          </Button>
          <Button variant="danger" size="touch" onClick={() => void revoke()}>
            {t("revokeDo")}
          </Button>
        </>
      }
    >
      <Show when={props.device?.self}>
        <Note meaning="problem">{t("revokeSelf")}</Note>
      </Show>
      <p>{t("revokeText")}</p>
      <ReasonChoice value={reason()} onChange={setReason} />
      <Show when={problem()}>{(sentence) => <p role="alert">{sentence()}</p>}</Show>
    </Dialog>
  );
};
