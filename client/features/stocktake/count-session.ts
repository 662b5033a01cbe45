/** A run of counts: reads one after the other, decides, writes, answers by ear and screen. Never deaf to the next. */
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import type { LocationId } from "#shared/domain/inventory";
import type { MovementOrigin } from "#shared/domain/scanning";
import { count, countRules, decideCount, recordCounts, undoCounts } from "#shared/domain/stocktake";
import type { CountAnswer, CountDecision, CountId, Stocktake, TallySource } from "#shared/domain/stocktake";
import { useApp } from "#client/app/app-context";
import { useCommands, useReplica } from "#client/data";
import { createScanKnowledge, oneAfterAnother, signals } from "#client/features/scanning";
import type { Signal } from "#client/platform/feedback";

export interface CountEntry {
  readonly id: number;
  readonly text: string;
  readonly origin: MovementOrigin;
  readonly location: LocationId | undefined;
  readonly decision: CountDecision;
  readonly given: readonly CountAnswer[];
  readonly at: number;
  readonly written: readonly CountId[];
  readonly state: "done" | "open" | "aside" | "undone" | "failed";
}

export interface CountSession {
  readonly current: Accessor<CountEntry | undefined>;
  /** Newest first. */
  readonly recent: Accessor<readonly CountEntry[]>;
  read(text: string, origin: MovementOrigin): Promise<void>;
  answer(answer: CountAnswer): Promise<void>;
  putAside(): void;
  undo(entry: CountEntry): Promise<void>;
}

const remembered = 12;

export const isWaiting = (entry: CountEntry | undefined): entry is CountEntry =>
  entry?.state === "open" && countRules[entry.decision.rule].signal === "question";

interface SessionDeps {
  readonly row: () => Stocktake;
  readonly source: () => TallySource;
  readonly location: () => LocationId | undefined;
  /** The sentence is spoken where the sound alone does not say it. */
  readonly signal: (signal: Signal, decision: CountDecision | undefined) => void;
}

const createLog = () => {
  const [entries, setEntries] = createSignal<readonly CountEntry[]>([]);
  let serial = 0;
  return {
    entries,
    current: (): CountEntry | undefined => entries()[0],
    /** `isAnswer`: takes the place of the one that asked; else one that still asks is put aside. */
    add: (entry: Omit<CountEntry, "id">, isAnswer: boolean): void => {
      serial += 1;
      const next = { ...entry, id: serial };
      setEntries((list) => {
        const rest = isAnswer ? list.slice(1) : list;
        const aside = rest.map((one) => (isWaiting(one) ? { ...one, state: "aside" as const } : one));
        return [next, ...aside].slice(0, remembered);
      });
    },
    mark: (id: number, state: CountEntry["state"]): void =>
      void setEntries((list) => list.map((one) => (one.id === id ? { ...one, state } : one))),
  };
};

/** Call while a component is set up. */
export const createCountSession = (deps: SessionDeps): CountSession => {
  const { clock } = useApp();
  const replica = useReplica();
  const commands = useCommands();
  const knowledge = createScanKnowledge();
  const log = createLog();
  const inOrder = oneAfterAnother();

  const take = async (
    text: string,
    { origin, given, location }: Pick<CountEntry, "origin" | "given" | "location">,
  ): Promise<void> => {
    const source = deps.source();
    const { id, round, isBlind } = deps.row();
    const decision = decideCount({ codes: knowledge.state, source, isBlind }, text, {
      location,
      now: clock.now(),
      by: replica.member,
      answers: given,
    });
    const { signal, writes } = countRules[decision.rule];
    const { counts } = decision;
    const result = writes
      ? await commands.runCommand(recordCounts, { stocktake: id, round, counts, origin }, { quiet: true })
      : undefined;
    const isFailed = result?.ok === false;
    const written = result?.ok === true ? result.value.value : [];
    const state = isFailed ? "failed" : writes ? "done" : "open";
    log.add({ text, origin, given, location, decision, at: clock.now(), written, state }, given.length > 0);
    deps.signal(isFailed ? "refused" : signals[signal], isFailed ? undefined : decision);
  };
  const answer = async (one: CountAnswer): Promise<void> => {
    const asked = log.current();
    if (!isWaiting(asked)) return;
    await take(asked.text, { ...asked, given: [...asked.given, one] });
  };
  const undo = async (entry: CountEntry): Promise<void> => {
    const counts = entry.written.flatMap((id) => replica.rows.get(count, id) ?? []);
    const done = await commands.runCommand(undoCounts, { counts });
    if (!done.ok) return;
    log.mark(entry.id, "undone");
    deps.signal("undone", undefined);
  };
  return {
    current: log.current,
    recent: () => log.entries().filter((entry) => !isWaiting(entry)),
    read: (text, origin) => inOrder(() => take(text, { origin, given: [], location: deps.location() })),
    answer: (one) => inOrder(() => answer(one)),
    putAside: () => {
      const asked = log.current();
      if (isWaiting(asked)) log.mark(asked.id, "aside");
    },
    undo: (entry) => inOrder(() => undo(entry)),
  };
};
