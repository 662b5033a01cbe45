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
import { sendExisting, sendLines, startSession } from "./start-session";

export type Stage = "choose" | "reading" | "check" | "applying" | "done";
export interface ImportState {
  readonly stage: Accessor<Stage>;
  readonly fileName: Accessor<string>;
  readonly opened: Accessor<OpenedView | undefined>;
  readonly failure: Accessor<OpenFailure | undefined>;
  /** Message of a defect: the import itself failed, not the file. */
  readonly defect: Accessor<string | undefined>;
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
  readonly undo: () => Promise<boolean>;
  readonly reset: () => void;
}

/** Signals of one import. */
const createSignals = (startEvent: EventId | undefined) => {
  const [stage, setStage] = createSignal<Stage>("choose");
  const [fileName, setFileName] = createSignal("");
  const [opened, setOpened] = createSignal<OpenedView>();
  const [failure, setFailure] = createSignal<OpenFailure>();
  const [defect, setDefect] = createSignal<string>();
  const [counts, setCounts] = createSignal<PlanCounts>();
  const [lines, setLines] = createSignal<readonly PlannedLine[]>([]);
  const [event, setEvent] = createSignal(startEvent);
  const clear = (): void =>
    batch(() => {
      setStage("choose");
      setOpened(undefined);
      setFailure(undefined);
      setDefect(undefined);
      setCounts(undefined);
    });
  return {
    read: { stage, fileName, opened, failure, defect, counts, lines, event },
    write: { setStage, setFileName, setOpened, setFailure, setDefect, setCounts, setLines, setEvent, clear },
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

/** The worker of the file on screen. */
const createSession = (signals: ReturnType<typeof createSignals>) => {
  const { rows } = useReplica();
  const positions = createIndex(positionsIndex);
  const profiles = createRows(companyProfile);
  const own = createOwnFields();
  const currency = createMemo(() => profileIn(profiles())?.currency ?? "EUR");
  const { read, write } = signals;
  let session: RemoteSession | undefined;
  const pages = createPages(() => session);
  const close = (): void => {
    session?.close();
    session = undefined;
  };
  onCleanup(close);
  const replan = async (): Promise<void> => {
    if (session === undefined) return;
    write.setCounts(await session.plan());
    write.setLines(await session.lines());
    await pages.refresh();
  };
  const sendEvent = async (): Promise<void> => {
    const target = read.event();
    if (session === undefined || target === undefined) return;
    await sendLines(session, rows, target);
  };
  const open = async (files: readonly ChosenFile[]): Promise<void> => {
    session = startSession();
    const result = await session.open(files, currency(), own());
    if (!result.ok) {
      write.setFailure(result.error);
      write.setStage("choose");
      return close();
    }
    write.setOpened(result.value);
    await sendExisting(session, rows, positions());
    await sendEvent();
    await replan();
    write.setStage("check");
  };
  /** A defect in the worker ends this import with a sentence; the company is untouched. */
  const guarded = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (problem) {
      close();
      write.setDefect(problem instanceof Error ? problem.message : String(problem));
      write.setStage("choose");
    }
  };
  const refusedRows = async (words: (row: PlannedRow) => string): Promise<string> => {
    const found = await session?.rows(["refused"], 0, read.counts()?.rows.refused ?? 0);
    const reasons = (found?.rows ?? []).map((row) => [row.row, words(row)] as const);
    return (await session?.refusedRows(reasons)) ?? "";
  };
  return { own, refusedRows, current: () => session, pages, close, open, replan, sendEvent, guarded };
};

export const createImport = (startEvent: EventId | undefined): ImportState => {
  const signals = createSignals(startEvent);
  const { read, write } = signals;
  const session = createSession(signals);
  const { guarded, pages } = session;
  const applying = createApplying(session.current, read.event);
  const reset = (): void => {
    session.close();
    write.clear();
    applying.clear();
  };
  return {
    ...read,
    own: session.own,
    filter: pages.filter,
    total: pages.total,
    rowAt: pages.rowAt,
    progress: applying.progress,
    applied: applying.applied,
    choose: async (files) => {
      const [first] = files;
      if (first === undefined) return;
      reset();
      write.setFileName(first.file.name);
      write.setStage("reading");
      await guarded(() => session.open(files));
    },
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
    apply: () =>
      guarded(async () => {
        const planned = read.counts();
        if (planned === undefined) return;
        write.setStage("applying");
        const isPlan = read.opened()?.type === "scene";
        await applying.apply(planned, isPlan ? read.lines().length : planned.applicable);
        write.setStage("done");
        session.close();
      }),
    undo: applying.undo,
    reset,
  };
};
