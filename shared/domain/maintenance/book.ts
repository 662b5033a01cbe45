/**
 * The maintenance facts this device knows, by asset, kept current fact by fact. The answers depend on the set of facts,
 * not on the order they came in: an entry may arrive before the fault it is about.
 */
import type { AssetId } from "#shared/domain/inventory";
import type { FaultCase, TimeOf } from "./fault-state";
import { faultCaseOf } from "./fault-state";
import type { FaultEntryId, FaultId, LoggedFault, LoggedFaultEntry } from "./types";
import type {
  LiftingReportId,
  LoggedLiftingReport,
  LoggedTest,
  LoggedUsage,
  TestId,
  UsageId,
} from "./test-types";

/** Facts of one kind, each under an owner; an owner without facts is not kept. */
class Drawer<Owner extends string, Id extends string, Fact extends { readonly id: Id }> {
  private readonly facts = new Map<Id, Fact>();
  private readonly owned = new Map<Owner, Set<Id>>();
  private readonly ownerOf: (fact: Fact) => Owner;

  constructor(ownerOf: (fact: Fact) => Owner) {
    this.ownerOf = ownerOf;
  }

  put(fact: Fact): void {
    this.drop(fact.id);
    this.facts.set(fact.id, fact);
    const owner = this.ownerOf(fact);
    const ids = this.owned.get(owner);
    if (ids === undefined) this.owned.set(owner, new Set([fact.id]));
    else ids.add(fact.id);
  }

  drop(id: Id): void {
    const known = this.facts.get(id);
    if (known === undefined) return;
    this.facts.delete(id);
    const owner = this.ownerOf(known);
    const ids = this.owned.get(owner);
    ids?.delete(id);
    if (ids?.size === 0) this.owned.delete(owner);
  }

  get(id: Id): Fact | undefined {
    return this.facts.get(id);
  }

  of(owner: Owner): readonly Fact[] {
    return [...(this.owned.get(owner) ?? [])].flatMap((id) => this.facts.get(id) ?? []);
  }

  all(): Iterable<Fact> {
    return this.facts.values();
  }

  owners(): Iterable<Owner> {
    return this.owned.keys();
  }
}

export interface MaintenanceBook {
  readonly faults: Drawer<AssetId, FaultId, LoggedFault>;
  readonly entries: Drawer<FaultId, FaultEntryId, LoggedFaultEntry>;
  readonly tests: Drawer<AssetId, TestId, LoggedTest>;
  readonly reports: Drawer<AssetId, LiftingReportId, LoggedLiftingReport>;
  readonly usages: Drawer<AssetId, UsageId, LoggedUsage>;
  /** Undefined when no report of it is here. */
  faultCase(id: FaultId): FaultCase | undefined;
  /** Of one asset, newest first; withdrawn ones are left out. */
  faultsOf(asset: AssetId): readonly FaultCase[];
  /** Of every asset, newest first; withdrawn ones are left out. */
  allFaults(): readonly FaultCase[];
  /** Only those that count at a scan; quick, for it is asked at every one. */
  openFaultsOf(asset: AssetId): readonly FaultCase[];
}

export const createMaintenanceBook = (timeOf: TimeOf): MaintenanceBook => {
  const faults = new Drawer<AssetId, FaultId, LoggedFault>((fact) => fact.asset);
  const entries = new Drawer<FaultId, FaultEntryId, LoggedFaultEntry>((fact) => fact.fault);
  const caseOf = (fault: LoggedFault): FaultCase => faultCaseOf(fault, entries.of(fault.id), timeOf);
  const shown = (found: readonly LoggedFault[]): readonly FaultCase[] =>
    found
      .filter(({ removedAt }) => removedAt === undefined)
      .map(caseOf)
      .filter(({ state }) => state !== "withdrawn")
      .sort((a, b) => b.from - a.from || (a.fault.id < b.fault.id ? 1 : -1));
  return {
    faults,
    entries,
    tests: new Drawer<AssetId, TestId, LoggedTest>((fact) => fact.asset),
    reports: new Drawer<AssetId, LiftingReportId, LoggedLiftingReport>((fact) => fact.asset),
    usages: new Drawer<AssetId, UsageId, LoggedUsage>((fact) => fact.asset),
    faultCase: (id) => {
      const found = faults.get(id);
      return found === undefined ? undefined : caseOf(found);
    },
    faultsOf: (asset) => shown(faults.of(asset)),
    allFaults: () => shown([...faults.all()]),
    openFaultsOf: (asset) => shown(faults.of(asset)).filter(({ state }) => state === "open"),
  };
};
