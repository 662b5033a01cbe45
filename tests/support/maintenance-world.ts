/** Maintenance facts by short calls, as several devices wrote them. */
import { brand } from "#shared/kernel/brand";
import type { Id, MemberId, ThingId } from "#shared/kernel/ids";
import type { Day } from "#shared/kernel/record";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { createMaintenanceBook } from "#shared/domain/maintenance";
import type {
  FaultEntryId,
  FaultId,
  LoggedFault,
  LoggedFaultEntry,
  LoggedTest,
  LoggedUsage,
  TestId,
  UsageId,
} from "#shared/domain/maintenance";
import type { TimedFact } from "#shared/domain/scanning";
import { named } from "./scan-world";

export const day = (text: string): Day => brand<Day>(text);
export const noon = (text: string): number => Date.parse(`${text}T12:00Z`);
export const lamp = named<ProductId>("product lamp");
export const piece = named<AssetId>("asset A-1");

/** Device time with the offset it was written with; nothing else corrects it here. */
export const timeOf = (fact: TimedFact) => ({ at: fact.at + (fact.offsetMs ?? 0) });

export const createMaintenanceWorld = () => {
  const book = createMaintenanceBook(timeOf);
  let serial = 0;
  const next = <T extends Id<string>>(name: string): T => named<T>(`${name} ${++serial}`);
  const logged = (device: string) => ({
    thing: named<ThingId>(`log ${device}`),
    offsetMs: 0,
    by: named<MemberId>(device),
  });
  return {
    book,
    fault: (more: Partial<LoggedFault> = {}, device = "phone"): LoggedFault => {
      const fact: LoggedFault = {
        ...{ id: next<FaultId>("fault"), asset: piece, product: lamp, at: noon("2026-06-01") },
        ...{ title: "Lamp dead", effect: "block", priority: "normal" },
        ...logged(device),
        ...more,
      };
      book.faults.put(fact);
      return fact;
    },
    say: (
      about: FaultId,
      at: string,
      more: Partial<LoggedFaultEntry>,
      device = "phone",
    ): LoggedFaultEntry => {
      const fact: LoggedFaultEntry = {
        ...{ id: next<FaultEntryId>("entry"), fault: about, at: Date.parse(`2026-06-${at}Z`) },
        ...logged(device),
        ...more,
      };
      book.entries.put(fact);
      return fact;
    },
    test: (on: string, more: Partial<LoggedTest> = {}): LoggedTest => {
      const fact: LoggedTest = {
        ...{ id: next<TestId>("test"), asset: piece, product: lamp, at: noon(on), day: day(on) },
        ...{ method: "electrical", tester: "Mira", verdict: "pass" },
        ...logged("phone"),
        ...more,
      };
      book.tests.put(fact);
      return fact;
    },
    usage: (on: string, hours: number, more: Partial<LoggedUsage> = {}): LoggedUsage => {
      const fact: LoggedUsage = {
        ...{ id: next<UsageId>("usage"), asset: piece, product: lamp, at: noon(on), minutes: hours * 60 },
        ...logged("phone"),
        ...more,
      };
      book.usages.put(fact);
      return fact;
    },
  };
};
