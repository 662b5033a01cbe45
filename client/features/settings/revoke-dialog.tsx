import { For, Show, createSignal, createUniqueId } from "solid-js";
import type { JSX } from "solid-js";
import type { DeviceView, Membership } from "#shared/replica/identity/types";
import { useText } from "#client/app/i18n";
import { Button } from "#client/ui/button";
import { classes } from "#client/ui/classes";
import { Dialog } from "#client/ui/dialog";
import { MeaningIcon } from "#client/ui/meaning-icon";
import meanings from "#client/ui/meaning.module.css";
import { createDeviceNames } from "./device-names";
import { createMembershipWords, createPatience } from "./membership";
import { messages } from "./messages";
import styles from "./settings.module.css";

const reasons = [
  { value: "lost", label: "revokeLost" },
  { value: "left", label: "revokeLeft" },
  { value: "rotated", label: "revokeRotated" },
  { value: "compromised", label: "revokeCompromised" },
] as const;

type Reason = (typeof reasons)[number]["value"];

const ReasonChoice = (props: {
  readonly value: Reason;
  readonly onChange: (reason: Reason) => void;
}): JSX.Element => {
  const t = useText(messages);
  const name = createUniqueId();
  return (
    <fieldset class={styles.choices}>
      <legend>{t("revokeWhy")}</legend>
      <For each={reasons}>
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
              <Show when={each.value === "compromised"}>
                <small>{t("revokeCompromisedText")}</small>
              </Show>
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
  const [reason, setReason] = createSignal<Reason>("lost");
  const [problem, setProblem] = createSignal<string>();
  const revoke = async (): Promise<void> => {
    const device = props.device;
    if (device === undefined) return;
    await patience();
    const result = await props.membership.revokeDevice(device.device, reason());
    setProblem(result.ok ? undefined : words(result.error));
    if (result.ok) props.onClose();
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
        <p class={classes(styles.note, meanings.problem)}>
          <MeaningIcon meaning="problem" />
          {t("revokeSelf")}
        </p>
      </Show>
      <p>{t("revokeText")}</p>
      <ReasonChoice value={reason()} onChange={setReason} />
      <Show when={problem()}>{(sentence) => <p role="alert">{sentence()}</p>}</Show>
    </Dialog>
  );
};
