/** Imports of this device that can be taken back, and what came of taking one back. */
import { createMemo, createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import { applyImport } from "#shared/domain/import";
import type { UndoReport, UndoStep } from "#shared/replica/types";
import { createUndoSteps, useCommands } from "#client/data";
import type { ImportTurn } from "./import-turn";

const shownImports = 10;

/** Why nothing, or not all of it, was taken back. */
export type TakeBackFailure = "elsewhere" | "refused" | "gone" | "broken";

export interface TakenBack {
  readonly label: string | undefined;
  readonly report: UndoReport | undefined;
  readonly failure: TakeBackFailure | undefined;
}

export interface TakingBack {
  /** Newest first. */
  readonly past: Accessor<readonly UndoStep[]>;
  readonly isTakingBack: Accessor<boolean>;
  readonly takenBack: Accessor<TakenBack | undefined>;
  readonly takeBack: (change: string) => Promise<void>;
  readonly forgetTakenBack: () => void;
}

const failures: Readonly<Record<string, TakeBackFailure>> = {
  NotAllowed: "refused",
  NothingToUndo: "gone",
};

export const createTakingBack = (turn: ImportTurn): TakingBack => {
  const commands = useCommands();
  const steps = createUndoSteps();
  const [takenBack, setTakenBack] = createSignal<TakenBack>();
  const [isTakingBack, setTakingBack] = createSignal(false);
  const past = createMemo(() =>
    steps()
      .filter(({ command }) => command === applyImport.name)
      .slice(-shownImports)
      .reverse(),
  );
  // What is being imported is not taken back under its feet: as an import, this waits for nobody else's.
  const undo = async (change: string): Promise<Omit<TakenBack, "label">> => {
    const done = (await turn.take())
      ? await turn.during(() => commands.undo(change, { quiet: true }))
      : undefined;
    turn.end();
    if (done === undefined) return { report: undefined, failure: "elsewhere" };
    if (done.ok) return { report: done.value, failure: undefined };
    return { report: undefined, failure: failures[done.error.type] ?? "broken" };
  };
  return {
    past,
    isTakingBack,
    takenBack,
    takeBack: async (change) => {
      if (isTakingBack()) return;
      const label = steps().find((step) => step.change === change)?.label;
      setTakingBack(true);
      const result = await undo(change);
      setTakingBack(false);
      setTakenBack({ label, ...result });
    },
    forgetTakenBack: () => setTakenBack(undefined),
  };
};
