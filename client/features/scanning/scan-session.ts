/**
 * A run of scans: reads one after the other, decides, writes, answers by ear and screen, remembers the last ones.
 * Never deaf: while a refusal waits for an answer the next scan goes on and puts the refused one aside.
 */
import { batch, createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import type { AssetId } from "#shared/domain/inventory";
import type { MovementId, MovementOrigin } from "#shared/domain/scanning";
import type { ScanAnswer, ScanContext, ScanDecision, ScanSignal } from "#shared/domain/scanning";
import {
  decideScan,
  isNoteworthy,
  mannerOf,
  movement,
  readControlCode,
  recordMovements,
  scanRules,
  undoMovements,
} from "#shared/domain/scanning";
import { useCommands, useReplica } from "#client/data";
import { useApp } from "#client/app/app-context";
import type { Signal } from "#client/platform/feedback";
import { createClaimStanding } from "./claim-standing";
import { oneAfterAnother } from "./one-after-another";
import type { ScanKnowledge } from "./scan-knowledge";
import type { Teller, Telling } from "./scan-telling";

/** `claimed`: a blank label, which is stuck on something now. */
export type EntryState = "done" | "open" | "aside" | "undone" | "failed" | "claimed";

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
  /** The piece a blank label was put on. */
  readonly claimedBy?: AssetId;
}

export interface ScanSession {
  /** What the card shows. */
  readonly current: Accessor<ScanEntry | undefined>;
  /** What was done or put aside, newest first, without the one on the card while that one waits. */
  readonly recent: Accessor<readonly ScanEntry[]>;
  /** Settles when the scan is durable and answered. Scans are taken in the order they were read. */
  read(text: string, origin: MovementOrigin): Promise<void>;
  answer(answer: ScanAnswer): Promise<void>;
  /** Many at once, as RFID readers give them: unknown ones are counted, not asked; one answer for all. */
  readAll(texts: readonly string[], origin: MovementOrigin): Promise<void>;
  /** What `readAll` came to, batch after batch, since the last single scan. */
  readonly tally: Accessor<Tally | undefined>;
  putAside(): void;
  undo(entry: ScanEntry): Promise<void>;
  /** The blank label that was read is this piece's now. Nothing is booked: the next scan of it does that. */
  claimed(entry: ScanEntry, piece: AssetId): void;
}

/** What a batch of codes came to. */
export interface Tally {
  readonly read: number;
  readonly booked: number;
  /** Nothing to do. */
  readonly same: number;
  /** Booked, but somebody should look. */
  readonly look: number;
  readonly refused: number;
  /** Nobody's code here. */
  readonly unknown: number;
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
    claimed: (id: number, claimedBy: AssetId, telling: Telling): void =>
      void setEntries((list) =>
        list.map((entry) => (entry.id === id ? { ...entry, telling, state: "claimed", claimedBy } : entry)),
      ),
    mark: (id: number, state: EntryState): void =>
      void setEntries((list) => list.map((entry) => (entry.id === id ? { ...entry, state } : entry))),
  };
};

type Log = ReturnType<typeof createLog>;
/** What one scan came to. */
interface Outcome {
  readonly signal: ScanSignal;
  readonly isFailed: boolean;
}
type Take = (
  text: string,
  origin: MovementOrigin,
  answers?: readonly ScanAnswer[],
  isQuiet?: boolean,
) => Promise<Outcome>;

/** Decides one scan, writes what follows, shows and sounds it. */
const createTake = (deps: SessionDeps, log: Log): Take => {
  const { clock } = useApp();
  const commands = useCommands();
  return async (text, origin, answers = [], isQuiet = false) => {
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
    if (!isFailed) deps.onDecision(decision);
    if (isQuiet) return { signal, isFailed };
    const isTold = isSpoken.has(signal) || isNoteworthy(decision.detail);
    deps.signal(isFailed ? "refused" : signals[signal], isTold ? telling.spoken : undefined);
    return { signal, isFailed };
  };
};

const noTags: Tally = { read: 0, booked: 0, same: 0, look: 0, refused: 0, unknown: 0 };

const partOf = ({ signal, isFailed }: Outcome): Exclude<keyof Tally, "read"> => {
  if (isFailed || signal === "refused") return "refused";
  if (signal === "done") return "booked";
  if (signal === "done-look") return "look";
  return signal === "repeated" ? "same" : "unknown";
};

const withOutcome = (sum: Tally, outcome: Outcome): Tally => {
  const part = partOf(outcome);
  return { ...sum, read: sum.read + 1, [part]: sum[part] + 1 };
};

const addTallies = (a: Tally, b: Tally): Tally => ({
  read: a.read + b.read,
  booked: a.booked + b.booked,
  same: a.same + b.same,
  look: a.look + b.look,
  refused: a.refused + b.refused,
  unknown: a.unknown + b.unknown,
});

/** One after the other like single scans, with one sound at the end: the worst there was. */
const createReadAll = (deps: SessionDeps, take: Take) => {
  const [tally, setTally] = createSignal<Tally>();
  const readAll = async (texts: readonly string[], origin: MovementOrigin): Promise<void> => {
    let sum = noTags;
    for (const text of texts) {
      // A batch only books: a control code in it would steer the session from across the hall.
      if (readControlCode(text) !== undefined) continue;
      sum = withOutcome(sum, await take(text, origin, [], true));
    }
    const worst = sum.refused > 0 ? "refused" : sum.look + sum.unknown > 0 ? "notice" : "ok";
    const total = addTallies(tally() ?? noTags, sum);
    setTally(total);
    deps.signal(worst, deps.teller.tally(total));
  };
  return { tally, readAll, forget: () => setTally(undefined) };
};

const createUndo = (deps: SessionDeps, log: Log): ((entry: ScanEntry) => Promise<void>) => {
  const commands = useCommands();
  const { rows } = useReplica();
  return async (entry) => {
    const positions = deps.knowledge.positions();
    const facts = entry.movements.flatMap((id) => rows.get(movement, id) ?? []);
    const undone = facts.map((fact) => ({
      fact,
      after: fact.asset === undefined ? undefined : positions.of(fact.asset).after,
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
  const batches = createReadAll(deps, take);
  const standing = createClaimStanding(deps.knowledge.state);

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
        batches.forget();
        await take(text, origin);
    }
  };
  return {
    current: () => {
      const entry = log.current();
      return entry === undefined ? undefined : standing(entry);
    },
    recent: () => log.recent().map(standing),
    read: (text, origin) => inOrder(() => read(text, origin)),
    readAll: (texts, origin) => inOrder(() => batches.readAll(texts, origin)),
    tally: batches.tally,
    answer: (given) => inOrder(() => answer(given)),
    putAside,
    undo: (entry) => inOrder(() => undo(entry)),
    claimed: (entry, piece) => {
      log.claimed(entry.id, piece, deps.teller.claimed(piece));
      deps.signal("ok", undefined);
    },
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
