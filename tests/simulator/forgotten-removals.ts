/**
 * A relay put back to before a removal lets the removed device in again, and what it takes then counts. That ends with
 * the first device that knows better: it hands the removal back before it says anything else, says that the relay
 * cannot be relied on, and from then on the removal is in the relay's log, behind which the judge of the log allows
 * nothing new of that device.
 */
import type { Simulated } from "#tests/support/sim-device";
import type { Batch } from "#tests/support/virtual-relay";
import type { OpenConnection } from "#tests/support/virtual-network";
import { decoded, hex, inside } from "./naive-records";
import type { Run } from "./run";

interface Decided {
  readonly checkpoint: number;
  /** Keys of devices that were removed. */
  readonly removed: ReadonlySet<string>;
}

/** What records of membership decide, in the order in which they came: what a checkpoint stands behind. */
const decidedBy = (records: readonly Uint8Array[]): Decided => {
  const known = decided.get(records);
  if (known?.length === records.length) return known.result;
  const result = readDecided(records);
  decided.set(records, { length: records.length, result });
  return result;
};

/** Logs are looked at with every frame, and seldom grow. */
const decided = new WeakMap<readonly Uint8Array[], { readonly length: number; readonly result: Decided }>();

const readDecided = (records: readonly Uint8Array[]): Decided => {
  const removed = new Set<string>();
  let waiting: string[] = [];
  let checkpoint = 0;
  for (const record of records) {
    const payload = decoded(inside(decoded(record), 0));
    const no = inside(payload, "no");
    const device = inside(payload, "op", "device");
    if (inside(payload, "op", "kind") === "device.revoke" && device instanceof Uint8Array)
      waiting.push(hex(device));
    if (typeof no !== "number" || inside(payload, "heads") === undefined) continue;
    checkpoint = Math.max(checkpoint, no);
    for (const one of waiting) removed.add(one);
    waiting = [];
  }
  return { checkpoint, removed };
};

const membershipIn = (journal: readonly Batch[]): readonly Uint8Array[] =>
  journal.flat().flatMap((write) => (write.type === "membership" ? [write.entry] : []));

/** What the relay's disk decides, read again when there is more on it, or when it was put back. */
const createRelayReader = ({ world }: Run): (() => Decided) => {
  let read:
    { readonly journal: readonly Batch[]; readonly length: number; readonly result: Decided } | undefined;
  return () => {
    const journal = world.relay.journal();
    if (read === undefined || read.journal !== journal || read.length !== journal.length)
      read = { journal, length: journal.length, result: readDecided(membershipIn(journal)) };
    return read.result;
  };
};

/** Long enough for what has reached the relay to be on its disk. */
const takenUpMs = 2_000;

/** Call when the relay was put back. Devices that know more may say so; the others have no cause. */
export const allowReminders = ({ world, devices, ledger }: Run): void => {
  const { checkpoint } = readDecided(membershipIn(world.relay.journal()));
  for (const [at, device] of devices.entries())
    if (decidedBy(device.membershipLog()).checkpoint > checkpoint)
      ledger.allowed[at]?.add("RelayUntrusted rollback");
};

/** Listens to what reaches the relay for the whole run. */
export const watchReminders = (run: Run): void => {
  const { world, devices, ledger } = run;
  const said = new Map<OpenConnection, Uint8Array[]>();
  const judged = new Set<string>();
  const onDisk = createRelayReader(run);
  const isForgotten = (key: string): boolean => !onDisk().removed.has(key);

  /** Removals this device knows and the relay does not. */
  const better = (device: Simulated): readonly string[] => {
    const { removed } = decidedBy(device.membershipLog());
    return removed.size === 0 || removed.has(hex(device.key)) ? [] : [...removed].filter(isForgotten);
  };

  const judgeLater = (device: Simulated, key: string, connection: OpenConnection): void => {
    const port = world.network.relay;
    world.time.after(takenUpMs, () => {
      if (port !== world.network.relay || !connection.isOpen() || !isForgotten(key)) return;
      ledger.seen.push(`the relay was handed the removal of ${key} by ${device.name} and does not know it`);
    });
  };

  world.network.onClientFrame = (frame, end, connection) => {
    const at = devices.findIndex((one) => one === end);
    const device = devices[at];
    if (!ledger.wasPutBack) return;
    const message = decoded(frame);
    if (device === undefined || message === undefined || inside(message, "t") === "hello") return;
    const entries = said.get(connection);
    const known = better(device);
    if (entries === undefined) {
      said.set(connection, []);
      if (known.length > 0 && inside(message, "t") !== "mem")
        ledger.seen.push(
          `${device.name} said ${String(inside(message, "t"))} before it handed back a removal the relay forgot`,
        );
    }
    const brought = inside(message, "entries");
    if (known.length === 0 || inside(message, "t") !== "mem" || !Array.isArray(brought)) return;
    ledger.expected[at]?.set("a relay that forgot a removal", ["RelayUntrusted rollback"]);
    const all = said.get(connection) ?? [];
    for (const entry of brought) if (entry instanceof Uint8Array) all.push(entry);
    said.set(connection, all);
    for (const key of decidedBy(all).removed) {
      const name = `${key} ${world.relay.journal().length}`;
      if (!known.includes(key) || judged.has(name)) continue;
      judged.add(name);
      judgeLater(device, key, connection);
    }
  };
};
