/** Writing a plan: the worker's steps, run as one action. */
import { createSignal } from "solid-js";
import { applyImport } from "#shared/domain/import";
import type { ApplyStep, PlanCounts } from "#shared/domain/import";
import type { EventId } from "#shared/domain/events";
import { permissionsFor } from "#shared/kernel/command";
import type { DocumentScope } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import { useCommands, useReplica } from "#client/data";
import type { ImportTurn } from "./import-turn";
import type { RemoteSession } from "./session-codec";

export interface Applied {
  readonly rows: number;
  readonly counts: PlanCounts;
  /** Names what was written; null when nothing was. */
  readonly change: string | null;
  /** What this person may not write and was left out of the import. */
  readonly leftOut: readonly LeftOut[];
  /** Set when it stopped on the way. */
  readonly stopped: { readonly done: number; readonly total: number; readonly why: StopReason } | null;
}

export type StopReason = "storage" | "rights" | "refused";
const reasons: Readonly<Record<string, StopReason>> = { StorageFailed: "storage", NotAllowed: "rights" };

/** Equipment is worth having without these. */
const optional = ["categories", "money", "stock", "lines"] as const;
export type LeftOut = (typeof optional)[number];
const isOptional = ({ type }: ApplyStep): boolean => optional.some((each) => each === type);

/** Where a step writes: lines of a plan in one event, everything else in what belongs to the whole company. */
const scopeOfStep = (step: ApplyStep): DocumentScope =>
  step.type === "lines" ? { event: thingOf(step.plan.event) } : "company";

/** Steps fetched from the worker at once. */
const stepsPerMessage = 200;

export const createApplying = (
  session: () => RemoteSession | undefined,
  event: () => EventId | undefined,
  turn: ImportTurn,
) => {
  const commands = useCommands();
  const replica = useReplica();
  const [progress, setProgress] = createSignal({ done: 0, total: 0 });
  const [applied, setApplied] = createSignal<Applied>();

  const fetchSteps = async (open: RemoteSession): Promise<readonly ApplyStep[]> => {
    const count = await open.prepare(event() ?? null);
    const steps: ApplyStep[] = [];
    while (steps.length < count) steps.push(...(await open.steps(steps.length, stepsPerMessage)));
    return steps;
  };
  const apply = async (counts: PlanCounts, rows: number, label: string): Promise<void> => {
    const open = session();
    if (open === undefined) return;
    const wanted = await fetchSteps(open);
    const isAllowed = (step: ApplyStep): boolean =>
      permissionsFor(applyImport, step).every(({ verb, on }) => replica.may(verb, on, scopeOfStep(step)));
    const steps = wanted.filter((step) => !isOptional(step) || isAllowed(step));
    const leftOut = optional.filter(
      (type) => wanted.some((step) => step.type === type) && !steps.some((step) => step.type === type),
    );
    setProgress({ done: 0, total: steps.length });
    const result = await turn.during(() =>
      commands.runBulk(applyImport, steps, setProgress, { quiet: true, label }),
    );
    // The screen went away before the first of it was written.
    if (result === undefined) return;
    setApplied(
      result.ok
        ? { rows, counts, leftOut, change: result.value.change, stopped: null }
        : {
            ...{ rows, counts, leftOut, change: result.error.change },
            stopped: {
              ...{ done: result.error.done, total: steps.length },
              why: reasons[result.error.problem.type] ?? "refused",
            },
          },
    );
  };
  return { progress, applied, apply, clear: () => setApplied(undefined) };
};
