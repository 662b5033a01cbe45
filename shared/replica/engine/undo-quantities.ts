/** Movements of quantities taken back as part of an action: by facts of this device, which say which ones they undo. */
import type { Command } from "#shared/kernel/command";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import { brand } from "#shared/kernel/brand";
import { movement, undoMovements } from "#shared/domain/scanning";
import type { MovementId } from "#shared/domain/scanning";
import type { Committed, Rows, RunProblem } from "../types";

/** So many go into one change. */
const factsPerChange = 250;

export interface QuantityLog {
  readonly merged: Rows;
  run<A, V, P>(command: Command<A, V, P>, args: A): Promise<Result<Committed<V>, P | RunProblem>>;
}

export interface TakenBack {
  /** Taken back now; those that were already are left as they are. */
  readonly facts: number;
  /** Not here, so that nothing can be said about them. */
  readonly missing: number;
}

export const takeBackQuantities = async (
  log: QuantityLog,
  facts: readonly string[],
): Promise<Result<TakenBack, RunProblem>> => {
  if (facts.length === 0) return ok({ facts: 0, missing: 0 });
  const undone = new Set<MovementId>();
  for (const { undoes, removedAt } of log.merged.all(movement).values())
    if (undoes !== undefined && removedAt === undefined) undone.add(undoes);
  const known = facts.flatMap((id) => log.merged.get(movement, brand<MovementId>(id)) ?? []);
  const standing = known.filter(({ id, removedAt }) => removedAt === undefined && !undone.has(id));
  for (let at = 0; at < standing.length; at += factsPerChange) {
    const part = standing.slice(at, at + factsPerChange);
    const done = await log.run(undoMovements, { undone: part.map((fact) => ({ fact, after: undefined })) });
    if (!done.ok && done.error.type !== "NothingToRecord") return err(done.error);
  }
  return ok({ facts: standing.length, missing: facts.length - known.length });
};
