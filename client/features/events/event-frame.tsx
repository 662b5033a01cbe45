/**
 * What every part of an event has in common: its name, its parts as tabs, when it is away, its status, and whether the
 * person at this device may change it.
 */
import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { thingOf } from "#shared/kernel/ids";
import { useFormat, useText } from "#client/app/i18n";
import { createMay } from "#client/data";
import type { EventRow } from "#client/features/availability";
import { LinkButton } from "#client/ui/button";
import { Editable } from "#client/ui/editing";
import { createIsPhone } from "#client/ui/media";
import { EmptyState } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { Tabs } from "#client/ui/tabs";
import { messages } from "./messages";
import styles from "./events.module.css";
import { StatusMenu } from "./status";

export type EventTab = "overview" | "pull-list" | "cases";

interface EventFrameProps {
  /** Undefined or removed: says so instead. */
  readonly event: EventRow | undefined;
  readonly tab: EventTab;
  readonly lines: number;
  readonly children: JSX.Element;
}

export const EventFrame = (props: EventFrameProps): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  const living = (): EventRow | undefined => (props.event?.removedAt === undefined ? props.event : undefined);
  return (
    <Show
      when={living()}
      fallback={
        <>
          <ScreenTitle title={t("title")} />
          <EmptyState
            wholeScreen
            title={props.event === undefined ? t("missing") : t("removed")}
            actions={<LinkButton href="/events">{t("toEvents")}</LinkButton>}
          >
            {t("missingText")}
          </EmptyState>
        </>
      }
    >
      {(event) => (
        <Editable when={may("write", "event", { event: thingOf(event().id) })}>
          <EventHead event={event()} tab={props.tab} lines={props.lines} />
          {props.children}
        </Editable>
      )}
    </Show>
  );
};

const tabNames = { overview: "overview", "pull-list": "list", cases: "cases" } as const;

const EventHead = (props: {
  readonly event: EventRow;
  readonly tab: EventTab;
  readonly lines: number;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const isPhone = createIsPhone();
  const address = (): string => `/events/${props.event.id}`;
  const place = (): string => [props.event.name, props.event.venue].filter(Boolean).join(" · ");
  const away = (): string =>
    t("awayFromTo", {
      from: format().localDateTime(props.event.busyFrom),
      to: format().localDateTime(props.event.busyTo),
    });
  const events = (): { readonly label: string; readonly href: string } => ({
    label: t("title"),
    href: "/events",
  });
  return (
    <>
      <Show
        when={props.tab === "overview"}
        fallback={
          <ScreenTitle
            title={t(tabNames[props.tab])}
            crumbs={[events(), { label: place(), href: address() }]}
          />
        }
      >
        <ScreenTitle title={place()} crumbs={[events()]} />
      </Show>
      <h1 class="hidden-label">{props.event.name}</h1>
      <Tabs
        label={t("sections")}
        tabs={[
          { href: address(), label: t("overview"), current: props.tab === "overview" },
          {
            href: `${address()}/pull-list`,
            label: t("list"),
            count: props.lines,
            current: props.tab === "pull-list",
          },
          { href: `${address()}/cases`, label: t("cases"), current: props.tab === "cases" },
        ]}
        end={
          <>
            <Show when={!isPhone()}>
              <span class={styles.awayText}>{away()}</span>
            </Show>
            <StatusMenu event={props.event.id} status={props.event.status} />
          </>
        }
      />
    </>
  );
};
