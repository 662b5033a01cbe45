/** Who changed what and where it was, newest first, with the way back to any of these moments. */
import { For, Show, createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import type { LoggedMovement, Positions } from "#shared/domain/scanning";
import type { DocumentKindName } from "#shared/documents/kinds";
import type { ThingId } from "#shared/kernel/ids";
import type { AuditMoment, RecentHistory, RecordRef } from "#shared/replica/types";
import { useText } from "#client/app/i18n";
import { createIndex, createSyncState, useReplica } from "#client/data";
import { createMovementTeller, positionsIndex } from "#client/features/scanning";
import { saveFile } from "#client/platform/files";
import { Button, IconButton } from "#client/ui/button";
import { classes } from "#client/ui/classes";
import { Clock, Download, RotateCcw } from "#client/ui/icons";
import styles from "./activity.module.css";
import { createHistoryTable } from "./history-table";
import { createHistoryWords } from "./history-words";
import type { HistoryWords } from "./history-words";
import { messages } from "./messages";
import { createChangeWords } from "./moment-words";
import type { ChangeWords } from "./moment-words";
import { momentsOf } from "./moments";
import type { ChangeMoment, Moment, MovementMoment, Movements } from "./moments";
import { RestoreDialog } from "./restore-dialog";
import { createLogAuthors } from "./signers";
import { Who } from "./who";
import type { Author } from "./who";

export interface HistoryProps {
  /** The document. */
  readonly thing: ThingId;
  readonly kind: DocumentKindName;
  /** Without it, everything in the document. */
  readonly record?: RecordRef | undefined;
  /** What it is called. */
  readonly name: string;
  /** Whose movements stand on the same time line. */
  readonly movements?: { readonly asset: AssetId } | { readonly product: ProductId } | undefined;
}

const shownFirst = 12;
const shownMore = 100;

const nobodyMoved: Movements = { facts: [], timeOf: ({ at }) => ({ at, isExact: true }) };

/**
 * What happened to the record, read again whenever a row of its document changed; undefined while it is first read. The
 * newest first: a long history takes its time, and most look no further.
 */
const createEntries = (
  props: HistoryProps,
  isAsked: Accessor<boolean>,
): Accessor<RecentHistory | undefined> => {
  const replica = useReplica();
  const [entries, setEntries] = createSignal<RecentHistory>();
  const [changed, tell] = createSignal(0);
  onCleanup(
    replica.rows.subscribe((changes) => {
      if (changes.some(({ thing }) => thing === props.thing)) tell((n) => n + 1);
    }),
  );
  let asked = 0;
  createEffect(
    on(
      () => [props.thing, isAsked(), props.record?.id, changed()] as const,
      ([thing, isWhole]) => {
        const turn = ++asked;
        const count = isWhole ? Number.POSITIVE_INFINITY : shownFirst;
        void replica.recentHistory(thing, count, props.record).then((found) => {
          if (turn === asked) setEntries(found);
        });
      },
    ),
  );
  return entries;
};

const createMovements = (props: HistoryProps): Accessor<Movements> => {
  // eslint-disable-next-line solid/reactivity -- what it is the history of does not change while it is shown
  if (props.movements === undefined) return () => nobodyMoved;
  const positions = createIndex(positionsIndex);
  const sync = createSyncState();
  const hasRelay = createMemo(() => sync().hasRelay);
  const movements = createMemo((): Movements => {
    const of = props.movements;
    if (of === undefined) return nobodyMoved;
    const facts = "asset" in of ? positions().factsOf(of.asset) : positions().bulkFactsOf(of.product);
    return { facts, ...timesOf(positions(), hasRelay()) };
  });
  return movements;
};

/** Without a relay there is one clock only, and no other to be wrong against. */
const timesOf = (positions: Positions, hasRelay: boolean): Pick<Movements, "timeOf"> => ({
  timeOf: (fact) => {
    const { at, isExact } = positions.timeOf(fact);
    return { at, isExact: isExact || !hasRelay };
  },
});

const ChangeBody = (props: {
  readonly lines: readonly string[];
  readonly cause: string | undefined;
}): JSX.Element => (
  <div class={styles.what}>
    <For each={props.lines}>{(words) => <div>{words}</div>}</For>
    <Show when={props.cause}>{(cause) => <div class="small faint">{cause()}</div>}</Show>
  </div>
);

const MovementBody = (props: { readonly moment: MovementMoment; readonly words: string }): JSX.Element => {
  const t = useText(messages);
  return (
    <div class={styles.what}>
      <div class={classes(props.moment.isUndone && styles.struck)}>{props.words}</div>
      <Show when={props.moment.isUndone}>
        <div class="small faint">{t("undone")}</div>
      </Show>
    </div>
  );
};

/** The person a fact names, and the device that signed its log. */
const MovementAuthor = (props: {
  readonly by: string;
  readonly author: Author | undefined;
  readonly words: HistoryWords;
}): JSX.Element => (
  <Show when={props.author} fallback={props.by}>
    {(author) => (
      <Show
        when={!author().isSigned || props.words.member(author().member) !== props.by}
        fallback={<Who author={author()} words={props.words} />}
      >
        {props.by} · <Who author={author()} words={props.words} />
      </Show>
    )}
  </Show>
);

interface RowProps {
  readonly moment: Moment;
  readonly words: HistoryWords;
  readonly changes: ChangeWords;
  readonly tell: (fact: LoggedMovement) => string;
  readonly authorOf: (fact: LoggedMovement) => Author | undefined;
  /** The page is about one record, which need not be named. */
  readonly isSingle: boolean;
  readonly onLook: (moment: AuditMoment) => void;
}

const MomentRow = (props: RowProps): JSX.Element => {
  const t = useText(messages);
  const change = (): ChangeMoment | undefined => (props.moment.kind === "change" ? props.moment : undefined);
  const movement = (): MovementMoment | undefined =>
    props.moment.kind === "movement" ? props.moment : undefined;
  return (
    <li class={styles.moment}>
      <div class={styles.head}>
        <span title={props.moment.isExact ? undefined : t("aboutWhy")}>
          {props.words.time(props.moment.at, props.moment.isExact)}
        </span>
        <span class="small">
          <Show when={change()}>{(moment) => <Who author={moment().first} words={props.words} />}</Show>
          <Show when={movement()}>
            {(moment) => (
              <MovementAuthor
                by={props.words.member(moment().fact.by)}
                author={props.authorOf(moment().fact)}
                words={props.words}
              />
            )}
          </Show>
        </span>
      </div>
      <Show when={movement()}>
        {(moment) => <MovementBody moment={moment()} words={props.tell(moment().fact)} />}
      </Show>
      <Show when={change()}>
        {(moment) => (
          <>
            <ChangeBody
              lines={props.changes.lines(moment().entries, props.isSingle)}
              cause={props.changes.cause(moment().first.command)}
            />
            <IconButton label={t("asItWas")} onClick={() => props.onLook({ change: moment().first.change })}>
              <RotateCcw />
            </IconButton>
          </>
        )}
      </Show>
    </li>
  );
};

const fileName = (name: string): string =>
  `${name.replace(/[^\p{L}\p{N} ._-]/gu, "").trim() || "history"}.csv`;

interface Timeline {
  /** What is drawn of it. */
  readonly moments: Accessor<readonly Moment[]>;
  readonly entries: Accessor<RecentHistory["entries"]>;
  readonly isRead: Accessor<boolean>;
  /** How many more the next step shows: 0 for none, undefined until older ones are read. */
  readonly older: Accessor<number | undefined>;
  readonly showOlder: () => void;
  /** With everything that is not read yet. */
  readonly whole: () => Promise<readonly Moment[]>;
}

const createTimeline = (props: HistoryProps): Timeline => {
  const replica = useReplica();
  const [shown, setShown] = createSignal(shownFirst);
  const isOlderAsked = createMemo(() => shown() > shownFirst);
  // eslint-disable-next-line solid/reactivity -- followed inside an effect
  const read = createEntries(props, isOlderAsked);
  const entries = (): RecentHistory["entries"] => read()?.entries ?? [];
  const isAll = (): boolean => read()?.isAll === true;
  const movements = createMovements(props);
  const moments = createMemo(() => momentsOf(entries(), movements()));
  return {
    // Movements older than the oldest change read yet have their place among what is not read.
    moments: () => moments().slice(0, isAll() ? shown() : shownFirst),
    entries,
    isRead: () => read() !== undefined,
    older: () => (isAll() ? Math.max(0, Math.min(shownMore, moments().length - shown())) : undefined),
    showOlder: () => setShown((n) => n + shownMore),
    whole: async () => momentsOf(await replica.history(props.thing, props.record), movements()),
  };
};

export const History = (props: HistoryProps): JSX.Element => {
  const t = useText(messages);
  const words = createHistoryWords();
  const changes = createChangeWords(words);
  const tell = createMovementTeller();
  const authorOf = createLogAuthors();
  const table = createHistoryTable(words, { changes, tell, authorOf });
  const { moments, entries, isRead, older, showOlder, whole } = createTimeline(props);
  const [looking, setLooking] = createSignal<AuditMoment>();
  const save = async (): Promise<void> => {
    const name = fileName(props.name);
    saveFile(name, new Blob(["\ufeff", table(await whole())], { type: "text/csv" }));
  };
  return (
    <div class={styles.history}>
      <Show when={moments().length > 0} fallback={<p class="quiet">{t(isRead() ? "nothing" : "reading")}</p>}>
        <ol class={styles.timeline} aria-label={t("historyOf", { name: props.name })}>
          <For each={moments()}>
            {(moment) => (
              <MomentRow
                {...{ moment, words, changes, tell, authorOf }}
                isSingle={props.record !== undefined}
                onLook={setLooking}
              />
            )}
          </For>
        </ol>
        <div class={styles.foot}>
          <Show when={older() !== 0}>
            <Button onClick={showOlder}>
              <Show when={older()} fallback={t("older")}>
                {(n) => t("more", { n: n() })}
              </Show>
            </Button>
          </Show>
          <Button variant="bare" onClick={() => setLooking({ at: moments()[0]?.at ?? 0 })}>
            <Clock />
            {t("asOf")}
          </Button>
          <Button variant="bare" onClick={() => void save()}>
            <Download />
            {t("saveCsv")}
          </Button>
        </div>
      </Show>
      <Show when={looking()}>
        {(moment) => (
          <RestoreDialog
            {...{ ...props, moment: moment() }}
            entries={entries()}
            onMoment={setLooking}
            onClose={() => setLooking(undefined)}
          />
        )}
      </Show>
    </div>
  );
};

export default History;
