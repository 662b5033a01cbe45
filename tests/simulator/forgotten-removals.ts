/**
 * A relay put back to before a removal lets the removed device in again, and what it takes then counts. That ends with
 * the first device that knows better: it hands the removal back before it says anything else, says that the relay
 * cannot be relied on, and from then on the removal is in the relay's log, behind which the judge of the log allows
 * nothing new of that device.
 */
import type { Simulated } from "#tests/support/sim-device";
import type { Batch } from "#tests/support/virtual-relay";
import type { OpenConnection } from "#tests/support/virtual-network";
import { decoded, fingerprint, hex, inside, readNaiveProof, readNaivePush } from "./naive-records";
import type { Run } from "./run";
import { membershipIn, noteOrders, numberOf } from "./two-orders";

interface Decided {
  readonly checkpoint: number;
  /** Devices that were removed, each with the fingerprint of the checkpoint that decided it. */
  readonly removed: ReadonlyMap<string, string>;
}

/** What a relay's disk decides: what stands in front of a checkpoint there. */
const decidedOn = (journal: readonly Batch[]): Decided => {
  const removed = new Map<string, string>();
  let waiting: string[] = [];
  let checkpoint = 0;
  for (const record of membershipIn(journal)) {
    const payload = decoded(inside(decoded(record), 0));
    const device = inside(payload, "op", "device");
    if (inside(payload, "op", "kind") === "device.revoke" && device instanceof Uint8Array)
      waiting.push(hex(device));
    const no = numberOf(record);
    if (no === undefined) continue;
    checkpoint = no;
    for (const one of waiting) removed.set(one, fingerprint(record));
    waiting = [];
  }
  return { checkpoint, removed };
};

/** Whether the relay's disk says now that this device was removed. */
export const hasRemoved = ({ world }: Run, key: Uint8Array): boolean =>
  decidedOn(world.relay.journal()).removed.has(hex(key));

/**
 * What came back may have been accepted under a checkpoint the relay forgot. Devices that never had that one cannot
 * explain it: they say so, and are right about the relay.
 */
const isBeyondCheckpoints = ({ world }: Run, journal: readonly Batch[]): boolean => {
  let checkpoint = 0;
  for (const write of journal.flat()) {
    if (write.type === "membership") checkpoint = Math.max(checkpoint, numberOf(write.entry) ?? 0);
    if (write.type !== "push") continue;
    const proof = readNaiveProof(readNaivePush(write.push), world.company.id, world.relayKey.publicKey);
    if (proof !== undefined && proof.receiptCheckpoint > checkpoint) return true;
  }
  return false;
};

/** Long enough for what has reached the relay to be on its disk. */
const takenUpMs = 2_000;

/** Call when the relay was put back, with what it had before. Devices that know more may say so; others have no cause. */
export const noteForgotten = (before: readonly Batch[], run: Run): void => {
  const { world, devices, ledger } = run;
  for (const [key, decision] of decidedOn(before).removed) ledger.decided.set(key, decision);
  allowUnexplained(before, run);
  noteOrders(before, run);
  const { checkpoint } = decidedOn(world.relay.journal());
  for (const [at, device] of devices.entries()) {
    const numbers = device.membershipLog().map((record) => numberOf(record) ?? 0);
    if (Math.max(0, ...numbers) > checkpoint) ledger.allowed[at]?.add("RelayUntrusted rollback");
  }
};

/** Call when a relay's log is looked at for the last time: when it is put back, and in the end. */
export const allowUnexplained = (journal: readonly Batch[], run: Run): void => {
  if (run.ledger.decided.size > 0 && isBeyondCheckpoints(run, journal))
    for (const allowed of run.ledger.allowed) allowed.add("RelayUntrusted grant");
};

/** Logs are looked at with every frame, and seldom grow. */
const fingerprints = new WeakMap<readonly Uint8Array[], ReadonlySet<string>>();
const fingerprintsOf = (records: readonly Uint8Array[]): ReadonlySet<string> => {
  const known = fingerprints.get(records) ?? new Set(records.map(fingerprint));
  fingerprints.set(records, known);
  return known;
};

/** Listens to what reaches the relay for the whole run. */
export const watchReminders = (run: Run): void => {
  const { world, devices, ledger } = run;
  const heard = new Set<OpenConnection>();
  const onDisk = createDiskReader(run);

  /** Removals this device knows and the relay does not. */
  const better = (device: Simulated): readonly string[] => {
    const known = fingerprintsOf(device.membershipLog());
    return ledger.decided.has(hex(device.key))
      ? []
      : [...ledger.decided].flatMap(([key, decision]) =>
          known.has(decision) && !onDisk().removed.has(key) ? [key] : [],
        );
  };

  const judgeLater = (device: Simulated, key: string, connection: OpenConnection): void => {
    const port = world.network.relay;
    world.time.after(takenUpMs, () => {
      const isSame = port === world.network.relay && connection.isOpen();
      if (isSame && !onDisk().removed.has(key))
        ledger.seen.push(`the relay was handed the removal of ${key} by ${device.name} and does not know it`);
    });
  };

  world.network.onClientFrame = (frame, end, connection) => {
    const at = devices.findIndex((one) => one === end);
    const device = devices[at];
    if (ledger.decided.size === 0 || device === undefined) return;
    const message = decoded(frame);
    const type = inside(message, "t");
    if (message === undefined || type === "hello") return;
    const known = better(device);
    if (!heard.has(connection) && known.length > 0 && type !== "mem")
      ledger.seen.push(
        `${device.name} said ${String(type)} before it handed back a removal the relay forgot`,
      );
    heard.add(connection);
    const entries = inside(message, "entries");
    if (known.length === 0 || type !== "mem" || !Array.isArray(entries)) return;
    ledger.expected[at]?.set("a relay that forgot a removal", ["RelayUntrusted rollback"]);
    for (const entry of entries) {
      if (!(entry instanceof Uint8Array)) continue;
      for (const key of known)
        if (ledger.decided.get(key) === fingerprint(entry)) judgeLater(device, key, connection);
    }
  };
};

/** What the relay's disk decides, read again when there is more on it, or when it was put back. */
const createDiskReader = ({ world }: Run): (() => Decided) => {
  let read:
    { readonly journal: readonly Batch[]; readonly length: number; readonly result: Decided } | undefined;
  return () => {
    const journal = world.relay.journal();
    if (read === undefined || read.journal !== journal || read.length !== journal.length)
      read = { journal, length: journal.length, result: decidedOn(journal) };
    return read.result;
  };
};
