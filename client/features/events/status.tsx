/** How an event's status is said and shown. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { stockMeanings } from "#shared/domain/availability";
import { eventStatuses, setEventFields } from "#shared/domain/events";
import type { EventId, EventStatus } from "#shared/domain/events";
import { useText } from "#client/app/i18n";
import { useCommands } from "#client/data";
import { Badge } from "#client/ui/badge";
import { useEditable } from "#client/ui/editing";
import { ChevronDown } from "#client/ui/icons";
import type { Meaning } from "#client/ui/meaning";
import { Menu } from "#client/ui/menu";
import { messages } from "./messages";
import styles from "./events.module.css";

export const statusKeys = {
  draft: "statusDraft",
  quoted: "statusQuoted",
  pencilled: "statusPencilled",
  confirmed: "statusConfirmed",
  out: "statusOut",
  returned: "statusReturned",
  closed: "statusClosed",
  cancelled: "statusCancelled",
} as const satisfies Record<EventStatus, string>;

const meaningOf: Readonly<Record<EventStatus, Meaning | undefined>> = {
  draft: undefined,
  quoted: undefined,
  pencilled: "attention",
  confirmed: "ok",
  out: "info",
  returned: undefined,
  closed: undefined,
  cancelled: undefined,
};

export const StatusBadge = (props: { readonly status: EventStatus }): JSX.Element => {
  const t = useText(messages);
  return <Badge meaning={meaningOf[props.status]}>{t(statusKeys[props.status])}</Badge>;
};

/** The status, and every other one to choose from with what it means for stock. */
export const StatusMenu = (props: { readonly event: EventId; readonly status: EventStatus }): JSX.Element => {
  const t = useText(messages);
  const commands = useCommands();
  const isEditable = useEditable();
  const hintOf = (status: EventStatus): string | undefined =>
    stockMeanings[status] === "held"
      ? t("holds")
      : stockMeanings[status] === "wished"
        ? t("wished")
        : undefined;
  return (
    <Show when={isEditable()} fallback={<StatusBadge status={props.status} />}>
      <Menu
        label={t("changeStatus", { status: t(statusKeys[props.status]) })}
        triggerClass={styles.statusTrigger}
        trigger={
          <>
            <StatusBadge status={props.status} />
            <ChevronDown />
          </>
        }
        entries={eventStatuses.map((status) => ({
          label: t(statusKeys[status]),
          hint: hintOf(status),
          disabled: status === props.status,
          onSelect: () =>
            void commands.runCommand(setEventFields, { event: props.event, values: { status } }),
        }))}
      />
    </Show>
  );
};

const tones = [styles.e1, styles.e2, styles.e3, styles.e4, styles.e5];

/** The event's identity colour; its name always stands near. */
export const EventDot = (props: { readonly colour: number }): JSX.Element => (
  <span class={`${styles.dot ?? ""} ${tones[props.colour - 1] ?? ""}`} aria-hidden="true" />
);

const ToldColour = (props: { readonly colour: number }): JSX.Element => {
  const t = useText(messages);
  return (
    <span class={styles.colours}>
      <span class="hidden-label">{t("colourNumber", { n: props.colour })}</span>
      <EventDot colour={props.colour} />
    </span>
  );
};

/** Five colours to choose from. */
export const ColourChoice = (props: { readonly event: EventId; readonly colour: number }): JSX.Element => {
  const t = useText(messages);
  const commands = useCommands();
  const isEditable = useEditable();
  return (
    <Show when={isEditable()} fallback={<ToldColour colour={props.colour} />}>
      <div role="radiogroup" aria-label={t("colour")} class={styles.colours}>
        <For each={[1, 2, 3, 4, 5]}>
          {(colour) => (
            <label class={styles.colour}>
              <input
                type="radio"
                class="hidden-label"
                name="event-colour"
                checked={props.colour === colour}
                onChange={() =>
                  void commands.runCommand(setEventFields, { event: props.event, values: { colour } })
                }
              />
              <span class="hidden-label">{t("colourNumber", { n: colour })}</span>
              <EventDot colour={colour} />
            </label>
          )}
        </For>
      </div>
    </Show>
  );
};
