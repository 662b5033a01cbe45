/** Faults, tests and counters of every asset, kept current from rows: one per open company, shared by every screen. */
import type { Accessor } from "solid-js";
import { createMemo } from "solid-js";
import {
  assetTest,
  conditionOf,
  createMaintenanceBook,
  fault,
  faultEntry,
  inspection,
  liftingReport,
  usage,
} from "#shared/domain/maintenance";
import type {
  AssetRecord,
  Condition,
  DueQuestion,
  Inspection,
  MaintenanceBook,
} from "#shared/domain/maintenance";
import { asset } from "#shared/domain/inventory";
import type { AssetId } from "#shared/domain/inventory";
import { clockFact } from "#shared/domain/scanning";
import type { PieceCondition, Positions } from "#shared/domain/scanning";
import { companyProfile, profileIn } from "#shared/domain/settings";
import { brand } from "#shared/kernel/brand";
import type { Ms } from "#shared/kernel/clock";
import { parseId, thingOf } from "#shared/kernel/ids";
import type { Id } from "#shared/kernel/ids";
import type { AnyRecordType, Day, IdOf } from "#shared/kernel/record";
import type { Row, RowChange, Rows } from "#shared/replica/types";
import { createIndex, createRows, defineIndex, useReplica } from "#client/data";
import { useApp } from "#client/app/app-context";
import { positionsIndex } from "./positions-index";

/** So many records are taken in before the page may breathe. */
const recordsPerStep = 2_000;

interface Drawer<R extends AnyRecordType> {
  put(row: Row<R>): void;
  drop(id: IdOf<R>): void;
}

function* fill<R extends AnyRecordType>(
  rows: Rows,
  type: R,
  drawer: Drawer<R>,
): Generator<undefined, void, undefined> {
  let n = 0;
  for (const row of (yield* rows.allInSteps(type)).values()) {
    drawer.put(row);
    if (++n % recordsPerStep === 0) yield;
  }
}

const follow = <R extends AnyRecordType>(
  rows: Rows,
  type: R,
  drawer: Drawer<R>,
  changes: readonly RowChange[],
): void => {
  for (const change of changes) {
    if (change.type !== type.name) continue;
    const parsed = parseId<Id<string>>(change.id);
    if (parsed === undefined) continue;
    const id = brand<IdOf<R>>(parsed);
    const row = rows.get(type, id);
    if (row !== undefined) drawer.put(row);
    else drawer.drop(id);
  }
};

/** `createIndex(maintenanceIndex)` gives it to a component. Clock facts move the times faults are put in order by. */
export const maintenanceIndex = defineIndex<MaintenanceBook>({
  types: [fault, faultEntry, assetTest, liftingReport, usage, clockFact],
  build: function* (rows, use) {
    const positions = use(positionsIndex);
    const book = createMaintenanceBook((fact) => positions.timeOf(fact));
    yield;
    yield* fill<typeof fault>(rows, fault, book.faults);
    yield* fill<typeof faultEntry>(rows, faultEntry, book.entries);
    yield* fill<typeof assetTest>(rows, assetTest, book.tests);
    yield* fill<typeof liftingReport>(rows, liftingReport, book.reports);
    yield* fill<typeof usage>(rows, usage, book.usages);
    return book;
  },
  apply: (book, changes, rows) => {
    follow<typeof fault>(rows, fault, book.faults, changes);
    follow<typeof faultEntry>(rows, faultEntry, book.entries, changes);
    follow<typeof assetTest>(rows, assetTest, book.tests, changes);
    follow<typeof liftingReport>(rows, liftingReport, book.reports, changes);
    follow<typeof usage>(rows, usage, book.usages, changes);
  },
});

/** The calendar day on this device's clock. */
export const localDay = (at: Ms): Day => {
  const date = new Date(at);
  const pad = (value: number): string => String(value).padStart(2, "0");
  return brand<Day>([date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join("-"));
};

/** What the book and the movements say of one asset. */
export const recordOf = (book: MaintenanceBook, positions: Positions, id: AssetId): AssetRecord => ({
  tests: book.tests.of(id),
  reports: book.reports.of(id),
  usages: book.usages.of(id),
  movements: () => positions.factsOf(id),
});

export interface Conditions {
  readonly book: Accessor<MaintenanceBook>;
  readonly of: (asset: AssetId) => Condition;
  /** The same, as a scan asks for it. */
  readonly forScan: (asset: AssetId) => PieceCondition;
  readonly record: (asset: AssetId) => AssetRecord;
  readonly question: () => DueQuestion;
}

/** Call while a component is set up. */
export const createConditions = (): Conditions => {
  const { rows } = useReplica();
  const { now } = useApp();
  const book = createIndex(maintenanceIndex);
  const positions = createIndex(positionsIndex);
  const profiles = createRows(companyProfile);
  const refuses = createMemo(() => profileIn(profiles())?.overdueTests === "refuse");
  const inspectionsOf = (id: AssetId): readonly Inspection[] => {
    const row = rows.get(asset, id);
    return row === undefined ? [] : rows.of(inspection, thingOf(row.product));
  };
  const question = (): DueQuestion => ({
    now: now(),
    today: localDay(now()),
    timeOf: (fact) => positions().timeOf(fact),
  });
  const record = (id: AssetId): AssetRecord => recordOf(book(), positions(), id);
  const of = (id: AssetId): Condition => conditionOf(book(), id, inspectionsOf(id), record(id), question());
  return {
    book,
    of,
    record,
    question,
    forScan: (id) => {
      const { blockedBy, flaggedBy, overdue } = of(id);
      return {
        blocked: blockedBy?.fault.title,
        flagged: flaggedBy?.fault.title,
        overdue: overdue === undefined ? undefined : { name: overdue.inspection.name, refuses: refuses() },
      };
    },
  };
};
