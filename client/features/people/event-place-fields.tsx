/** A place in one event: which event, what one does there, and until when. */
import { createMemo } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { busyWindow, compareByTime, event } from "#shared/domain/events";
import type { Event, EventId } from "#shared/domain/events";
import type { Ms } from "#shared/kernel/clock";
import { idToBytes } from "#shared/kernel/ids";
import type { EventLevel, EventPlace } from "#shared/protocol/membership/placement";
import { eventLevels } from "#shared/protocol/membership/placement";
import { createRows } from "#client/data";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { SelectField } from "#client/ui/select-field";
import { DayField } from "./day-field";
import { messages } from "./messages";
import styles from "./people.module.css";
import { roleMessages } from "./role-messages";

const dayMs = 86_400_000;
/** Equipment comes back and is put away after an event; its crew is still needed then. */
export const afterEventMs = 7 * dayMs;

export interface ChosenEvent {
  readonly event: EventId;
  readonly level: EventLevel;
  readonly until: Ms;
}

export const placeOfChosen = ({ event: id, level, until }: ChosenEvent): EventPlace => ({
  event: idToBytes(id),
  level,
  until,
});

/** Events that are not over, next first. */
export const createOpenEvents = (): Accessor<readonly Event[]> => {
  const { now } = useApp();
  const rows = createRows(event, { where: ({ status }) => status !== "cancelled" && status !== "closed" });
  const events = createMemo(() =>
    rows()
      .filter((each) => busyWindow(each).to + afterEventMs > now())
      .toSorted(compareByTime),
  );
  return events;
};

const noEvent = "none";

export const EventPlaceFields = (props: {
  readonly value: ChosenEvent | undefined;
  readonly onChange: (value: ChosenEvent | undefined) => void;
  /** Whether this place could be given; a reason disables the choice. */
  readonly levels?: readonly EventLevel[] | undefined;
}): JSX.Element => {
  const t = useText(messages);
  const roles = useText(roleMessages);
  const format = useFormat();
  const events = createOpenEvents();
  const choose = (id: string): void => {
    const found = events().find((each) => each.id === id);
    props.onChange(
      found === undefined
        ? undefined
        : {
            event: found.id,
            level: props.value?.level ?? "sees",
            until: busyWindow(found).to + afterEventMs,
          },
    );
  };
  const change = (patch: Partial<ChosenEvent>): void => {
    if (props.value !== undefined) props.onChange({ ...props.value, ...patch });
  };
  return (
    <div class={styles.fields}>
      <SelectField<string>
        label={t("eventField")}
        value={props.value?.event ?? noEvent}
        options={[
          { value: noEvent, label: t("eventNone") },
          ...events().map((each) => ({
            value: each.id,
            label: `${each.name} · ${format().localDate(each.busyFrom)}`,
          })),
        ]}
        onChange={choose}
      />
      <SelectField<EventLevel>
        label={t("eventLevel")}
        value={props.value?.level ?? "sees"}
        disabled={props.value === undefined}
        options={(props.levels ?? eventLevels).map((value) => ({ value, label: roles(`event_${value}`) }))}
        onChange={(level) => change({ level })}
      />
      <DayField
        label={t("untilField")}
        value={props.value?.until}
        disabled={props.value === undefined}
        onChange={(until) => {
          if (until !== undefined) change({ until });
        }}
      />
    </div>
  );
};
