import { createMemo, createSignal, For, on, Show, Suspense } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createIndexLater, createMay } from "#client/data";
import { availabilityIndex } from "#client/features/availability";
import { UnfinishedBringIn } from "#client/features/export";
import { Button, LinkButton } from "#client/ui/button";
import { classes } from "#client/ui/classes";
import { ArrowDownLeft, ArrowUpRight, CalendarDays } from "#client/ui/icons";
import meanings from "#client/ui/meaning.module.css";
import { EmptyState, PageHead } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { Checklist } from "./checklist";
import { messages } from "./messages";
import { PiecesChart } from "./pieces-chart";
import { createShortages } from "./shortages";
import type { Shortage } from "./shortages";
import { createTodayCounts, createTodayEvents } from "./today-events";
import type { EventRow, TodayCounts, TodayEvents } from "./today-events";
import { TodaySide } from "./today-side";
import styles from "./today.module.css";
import { Trip } from "./trip";
import { weekOf } from "./week";

/** Trips a section shows before it is asked for all of them. */
const atFirst = 4;

const Trips = (props: {
  readonly way: "out" | "back";
  readonly rows: readonly EventRow[];
  readonly counts: TodayCounts | undefined;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const [all, setAll] = createSignal(false);
  const shown = (): readonly EventRow[] => (all() ? props.rows : props.rows.slice(0, atFirst));
  return (
    <section class={styles.section}>
      <header class={styles.head}>
        <Show when={props.way === "out"} fallback={<ArrowDownLeft />}>
          <ArrowUpRight />
        </Show>
        <h2>{t(props.way === "out" ? "goesOut" : "comesBack")}</h2>
        <span>{props.rows.length > 0 ? t("eventsNextDays", { n: props.rows.length }) : t("nextDays")}</span>
      </header>
      <Show
        when={props.rows.length > 0}
        fallback={<p class={styles.nothing}>{t(props.way === "out" ? "nothingOut" : "nothingBack")}</p>}
      >
        <For each={shown()}>{(row) => <Trip row={row} way={props.way} counts={props.counts} />}</For>
        <Show when={props.rows.length > atFirst}>
          <div class={styles.more}>
            <Button variant="bare" aria-expanded={all()} onClick={() => setAll(!all())}>
              {all() ? t("showFewer") : t("showAll", { n: format().number(props.rows.length) })}
            </Button>
          </div>
        </Show>
      </Show>
    </section>
  );
};

/** The four counts a phone shows first. */
const Figures = (props: {
  readonly events: TodayEvents;
  readonly counts: TodayCounts;
  readonly shortages: readonly Shortage[] | undefined;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const figure = (of: readonly unknown[] | undefined): string =>
    of === undefined ? "–" : format().number(of.length);
  const isAny = (of: readonly unknown[] | undefined): boolean => of !== undefined && of.length > 0;
  return (
    <div class={styles.figures} role="group" aria-label={t("counts")}>
      <div>
        <b>{format().number(props.events.leaving().length)}</b>
        {t("countOut")}
      </div>
      <div>
        <b>{format().number(props.events.returning().length)}</b>
        {t("countBack")}
      </div>
      <div class={classes(isAny(props.shortages) && meanings.problem)}>
        <b>{figure(props.shortages)}</b>
        {t("countShort")}
      </div>
      <div class={classes(isAny(props.counts.overdue()) && meanings.attention)}>
        <b>{figure(props.counts.overdue())}</b>
        {t("countOverdue")}
      </div>
    </div>
  );
};

interface Counted {
  readonly counts: TodayCounts;
  readonly shortages: Accessor<readonly Shortage[] | undefined>;
}

const countFor = (coming: Accessor<readonly EventRow[]>): Counted => {
  const counts = createTodayCounts();
  const shortages = createShortages(
    coming,
    () => counts.positions(),
    () => counts.live(),
  );
  return { counts, shortages };
};

/** What needs the folds: heavy, so it waits for the first paint and is then built without holding the page up. */
const createCounted = (coming: Accessor<readonly EventRow[]>): Accessor<Counted | undefined> => {
  const live = createIndexLater(availabilityIndex);
  const isReady = createMemo(() => live() !== undefined);
  const counted = createMemo(on(isReady, (ready) => (ready ? countFor(coming) : undefined)));
  return counted;
};

/** The trips stand from the first paint on; what is counted joins them in place. */
const Planned = (props: { readonly events: TodayEvents }): JSX.Element => {
  const counted = createCounted(() => props.events.coming());
  return (
    <>
      <Show when={counted()}>
        {(found) => <Figures events={props.events} counts={found().counts} shortages={found().shortages()} />}
      </Show>
      <div class={styles.holder}>
        <div class={styles.columns}>
          <div class={styles.main}>
            <Trips way="out" rows={props.events.leaving()} counts={counted()?.counts} />
            <Trips way="back" rows={props.events.returning()} counts={counted()?.counts} />
            <Show when={counted()}>{(found) => <PiecesChart live={found().counts.live} />}</Show>
          </div>
          <aside class={styles.side}>
            <Show when={counted()}>
              {(found) => <TodaySide counts={found().counts} shortages={found().shortages()} />}
            </Show>
          </aside>
        </div>
      </div>
    </>
  );
};

const NothingPlanned = (): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  return (
    <EmptyState
      icon={<CalendarDays />}
      title={t("emptyTitle")}
      actions={
        <Show when={may("create", "event")}>
          <LinkButton href="/events">{t("newEvent")}</LinkButton>
        </Show>
      }
    >
      {t("emptyText")}
    </EmptyState>
  );
};

/** What is really known of the day: goes out, comes back, short, overdue, disputed, unsynced. */
const TodayScreen = (): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const events = createTodayEvents();
  return (
    <>
      <ScreenTitle title={t("title")} />
      <PageHead title={format().longDate(now())} note={t("week", { week: weekOf(now()) })} />
      <div class={styles.notice}>
        <Suspense>
          <UnfinishedBringIn />
        </Suspense>
      </div>
      <Checklist />
      <Show when={events.hasAny()} fallback={<NothingPlanned />}>
        <Planned events={events} />
      </Show>
    </>
  );
};

export default TodayScreen;
