/** What a fault amounts to from its report and the entries of several devices; MNT rules of docs/spec/maintenance.md. */
import { describe, expect, test } from "vitest";
import type { FileId } from "#shared/domain/files";
import { conditionOf, outOfUse, weightOf } from "#shared/domain/maintenance";
import type { MemberId } from "#shared/kernel/ids";
import { createMaintenanceWorld, day, noon, piece, timeOf } from "#tests/support/maintenance-world";
import { named } from "#tests/support/scan-world";

const nothing = { tests: [], reports: [], usages: [], movements: () => [] };
const question = { now: noon("2026-06-20"), today: day("2026-06-20"), timeOf };

describe("a fault", () => {
  test("[MNT-01] carries the latest of each thing said about it, and the whole thread", () => {
    const { book, fault, say } = createMaintenanceWorld();
    const { id } = fault();
    const jo = named<MemberId>("Jo");
    say(id, "02T08:00", { priority: "high" });
    say(id, "02T09:00", { assignee: jo, text: "Ordered a lamp" });
    say(id, "02T07:00", { priority: "low" }, "office");
    expect(book.faultCase(id)).toMatchObject({ priority: "high", assignee: jo, state: "open" });
    expect(book.faultCase(id)?.entries.map(({ at }) => new Date(at).getUTCHours())).toEqual([7, 8, 9]);
    say(id, "02T10:00", { isUnassigned: true });
    expect(book.faultCase(id)?.assignee).toBeUndefined();
  });

  test("[MNT-01] an entry that arrives before its fault counts once both are here", () => {
    const { book, say } = createMaintenanceWorld();
    const elsewhere = createMaintenanceWorld();
    const reported = elsewhere.fault();
    say(reported.id, "02T08:00", { priority: "urgent" });
    expect(book.faultCase(reported.id)).toBeUndefined();
    book.faults.put(reported);
    expect(book.faultCase(reported.id)?.priority).toBe("urgent");
  });

  test("[MNT-01] an entry that was taken back says nothing; what stood before it stands again", () => {
    const { book, fault, say } = createMaintenanceWorld();
    const { id } = fault();
    say(id, "02T08:00", { priority: "high" });
    const slip = say(id, "02T09:00", { priority: "low" });
    say(id, "02T10:00", { undoes: slip.id });
    expect(book.faultCase(id)?.priority).toBe("high");
    expect(book.faultCase(id)?.all).toHaveLength(3);
  });

  test("[MNT-01] [DOC-05] of its photos holds what was said last; taken back, what was said before", () => {
    const { book, fault, say } = createMaintenanceWorld();
    const { id } = fault();
    const [front, back] = [named<FileId>("front"), named<FileId>("back")];
    const photos = () => Object.fromEntries(book.faultCase(id)?.photos ?? []);
    say(id, "02T09:00", { photo: front, caption: "Crack at the yoke" });
    say(id, "02T08:00", { photo: front, caption: "Crack" }, "office");
    expect(photos()).toEqual({ [front]: { caption: "Crack at the yoke", isRemoved: false } });
    const removal = say(id, "02T10:00", { photo: back, isPhotoRemoved: true });
    expect(photos()[back]).toEqual({ caption: undefined, isRemoved: true });
    say(id, "02T11:00", { undoes: removal.id });
    expect(photos()[back]).toBeUndefined();
    say(id, "02T12:00", { photo: front, caption: "" });
    expect(photos()[front]).toEqual({ caption: undefined, isRemoved: false });
    // Nothing of it says that the fault is open again, or was worse than who resolved it knew.
    say(id, "02T13:00", { state: "resolved", knew: 0 });
    say(id, "02T14:00", { photo: front, caption: "Before the repair" });
    expect(book.faultCase(id)).toMatchObject({ state: "resolved", isContested: false });
  });

  test("[MNT-02] blocks or flags its piece until it is resolved; a withdrawn one never did", () => {
    const { book, fault, say } = createMaintenanceWorld();
    const { id } = fault({ effect: "flag" });
    const condition = () => conditionOf(book, piece, [], nothing, question);
    expect(condition()).toMatchObject({ blockedBy: undefined, flaggedBy: { fault: { id } } });
    say(id, "02T08:00", { effect: "block" });
    expect(condition()).toMatchObject({ blockedBy: { fault: { id } }, flaggedBy: undefined });
    say(id, "02T09:00", { state: "resolved", knew: 1 });
    expect(condition()).toEqual({ blockedBy: undefined, flaggedBy: undefined, overdue: undefined });
    expect(book.faultsOf(piece)).toHaveLength(1);
    const slip = fault();
    say(slip.id, "03T08:00", { state: "withdrawn", knew: 0 });
    expect(book.faultsOf(piece)).toHaveLength(1);
  });

  test("[MNT-02] who resolves without knowing that another device blocked it does not release the piece", () => {
    const { book, fault, say } = createMaintenanceWorld();
    const { id } = fault({ effect: "flag" });
    // Earlier by the clock, but on another phone.
    const blocked = say(id, "02T08:00", { effect: "block" }, "office");
    say(id, "02T09:00", { state: "resolved", knew: 0 });
    expect(book.faultCase(id)).toMatchObject({ state: "open", effect: "block", isContested: true });
    // And the same where it was said afterwards by somebody who had not heard.
    book.entries.put({ ...blocked, at: Date.parse("2026-06-02T10:00Z") });
    expect(book.faultCase(id)).toMatchObject({ state: "open", isContested: true });
    const knew = weightOf(book.faultCase(id)?.entries ?? []);
    say(id, "02T11:00", { state: "resolved", knew });
    expect(book.faultCase(id)).toMatchObject({ state: "resolved", isContested: false });
  });

  test("[MNT-02] two people who resolve it apart agree; opening it again counts from then on", () => {
    const { book, fault, say } = createMaintenanceWorld();
    const { id } = fault();
    say(id, "02T08:00", { state: "resolved", knew: 0 });
    say(id, "02T09:00", { state: "resolved", knew: 0 }, "office");
    expect(book.faultCase(id)).toMatchObject({ state: "resolved", isContested: false });
    say(id, "03T08:00", { state: "open" });
    expect(book.faultCase(id)).toMatchObject({ state: "open", isContested: false });
    say(id, "03T09:00", { state: "resolved", knew: 1 });
    expect(book.faultCase(id)?.state).toBe("resolved");
  });

  test("[AVL-10] a blocked piece is out of use from the report to the last day anybody named, else without an end", () => {
    const { book, fault, say } = createMaintenanceWorld();
    const first = fault();
    expect(outOfUse(book, piece)).toEqual({ asset: piece, from: noon("2026-06-01"), until: undefined });
    say(first.id, "02T08:00", { until: day("2026-06-20") });
    expect(outOfUse(book, piece)?.until).toBe("2026-06-20");
    say(first.id, "02T09:00", { isUntilUnknown: true });
    expect(outOfUse(book, piece)?.until).toBeUndefined();
    say(first.id, "02T10:00", { until: day("2026-06-20") });
    expect(outOfUse(book, piece)?.until).toBe("2026-06-20");
    const second = fault({ at: noon("2026-06-05") });
    expect(outOfUse(book, piece)?.until).toBeUndefined();
    say(second.id, "06T08:00", { until: day("2026-06-30") });
    expect(outOfUse(book, piece)).toEqual({ asset: piece, from: noon("2026-06-01"), until: "2026-06-30" });
    say(first.id, "07T08:00", { state: "resolved", knew: 0 });
    say(second.id, "07T08:00", { effect: "flag" });
    expect(outOfUse(book, piece)).toBeUndefined();
  });
});
