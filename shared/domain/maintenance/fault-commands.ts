/** What writes faults. Every fact goes to this device's own log; money to the money of the product. */
import { defineCommand } from "#shared/kernel/command";
import type { CommandContext, DocumentDraft } from "#shared/kernel/command";
import { findBadValue } from "#shared/kernel/check-values";
import { factNow } from "#shared/kernel/fact";
import type { MemberId, ThingId } from "#shared/kernel/ids";
import type { Day, Money } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import type { EventId } from "#shared/domain/events";
import type { FileId } from "#shared/domain/files";
import { openMoney } from "#shared/domain/inventory";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import type { MaintenanceProblem } from "./errors";
import { fault, faultEntry, repairCost } from "./types";
import type {
  CostKind,
  DamageSeverity,
  FaultEffect,
  FaultEntryId,
  FaultId,
  FaultPriority,
  FaultState,
  LoggedFaultEntry,
  RepairCostId,
} from "./types";

const own = { own: "movements" } as const;
/** Whoever scans may tell that something is broken. */
const tell = [{ verb: "write", on: "movements" }] as const;
/** Deciding about it is workshop business. */
const decide = [...tell, { verb: "write", on: "work" }] as const;

export interface NewFault {
  readonly asset: AssetId;
  readonly product: ProductId;
  readonly title: string;
  readonly note?: string | undefined;
  readonly effect: FaultEffect;
  readonly priority?: FaultPriority | undefined;
  readonly severity?: DamageSeverity | undefined;
  readonly event?: EventId | undefined;
}

/** What a damage of this severity does to the piece: only what does not work any more is taken out of use. */
export const effectOfSeverity = (severity: DamageSeverity): FaultEffect =>
  severity === "unusable" ? "block" : "flag";

/** Writes a report into a log; the caller has checked the values. */
export const writeFault = (log: DocumentDraft, values: NewFault, context: CommandContext): FaultId => {
  const id = context.newId<FaultId>();
  log.create(fault, id, { ...values, title: values.title.trim(), ...factNow(context) });
  return id;
};

export const reportFault = defineCommand<NewFault, FaultId, MaintenanceProblem>({
  name: "maintenance.reportFault",
  needs: tell,
  documents: () => [own],
  run: (drafts, args, context) => {
    const bad = findBadValue(fault, { ...args, ...factNow(context) });
    return bad === undefined ? ok(writeFault(drafts.open(own), args, context)) : err(bad);
  },
});

/** Reports a fault and what the client is charged for it, in one step. */
export interface ReportDamage extends NewFault {
  readonly charge: Money;
  readonly moneyThing: ThingId | undefined;
}

export const reportDamage = defineCommand<ReportDamage, FaultId, MaintenanceProblem>({
  name: "maintenance.reportDamage",
  needs: [...tell, { verb: "write", on: "money" }, { verb: "create", on: "money" }],
  documents: ({ moneyThing }) => (moneyThing === undefined ? [own] : [own, { thing: moneyThing }]),
  run: (drafts, { charge, moneyThing, ...values }, context) => {
    const bad = findBadValue(fault, { ...values, ...factNow(context) });
    if (bad !== undefined) return err(bad);
    const id = writeFault(drafts.open(own), values, context);
    openMoney(drafts, { product: values.product, moneyThing }, context).create(
      repairCost,
      context.newId<RepairCostId>(),
      {
        ...{ product: values.product, asset: values.asset, fault: id },
        ...{ kind: "client", what: values.title.trim(), amount: charge, at: context.now, by: context.member },
      },
    );
    return ok(id);
  },
});

export interface NewEntry {
  readonly text?: string | undefined;
  readonly effect?: FaultEffect | undefined;
  readonly priority?: FaultPriority | undefined;
  readonly assignee?: MemberId | undefined;
  readonly isUnassigned?: boolean | undefined;
  readonly until?: Day | undefined;
  readonly isUntilUnknown?: boolean | undefined;
  readonly state?: FaultState | undefined;
  readonly knew?: number | undefined;
  readonly part?: string | undefined;
  readonly quantity?: number | undefined;
  readonly photo?: FileId | undefined;
  readonly caption?: string | undefined;
  readonly isPhotoRemoved?: boolean | undefined;
}

/** What leaves the state of the fault as it is. */
const words: readonly string[] = [
  "text",
  "photo",
  "caption",
  "isPhotoRemoved",
] satisfies readonly (keyof NewEntry)[];

/** A word about it or its photos is anybody's who scans; what changes how it is treated is decided by who leads the work. */
const isWord = (entry: NewEntry): boolean =>
  Object.entries(entry).every(([name, value]) => words.includes(name) || value === undefined);

export interface AddFaultEntry {
  readonly fault: FaultId;
  readonly entry: NewEntry;
}

/** Says or does something about a fault. Of a resolution, `knew` is what `weightOf` counts on this device. */
export const addFaultEntry = defineCommand<AddFaultEntry, FaultEntryId, MaintenanceProblem>({
  name: "maintenance.addFaultEntry",
  needs: ({ entry }) => (isWord(entry) ? tell : decide),
  documents: () => [own],
  run: (drafts, { fault: about, entry }, context) => {
    const said = entry.text?.trim();
    const values = { ...entry, text: said === "" ? undefined : said };
    if (Object.values(values).every((value) => value === undefined)) return err({ type: "NothingToRecord" });
    const bad = findBadValue(faultEntry, { ...values, ...factNow(context) });
    if (bad !== undefined) return err(bad);
    const id = context.newId<FaultEntryId>();
    drafts.open(own).create(faultEntry, id, { ...values, fault: about, ...factNow(context) });
    return ok(id);
  },
});

/** Takes an entry back by a counter-fact; what stood before it stands again. */
export const undoFaultEntry = defineCommand<
  { readonly entry: Pick<LoggedFaultEntry, "id" | "fault" | "undoes"> },
  FaultEntryId,
  MaintenanceProblem
>({
  name: "maintenance.undoFaultEntry",
  needs: tell,
  documents: () => [own],
  run: (drafts, { entry }, context) => {
    if (entry.undoes !== undefined) return err({ type: "NothingToRecord" });
    const id = context.newId<FaultEntryId>();
    drafts.open(own).create(faultEntry, id, { fault: entry.fault, undoes: entry.id, ...factNow(context) });
    return ok(id);
  },
});

/** Takes a report back in a log; `knew` as for a resolution. */
export const writeWithdrawal = (
  log: DocumentDraft,
  { fault: about, knew }: { readonly fault: FaultId; readonly knew: number },
  context: CommandContext,
): FaultEntryId => {
  const id = context.newId<FaultEntryId>();
  log.create(faultEntry, id, { fault: about, state: "withdrawn", knew, ...factNow(context) });
  return id;
};

/** A report that was a slip of the hand is taken back: it counts nowhere any more. */
export const withdrawFault = defineCommand<
  { readonly fault: FaultId; readonly knew: number },
  FaultEntryId,
  MaintenanceProblem
>({
  name: "maintenance.withdrawFault",
  needs: tell,
  documents: () => [own],
  run: (drafts, args, context) => ok(writeWithdrawal(drafts.open(own), args, context)),
});

export interface AddRepairCost {
  readonly product: ProductId;
  readonly asset: AssetId;
  readonly fault: FaultId;
  readonly kind: CostKind;
  readonly what: string;
  readonly amount: Money;
  /** The money document of the product where there is one; else it is made. */
  readonly moneyThing: ThingId | undefined;
}

export const addRepairCost = defineCommand<AddRepairCost, RepairCostId, MaintenanceProblem>({
  name: "maintenance.addRepairCost",
  needs: [
    { verb: "write", on: "money" },
    { verb: "create", on: "money" },
  ],
  documents: ({ moneyThing }) => (moneyThing === undefined ? [] : [{ thing: moneyThing }]),
  run: (drafts, { moneyThing, ...values }, context) => {
    const bad = findBadValue(repairCost, values);
    if (bad !== undefined) return err(bad);
    const id = context.newId<RepairCostId>();
    openMoney(drafts, { product: values.product, moneyThing }, context).create(repairCost, id, {
      ...values,
      what: values.what.trim(),
      at: context.now,
      by: context.member,
    });
    return ok(id);
  },
});

export const removeRepairCost = defineCommand<
  { readonly moneyThing: ThingId; readonly cost: RepairCostId },
  null,
  MaintenanceProblem
>({
  name: "maintenance.removeRepairCost",
  needs: [{ verb: "write", on: "money" }],
  documents: ({ moneyThing }) => [{ thing: moneyThing }],
  run: (drafts, { moneyThing, cost }) => {
    const draft = drafts.open({ thing: moneyThing });
    if (draft.get(repairCost, cost) === undefined) return err({ type: "NothingToRecord" });
    draft.remove(repairCost, cost);
    return ok(null);
  },
});
