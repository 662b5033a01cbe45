/**
 * A run of scans: reads one after the other, decides, writes, answers by ear and screen, remembers the last ones.
 * Never deaf: while a refusal waits for an answer the next scan goes on and puts the refused one aside.
 */
import { batch, createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import type { MovementId, MovementOrigin } from "#shared/domain/scanning";
import type { ScanAnswer, ScanContext, ScanDecision, ScanSignal } from "#shared/domain/scanning";
import { decideScan, movement, recordMovements, scanRules, undoMovements } from "#shared/domain/scanning";
import { useCommands, useReplica } from "#client/data";
import { useApp } from "#client/app/app-context";
import type { Signal } from "#client/platform/feedback";
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

const signals: Readonly<Record<ScanSignal, Signal>> = {
  done: "ok",
  "done-look": "notice",
  refused: "refused",
  repeated: "repeated",
  "not-ours": "question",
  question: "question",
};

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
    mark: (id: number, state: EntryState): void =>
      void setEntries((list) => list.map((entry) => (entry.id === id ? { ...entry, state } : entry))),
  };
};

export const createScanSession = (deps: SessionDeps): ScanSession => {
  const { clock } = useApp();
  const commands = useCommands();
  const { rows } = useReplica();
  const log = createLog();
  let queue: Promise<void> = Promise.resolve();
  const inOrder = (work: () => Promise<void>): Promise<void> => {
    queue = queue.then(work);
    return queue;
  };

  const take = async (text: string, origin: MovementOrigin, answer?: ScanAnswer): Promise<void> => {
    const context = { ...deps.context(), answer };
    const decision = decideScan(deps.knowledge.state, text, context);
    const { writes, signal } = scanRules[decision.rule];
    const telling = deps.teller.tell(decision, context.mode);
    const written = writes
      ? await commands.runCommand(recordMovements, { facts: decision.facts, origin }, { quiet: true })
      : undefined;
    const isFailed = written?.ok === false;
    const movements = written?.ok === true ? written.value.value : [];
    const state = isFailed ? "failed" : writes ? "done" : "open";
    log.add(
      { text, origin, context, decision, telling, at: clock.now(), movements, state },
      answer !== undefined,
    );
    const hasReason = signal === "refused" || signal === "question" || signal === "not-ours";
    deps.signal(
      isFailed ? "refused" : signals[signal],
      hasReason ? `${telling.head}. ${telling.did}` : undefined,
    );
    if (!isFailed) deps.onDecision(decision);
  };

  const undo = async (entry: ScanEntry): Promise<void> => {
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

  return {
    current: log.current,
    recent: log.recent,
    read: (text, origin) => inOrder(() => take(text, origin)),
    answer: (answer) =>
      inOrder(async () => {
        const asked = log.current();
        if (asked !== undefined) await take(asked.text, asked.origin, answer);
      }),
    putAside: () => {
      const asked = log.current();
      if (asked !== undefined) log.mark(asked.id, "aside");
    },
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
