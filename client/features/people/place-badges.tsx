import { Show } from "solid-js";
import type { JSX } from "solid-js";
import type { Placed } from "#shared/protocol/membership/placement";
import { placementOf } from "#shared/protocol/membership/placement";
import type { MemberView } from "#shared/replica/identity/types";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { Badge } from "#client/ui/badge";
import { messages } from "./messages";
import { roleMessages } from "./role-messages";
import { createRoleWords } from "./role-words";
import type { OwnRoles } from "./role-words";

/** What somebody is called, until when, and in how many events they have a role besides. */
export const PlaceBadges = (props: {
  readonly member: Placed & Partial<Pick<MemberView, "station">>;
  readonly ownRoles: OwnRoles;
}): JSX.Element => {
  const t = useText(messages);
  const roles = useText(roleMessages);
  const format = useFormat();
  const { now } = useApp();
  const words = createRoleWords();
  const place = () => placementOf(props.member, props.ownRoles);
  const events = (): number => place().events.filter(({ until }) => until === null || until >= now()).length;
  return (
    <>
      <Show when={props.member.station}>
        <Badge meaning="info">{t("station")}</Badge>
      </Show>
      <Badge>{words.roleOf(props.member, props.ownRoles)}</Badge>
      <Show when={place().until}>
        {(until) => (
          <Badge meaning={until() < now() ? "problem" : "attention"}>
            {roles(until() < now() ? "ended" : "until", { date: format().date(until(), now()) })}
          </Badge>
        )}
      </Show>
      <Show when={events() > 0}>
        <Badge meaning="info">{t("eventsCount", { n: events() })}</Badge>
      </Show>
    </>
  );
};
