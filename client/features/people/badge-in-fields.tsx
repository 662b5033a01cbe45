import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { busyWindow } from "#shared/domain/events";
import type { Event } from "#shared/domain/events";
import { membershipLimits } from "#shared/protocol/limits";
import { useFormat, useText } from "#client/app/i18n";
import { NumberField } from "#client/ui/number-field";
import { SelectField } from "#client/ui/select-field";
import { badgeInMessages } from "./badge-in-messages";
import { DayField } from "./day-field";
import { afterEventMs } from "./event-place-fields";
import type { ChosenEvent } from "./event-place-fields";
import { messages } from "./messages";
import styles from "./people.module.css";

/** Crew of an event look into it; what they scan is their own. */
export const crewPlaceIn = (event: Event): ChosenEvent => ({
  event: event.id,
  level: "sees",
  until: busyWindow(event).to + afterEventMs,
});

/** Which event they come for, until when they belong to it, and how many there are. */
export const BadgeInFields = (props: {
  readonly events: readonly Event[];
  readonly value: ChosenEvent | undefined;
  readonly places: number;
  readonly onEvent: (value: ChosenEvent) => void;
  readonly onPlaces: (places: number) => void;
}): JSX.Element => {
  const t = useText(badgeInMessages);
  const words = useText(messages);
  const format = useFormat();
  const choose = (id: string): void => {
    const found = props.events.find((each) => each.id === id);
    if (found !== undefined) props.onEvent(crewPlaceIn(found));
  };
  return (
    <Show when={props.value} fallback={<p class="quiet">{t("noEvent")}</p>}>
      {(value) => (
        <div class={styles.stack}>
          <p class="quiet small">{t("whatItDoes")}</p>
          <div class={styles.fields}>
            <SelectField<string>
              label={words("eventField")}
              value={value().event}
              options={props.events.map((each) => ({
                value: each.id,
                label: `${each.name} · ${format().localDate(each.busyFrom)}`,
              }))}
              onChange={choose}
            />
            <DayField
              label={words("untilField")}
              value={value().until}
              onChange={(until) => {
                if (until !== undefined) props.onEvent({ ...value(), until });
              }}
            />
            <NumberField
              label={t("places")}
              value={props.places}
              min={1}
              max={membershipLimits.inviteUses}
              onCommit={(places) => {
                if (places !== undefined) props.onPlaces(places);
              }}
            />
          </div>
        </div>
      )}
    </Show>
  );
};
