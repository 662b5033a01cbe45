/**
 * A run of scans: reads one after the other, decides, writes, answers by ear and screen, remembers the last ones.
 * Never deaf: while a refusal waits for an answer the next scan goes on and puts the refused one aside.
 */
import { batch, createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import type { MovementId, MovementOrigin } from "#shared/domain/scanning";
import type { ScanAnswer, ScanContext, ScanDecision, ScanSignal } from "#shared/domain/scanning";
import {
  decideScan,
  mannerOf,
  movement,
  recordMovements,
  scanRules,
  undoMovements,
} from "#shared/domain/scanning";
import { useCommands, useReplica } from "#client/data";
import { useApp } from "#client/app/app-context";
import type { Signal } from "#client/platform/feedback";
import { oneAfterAnother } from "./one-after-another";
import type { ScanKnowledge } from "./scan-knowledge";
import type { Teller, Telling } from "./scan-telling";

export type EntryState = "done" | "open" | "aside" | "undone" | "failed";

export interface ScanEntry {
  readonly id: number;
  readonly text: string;
  readonly origin: MovementOrigin;
  readonly context: ScanContext;
  readonly decision: ScanDecision;
  /** In the words of the moment: later scans do not change what this one said. */
  readonly telling: Telling;
  readonly at: number;
  readonly movements: readonly MovementId[];
  readonly state: EntryState;
}

export interface ScanSession {
  /** What the card shows. */
  readonly current: Accessor<ScanEntry | undefined>;
  /** What was done or put aside, newest first, without the one on the card while that one waits. */
  readonly recent: Accessor<readonly ScanEntry[]>;
  /** Settles when the scan is durable and answered. Scans are taken in the order they were read. */
  read(text: string, origin: MovementOrigin): Promise<void>;
  answer(answer: ScanAnswer): Promise<void>;
  putAside(): void;
  undo(entry: ScanEntry): Promise<void>;
}

export interface SessionDeps {
  readonly knowledge: ScanKnowledge;
  readonly teller: Teller;
  /** The mode, event and so on at the moment of a scan. */
  readonly context: () => ScanContext;
  /** Sound, vibration and, when there is a reason to give, the voice. */
  readonly signal: (signal: Signal, reason: string | undefined) => void;
  readonly onDecision: (decision: ScanDecision) => void;
}

const remembered = 10;

/** How each answer sounds and feels. */
export const signals: Readonly<Record<ScanSignal, Signal>> = {
  done: "ok",
  "done-look": "notice",
  refused: "refused",
  repeated: "repeated",
  "not-ours": "question",
  question: "question",
  set: "set",
  undone: "undone",
};

/** Answers that say more than their sound: why not, what is asked, what the session is set to. */
const isSpoken: ReadonlySet<ScanSignal> = new Set(["refused", "question", "not-ours", "set"]);

export const isWaiting = (entry: ScanEntry | undefined): entry is ScanEntry =>
  entry?.state === "open" &&
  (entry.decision.answers.length > 0 || scanRules[entry.decision.rule].signal === "refused");

/** The last scans and which of them is on the card. */
const createLog = () => {
  const [entries, setEntries] = createSignal<readonly ScanEntry[]>([]);
  const [currentId, setCurrentId] = createSignal<number>();
  const current = (): ScanEntry | undefined => entries().find((entry) => entry.id === currentId());
  let serial = 0;
  return {
    current,
    recent: (): readonly ScanEntry[] =>
      entries().filter((entry) =>
        entry.id === currentId() ? entry.state === "done" : entry.state !== "open",
      ),
    /** `isAnswer`: takes the place of the scan that asked. */
    add: (entry: Omit<ScanEntry, "id">, isAnswer: boolean): void => {
      serial += 1;
      const id = serial;
      const replaced = isAnswer ? currentId() : undefined;
      batch(() => {
        setEntries((list) => [{ ...entry, id }, ...setAside(list, replaced)].slice(0, remembered + 1));
        setCurrentId(id);
      });
    },
    /** The newest scan that wrote something and was not taken back. */
    lastWritten: (): ScanEntry | undefined =>
      entries().find((entry) => entry.state === "done" && entry.movements.length > 0),
    show: (id: number): void => void setCurrentId(id),
    mark: (id: number, state: EntryState): void =>
      void setEntries((list) => list.map((entry) => (entry.id === id ? { ...entry, state } : entry))),
  };
};

type Log = ReturnType<typeof createLog>;
type Take = (text: string, origin: MovementOrigin, answers?: readonly ScanAnswer[]) => Promise<void>;

/** Decides one scan, writes what follows, shows and sounds it. */
const createTake = (deps: SessionDeps, log: Log): Take => {
  const { clock } = useApp();
  const commands = useCommands();
  return async (text, origin, answers = []) => {
    const context = { ...deps.context(), answers };
    const decision = decideScan(deps.knowledge.state, text, context);
    const { writes } = scanRules[decision.rule];
    const { signal } = mannerOf(decision);
    const telling = deps.teller.tell(decision, context.mode);
    const written = writes
      ? await commands.runCommand(recordMovements, { facts: decision.facts, origin }, { quiet: true })
      : undefined;
    const isFailed = written?.ok === false;
    const movements = written?.ok === true ? written.value.value : [];
    const state = isFailed ? "failed" : writes ? "done" : "open";
    log.add(
      { text, origin, context, decision, telling, at: clock.now(), movements, state },
      answers.length > 0,
    );
    const isTold = isSpoken.has(signal) || decision.detail.isLabelStale === true;
    deps.signal(isFailed ? "refused" : signals[signal], isTold ? telling.spoken : undefined);
    if (!isFailed) deps.onDecision(decision);
  };
};

const createUndo = (deps: SessionDeps, log: Log): ((entry: ScanEntry) => Promise<void>) => {
  const commands = useCommands();
  const { rows } = useReplica();
  return async (entry) => {
    const positions = deps.knowledge.positions();
    const facts = entry.movements.flatMap((id) => rows.get(movement, id) ?? []);
    const undone = facts.map((fact) => ({
      fact,
      after: fact.asset === undefined ? undefined : positions.of(fact.asset).last?.id,
    }));
    const result = await commands.runCommand(undoMovements, { undone });
    if (!result.ok) return;
    log.mark(entry.id, "undone");
    deps.signal("undone", undefined);
  };
};

export const createScanSession = (deps: SessionDeps): ScanSession => {
  const log = createLog();
  const inOrder = oneAfterAnother();
  const take = createTake(deps, log);
  const undo = createUndo(deps, log);

  const answer = async (given: ScanAnswer | undefined): Promise<void> => {
    const asked = log.current();
    if (asked === undefined || given === undefined) return;
    await take(asked.text, asked.origin, [...(asked.context.answers ?? []), given]);
  };
  const putAside = (): void => {
    const asked = log.current();
    if (asked !== undefined) log.mark(asked.id, "aside");
  };
  const undoLast = async (): Promise<void> => {
    const last = log.lastWritten();
    if (last === undefined) return;
    log.show(last.id);
    await undo(last);
  };
  /** Control codes about single scans are done here; everything else is a scan. */
  const read = async (text: string, origin: MovementOrigin): Promise<void> => {
    const asked = log.current();
    const waiting = isWaiting(asked) ? asked.decision.answers : undefined;
    const context = { ...deps.context(), waiting, canUndo: log.lastWritten() !== undefined };
    const { rule, detail } = decideScan(deps.knowledge.state, text, context);
    switch (rule) {
      case "SCAN-57":
        return undoLast();
      case "SCAN-58":
        putAside();
        return deps.signal("undone", undefined);
      case "SCAN-59":
        return answer(detail.given);
      default:
        return take(text, origin);
    }
  };
  return {
    current: log.current,
    recent: log.recent,
    read: (text, origin) => inOrder(() => read(text, origin)),
    answer: (given) => inOrder(() => answer(given)),
    putAside,
    undo: (entry) => inOrder(() => undo(entry)),
  };
};

/** A refusal that nobody answered was put aside; one that was answered makes room for what came of it. */
const setAside = (list: readonly ScanEntry[], answered: number | undefined): readonly ScanEntry[] =>
  list
    .filter((entry) => entry.id !== answered)
    .map((entry) =>
      entry.state === "open" && scanRules[entry.decision.rule].signal === "refused"
        ? { ...entry, state: "aside" }
        : entry,
    );
