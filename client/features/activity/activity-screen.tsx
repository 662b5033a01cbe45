/** Everything that happened in the company, with limits by time, person, device and area. */
import { Show, createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import type { Accessor, Component, JSX } from "solid-js";
import { useSearchParams } from "@solidjs/router";
import type { ActivityEntry } from "#shared/replica/types";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { createSyncState, useReplica } from "#client/data";
import { EmptyState, PageHead, Toolbar } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { Segmented } from "#client/ui/segmented";
import { SelectField } from "#client/ui/select-field";
import { VirtualTable } from "#client/ui/virtual-table";
import type { Column } from "#client/ui/virtual-table";
import styles from "./activity.module.css";
import { areas, rowsOfEntries } from "./activity-rows";
import type { ActivityRow, Area } from "./activity-rows";
import { createDeedWords, createFactRows } from "./fact-rows";
import { createHistoryWords } from "./history-words";
import { messages } from "./messages";
import { Who } from "./who";

const periods = ["today", "week", "month", "ever"] as const;
type Period = (typeof periods)[number];
const dayMs = 86_400_000;

/** Records named in a row; more are counted. */
const namedRecords = 3;
/** Changes that come close together are read together. */
const settleMs = 1_000;

const sinceOf = (period: Period, now: number): number => {
  if (period === "ever") return 0;
  if (period === "today") return new Date(now).setHours(0, 0, 0, 0);
  return now - (period === "week" ? 7 : 30) * dayMs;
};

/** Changes since then, read again after rows changed; undefined while first read. */
const createEntries = (since: Accessor<number>): Accessor<readonly ActivityEntry[] | undefined> => {
  const replica = useReplica();
  const { timers } = useApp();
  const [entries, setEntries] = createSignal<readonly ActivityEntry[]>();
  const [changed, tell] = createSignal(0);
  let cancel: (() => void) | undefined;
  const stop = replica.rows.subscribe(() => {
    cancel ??= timers.after(settleMs, () => {
      cancel = undefined;
      tell((n) => n + 1);
    });
  });
  onCleanup(() => {
    stop();
    cancel?.();
  });
  let asked = 0;
  createEffect(
    on([since, changed], ([from]) => {
      const turn = ++asked;
      void replica.activity(from).then((found) => {
        if (turn === asked) setEntries(found);
      });
    }),
  );
  return entries;
};

const createActivity = (period: Accessor<Period>) => {
  const { now } = useApp();
  const since = createMemo(() => sinceOf(period(), now()), undefined, {
    // The page need not read everything again because half a minute passed.
    equals: (a, b) => Math.abs(a - b) < 600_000,
  });
  // eslint-disable-next-line solid/reactivity -- followed inside an effect
  const entries = createEntries(since);
  const sync = createSyncState();
  const hasRelay = createMemo(() => sync().hasRelay);
  // eslint-disable-next-line solid/reactivity -- followed inside a memo
  const facts = createFactRows(since, hasRelay);
  const rows = createMemo((): readonly ActivityRow[] =>
    [...rowsOfEntries(entries() ?? []), ...facts()].sort((a, b) => b.at - a.at),
  );
  return { rows, isRead: () => entries() !== undefined };
};

interface RowLook {
  readonly Time: Component<{ readonly row: ActivityRow }>;
  readonly Author: Component<{ readonly row: ActivityRow }>;
  readonly What: Component<{ readonly row: ActivityRow }>;
  readonly where: (row: ActivityRow) => string;
}

const createRowLook = (): RowLook => {
  const t = useText(messages);
  const words = createHistoryWords();
  const deed = createDeedWords();
  const subject = (row: ActivityRow): string => {
    if (row.records.length > namedRecords) return t("records", { n: row.records.length });
    return row.records.map((key) => words.record(key)).join(", ");
  };
  const what = (row: ActivityRow): string =>
    row.records.length === 0 ? deed(row) : t("of", { record: subject(row), what: deed(row) });
  const where = (row: ActivityRow): string => {
    const of = row.subject === undefined || row.records.includes(row.subject) ? undefined : row.subject;
    return of === undefined ? t(`area_${row.area}`) : words.record(of);
  };
  const Time = (props: { readonly row: ActivityRow }): JSX.Element => (
    <span class="figures" title={props.row.isExact ? undefined : t("aboutWhy")}>
      {words.time(props.row.at, props.row.isExact)}
    </span>
  );
  const Author = (props: { readonly row: ActivityRow }): JSX.Element => (
    <Show when={props.row.author}>{(author) => <Who author={author()} words={words} />}</Show>
  );
  const What = (props: { readonly row: ActivityRow }): JSX.Element => (
    <Show when={props.row.href} fallback={<span class="cut">{what(props.row)}</span>}>
      {(href) => (
        <a class="cut" href={href()}>
          {what(props.row)}
        </a>
      )}
    </Show>
  );
  return { Time, Author, What, where };
};

const createColumns = (): {
  readonly columns: readonly Column<ActivityRow>[];
  readonly card: (row: Accessor<ActivityRow>) => JSX.Element;
} => {
  const t = useText(messages);
  const { Time, Author, What, where } = createRowLook();
  return {
    columns: [
      { id: "when", head: t("whenHead"), width: "10rem", cell: (row) => <Time row={row()} /> },
      { id: "who", head: t("whoHead"), width: "minmax(12rem, 16rem)", cell: (row) => <Author row={row()} /> },
      { id: "what", head: t("whatHead"), width: "minmax(16rem, 1fr)", cell: (row) => <What row={row()} /> },
      {
        id: "where",
        head: t("whereHead"),
        width: "minmax(8rem, 16rem)",
        hideBelow: 860,
        cell: (row) => <span class="cut quiet">{where(row())}</span>,
      },
    ],
    card: (row) => (
      <span class={styles.card}>
        <span class={styles.wide}>
          <What row={row()} />
        </span>
        <span class="small quiet">
          <Author row={row()} />
        </span>
        <span class="small faint">
          <Time row={row()} />
        </span>
      </span>
    ),
  };
};

const everybody = "all";

const createLimits = (rows: Accessor<readonly ActivityRow[]>) => {
  const [params, setParams] = useSearchParams<{ person: string; device: string; area: string }>();
  const fits = (row: ActivityRow): boolean =>
    (params.person === undefined || row.author?.member === params.person) &&
    (params.device === undefined || row.author?.device === params.device) &&
    (params.area === undefined || row.area === params.area);
  const set = (name: "person" | "device" | "area", value: string): void =>
    setParams({ [name]: value === everybody ? undefined : value }, { replace: true });
  const shown = createMemo(() => rows().filter(fits));
  return { params, set, shown };
};

const Limits = (props: {
  readonly rows: readonly ActivityRow[];
  readonly limits: ReturnType<typeof createLimits>;
}): JSX.Element => {
  const t = useText(messages);
  const words = createHistoryWords();
  const people = createMemo(() => {
    const found = new Map(
      props.rows.flatMap(({ author }) => (author?.member ? [[author.member, author.member] as const] : [])),
    );
    return Array.from(found.values(), (member) => ({ value: String(member), label: words.member(member) }));
  });
  const devices = createMemo(() =>
    [...new Set(props.rows.flatMap(({ author }) => (author?.device ? [author.device] : [])))].map(
      (device) => ({
        value: device,
        label: words.device(device),
      }),
    ),
  );
  return (
    <>
      <SelectField<string>
        label={t("person")}
        hideLabel
        value={props.limits.params.person ?? everybody}
        options={[{ value: everybody, label: t("anybody") }, ...people()]}
        onChange={(value) => props.limits.set("person", value)}
      />
      <SelectField<string>
        label={t("deviceField")}
        hideLabel
        value={props.limits.params.device ?? everybody}
        options={[{ value: everybody, label: t("anyDevice") }, ...devices()]}
        onChange={(value) => props.limits.set("device", value)}
      />
      <SelectField<string>
        label={t("area")}
        hideLabel
        value={props.limits.params.area ?? everybody}
        options={[
          { value: everybody, label: t("everything") },
          ...areas.map((area: Area) => ({ value: area, label: t(`area_${area}`) })),
        ]}
        onChange={(value) => props.limits.set("area", value)}
      />
    </>
  );
};

const ActivityScreen = (): JSX.Element => {
  const t = useText(messages);
  const [params, setParams] = useSearchParams<{ time: string }>();
  const period = createMemo((): Period => periods.find((each) => each === params.time) ?? "week");
  // eslint-disable-next-line solid/reactivity -- followed inside a memo
  const { rows, isRead } = createActivity(period);
  const limits = createLimits(rows);
  const look = createMemo(createColumns);
  return (
    <>
      <ScreenTitle title={t("title")} />
      <PageHead title={t("title")} note={t("changes", { n: limits.shown().length })} />
      <Toolbar label={t("period")}>
        <Segmented
          label={t("period")}
          value={period()}
          segments={periods.map((value) => ({ value, label: t(value) }))}
          onChange={(value) => setParams({ time: value }, { replace: true })}
        />
        <Limits rows={rows()} limits={limits} />
      </Toolbar>
      <VirtualTable
        label={t("title")}
        rows={limits.shown()}
        rowId={(row) => row.id}
        columns={look().columns}
        card={look().card}
        cardHeight={4.5}
        empty={
          <Show when={isRead()} fallback={<EmptyState title={t("reading")} />}>
            <EmptyState title={t("nothingFits")}>{t("nothingFitsText")}</EmptyState>
          </Show>
        }
      />
    </>
  );
};

export default ActivityScreen;
