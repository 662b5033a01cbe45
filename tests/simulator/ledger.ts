/** What was seen from outside during a run: promises made, faults caused, alarms raised. The checker judges by it. */
import { hex, readNaiveChange, readNaivePush, receiptsIn } from "./naive-records";
import type { Batch } from "#tests/support/virtual-relay";
import type { MemoryDisk } from "#tests/support/memory-store";
import type { Simulated } from "#tests/support/sim-device";
import type { SyncProblem } from "#shared/replica/types";

export interface Promised {
  readonly device: number;
  /** Stands in the message of the change. */
  readonly change: string;
  /** A text nobody else writes, where the work wrote one. */
  readonly token: string | null;
  /** Ids of facts that were recorded. */
  readonly facts: readonly string[];
}

/** Whether what was refused can be read in what the device set aside. */
export const isRescued = (disk: MemoryDisk, { token, facts }: Pick<Promised, "token" | "facts">): boolean => {
  const rescued = JSON.stringify([...(disk.stores.get("rescues")?.values() ?? [])]);
  const traces = token === null ? facts : [token];
  return traces.length > 0 ? traces.every((trace) => rescued.includes(trace)) : rescued.length > 2;
};

export interface Ledger {
  readonly story: string[];
  /** Work a device reported as durable. */
  promised: readonly Promised[];
  /** Change hashes a relay gave receipts for. */
  readonly receipted: Set<string>;
  /** Changes that were on a relay's disk before a backup was put back, with the names in their messages. */
  readonly everStored: Map<string, readonly string[]>;
  /** Changes the relay's disk lost, each with the devices that held it when that was last looked at. */
  readonly holders: Map<string, readonly number[]>;
  /** Fingerprints of chunks nobody may ever accept, and why. */
  readonly forbidden: Map<string, string>;
  /** Alarms by device. */
  readonly raised: readonly Set<string>[];
  /** By device: alarms that must come, each with the alternatives that will do. */
  readonly expected: readonly Map<string, readonly string[]>[];
  /** By device: places of its receipts that were once not in the relay's log, with the hash of the log there. */
  readonly forgotten: readonly Map<number, string>[];
  /** By device: alarms that may come. */
  readonly allowed: readonly Set<string>[];
  /** By device: changes a lying relay never sent it. */
  readonly omitted: readonly Set<string>[];
  /** Removals that were decided when the relay was put back, each with the checkpoint that decided it. */
  readonly decided: Map<string, string>;
  /** Checkpoints that were ever on a relay's disk: fingerprints by number. */
  readonly orders: Map<number, Set<string>>;
  /** Violations seen while it happened. */
  readonly seen: string[];
  operations: number;
}

export const openLedger = (devices: number): Ledger => {
  const each = <T>(make: () => T): readonly T[] => Array.from({ length: devices }, make);
  return {
    story: [],
    promised: [],
    receipted: new Set(),
    everStored: new Map(),
    holders: new Map(),
    forbidden: new Map(),
    raised: each(() => new Set<string>()),
    expected: each(() => new Map<string, readonly string[]>()),
    forgotten: each(() => new Map<number, string>()),
    allowed: each(() => new Set<string>()),
    omitted: each(() => new Set<string>()),
    decided: new Map(),
    orders: new Map(),
    seen: [],
    operations: 0,
  };
};

export const alarmName = (problem: SyncProblem): string =>
  problem.type === "RelayUntrusted" ? `RelayUntrusted ${problem.reason}` : problem.type;

/** Everything a device ever shows as a problem, however briefly. */
export const watchAlarms = (device: Simulated, at: number, ledger: Ledger): void => {
  device.onStarted = ({ tabs }) => {
    for (const tab of tabs) {
      const note = (): void => {
        const { problems, leaverUntil } = tab.sync.get();
        for (const problem of problems) ledger.raised[at]?.add(alarmName(problem));
        // Sent away, but heard out: the device says so, and until when it may hand in.
        if (leaverUntil !== null) ledger.raised[at]?.add("DeviceRevoked");
      };
      tab.sync.subscribe(note);
      note();
    }
  };
};

/** Change hashes on a relay's disk, kept up with its journal. */
export const createDiskReader = (journal: () => readonly Batch[]): ((hash: string) => boolean) => {
  let read: readonly Batch[] = [];
  let hashes = new Set<string>();
  return (hash) => {
    const now = journal();
    if (read.some((batch, at) => batch !== now[at])) {
      read = [];
      hashes = new Set();
    }
    for (const batch of now.slice(read.length)) {
      for (const write of batch) {
        if (write.type !== "push") continue;
        for (const { chunk } of readNaivePush(write.push).changes) hashes.add(naiveHash(chunk));
      }
    }
    read = [...now];
    return hashes.has(hash);
  };
};

const naiveHash = (chunk: Uint8Array): string => readNaiveChange(chunk)?.hash ?? hex(chunk.slice(0, 8));

export const promise = (ledger: Ledger, promised: Promised): void => {
  ledger.promised = [...ledger.promised, promised];
};

/** The rule of rules: a receipt leaves the relay only when its change is on the disk. */
export const judgeReceipts = (
  frame: Uint8Array,
  isOnDisk: (hash: string) => boolean,
  ledger: Ledger,
): void => {
  if (Buffer.from(frame.subarray(3, 11)).toString("latin1") !== "greceipt") return;
  for (const hash of receiptsIn(frame)) {
    ledger.receipted.add(hash);
    if (!isOnDisk(hash))
      ledger.seen.push(`a receipt for ${hash} left the relay before its change was on disk`);
  }
};
