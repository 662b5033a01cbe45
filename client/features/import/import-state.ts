/** One import on screen, from the chosen files to what was written. */
import { batch, createMemo, createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import type {
  Decision,
  OpenedView,
  OpenFailure,
  OwnField,
  PlanCounts,
  PlannedLine,
  PlannedRow,
  TableChange,
} from "#shared/domain/import";
import type { EventId } from "#shared/domain/events";
import { companyProfile, customField, profileIn } from "#shared/domain/settings";
import { compareByOrder } from "#shared/kernel/order-key";
import { createIndex, createRows, useReplica } from "#client/data";
import { positionsIndex } from "#client/features/scanning";
import type { Applied } from "./applying";
import { createApplying } from "./applying";
import type { RowFilter } from "./plan-pages";
import { createPages } from "./plan-pages";
import type { ChosenFile, RemoteSession } from "./session-codec";
import type { ImportTurn } from "./import-turn";
import { createImportTurn } from "./one-at-a-time";
import type { TakingBack } from "./taking-back";
import { createTakingBack } from "./taking-back";
import { comparedTypes, sendExisting, sendLines, startSession } from "./start-session";

export interface Defect {
  readonly message: string;
  /** Part of it may be written. */
  readonly isWriting: boolean;
}
export type Stage = "choose" | "reading" | "check" | "applying" | "done";
export interface ImportState extends TakingBack {
  readonly stage: Accessor<Stage>;
  readonly fileName: Accessor<string>;
  readonly opened: Accessor<OpenedView | undefined>;
  readonly failure: Accessor<OpenFailure | undefined>;
  /** A defect: the import itself failed, not the file. */
  readonly defect: Accessor<Defect | undefined>;
  /** Nothing was read: another tab of this device is importing. */
  readonly isElsewhere: Accessor<boolean>;
  /** What the stock has changed since it was compared: it was compared again and waits for another look. */
  readonly hasChanged: Accessor<boolean>;
  readonly counts: Accessor<PlanCounts | undefined>;
  readonly lines: Accessor<readonly PlannedLine[]>;
  readonly filter: Accessor<RowFilter>;
  readonly total: Accessor<number>;
  /** The row at a place in the filtered list; undefined until its page has come. */
  readonly rowAt: (index: number) => PlannedRow | undefined;
  readonly event: Accessor<EventId | undefined>;
  readonly progress: Accessor<{ readonly done: number; readonly total: number }>;
  readonly applied: Accessor<Applied | undefined>;
  /** Fields the company added, which columns may become. */
  readonly own: Accessor<readonly OwnField[]>;
  readonly choose: (files: readonly ChosenFile[]) => Promise<void>;
  readonly setTable: (change: TableChange) => Promise<void>;
  readonly show: (filter: RowFilter) => Promise<void>;
  readonly decide: (key: string, decision: Decision) => Promise<void>;
  readonly setEvent: (event: EventId | undefined) => Promise<void>;
  readonly refusedRows: (words: (row: PlannedRow) => string) => Promise<string>;
  readonly apply: () => Promise<void>;
  readonly reset: () => void;
}

/** Signals of one import. */
const createSignals = (startEvent: EventId | undefined) => {
  const [stage, setStage] = createSignal<Stage>("choose");
  const [fileName, setFileName] = createSignal("");
  const [opened, setOpened] = createSignal<OpenedView>();
  const [failure, setFailure] = createSignal<OpenFailure>();
  const [defect, setDefect] = createSignal<Defect>();
  const [counts, setCounts] = createSignal<PlanCounts>();
  const [lines, setLines] = createSignal<readonly PlannedLine[]>([]);
  const [event, setEvent] = createSignal(startEvent);
  const [isElsewhere, setElsewhere] = createSignal(false);
  const [hasChanged, setChanged] = createSignal(false);
  const clear = (): void =>
    batch(() => {
      setStage("choose");
      setOpened(undefined);
      setFailure(undefined);
      setDefect(undefined);
      setCounts(undefined);
      setElsewhere(false);
      setChanged(false);
    });
  const write = { setStage, setFileName, setOpened, setFailure, setDefect, setCounts, setLines, setEvent };
  return {
    read: { stage, fileName, opened, failure, defect, counts, lines, event, isElsewhere, hasChanged },
    write: { ...write, setElsewhere, setChanged, clear },
  };
};

const createOwnFields = (): Accessor<readonly OwnField[]> => {
  const rows = createRows(customField, { sort: compareByOrder });
  return createMemo(() =>
    rows().map(({ id, name, on, kind, unit, choices }) => ({
      ...{ id, name, on, kind },
      ...(unit === undefined ? {} : { unit }),
      ...(choices === undefined ? {} : { choices }),
    })),
  );
};

/** Whether what the file is compared with has changed since it was handed to the worker. */
const createStaleness = () => {
  const { rows } = useReplica();
  let isStale = false;
  onCleanup(
    rows.subscribe((changes) => {
      isStale ||= changes.some(({ type }) => comparedTypes.has(type));
    }),
  );
  return { isStale: () => isStale, begin: () => (isStale = false) };
};

type Signals = ReturnType<typeof createSignals>;

/** What the file means for the stock as it is, compared in the worker. */
const createComparison = (
  { read, write }: Signals,
  current: () => RemoteSession | undefined,
  refresh: () => Promise<void>,
) => {
  const { rows } = useReplica();
  const positions = createIndex(positionsIndex);
  const staleness = createStaleness();
  const replan = async (): Promise<void> => {
    const session = current();
    if (session === undefined) return;
    write.setCounts(await session.plan());
    write.setLines(await session.lines());
    await refresh();
  };
  const sendEvent = async (): Promise<void> => {
    const [session, target] = [current(), read.event()];
    if (session === undefined || target === undefined) return;
    await sendLines(session, rows, target);
  };
  const compare = async (session: RemoteSession): Promise<void> => {
    staleness.begin();
    await sendExisting(session, rows, positions());
    await sendEvent();
    await replan();
  };
  /** False where the stock changed meanwhile so that something else would be written than was shown. */
  const isAsShown = async (): Promise<boolean> => {
    const session = current();
    if (session === undefined || !staleness.isStale()) return true;
    const lines = JSON.stringify(read.lines());
    await session.forgetExisting();
    await compare(session);
    return (await session.isAsTold()) && lines === JSON.stringify(read.lines());
  };
  return { replan, sendEvent, compare, isAsShown };
};

/** The worker of the file on screen. */
const createSession = (signals: Signals, turn: ImportTurn) => {
  const profiles = createRows(companyProfile);
  const own = createOwnFields();
  const currency = createMemo(() => profileIn(profiles())?.currency ?? "EUR");
  const { read, write } = signals;
  let session: RemoteSession | undefined;
  const current = () => session;
  const pages = createPages(current);
  const comparison = createComparison(signals, current, () => pages.refresh());
  const close = (): void => {
    session?.close();
    session = undefined;
  };
  onCleanup(close);
  /** Back to where a file is chosen; other tabs may import meanwhile. */
  const fail = (say: () => void): void => {
    close();
    turn.end();
    say();
    write.setStage("choose");
  };
  const open = async (files: readonly ChosenFile[]): Promise<void> => {
    const opening = startSession();
    session = opening;
    const result = await opening.open(files, currency(), own());
    // Another file was chosen meanwhile: that one is on screen.
    if (session !== opening) return;
    if (!result.ok) return fail(() => write.setFailure(result.error));
    write.setOpened(result.value);
    await comparison.compare(opening);
    if (session === opening) write.setStage("check");
  };
  /** A defect in the worker ends this import with a sentence. */
  const guarded = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (problem) {
      const message = problem instanceof Error ? problem.message : String(problem);
      fail(() => write.setDefect({ message, isWriting: read.stage() === "applying" }));
    }
  };
  const refusedRows = async (words: (row: PlannedRow) => string): Promise<string> => {
    const found = await session?.rows(["refused"], 0, read.counts()?.rows.refused ?? 0);
    const reasons = (found?.rows ?? []).map((row) => [row.row, words(row)] as const);
    return (await session?.refusedRows(reasons)) ?? "";
  };
  return { ...comparison, own, refusedRows, current, pages, close, open, guarded };
};

/** From a file to what is written, one tab at a time. */
const createWay = (
  { read, write }: Signals,
  session: ReturnType<typeof createSession>,
  applying: ReturnType<typeof createApplying>,
  taking: TakingBack,
  turn: ImportTurn,
) => {
  let chosen = 0;
  let label = "";
  const clear = (): void => {
    chosen += 1;
    session.close();
    write.clear();
    applying.clear();
  };
  const reset = (): void => {
    clear();
    turn.end();
  };
  const choose = async (files: readonly ChosenFile[]): Promise<void> => {
    const [first] = files;
    // One thing at a time: an import that is being taken back has the turn, and ends with an empty screen.
    if (first === undefined || taking.isTakingBack()) return;
    clear();
    taking.forgetTakenBack();
    const mine = chosen;
    write.setFileName(first.file.name);
    label = files.length === 1 ? first.file.name : `${first.file.name} +${files.length - 1}`;
    const isOurs = await turn.take();
    // Other files were dropped meanwhile: theirs is the import on screen.
    if (mine !== chosen) return;
    if (!isOurs) return void write.setElsewhere(true);
    write.setStage("reading");
    await session.guarded(() => session.open(files));
  };
  const compareAndWrite = async (): Promise<void> => {
    write.setStage("reading");
    const isAsShown = await session.isAsShown();
    write.setChanged(!isAsShown);
    const planned = read.counts();
    if (!isAsShown || planned === undefined) return void write.setStage("check");
    write.setStage("applying");
    const isPlan = read.opened()?.type === "scene";
    await applying.apply(planned, isPlan ? read.lines().length : planned.applicable, label);
    write.setStage("done");
    session.close();
    turn.end();
  };
  const takeBack = async (change: string): Promise<void> => {
    await taking.takeBack(change);
    reset();
  };
  return { reset, choose, takeBack, apply: () => session.guarded(compareAndWrite) };
};

export const createImport = (startEvent: EventId | undefined): ImportState => {
  const signals = createSignals(startEvent);
  const { read, write } = signals;
  const turn = createImportTurn();
  const session = createSession(signals, turn);
  const { guarded, pages } = session;
  const applying = createApplying(session.current, read.event, turn);
  const taking = createTakingBack(turn);
  return {
    ...read,
    ...taking,
    ...createWay(signals, session, applying, taking, turn),
    own: session.own,
    filter: pages.filter,
    total: pages.total,
    rowAt: pages.rowAt,
    progress: applying.progress,
    applied: applying.applied,
    setTable: (change) =>
      guarded(async () => {
        write.setOpened(await session.current()?.setTable(change));
        await session.replan();
      }),
    show: (filter) => guarded(() => pages.show(filter)),
    decide: (key, decision) =>
      guarded(async () => {
        write.setCounts(await session.current()?.decide(key, decision));
        await pages.refresh();
      }),
    setEvent: (next) =>
      guarded(async () => {
        write.setEvent(next);
        await session.sendEvent();
        write.setLines((await session.current()?.lines()) ?? []);
      }),
    refusedRows: session.refusedRows,
  };
};
