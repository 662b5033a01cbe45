import { For, Show, createMemo } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { busyWindow } from "#shared/domain/events";
import { useApp } from "#client/app/app-context";
import { createSync } from "#client/app/frame/sync-mark";
import { syncMeaning } from "#client/app/frame/sync-words";
import { useFormat, useText } from "#client/app/i18n";
import type { Format } from "#client/app/i18n";
import { createIndexLater, createWhenIdle } from "#client/data";
import { createMayAnswer } from "#client/features/availability";
import { createDueCount } from "#client/features/maintenance";
import { maintenanceIndex } from "#client/features/scanning";
import { classes } from "#client/ui/classes";
import { LinkButton } from "#client/ui/button";
import { Clock, OctagonX, PackageOpen, Smartphone, Split, Wrench } from "#client/ui/icons";
import { MeaningIcon } from "#client/ui/meaning-icon";
import type { Meaning } from "#client/ui/meaning";
import meanings from "#client/ui/meaning.module.css";
import { createLowProducts } from "./low-products";
import type { LowProduct } from "./low-products";
import { messages } from "./messages";
import type { Shortage } from "./shortages";
import type { TodayCounts } from "./today-events";
import styles from "./today.module.css";

const Item = (props: {
  readonly meaning: Meaning;
  readonly href: string;
  readonly title: JSX.Element;
  readonly note: JSX.Element;
  readonly end: JSX.Element;
}): JSX.Element => (
  <a class={classes(styles.item, meanings[props.meaning])} href={props.href}>
    <MeaningIcon meaning={props.meaning} />
    <span>
      {props.title}
      <small>{props.note}</small>
    </span>
    <span>{props.end}</span>
  </a>
);

const listed = 8;
const lowListed = 4;

/** How many there are, where there are any. */
const headCount = (format: Format, of: readonly unknown[] | undefined): string =>
  of === undefined || of.length === 0 ? "" : format.number(of.length);

const ShortSection = (props: { readonly shortages: readonly Shortage[] | undefined }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const mayAnswer = createMayAnswer();
  const reason = (shortage: Shortage): string => {
    const { takenBy, late, short, owned } = shortage;
    if (late >= short || (late > 0 && takenBy === undefined)) return t("late", { n: late });
    return takenBy === undefined
      ? t("owned", { n: owned })
      : t("takenBy", { event: takenBy.name, n: takenBy.quantity });
  };
  const none = (): string => {
    if (!mayAnswer()) return t("shortAsk");
    return t(props.shortages === undefined ? "stillLoading" : "shortNone");
  };
  return (
    <section class={styles.section}>
      <header class={styles.head}>
        <OctagonX />
        <h2>{t("short")}</h2>
        <span>{headCount(format(), props.shortages)}</span>
      </header>
      <For each={props.shortages?.slice(0, listed)} fallback={<p class={styles.nothing}>{none()}</p>}>
        {(shortage) => (
          <Item
            meaning="problem"
            href={`/events/${shortage.event.id}/pull-list`}
            title={
              <>
                <b>{t("shortLine", { n: shortage.short, name: shortage.line.name })}</b>,{" "}
                {shortage.event.name}
              </>
            }
            note={reason(shortage)}
            end={format().relative(busyWindow(shortage.event).from, now())}
          />
        )}
      </For>
    </section>
  );
};

const OverdueSection = (props: { readonly counts: TodayCounts }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  return (
    <section class={styles.section}>
      <header class={styles.head}>
        <Clock />
        <h2>{t("overdue")}</h2>
        <span>{headCount(format(), props.counts.overdue())}</span>
      </header>
      <For
        each={props.counts.overdue()?.slice(0, listed)}
        fallback={<p class={styles.nothing}>{t(props.counts.overdue() ? "overdueNone" : "stillLoading")}</p>}
      >
        {(row) => (
          <Item
            meaning="attention"
            href={`/events/${row.id}/pull-list`}
            title={<b>{row.name}</b>}
            note={t("stillOut", { n: props.counts.live().piecesOut(row.id) })}
            end={format().relative(busyWindow(row).to, now())}
          />
        )}
      </For>
    </section>
  );
};

/** What is used up or too few: it has to be ordered before a job asks for it. */
const OrderSection = (props: { readonly low: Accessor<readonly LowProduct[]> }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  return (
    <Show when={props.low().length > 0}>
      <section class={styles.section}>
        <header class={styles.head}>
          <PackageOpen />
          <h2>{t("belowMinimum")}</h2>
          <span>{headCount(format(), props.low())}</span>
        </header>
        <For each={props.low().slice(0, lowListed)}>
          {({ row, counted }) => (
            <Item
              meaning="attention"
              href={`/stock/products/${row.id}`}
              title={<b>{row.name}</b>}
              note={t("leftOf", { n: format().number(counted), of: format().number(row.minimumStock ?? 0) })}
              end=""
            />
          )}
        </For>
        <Show when={props.low().length > lowListed}>
          <div class={styles.more}>
            <LinkButton variant="bare" href="/stock?only=below">
              {t("showAll", { n: format().number(props.low().length) })}
            </LinkButton>
          </div>
        </Show>
      </section>
    </Show>
  );
};

const ConflictSection = (props: { readonly disputed: Accessor<number> }): JSX.Element => {
  const t = useText(messages);
  return (
    <Show when={props.disputed() > 0}>
      <section class={styles.section}>
        <header class={styles.head}>
          <Split />
          <h2>{t("conflicts")}</h2>
        </header>
        <Item
          meaning="attention"
          href="/conflicts"
          title={t("conflictsOpen", { n: props.disputed() })}
          note={t("conflictsDo")}
          end=""
        />
      </section>
    </Show>
  );
};

/** What is broken and keeps pieces in the house, and what has to be inspected. Absent while nothing is. */
const WorkshopSection = (): JSX.Element => {
  const t = useText(messages);
  const due = createWhenIdle(createDueCount, { over: 0, soon: 0 });
  const book = createIndexLater(maintenanceIndex);
  const open = createMemo(() => (book()?.allFaults() ?? []).filter(({ state }) => state === "open"));
  const blocked = (): number => open().filter(({ effect }) => effect === "block").length;
  return (
    <Show when={open().length > 0 || due().over + due().soon > 0}>
      <section class={styles.section}>
        <header class={styles.head}>
          <Wrench />
          <h2>{t("workshop")}</h2>
        </header>
        <Show when={open().length > 0}>
          <Item
            meaning={blocked() > 0 ? "problem" : "attention"}
            href="/stock/maintenance"
            title={<b>{t("faultsOpen", { n: open().length })}</b>}
            note={t("faultsBlock", { n: blocked() })}
            end=""
          />
        </Show>
        <Show when={due().over + due().soon > 0}>
          <Item
            meaning="attention"
            href="/stock/maintenance?list=due"
            title={<b>{t("inspectionsDue", { n: due().over })}</b>}
            note={t("inspectionsSoon", { n: due().soon })}
            end=""
          />
        </Show>
      </section>
    </Show>
  );
};

const UnsyncedSection = (): JSX.Element => {
  const t = useText(messages);
  const sync = createSync();
  return (
    <Show when={sync.kind() !== "synced"}>
      <section class={styles.section}>
        <header class={styles.head}>
          <Smartphone />
          <h2>{t("unsynced")}</h2>
        </header>
        <Item
          meaning={syncMeaning(sync.kind())}
          href="/settings/device"
          title={<b>{t("thisDevice")}</b>}
          note={sync.words.explain(sync.state(), sync.kind())}
          end={sync.kind() === "here-only" ? "" : sync.words.short(sync.state(), sync.kind())}
        />
      </section>
    </Show>
  );
};

/** What needs somebody: short, overdue, disputed, only here. */
export const TodaySide = (props: {
  readonly counts: TodayCounts;
  readonly shortages: readonly Shortage[] | undefined;
}): JSX.Element => (
  <>
    <ShortSection shortages={props.shortages} />
    <OverdueSection counts={props.counts} />
    <OrderSection low={createLowProducts()} />
    <WorkshopSection />
    <ConflictSection disputed={props.counts.disputed} />
    <UnsyncedSection />
  </>
);
