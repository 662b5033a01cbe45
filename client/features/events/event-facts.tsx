/** What an event is, edited where it stands. */
import type { JSX } from "solid-js";
import { setEventFields } from "#shared/domain/events";
import type { event } from "#shared/domain/events";
import { parseZone } from "#shared/kernel/local-time";
import type { RecordPatch } from "#shared/kernel/record";
import { useText } from "#client/app/i18n";
import { useCommands } from "#client/data";
import type { EventRow } from "#client/features/availability";
import { Combobox } from "#client/ui/combobox";
import { EditableText } from "#client/ui/editable-text";
import { showToast } from "#client/ui/toast";
import { messages } from "./messages";
import styles from "./event-screen.module.css";
import { ColourChoice } from "./status";
import { LocalTimeField } from "./window-fields";

type TextField = "client" | "venue" | "reference" | "notes";

/** Zones of this platform that hold the typed words. */
const findZones = (typed: string): readonly string[] => {
  const wanted = typed.trim().toLowerCase().replaceAll(" ", "_");
  return Intl.supportedValuesOf("timeZone")
    .filter((name) => name.toLowerCase().includes(wanted))
    .slice(0, 8);
};

export const EventFacts = (props: { readonly event: EventRow }): JSX.Element => {
  const t = useText(messages);
  const commands = useCommands();
  const set = async (values: RecordPatch<typeof event>): Promise<void> => {
    const result = await commands.runCommand(
      setEventFields,
      { event: props.event.id, values },
      { quiet: true },
    );
    if (!result.ok) showToast({ text: t("windowFailed"), meaning: "problem" });
  };
  const text = (field: TextField, label: string, placeholder: string, multiline = false): JSX.Element => (
    <EditableText
      label={label}
      value={props.event[field] ?? ""}
      placeholder={placeholder}
      multiline={multiline}
      onCommit={(value) => void set({ [field]: value.trim() === "" ? null : value.trim() })}
    />
  );
  return (
    <div class={styles.facts}>
      <EditableText
        label={t("name")}
        value={props.event.name}
        placeholder={t("name")}
        onCommit={(name) => name.trim() !== "" && void set({ name: name.trim() })}
      />
      <LocalTimeField
        label={t("from")}
        value={props.event.busyFrom}
        onChange={(busyFrom) => busyFrom !== undefined && void set({ busyFrom })}
      />
      <LocalTimeField
        label={t("to")}
        value={props.event.busyTo}
        onChange={(busyTo) => busyTo !== undefined && void set({ busyTo })}
      />
      <dl>
        <dt>{t("client")}</dt>
        <dd>{text("client", t("client"), t("addClient"))}</dd>
        <dt>{t("venue")}</dt>
        <dd>{text("venue", t("venue"), t("addVenue"))}</dd>
        <dt>{t("reference")}</dt>
        <dd>{text("reference", t("reference"), t("addReference"))}</dd>
        <dt>{t("notes")}</dt>
        <dd>{text("notes", t("notes"), t("addNotes"), true)}</dd>
        <dt>{t("colour")}</dt>
        <dd>
          <ColourChoice event={props.event.id} colour={props.event.colour} />
        </dd>
      </dl>
      <Combobox<string>
        label={t("zone")}
        value={props.event.zone}
        suggest={findZones}
        optionKey={(name) => name}
        optionText={(name) => name}
        onChoose={(name) => {
          const zone = parseZone(name);
          if (zone !== undefined) void set({ zone });
        }}
      />
    </div>
  );
};
