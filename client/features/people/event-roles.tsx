/** What a member is in single events, besides their role in the company. */
import { Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { event } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import { bytesEqual } from "#shared/kernel/bytes";
import { idFromBytes } from "#shared/kernel/ids";
import type { EventPlace, Placement } from "#shared/protocol/membership/placement";
import { eventLevels, placed, placementOf } from "#shared/protocol/membership/placement";
import type { MemberView } from "#shared/replica/identity/types";
import { createRows } from "#client/data";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { Badge } from "#client/ui/badge";
import { Button } from "#client/ui/button";
import { CalendarDays } from "#client/ui/icons";
import { Entry, List } from "#client/ui/list";
import { Section } from "#client/ui/page";
import { EventPlaceFields, placeOfChosen } from "./event-place-fields";
import type { ChosenEvent } from "./event-place-fields";
import { messages } from "./messages";
import styles from "./people.module.css";
import { roleMessages } from "./role-messages";
import { changeOf } from "./standing";
import type { Standing } from "./standing";

interface EventRolesProps {
  readonly member: MemberView;
  readonly name: string;
  readonly standing: Standing;
}

const createEventRoles = (props: EventRolesProps) => {
  const t = useText(messages);
  const place = (): Placement => placementOf(props.member, props.standing.ownRoles());
  const changed = (events: readonly EventPlace[]) =>
    changeOf(props.member.member, placed({ ...place(), events }, props.standing.ownRoles()));
  const without = (gone: EventPlace): readonly EventPlace[] =>
    place().events.filter((each) => !bytesEqual(each.event, gone.event) || each.level !== gone.level);
  const withOne = (added: EventPlace): readonly EventPlace[] => [
    ...place().events.filter((each) => !bytesEqual(each.event, added.event)),
    added,
  ];
  const write = (events: readonly EventPlace[]): Promise<boolean> =>
    props.standing.perform(changed(events), t("roleChanged", { name: props.name }));
  return {
    place,
    mayAdd: (added: EventPlace): boolean => props.standing.may(changed(withOne(added))),
    mayRemove: (gone: EventPlace): boolean => props.standing.may(changed(without(gone))),
    add: (added: EventPlace) => write(withOne(added)),
    remove: (gone: EventPlace) => write(without(gone)),
  };
};

type Roles = ReturnType<typeof createEventRoles>;

const EventRoleList = (props: { readonly roles: Roles; readonly name: string }): JSX.Element => {
  const t = useText(messages);
  const words = useText(roleMessages);
  const format = useFormat();
  const { now } = useApp();
  const events = createRows(event);
  const nameOf = (place: EventPlace): string => {
    const id = idFromBytes<EventId>(place.event);
    return events().find((each) => each.id === id)?.name ?? words("eventUnknown");
  };
  const isOver = ({ until }: EventPlace): boolean => until !== null && until < now();
  const untilOf = (place: EventPlace): string | undefined =>
    place.until === null
      ? undefined
      : words(isOver(place) ? "ended" : "until", { date: format().date(place.until, now()) });
  return (
    <List label={t("eventRolesOf", { name: props.name })} items={props.roles.place().events} boxed>
      {(place) => (
        <Entry
          icon={<CalendarDays />}
          title={nameOf(place)}
          note={words(`event_${place.level}`)}
          end={
            <>
              <Show when={untilOf(place)}>
                {(until) => <Badge meaning={isOver(place) ? "problem" : undefined}>{until()}</Badge>}
              </Show>
              <Show when={props.roles.mayRemove(place)}>
                <Button
                  variant="bare"
                  aria-label={`${t("eventRoleRemove")}: ${nameOf(place)}`}
                  onClick={() => void props.roles.remove(place)}
                >
                  {t("eventRoleRemove")}
                </Button>
              </Show>
            </>
          }
        />
      )}
    </List>
  );
};

const AddEventRole = (props: { readonly roles: Roles }): JSX.Element => {
  const t = useText(messages);
  const [chosen, setChosen] = createSignal<ChosenEvent>();
  const levels = () => {
    const one = chosen();
    return one === undefined
      ? undefined
      : eventLevels.filter((level) => props.roles.mayAdd(placeOfChosen({ ...one, level })));
  };
  const isOffered = (): boolean => {
    const one = chosen();
    return one !== undefined && props.roles.mayAdd(placeOfChosen(one));
  };
  const add = async (): Promise<void> => {
    const one = chosen();
    if (one !== undefined && (await props.roles.add(placeOfChosen(one)))) setChosen(undefined);
  };
  return (
    <div class={styles.stack}>
      <EventPlaceFields value={chosen()} levels={levels()} onChange={setChosen} />
      <Button disabled={!isOffered()} onClick={() => void add()}>
        {t("eventRoleAdd")}
      </Button>
    </div>
  );
};

export const EventRoles = (props: EventRolesProps): JSX.Element => {
  const t = useText(messages);
  const { now } = useApp();
  const roles = createEventRoles(props);
  const hasAll = (): boolean => props.member.rank === "owner" || props.member.rank === "admin";
  /** Tried with an event nobody has, which tells for those who may give any, and with the events one leads. */
  const mayGive = (): boolean => {
    const self = props.standing.self();
    const led = self === undefined ? [] : placementOf(self, props.standing.ownRoles()).events;
    return [new Uint8Array(16), ...led.map(({ event: id }) => id)].some((id) =>
      roles.mayAdd({ event: id, level: "sees", until: now() + 1_000 }),
    );
  };
  return (
    <Section title={t("eventRoles")}>
      <Show when={!hasAll()} fallback={<p class="quiet">{t("eventRolesAll")}</p>}>
        <p class="quiet">{t("eventRolesText")}</p>
        <Show when={roles.place().events.length > 0}>
          <EventRoleList roles={roles} name={props.name} />
        </Show>
        <Show when={mayGive()}>
          <AddEventRole roles={roles} />
        </Show>
      </Show>
    </Section>
  );
};
