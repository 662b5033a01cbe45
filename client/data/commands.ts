/** Commands from the screen. A failure is returned, and told to the person unless the caller does that. */
import { stayUntil } from "#client/platform/stay";
import type { Command } from "#shared/kernel/command";
import type { Result } from "#shared/kernel/result";
import type {
  BulkFailure,
  BulkOptions,
  BulkProgress,
  Committed,
  RunProblem,
  UndoReport,
} from "#shared/replica/types";
import { useData } from "./replica-context";

export interface RunOptions {
  /** The caller shows the failure itself, beside the field it belongs to: every one, or those of these types. */
  readonly quiet?: boolean | readonly string[];
}

/** Every problem of a command is an object with a `type`. */
export interface Problem {
  readonly type: string;
}

export interface Commands {
  runCommand<A, V, P extends Problem>(
    command: Command<A, V, P>,
    args: A,
    options?: RunOptions,
  ): Promise<Result<Committed<V>, P | RunProblem>>;

  runBulk<A, V, P extends Problem>(
    command: Command<A, V, P>,
    args: readonly A[],
    onProgress: (progress: BulkProgress) => void,
    options?: RunOptions & BulkOptions,
  ): Promise<Result<Committed<readonly V[]>, BulkFailure<P | RunProblem>>>;

  /** Takes back the newest own change, or the named one. */
  undo(
    change?: string,
    options?: RunOptions,
  ): Promise<Result<UndoReport, { readonly type: "NothingToUndo" } | RunProblem>>;
}

/** Call while a component is set up; the functions may then be called from any handler. */
export const useCommands = (): Commands => {
  const { replica, onFailure } = useData();
  const tell = (command: string, problem: Problem, options: RunOptions | undefined): void => {
    const quiet = options?.quiet ?? false;
    if (!(typeof quiet === "boolean" ? quiet : quiet.includes(problem.type))) onFailure({ command, problem });
  };
  return {
    runCommand: async (command, args, options) => {
      const result = await stayUntil(replica.run(command, args));
      if (!result.ok) tell(command.name, result.error, options);
      return result;
    },
    runBulk: async (command, args, onProgress, options) => {
      const result = await stayUntil(replica.runBulk(command, args, onProgress, options));
      if (!result.ok) tell(command.name, result.error.problem, options);
      return result;
    },
    undo: async (change, options) => {
      const result = await stayUntil(replica.undo(change));
      if (!result.ok) tell("undo", result.error, options);
      return result;
    },
  };
};
