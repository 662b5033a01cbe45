/** What disks lose: backups put back, everything evicted, the power gone; and what therefore nobody can bring back. */
import { brand } from "#shared/kernel/brand";
import type { OutboxEntry } from "#shared/replica/stored";
import type { MemoryDisk } from "#tests/support/memory-store";
import { evict } from "#tests/support/memory-store";
import type { Simulated } from "#tests/support/sim-device";
import type { Batch } from "#tests/support/virtual-relay";
import { chunksOn, namesIn } from "./check-log";
import { hasRemoved, noteForgotten } from "./forgotten-removals";
import { expectWitnesses } from "./liar";
import { readNaiveChange, readNaivePush } from "./naive-records";
import type { Promised } from "./ledger";
import { isRescued } from "./ledger";
import type { Step } from "./plan";
import type { Run } from "./run";

/**
 * The relay's disk as it was some batches ago, also before people were removed; `restart` is told when somebody should
 * start it again.
 */
export const restoreBackup = (step: Step, run: Run, restart: (afterMs: number) => void): void => {
  const { dice } = step;
  const { relay } = run.world;
  if (!relay.isUp()) return;
  const journal = relay.journal();
  const isOlder = run.plan.mood === "losses" && dice[2] % 3 === 0;
  const floor = isOlder ? founding(run) : sinceMembership(run);
  const room = journal.length - floor;
  const isBeforeRemoval = run.plan.mood === "forgotten" && dice[2] % 3 > 0;
  const beforeRemoval = isBeforeRemoval ? journal.findLastIndex(hasRemoval) : -1;
  const kept = beforeRemoval > 0 ? beforeRemoval : journal.length - (room === 0 ? 0 : dice[0] % (room + 1));
  for (const [hash, names] of storedOn(run)) run.ledger.everStored.set(hash, names);
  relay.kill();
  relay.restore(kept);
  run.ledger.story.push(`relay: restored to ${kept} of ${journal.length} batches`);
  expectWitnesses(run.world, run.devices, run.ledger);
  noteForgotten(journal, run);
  excuseLost(run);
  restart(20 + (dice[1] % 10_000));
};

/** Batches up to the newest change of membership. */
const sinceMembership = ({ world }: Run): number =>
  world.relay.journal().findLastIndex((batch) => batch.some(({ type }) => type === "membership")) + 1;

const hasRemoval = (batch: Batch): boolean =>
  batch.some((write) => write.type === "membership" && Buffer.from(write.entry).includes("device.revoke"));

/** Batches up to the company's first checkpoint: without them there is no company. */
const founding = ({ world }: Run): number =>
  world.relay.journal().findIndex((batch) => batch.some(({ type }) => type === "membership")) + 1;

/** Changes on the relay's disk, each with the names in its message. */
const storedOn = ({ world }: Run): ReadonlyMap<string, readonly string[]> =>
  new Map(
    world.relay
      .journal()
      .flat()
      .flatMap((write) =>
        write.type === "push"
          ? readNaivePush(write.push).changes.map(({ named, chunk }) => [named, namesIn(chunk)] as const)
          : [],
      ),
  );

/** What an emptied device never sent, or was refused, is gone with it; what the relay or another device has must come back. */
export const evictEverything = (at: number, run: Run): void => {
  const { ledger, devices } = run;
  const device = devices[at];
  if (device === undefined) return;
  device.kill();
  const outbox = brand<readonly OutboxEntry[]>([...(device.disk.stores.get("outbox")?.values() ?? [])]);
  const refused = ledger.promised.filter((work) => work.device === at && isSetAside(work, device.disk));
  evict(device.disk);
  const elsewhere = namesOnDisks(run);
  const gone = new Set(
    [...outbox, ...refused].flatMap(({ change }) => (elsewhere.has(change) ? [] : [change])),
  );
  ledger.promised = ledger.promised.filter(({ device: by, change }) => by !== at || !gone.has(change));
  ledger.story.push(`device ${at + 1}: everything is evicted, ${gone.size} changes were nowhere else`);
  forgetEvidence(at, run);
  excuseLost(run);
};

/** Work that left no text and no fact of its own cannot be told apart from what else was refused: it counts as lost. */
const isSetAside = (work: Promised, disk: MemoryDisk): boolean =>
  (work.token !== null || work.facts.length > 0) && isRescued(disk, work);

/** Names of changes that some disk has at this moment, the relay's or a device's. */
const namesOnDisks = (run: Run): ReadonlySet<string> =>
  new Set([
    ...[...storedOn(run).values()].flat(),
    ...run.devices.flatMap(({ disk }) => chunksOn(disk).flatMap(({ bytes }) => namesIn(bytes))),
  ]);

export const cutPower = (at: number, run: Run): void => {
  run.devices[at]?.cutPower();
  forgetEvidence(at, run);
  excuseLost(run);
};

/** The receipt that would have given a lie away may be among what was lost. */
const forgetEvidence = (at: number, { ledger }: Run): void => {
  ledger.expected[at]?.clear();
  ledger.forgotten[at]?.clear();
};

/**
 * A write with a receipt must survive as long as the relay's disk or one device that held it does. When neither is
 * left it is gone, and so is what was built on it: nobody can read that.
 */
const excuseLost = (run: Run): void => {
  const { ledger, devices } = run;
  const stored = storedOn(run);
  // Whoever has one of them brings it, so that several devices together hold what none of them has whole.
  const disks = devices.map(heldBy);
  const held = new Map(disks.flatMap((disk) => [...disk]));
  // What one relay had on its disk may have had its receipt from another, or on a way nobody looked at.
  const gone = [...new Set([...ledger.receipted, ...ledger.everStored.keys()])].filter(
    (hash) => !stored.has(hash) && !isWhole(hash, held, stored),
  );
  for (const hash of [...ledger.receipted, ...ledger.everStored.keys()])
    if (!stored.has(hash))
      ledger.holders.set(
        hash,
        [...disks.keys()].filter((at) => disks[at]?.has(hash) === true),
      );
  excuse(gone, run, "are on no disk any more");
};

const excuse = (gone: readonly string[], { ledger }: Run, why: string): void => {
  const names = new Set(gone.flatMap((hash) => ledger.everStored.get(hash) ?? []));
  for (const hash of gone) ledger.receipted.delete(hash);
  ledger.promised = ledger.promised.filter(({ change }) => !names.has(change));
  if (gone.length > 0) ledger.story.push(`${gone.length} changes ${why}`);
};

/** What only those held who were removed before they could bring it back, and what was built on it. */
export const excuseRemoved = (run: Run): void => {
  const { ledger, devices } = run;
  const stored = storedOn(run);
  const isRemoved = (at: number): boolean => hasRemoved(run, devices[at]?.key ?? new Uint8Array(0));
  const remaining = new Map(devices.flatMap((device, at) => (isRemoved(at) ? [] : [...heldBy(device)])));
  const gone = [...ledger.holders].flatMap(([hash, holders]) => {
    const isTheirs = !stored.has(hash) && holders.every(isRemoved);
    const isBuiltOnTheirs = remaining.has(hash) && !isWhole(hash, remaining, stored);
    return isTheirs || (!stored.has(hash) && isBuiltOnTheirs) ? [hash] : [];
  });
  excuse(gone, run, "are with nobody who belongs to the company");
};

/** What each change on some devices builds on. */
type Held = ReadonlyMap<string, readonly string[]>;

const heldBy = ({ disk }: Simulated): Held =>
  new Map(chunksOn(disk).map(({ hash, bytes }) => [hash, readNaiveChange(bytes)?.deps ?? []]));

/** Whether it is there with everything it builds on. */
const isWhole = (hash: string, held: Held, stored: ReadonlyMap<string, unknown>): boolean => {
  const open = [hash];
  const seen = new Set<string>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next) || stored.has(next)) continue;
    seen.add(next);
    const found = held.get(next);
    if (found === undefined) return false;
    open.push(...found);
  }
  return true;
};
