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

/** One row of the facts: what it is called, and its value edited where it stands. */
const Fact = (props: { readonly name: string; readonly children: JSX.Element }): JSX.Element => (
  <>
    <dt>{props.name}</dt>
    <dd>{props.children}</dd>
  </>
);

interface FactsProps {
  readonly event: EventRow;
  readonly set: SetFields;
}

const Words = (props: FactsProps): JSX.Element => {
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
    <For each={fields}>
      {(field) => (
        <Fact name={field.label()}>
          <EditableText
            label={field.label()}
            value={props.event[field.id] ?? ""}
            placeholder={field.invite()}
            multiline={field.id === "notes"}
            onCommit={(value) => void props.set({ [field.id]: value.trim() === "" ? null : value.trim() })}
          />
        </Fact>
      )}
    </For>
  );
};

const Times = (props: FactsProps): JSX.Element => {
  const t = useText(messages);
  return (
    <>
      <Fact name={t("from")}>
        <LocalTimeField
          label={t("from")}
          hideLabel
          quiet
          value={props.event.busyFrom}
          onChange={(busyFrom) => busyFrom !== undefined && void props.set({ busyFrom })}
        />
      </Fact>
      <Fact name={t("to")}>
        <LocalTimeField
          label={t("to")}
          hideLabel
          quiet
          value={props.event.busyTo}
          onChange={(busyTo) => busyTo !== undefined && void props.set({ busyTo })}
        />
      </Fact>
    </>
  );
};

const Zone = (props: FactsProps): JSX.Element => {
  const t = useText(messages);
  return (
    <Fact name={t("zone")}>
      <Combobox<string>
        label={t("zone")}
        hideLabel
        value={props.event.zone}
        suggest={findZones}
        optionKey={(name) => name}
        optionText={(name) => name}
        onChoose={(name) => {
          const zone = parseZone(name);
          if (zone !== undefined) void props.set({ zone });
        }}
      />
    </Fact>
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
    <dl class={styles.facts}>
      <Fact name={t("name")}>
        <EditableText
          label={t("name")}
          value={props.event.name}
          placeholder={t("name")}
          onCommit={(name) => name.trim() !== "" && void set({ name: name.trim() })}
        />
      </Fact>
      <Times event={props.event} set={set} />
      <Words event={props.event} set={set} />
      <Fact name={t("colour")}>
        <ColourChoice event={props.event.id} colour={props.event.colour} />
      </Fact>
      <Zone event={props.event} set={set} />
    </dl>
  );
};
