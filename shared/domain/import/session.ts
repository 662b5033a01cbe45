/**
 * One import from dropped files to steps that write. Holds the file and the plan; what goes out is counts and pages,
 * so that it can live in a worker and a page never handles a whole file.
 */
import type { Random } from "#shared/kernel/random";
import type { Result } from "#shared/kernel/result";
import { assert, ok } from "#shared/kernel/result";
import type { EventId } from "#shared/domain/events";
import type { ApplyStep } from "./apply-command";
import { applySteps } from "./apply-steps";
import type { ByteSource, TextDecoding } from "./byte-source";
import { formatDelimited } from "./delimited";
import type { ProductId } from "#shared/domain/inventory";
import type { Existing, ExistingBatch } from "./existing";
import { createExisting } from "./existing";
import type { ImportItem } from "./items";
import type { OpenTable, TableChange } from "./open-table";
import { changeTable, openTable, tableItems } from "./open-table";
import type { OpenFailure, Opened } from "./opened-files";
import { openFiles } from "./opened-files";
import type { OpenedView } from "./opened-view";
import { viewOf } from "./opened-view";
import type { OwnField } from "./own-fields";
import type { ImportPlan } from "./plan";
import { planImport } from "./plan";
import { outcomes } from "./plan-types";
import type { Decision, Outcome, PlanCounts, PlannedRow } from "./plan-types";
import { plannedLines, sceneItems, scenePlan } from "./scene-lines";
import type { PlannedLine } from "./scene-lines";

export interface ImportSession {
  /** `own`: fields the company added, which columns may become. */
  open(
    files: readonly ByteSource[],
    currency: string,
    own: readonly OwnField[],
  ): Promise<Result<OpenedView, OpenFailure>>;
  addExisting(batch: ExistingBatch): void;
  /** What was given by `addExisting` is not so any more. What was decided holds where it is still doubtful. */
  forgetExisting(): void;
  /** Whether the plan says the same as before `forgetExisting`. */
  isAsTold(): boolean;
  /** Makes the plan out of date. */
  setTable(change: TableChange): OpenedView;
  /** Compares with everything given by `addExisting`. */
  plan(): PlanCounts;
  rows(
    wanted: readonly Outcome[],
    from: number,
    count: number,
  ): { readonly total: number; readonly rows: readonly PlannedRow[] };
  lines(): readonly PlannedLine[];
  decide(key: string, decision: Decision): PlanCounts;
  /** Prepares writing; `event` is where the lines of a plan go. The number of steps. */
  prepare(event: EventId | null): number;
  steps(from: number, count: number): readonly ApplyStep[];
  /** Refused rows as they stand in the file, each with its reason in front, for repair in a spreadsheet. */
  refusedRows(reasons: readonly (readonly [row: number, reason: string])[]): string;
}

export interface ImportDeps {
  readonly decoding: TextDecoding;
  readonly random: Random;
}

const given = <T>(value: T | undefined, what: string): T => {
  assert(value, what);
  return value;
};

export const createImportSession = (deps: ImportDeps): ImportSession => {
  let existing = createExisting();
  const decided = new Map<string, Decision>();
  let told = "";
  let opened: Opened | undefined;
  let table: OpenTable | undefined;
  let plan: ImportPlan | undefined;
  let steps: readonly ApplyStep[] = [];

  const file = (): Opened => given(opened, "a file was opened");
  const planned = (): ImportPlan => given(plan, "the import was planned");
  const updatesOf = { table: "all", products: "gaps", scene: "nothing" } as const;

  return {
    open: async (files, currency, own) => {
      const read = await openFiles(files, deps.decoding);
      if (!read.ok) return read;
      opened = read.value;
      table = opened.type === "table" ? openTable(opened.table, currency, own) : undefined;
      plan = undefined;
      decided.clear();
      return ok(viewOf(opened, table));
    },
    addExisting: (batch) => existing.add(batch),
    forgetExisting: () => {
      told = tellingOf(planned());
      existing = createExisting();
    },
    isAsTold: () => told === tellingOf(planned()),
    setTable: (change) => {
      assert(table, "a table was opened");
      table = changeTable(table, change);
      decided.clear();
      return viewOf(file(), table);
    },
    plan: () => {
      const options = { source: sourceOf(file(), table), updates: updatesOf[file().type] };
      plan = planImport(itemsOf(file(), table), existing, options);
      decideAgain(plan, decided, existing);
      return plan.counts();
    },
    rows: (wanted, from, count) => {
      const outcomes = new Set(wanted);
      return { total: planned().rowCount(outcomes), rows: planned().rows(outcomes, from, count) };
    },
    lines: () => linesOf(file(), existing),
    decide: (key, decision) => {
      decided.set(key, decision);
      planned().decide(key, decision);
      return planned().counts();
    },
    prepare: (event) => {
      const made = applySteps(planned(), existing, deps.random);
      steps = [...made.steps, ...lineSteps(file(), event, made.products, existing)];
      return steps.length;
    },
    steps: (from, count) => steps.slice(from, from + count),
    refusedRows: (reasons) => refusedTable(file(), reasons),
  };
};

const tellingOf = (plan: ImportPlan): string =>
  JSON.stringify(plan.rows(new Set(outcomes), 0, plan.rowCount(new Set(outcomes))));

const decideAgain = (plan: ImportPlan, decided: ReadonlyMap<string, Decision>, existing: Existing): void => {
  const doubtful = plan.products.flatMap(({ key, isDoubtful }) => (isDoubtful ? [key] : []));
  for (const key of doubtful) {
    const decision = decided.get(key);
    if (decision?.type === "new" || (decision && existing.product(decision.product) !== undefined))
      plan.decide(key, decision);
  }
};

const linesOf = (file: Opened, existing: Existing): readonly PlannedLine[] =>
  file.type === "scene" ? plannedLines(file.scene, existing) : [];

const lineSteps = (
  file: Opened,
  event: EventId | null,
  products: ReadonlyMap<string, ProductId>,
  existing: Existing,
): readonly ApplyStep[] =>
  file.type === "scene" && event !== null
    ? [
        {
          type: "lines",
          plan: scenePlan(file.scene, event, products, existing, file.name.replace(/\.\w+$/, "")),
        },
      ]
    : [];

const refusedTable = (file: Opened, reasons: readonly (readonly [row: number, reason: string])[]): string => {
  if (file.type !== "table") return "";
  const { headers, records, firstRow, form } = file.table;
  const separator = form.type === "text" ? form.separator : ",";
  const lines = reasons.map(([row, reason]) => [reason, ...(records[row - firstRow] ?? [])]);
  return formatDelimited([["", ...headers], ...lines], separator);
};

const itemsOf = (file: Opened, open: OpenTable | undefined): readonly ImportItem[] => {
  if (file.type === "products") return file.items;
  if (file.type === "scene") return sceneItems(file.scene);
  assert(open, "an open table has its settings");
  return tableItems(open);
};

/** New products of a plan come from the fixture types inside it. */
const sourceOf = (file: Opened, open: OpenTable | undefined): string =>
  file.type === "products" ? file.source : file.type === "scene" ? "gdtf" : (open?.shape.source ?? "table");
