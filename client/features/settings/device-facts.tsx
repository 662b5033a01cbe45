import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { deviceIdOf, renameDevice } from "#shared/domain/settings";
import { createMay, useCommands, useReplica } from "#client/data";
import { browserNames } from "#client/platform/page";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { Badge } from "#client/ui/badge";
import { Button } from "#client/ui/button";
import { EditableText } from "#client/ui/editable-text";
import { Editable } from "#client/ui/editing";
import { Facts } from "#client/ui/list";
import { Section } from "#client/ui/page";
import { showToast } from "#client/ui/toast";
import { deviceMessages } from "./device-messages";
import { createDeviceNames } from "./device-names";
import { createMembership, shortKey } from "./membership";
import { messages } from "./messages";

const offlineKeys = {
  ready: "offlineReady",
  preparing: "offlinePreparing",
  unavailable: "offlineNo",
} as const;

const StorageFact = (): JSX.Element => {
  const t = useText(messages);
  const { companies } = useApp();
  const keep = async (): Promise<void> => {
    const isKept = await companies.keep();
    if (!isKept) showToast({ text: t("storageRefused"), meaning: "attention" });
  };
  const isMemory = (): boolean => companies.storage().mode === "memory";
  return (
    <Show when={!isMemory()} fallback={<Badge meaning="problem">{t("storageMemory")}</Badge>}>
      <Show
        when={companies.storage().persistent}
        fallback={
          <>
            <Badge meaning="attention">{t("storageAtRisk")}</Badge>{" "}
            <Button onClick={() => void keep()}>{t("storageAsk")}</Button>
          </>
        }
      >
        <Badge meaning="ok">{t("storagePersistent")}</Badge>
      </Show>
    </Show>
  );
};

/** What the company calls this device; its owner sits at it and may change that. */
const DeviceName = (): JSX.Element => {
  const t = useText(deviceMessages);
  const replica = useReplica();
  const commands = useCommands();
  const may = createMay();
  const names = createDeviceNames();
  const rename = (name: string): void => {
    const device = deviceIdOf(replica.device);
    if (device === undefined || name.trim() === "") return;
    void commands.runCommand(renameDevice, { member: replica.member, device, name });
  };
  return (
    <Editable when={may("write", "person", { member: replica.member })}>
      <EditableText
        label={t("deviceName")}
        placeholder={t("nameInvite")}
        value={names(replica.device)}
        onCommit={rename}
      />
    </Editable>
  );
};

/** The browser profile this is, its key, and how long it keeps what it holds. */
export const DeviceFacts = (): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { companies, update } = useApp();
  const replica = useReplica();
  const { view } = createMembership();
  const deviceText = useText(deviceMessages);
  const { browser, system } = browserNames();
  const isSoft = (): boolean => view().devices.some((each) => each.self && each.soft);
  const used = (): string | undefined => {
    const { usedBytes, quotaBytes } = companies.storage();
    if (usedBytes === null || quotaBytes === null) return undefined;
    return t("storageUsed", { used: format().bytes(usedBytes), quota: format().bytes(quotaBytes) });
  };
  return (
    <Section title={t("deviceFacts")}>
      <Facts
        facts={[
          { name: deviceText("deviceName"), value: <DeviceName /> },
          { name: t("browser"), value: `${browser} · ${system}` },
          {
            name: t("deviceKey"),
            value: (
              <>
                <span class="code">{shortKey(replica.device)}</span>{" "}
                <Show when={isSoft()}>
                  <Badge meaning="attention" title={t("deviceSoftTitle")}>
                    {t("deviceSoft")}
                  </Badge>
                </Show>
              </>
            ),
          },
          { name: t("opensOffline"), value: t(offlineKeys[update.offline()]) },
          { name: t("storage"), value: <StorageFact /> },
          { name: "", value: used() },
        ]}
      />
    </Section>
  );
};
