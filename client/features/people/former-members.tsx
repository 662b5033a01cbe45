import { Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import type { MemberId } from "#shared/kernel/ids";
import { parseId } from "#shared/kernel/ids";
import { useText } from "#client/app/i18n";
import { createMemberNames } from "#client/features/settings";
import { Badge } from "#client/ui/badge";
import { User } from "#client/ui/icons";
import { Entry, List } from "#client/ui/list";
import { Section } from "#client/ui/page";
import { messages } from "./messages";
import { createRoleWords } from "./role-words";
import type { Standing } from "./standing";

/** Who left or was removed. What they wrote stays, so their page does too. */
export const FormerMembers = (props: { readonly standing: Standing }): JSX.Element => {
  const t = useText(messages);
  const names = createMemberNames();
  const words = createRoleWords();
  const former = createMemo(() => {
    const { devices } = props.standing.view();
    return [...(props.standing.membership()?.state().former ?? [])].flatMap(([text, was]) => {
      const member = parseId<MemberId>(text);
      // Who was invited and never came was nobody.
      return member === undefined || !devices.some((each) => each.member === member) ? [] : [{ member, was }];
    });
  });
  return (
    <Show when={former().length > 0}>
      <Section title={t("former")}>
        <List label={t("former")} items={former()} boxed>
          {({ member, was }) => (
            <Entry
              href={`/settings/people/${member}`}
              icon={<User />}
              title={names(member)}
              end={<Badge>{words.rank(was.rank)}</Badge>}
            />
          )}
        </List>
      </Section>
    </Show>
  );
};
