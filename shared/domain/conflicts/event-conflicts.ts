/**
 * Scans made without a connection that do not fit what became of the event meanwhile: its line or the whole job was
 * taken off, or another device had scanned the same quantity out for the same line.
 */
import type { MemberId, ThingId } from "#shared/kernel/ids";
import type { ProductId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import type { LineId } from "#shared/domain/pull-list";
import type {
  BulkOnEvent,
  EventPieces,
  FactTime,
  LineNeed,
  LoggedMovement,
  Positions,
} from "#shared/domain/scanning";
import { countsForEvent } from "#shared/domain/scanning";
import type { LivingBulk, PersonCount } from "./bulk-counts";
import { countsByPerson, createLivingBulk, livingBulkFacts } from "./bulk-counts";

export interface JobState {
  readonly event: EventId;
  /** What happened to the job as a whole; undefined while it goes on. */
  readonly fate: "cancelled" | "removed" | undefined;
  /** Removed lines too; asked for only where scans are in question. */
  readonly lines: () => readonly LineNeed[];
}

/** A scan of which pieces are still out. What came back of a quantity is counted against the oldest scans for its line. */
export interface ScanStillOut extends LoggedMovement {
  /** Pieces of it that are still out. */
  readonly left: number;
}

/** What one person scanned out on one device for a job that does not have it any more, and that is still out. */
export interface StrayConflict {
  readonly type: "stray";
  readonly id: string;
  readonly event: EventId;
  readonly because: "line" | "cancelled" | "removed";
  readonly by: MemberId;
  readonly log: ThingId;
  /** Of the newest scan. */
  readonly time: FactTime;
  /** Oldest first. */
  readonly facts: readonly ScanStillOut[];
}

/** Scans made without a connection by which something is out on the job, in the order they were made. */
export const scannedApart = (
  positions: Positions,
  { event }: JobState,
  living: LivingBulk = createLivingBulk(positions),
): readonly ScanStillOut[] =>
  outOn(positions, event, positions.piecesOf(event), living).filter(
    (fact) => fact.offsetMs === undefined && positions.knownAt(fact) !== undefined,
  );

export const strayConflicts = (
  positions: Positions,
  job: JobState,
  living: LivingBulk = createLivingBulk(positions),
): readonly StrayConflict[] => {
  const { event, fate } = job;
  const apart = scannedApart(positions, job, living);
  if (apart.length === 0) return [];
  const facts =
    fate === undefined ? withoutLine(positions, positions.piecesOf(event), job.lines(), apart) : apart;
  return countsByPerson(positions, facts).flatMap(({ by, log, facts: own }) => {
    const newest = own.at(-1);
    if (newest === undefined) return [];
    const id = `stray-${event}-${log}-${by}`;
    const time = positions.timeOf(newest);
    return [{ type: "stray", id, event, because: fate ?? "line", by, log, time, facts: own }];
  });
};

/** Scans by which something is out on the event now. What is disputed is told as that. */
const outOn = (
  positions: Positions,
  event: EventId,
  pieces: EventPieces,
  living: LivingBulk,
): readonly ScanStillOut[] => {
  const facts: ScanStillOut[] = [];
  for (const [asset, { status }] of pieces.assets) {
    if (status !== "out") continue;
    const { last, forks } = positions.of(asset);
    if (last?.kind === "out" && last.event === event && forks.length === 0)
      facts.push({ ...last, left: last.quantity });
  }
  for (const [product, sums] of pieces.bulk)
    if (sums.some(({ out }) => out > 0)) facts.push(...stillOut(living(product, event), sums));
  const time = (fact: LoggedMovement): number => positions.timeOf(fact).at;
  return facts.sort((a, b) => time(a) - time(b) || (a.id < b.id ? -1 : 1));
};

/** Newest first. What came back naming no line came back all the same. */
const stillOut = (
  living: readonly LoggedMovement[],
  sums: readonly BulkOnEvent[],
): readonly ScanStillOut[] => {
  let ofAll = sums.reduce((sum, { out }) => sum + out, 0);
  const ofLines = new Map(sums.map(({ line, out }) => [line, out]));
  return living.toReversed().flatMap((fact) => {
    const ofLine = ofLines.get(fact.line) ?? 0;
    const left = fact.kind === "out" ? Math.min(fact.quantity, ofLine, ofAll) : 0;
    if (left <= 0) return [];
    ofAll -= left;
    ofLines.set(fact.line, ofLine - left);
    return { ...fact, left };
  });
};

/** Scans for lines that were removed before anybody could know of the scan, and that no other line took in. */
const withoutLine = (
  positions: Positions,
  pieces: EventPieces,
  lines: readonly LineNeed[],
  facts: readonly ScanStillOut[],
): readonly ScanStillOut[] => {
  const removedAt = new Map<LineId | undefined, number | undefined>(
    lines.map((line) => [line.id, line.removedAt]),
  );
  const unaware = facts.filter(
    (fact) => (removedAt.get(fact.line) ?? Infinity) < (positions.knownAt(fact) ?? 0),
  );
  if (unaware.length === 0) return [];
  const left = new Map(countsForEvent(pieces, lines).notListed.map((one) => [one.product, one]));
  return unaware.filter(({ product, asset, line }) => {
    const found = left.get(product);
    return asset === undefined ? found?.lines.includes(line) : found?.assets.includes(asset);
  });
};

export interface BulkOut {
  readonly product: ProductId;
  readonly event: EventId;
  readonly line: LineId;
  /** Pieces all scans together took out; fewer may be out now. */
  readonly went: number;
}

/** Quantities scanned out for a line, of which some are out now. */
export const bulkOutForLines = (positions: Positions): readonly BulkOut[] =>
  positions
    .bulkProducts()
    .flatMap((product) =>
      positions
        .bulkOf(product)
        .onEvents.flatMap(({ event, line, out, back, lost }) =>
          line === undefined || out <= 0 ? [] : [{ product, event, line, went: out + back + lost }],
        ),
    );

/** Devices that did not know of each other scanned the same quantity out for one line. */
export interface DoubleConflict {
  readonly type: "double";
  readonly id: string;
  readonly product: ProductId;
  readonly event: EventId;
  readonly line: LineId;
  readonly asked: number;
  /** The most that was out at once: what came back since does not tell how many there really were. */
  readonly out: number;
  readonly counts: readonly PersonCount[];
}

/** `lineOf`: undefined where it is not here. What was scanned for another product than it asks for now is no matter of it. */
export const doubleConflicts = (
  positions: Positions,
  standing: readonly BulkOut[],
  lineOf: (line: LineId) => Pick<LineNeed, "product" | "quantity" | "removedAt"> | undefined,
): readonly DoubleConflict[] =>
  standing.flatMap(({ product, event, line, went }) => {
    const row = lineOf(line);
    if (row === undefined || row.removedAt !== undefined || row.product !== product) return [];
    const asked = row.quantity;
    if (went <= asked) return [];
    const facts = livingBulkFacts(positions, product, event).filter((fact) => fact.line === line);
    const out = mostOut(facts);
    if (out <= asked) return [];
    const scans = facts.filter(({ kind }) => kind === "out");
    const counts = countsByPerson(positions, scans);
    // A scan that knew of the others would have named no line for what is too much.
    const isApart = scans.some((scan) => {
      const known = positions.knownAt(scan) ?? Infinity;
      return (
        scan.offsetMs === undefined && counts.some(({ log, time }) => log !== scan.thing && time.at < known)
      );
    });
    return isApart
      ? [{ type: "double", id: `double-${line}-${product}`, product, event, line, asked, out, counts }]
      : [];
  });

/** Of facts in the order they happened: what came back may go out again for the same line. */
const mostOut = (facts: readonly LoggedMovement[]): number => {
  let [now, most] = [0, 0];
  for (const { kind, quantity } of facts) {
    if (kind === "out") now += quantity;
    else if (kind === "in" || kind === "lost" || kind === "retired") now -= quantity;
    most = Math.max(most, now);
  }
  return most;
};
