/** One device of a member in a list: what it is called, how it stands, when it was last heard of. */
import { Show } from "solid-js";
import type { JSX } from "solid-js";
import type { Ms } from "#shared/kernel/clock";
import type { DeviceView, RecoveryView } from "#shared/replica/identity/types";
import { createSyncState } from "#client/data";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createDeviceNames } from "#client/features/settings";
import { Badge } from "#client/ui/badge";
import { Button } from "#client/ui/button";
import { classes } from "#client/ui/classes";
import { Smartphone } from "#client/ui/icons";
import { messages } from "./messages";
import { createRecoveryWords } from "./recovery-words";
import styles from "./people.module.css";

const revokedKeys = {
  lost: "revokedLost",
  left: "revokedLeft",
  rotated: "revokedRotated",
  compromised: "revokedCompromised",
  recovered: "revokedRecovered",
} as const;

const Badges = (props: { readonly device: DeviceView }): JSX.Element => {
  const t = useText(messages);
  const sync = createSyncState();
  return (
    <>
      <Show when={props.device.self}>
        <Badge>{t("deviceHere")}</Badge>
      </Show>
      <Show when={props.device.soft}>
        <Badge meaning="attention" title={t("deviceSoftTitle")}>
          {t("deviceSoft")}
        </Badge>
      </Show>
      <Show when={sync().hasRelay && !props.device.confirmed}>
        <Badge meaning="info">{t("deviceUnconfirmed")}</Badge>
      </Show>
      <Show when={props.device.revoked}>
        {(reason) => <Badge meaning="problem">{t(revokedKeys[reason()])}</Badge>}
      </Show>
    </>
  );
};

export const DeviceLine = (props: {
  readonly device: DeviceView;
  /** Without it nobody could manage the company: it cannot be removed. */
  readonly isLast: boolean;
  /** What would end it, while that can be objected to. */
  readonly ending: RecoveryView | undefined;
  readonly lastContact: Ms | undefined;
  readonly onRevoke: () => void;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const names = createDeviceNames();
  const recoveryWords = createRecoveryWords();
  const name = (): string => names(props.device.device);
  return (
    <li class={styles.deviceLine}>
      <Smartphone />
      <span class={styles.deviceFacts}>
        <a
          class={classes(styles.deviceName, props.device.revoked !== null && styles.gone)}
          href={`/settings/devices/${props.device.device}`}
        >
          {name()}
        </a>
        <Badges device={props.device} />
        <Show when={props.ending}>
          {(recovery) => <Badge meaning="problem">{recoveryWords.endsOn(recovery())}</Badge>}
        </Show>
        <Show when={!props.device.self && props.lastContact}>
          {(at) => (
            <span class="faint small" title={format().dateTime(at())}>
              {t("lastContact", { time: format().relative(at(), now()) })}
            </span>
          )}
        </Show>
        <Show when={props.device.revoked === null && props.isLast}>
          <span class="faint small">{t("lastOwnerDevice")}</span>
        </Show>
      </span>
      <Show when={props.device.revoked === null && !props.isLast && props.device.mayRevoke}>
        <Button variant="bare" aria-label={`${t("revoke")}: ${name()}`} onClick={() => props.onRevoke()}>
          {t("revoke")}
        </Button>
      </Show>
    </li>
  );
};
