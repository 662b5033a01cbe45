/** Phases with their times and places, edited where they stand. */
import { For, Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { addPhase, phaseKinds, phasesInOrder, removePhase, setPhase } from "#shared/domain/events";
import type { Phase, PhaseKind } from "#shared/domain/events";
import type { RecordPatch } from "#shared/kernel/record";
import type { phase as phaseType } from "#shared/domain/events";
import { useFormat, useText } from "#client/app/i18n";
import { useCommands } from "#client/data";
import type { EventRow } from "#client/features/availability";
import { Button, IconButton } from "#client/ui/button";
import { EditableText } from "#client/ui/editable-text";
import { useEditable } from "#client/ui/editing";
import { Plus, X } from "#client/ui/icons";
import { createIsPhone } from "#client/ui/media";
import { Menu } from "#client/ui/menu";
import { showToast } from "#client/ui/toast";
import { messages } from "./messages";
import styles from "./phase-list.module.css";
import { LocalTimeField } from "./window-fields";

const PhaseRow = (props: { readonly event: EventRow; readonly phase: Phase }): JSX.Element => {
  const t = useText(messages);
  const commands = useCommands();
  const set = async (values: RecordPatch<typeof phaseType>): Promise<void> => {
    const args = { event: props.event.id, phase: props.phase.id, values };
    const result = await commands.runCommand(setPhase, args, { quiet: true });
    if (!result.ok) showToast({ text: t("phaseFailed"), meaning: "problem" });
  };
  return (
    <li class={styles.row}>
      <span class={styles.kind}>{t(props.phase.kind)}</span>
      <LocalTimeField
        label={t("from")}
        hideLabel
        quiet
        value={props.phase.from}
        onChange={(from) => from !== undefined && void set({ from })}
      />
      <LocalTimeField
        label={t("to")}
        hideLabel
        quiet
        value={props.phase.to}
        onChange={(to) => to !== undefined && void set({ to })}
      />
      <span class={styles.place}>
        <EditableText
          label={t("place")}
          value={props.phase.place ?? ""}
          placeholder={t("addPlace")}
          onCommit={(place) => void set({ place: place.trim() === "" ? null : place.trim() })}
        />
      </span>
      <IconButton
        label={t("removePhase", { phase: t(props.phase.kind) })}
        onClick={() =>
          void commands.runCommand(removePhase, { event: props.event.id, phase: props.phase.id })
        }
      >
        <X />
      </IconButton>
    </li>
  );
};

const PhaseLine = (props: { readonly phase: Phase }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const times = (): string => {
    const { from, to } = props.phase;
    const isOneDay = from.slice(0, 10) === to.slice(0, 10);
    const end = isOneDay ? format().localTime(to) : format().localDateTime(to);
    return t("fromTo", { from: format().localDateTime(from), to: end });
  };
  return (
    <li class={styles.line}>
      <span class={styles.kind}>{t(props.phase.kind)}</span>
      <span>
        {times()}
        <Show when={props.phase.place}>
          <span class="quiet"> · {props.phase.place}</span>
        </Show>
      </span>
    </li>
  );
};

/** Fields in the office; on a phone the times to read, and the fields on request. */
export const PhaseList = (props: {
  readonly event: EventRow;
  readonly phases: readonly Phase[];
}): JSX.Element => {
  const t = useText(messages);
  const isPhone = createIsPhone();
  const isEditable = useEditable();
  const [isEditing, setEditing] = createSignal(false);
  const hasFields = (): boolean => isEditable() && (!isPhone() || isEditing());
  return (
    <Show when={props.phases.length > 0} fallback={<p class="quiet">{t("noPhases")}</p>}>
      <ul class={styles.list}>
        <For each={phasesInOrder(props.phases)}>
          {(phase) => (
            <Show when={hasFields()} fallback={<PhaseLine phase={phase} />}>
              <PhaseRow event={props.event} phase={phase} />
            </Show>
          )}
        </For>
      </ul>
      <Show when={isEditable() && !hasFields()}>
        <Button onClick={() => setEditing(true)}>{t("editPhases")}</Button>
      </Show>
    </Show>
  );
};

/** Adds a phase of a kind where one of that kind usually lies. */
export const AddPhase = (props: {
  readonly event: EventRow;
  readonly phases: readonly Phase[];
}): JSX.Element => {
  const t = useText(messages);
  const commands = useCommands();
  const isEditable = useEditable();
  const add = (kind: PhaseKind): void => {
    const before = phasesInOrder(props.phases).findLast(
      (each) => phaseKinds.indexOf(each.kind) <= phaseKinds.indexOf(kind),
    );
    const from = before?.to ?? props.event.busyFrom;
    const { busyFrom, busyTo } = props.event;
    const values = from < busyTo ? { kind, from, to: busyTo } : { kind, from: busyFrom, to: busyTo };
    void commands.runCommand(addPhase, { event: props.event.id, values });
  };
  return (
    <Show when={isEditable()}>
      <Menu
        triggerClass={styles.add}
        trigger={
          <>
            <Plus />
            {t("addPhase")}
          </>
        }
        entries={phaseKinds.map((kind) => ({ label: t(kind), onSelect: () => add(kind) }))}
      />
    </Show>
  );
};
