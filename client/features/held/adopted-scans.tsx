import { For, Show, createMemo, createResource } from "solid-js";
import type { JSX } from "solid-js";
import type { EventId } from "#shared/domain/events";
import { movement } from "#shared/domain/scanning";
import type { MemberId } from "#shared/kernel/ids";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createRows, useReplica } from "#client/data";
import { createMemberNames, createMembership } from "#client/features/settings";
import { Section } from "#client/ui/page";
import { messages } from "./messages";

interface AdoptedHere {
  readonly by: MemberId | null;
  readonly from: MemberId;
  readonly scans: number;
  readonly at: number;
}

/** Scans of one event that came into the company by somebody's decision, and whose. Nothing where there are none. */
export const AdoptedScans = (props: { readonly event: EventId }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const replica = useReplica();
  const names = createMemberNames();
  const { view } = createMembership();
  const movements = createRows(movement);
  const [adopted] = createResource(
    () => ({ view: view(), rows: movements().length }),
    () => replica.adopted(),
  );
  const here = createMemo((): readonly AdoptedHere[] => {
    const facts = new Map(
      movements()
        .filter(({ event }) => event === props.event)
        .map((fact) => [`${movement.name}:${fact.id}`, fact]),
    );
    return (adopted.latest ?? []).flatMap(({ records, by, at }) => {
      const scans = records.flatMap((key) => facts.get(key) ?? []);
      const [first] = scans;
      return first === undefined ? [] : [{ by, at, from: first.by, scans: scans.length }];
    });
  });
  const who = (member: MemberId | null): string =>
    member === null ? t("someone") : member === replica.member ? t("me") : names(member);
  return (
    <Show when={here().length > 0}>
      <Section title={t("adoptedTitle")}>
        <ul>
          <For each={here()}>
            {({ by, from, scans, at }) => (
              <li>
                {t("adoptedBy", {
                  ...{ n: scans, who: who(by), person: who(from) },
                  time: format().moment(at, now()),
                })}
              </li>
            )}
          </For>
        </ul>
      </Section>
    </Show>
  );
};
