/** Who changed what and where it was, newest first, with the way back to any of these moments. */
import { For, Show, createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import type { LoggedMovement, Positions } from "#shared/domain/scanning";
import type { DocumentKindName } from "#shared/documents/kinds";
import type { ThingId } from "#shared/kernel/ids";
import type { AuditEntry, AuditMoment, RecordRef } from "#shared/replica/types";
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

/** Entries of the record, read again whenever a row of its document changed; undefined while it is first read. */
const createEntries = (props: HistoryProps): Accessor<readonly AuditEntry[] | undefined> => {
  const replica = useReplica();
  const [entries, setEntries] = createSignal<readonly AuditEntry[]>();
  const [changed, tell] = createSignal(0);
  onCleanup(
    // eslint-disable-next-line solid/reactivity -- compared when rows change
    replica.rows.subscribe((changes) => {
      if (changes.some(({ thing }) => thing === props.thing)) tell((n) => n + 1);
    }),
  );
  let asked = 0;
  createEffect(
    on(
      () => [props.thing, props.record?.id, changed()] as const,
      ([thing]) => {
        const turn = ++asked;
        void replica.history(thing, props.record).then((found) => {
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

export const History = (props: HistoryProps): JSX.Element => {
  const t = useText(messages);
  const words = createHistoryWords();
  const changes = createChangeWords(words);
  const tell = createMovementTeller();
  const authorOf = createLogAuthors();
  const table = createHistoryTable(words, { changes, tell, authorOf });
  const entries = createEntries(props);
  const movements = createMovements(props);
  const moments = createMemo(() => momentsOf(entries() ?? [], movements()));
  const [shown, setShown] = createSignal(shownFirst);
  const [looking, setLooking] = createSignal<AuditMoment>();
  const save = (): void =>
    saveFile(fileName(props.name), new Blob(["\ufeff", table(moments())], { type: "text/csv" }));
  return (
    <div class={styles.history}>
      <Show
        when={moments().length > 0}
        fallback={<p class="quiet">{entries() === undefined ? t("reading") : t("nothing")}</p>}
      >
        <ol class={styles.timeline} aria-label={t("historyOf", { name: props.name })}>
          <For each={moments().slice(0, shown())}>
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
          <Show when={moments().length > shown()}>
            <Button onClick={() => setShown((n) => n + shownMore)}>
              {t("more", { n: Math.min(shownMore, moments().length - shown()) })}
            </Button>
          </Show>
          <Button variant="bare" onClick={() => setLooking({ at: moments()[0]?.at ?? 0 })}>
            <Clock />
            {t("asOf")}
          </Button>
          <Button variant="bare" onClick={save}>
            <Download />
            {t("saveCsv")}
          </Button>
        </div>
      </Show>
      <Show when={looking()}>
        {(moment) => (
          <RestoreDialog
            {...{ ...props, moment: moment() }}
            entries={entries() ?? []}
            onMoment={setLooking}
            onClose={() => setLooking(undefined)}
          />
        )}
      </Show>
    </div>
  );
};

export default History;
