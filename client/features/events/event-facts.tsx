/** What an event is, edited where it stands. */
import { For } from "solid-js";
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

type SetFields = (values: RecordPatch<typeof event>) => Promise<void>;

const Words = (props: { readonly event: EventRow; readonly set: SetFields }): JSX.Element => {
  const t = useText(messages);
  const fields: readonly {
    readonly id: TextField;
    readonly label: () => string;
    readonly invite: () => string;
  }[] = [
    { id: "client", label: () => t("client"), invite: () => t("addClient") },
    { id: "venue", label: () => t("venue"), invite: () => t("addVenue") },
    { id: "reference", label: () => t("reference"), invite: () => t("addReference") },
    { id: "notes", label: () => t("notes"), invite: () => t("addNotes") },
  ];
  return (
    <dl>
      <For each={fields}>
        {(field) => (
          <>
            <dt>{field.label()}</dt>
            <dd>
              <EditableText
                label={field.label()}
                value={props.event[field.id] ?? ""}
                placeholder={field.invite()}
                multiline={field.id === "notes"}
                onCommit={(value) =>
                  void props.set({ [field.id]: value.trim() === "" ? null : value.trim() })
                }
              />
            </dd>
          </>
        )}
      </For>
      <dt>{t("colour")}</dt>
      <dd>
        <ColourChoice event={props.event.id} colour={props.event.colour} />
      </dd>
    </dl>
  );
};

export const EventFacts = (props: { readonly event: EventRow }): JSX.Element => {
  const t = useText(messages);
  const commands = useCommands();
  const set: SetFields = async (values) => {
    const result = await commands.runCommand(
      setEventFields,
      { event: props.event.id, values },
      { quiet: true },
    );
    if (!result.ok) showToast({ text: t("windowFailed"), meaning: "problem" });
  };
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
      <Words event={props.event} set={set} />
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
