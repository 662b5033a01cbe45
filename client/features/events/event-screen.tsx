/** Where are we with this job? Phases, list, shortages, facts, what happened last. */
import { For, Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { useParams } from "@solidjs/router";
import { event as eventType, phase } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import { totalsOf } from "#shared/domain/pull-list";
import { brand } from "#shared/kernel/brand";
import { parseId, thingOf } from "#shared/kernel/ids";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { ReadOnlyNote } from "#client/app/read-only-note";
import { createMayOpen } from "#client/app/screen-needs";
import { createRowsOf, holdDocument } from "#client/data";
import { HistoryButton } from "#client/features/activity";
import { createKnownAt, createListState, createMayAnswer } from "#client/features/availability";
import type { EventRow, ListState } from "#client/features/availability";
import { FilesSection, KeepEventHere } from "#client/features/files";
import { AdoptedScans } from "#client/features/held";
import { NotListedSection } from "#client/features/not-listed";
import { Badge } from "#client/ui/badge";
import { LinkButton } from "#client/ui/button";
import { useEditable } from "#client/ui/editing";
import { ScanLine } from "#client/ui/icons";
import { Entry, List } from "#client/ui/list";
import { Gauge, Meter } from "#client/ui/meter";
import { Page, Section } from "#client/ui/page";
import { Activity } from "./activity";
import { EventActions } from "./event-actions";
import { EventFacts } from "./event-facts";
import { EventFrame } from "./event-frame";
import { messages } from "./messages";
import { AddPhase, PhaseList } from "./phase-list";
import { PhaseStrip } from "./phase-strip";
import styles from "./event-screen.module.css";

const ListProgress = (props: { readonly list: ListState }): JSX.Element => {
  const t = useText(messages);
  const groups = createMemo(() => {
    const { byLine } = props.list.counts();
    return props.list.sections().map(({ group, lines }) => ({
      name: group?.name ?? t("ungrouped"),
      needed: totalsOf(lines).pieces,
      done: lines.reduce(
        (sum, { id, quantity }) => sum + Math.min(quantity, byLine.get(id)?.allocated ?? 0),
        0,
      ),
    }));
  });
  return (
    <Show when={groups().length > 0} fallback={<p class="quiet">{t("noLines")}</p>}>
      <ul class={styles.progress}>
        <For each={groups()}>
          {(group) => (
            <li>
              <span class="cut">{group.name}</span>
              <Meter
                thick
                label={t("progressOf", { group: group.name, done: group.done, needed: group.needed })}
                parts={[{ value: group.done, meaning: "ok" }]}
                limit={group.needed}
              />
              <span class="small quiet figures">
                {t("allocated", { done: group.done, needed: group.needed })}
              </span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
};

/** Pieces of the event that are out, or back, and how many of them its list does not ask for. */
const Moved = (props: {
  readonly label: string;
  readonly status: "out" | "back";
  readonly list: ListState;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const beside = createMemo(() => {
    let sum = 0;
    for (const { counts } of props.list.notListed()) sum += counts[props.status];
    return sum;
  });
  return (
    <Gauge
      label={props.label}
      value={format().number(props.list.counts().moved[props.status])}
      limitText={beside() > 0 ? t("notListedOfThem", { n: beside() }) : undefined}
    />
  );
};

const Totals = (props: { readonly list: ListState }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const totals = createMemo(() => totalsOf(props.list.sections().flatMap(({ lines }) => lines)));
  return (
    <div class={styles.totals}>
      <Gauge label={t("pieces")} value={format().number(totals().pieces)} />
      <Gauge label={t("weight")} value={format().weight(totals().weightG)} />
      <Gauge label={t("power")} value={format().power(totals().powerW)} />
      <Moved label={t("outNow")} status="out" list={props.list} />
      <Moved label={t("backAlready")} status="back" list={props.list} />
    </div>
  );
};

const Shortages = (props: { readonly event: EventRow; readonly list: ListState }): JSX.Element => {
  const t = useText(messages);
  const mayAnswer = createMayAnswer();
  const address = (): string => `/events/${props.event.id}/pull-list?show=short`;
  const short = createMemo(() =>
    props.list
      .sections()
      .flatMap(({ lines }) => lines)
      .flatMap((line) => {
        const missing = props.list.covers().get(line.id)?.short ?? 0;
        return missing > 0 ? [{ line, missing }] : [];
      }),
  );
  const nothing = (): string => {
    if (!mayAnswer()) return t("askOffice");
    return props.list.question() === undefined ? t("shortNotAsked") : t("noShortages");
  };
  return (
    <Show when={short().length > 0} fallback={<p class="quiet">{nothing()}</p>}>
      <List label={t("shortages")} items={short()} boxed>
        {({ line, missing }) => (
          <Entry
            title={line.name}
            note={line.maker}
            href={address()}
            end={<Badge meaning="problem">{t("shortOf", { short: missing, needed: line.quantity })}</Badge>}
          />
        )}
      </List>
    </Show>
  );
};

/** How far the list is, and the ways to it and to the scanner. */
const Equipment = (props: { readonly event: EventRow; readonly list: ListState }): JSX.Element => {
  const t = useText(messages);
  const mayOpen = createMayOpen();
  const address = (): string => `/events/${props.event.id}/pull-list`;
  return (
    <Section
      title={t("progress")}
      note={t("piecesOf", { done: props.list.counts().allocated, needed: props.list.counts().needed })}
      actions={
        <>
          <LinkButton href={address()}>{t("openList")}</LinkButton>
          <Show when={mayOpen("/scan")}>
            <LinkButton href={`/scan?mode=in&event=${props.event.id}`}>{t("scanIn")}</LinkButton>
            <LinkButton variant="primary" href={`/scan?mode=out&event=${props.event.id}`}>
              <ScanLine />
              {t("scanOut")}
            </LinkButton>
          </Show>
        </>
      }
    >
      <Totals list={props.list} />
      <ListProgress list={props.list} />
    </Section>
  );
};

const Overview = (props: { readonly event: EventRow; readonly list: ListState }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const app = useApp();
  const knownAt = createKnownAt();
  const phases = createRowsOf(phase, () => thingOf(props.event.id));
  const isEditable = useEditable();
  return (
    <Page>
      <div class={styles.overview}>
        <div class={styles.main}>
          <Section title={t("phases")} actions={<AddPhase event={props.event} phases={phases()} />}>
            <PhaseStrip event={props.event} phases={phases()} />
            <PhaseList event={props.event} phases={phases()} />
          </Section>
          <Equipment event={props.event} list={props.list} />
          <NotListedSection event={props.event.id} what={props.list.notListed()} />
          <Section
            title={t("shortages")}
            note={t("asKnown", { time: format().moment(knownAt(), app.now()) })}
          >
            <Shortages event={props.event} list={props.list} />
          </Section>
        </div>
        <div class={styles.side}>
          <Section
            title={t("facts")}
            note={isEditable() ? undefined : <ReadOnlyNote />}
            actions={<EventActions event={props.event} />}
          >
            <EventFacts event={props.event} />
          </Section>
          <FilesSection
            owner={{ thing: thingOf(props.event.id), type: eventType, id: props.event.id, on: "event" }}
          >
            <KeepEventHere event={props.event.id} />
          </FilesSection>
          <Section
            title={t("activity")}
            actions={
              <HistoryButton thing={thingOf(props.event.id)} kind="event" name={props.event.name} whole />
            }
          >
            <Activity event={props.event.id} />
          </Section>
          <AdoptedScans event={props.event.id} />
        </div>
      </div>
    </Page>
  );
};

const EventOf = (props: { readonly event: EventId }): JSX.Element => {
  const list = createListState(() => props.event);
  // eslint-disable-next-line solid/reactivity -- followed inside an effect
  holdDocument(() => thingOf(props.event));
  const lines = (): number => list.sections().reduce((sum, section) => sum + section.lines.length, 0);
  return (
    <EventFrame event={list.event()} tab="overview" lines={lines()}>
      <Show when={list.event()}>{(event) => <Overview event={event()} list={list} />}</Show>
    </EventFrame>
  );
};

const EventScreen = (): JSX.Element => {
  const params = useParams<{ id: string }>();
  const id = createMemo(() => parseId<EventId>(params.id) ?? brand<EventId>("unknown"));
  return (
    <Show when={id()} keyed>
      {(event) => <EventOf event={event} />}
    </Show>
  );
};

export default EventScreen;
