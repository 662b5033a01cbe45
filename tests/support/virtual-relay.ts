/**
 * The real sync engine of the relay over its real log in memory. Its process can die between any two writes, its disk
 * can be full, broken or a backup put back, and every batch that ever reached the disk is kept in order for others to
 * judge.
 */
import { createLog } from "#relay/observability/log";
import { createMetrics } from "#relay/observability/metrics";
import { createInlineStore } from "#relay/storage/inline-store";
import type { LogStore, LogWrite, StoreProblem } from "#relay/storage/log-store";
import { openDatabase } from "#relay/storage/open-database";
import { createSqliteLog } from "#relay/storage/sqlite-log";
import type { SqliteLog } from "#relay/storage/sqlite-log";
import { openSignedRows } from "#relay/storage/signed-rows";
import type { RelaySync } from "#relay/sync/relay-sync";
import { createRelaySync } from "#relay/sync/relay-sync";
import { defaultRelayLimits } from "#relay/sync/relay-limits";
import { err, must } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import type { CreateCompany } from "#shared/protocol/enrolment";
import type { CryptoDeps } from "#shared/protocol/envelope";
import type { DocumentLimits } from "#shared/protocol/limits";
import { documentLimits } from "#shared/protocol/limits";
import type { RelayPort, VirtualNetwork } from "./virtual-network";
import type { Chances, VirtualTime } from "./virtual-time";

const metrics = createMetrics();

export type Batch = readonly LogWrite[];

export interface VirtualRelay {
  /** What is on its disk. */
  readonly disk: SqliteLog;
  /** Every batch on that disk, oldest first. */
  readonly journal: () => readonly Batch[];
  /** Starts a process on the disk as it is. */
  start(): Promise<void>;
  /** Ends the process: nothing more is written, every connection breaks. */
  kill(): void;
  readonly isUp: () => boolean;
  /** Frames that made the engine throw: always a bug. */
  readonly defects: readonly string[];
  /** What it told its operator about second orders of its own. */
  readonly forks: readonly string[];
  /** Shows it the log of a company that another relay orders; undefined while it is down. */
  readonly acquaint: RelaySync["acquaint"] | undefined;
  /** How a device reaches it; undefined while it is down. */
  readonly port: () => RelayPort | undefined;
  /** The next `count` writes fail. */
  failNext(count: number, problem: StoreProblem): void;
  /** Puts the disk back to its first `batches` batches, as from a backup. Call while it is down. */
  restore(batches: number): void;
}

export interface RelayWorld {
  readonly time: VirtualTime;
  readonly chances: Chances;
  readonly network: Pick<VirtualNetwork, "relay" | "breakAll">;
  readonly crypto: CryptoDeps;
  /** Between the engine and its disk: where tests plant a fault. */
  readonly storeSeam?: (store: LogStore) => LogStore;
  readonly documentLimits?: DocumentLimits;
}

interface RelayProcess {
  isAlive: boolean;
  /** On its way to the disk. */
  writing: Batch;
}

const emptyDisk = (): SqliteLog => createSqliteLog(must(openDatabase(":memory:")));

/** `begin`: batches another relay of the same key has already; the first one answers the network. */
export const createVirtualRelay = async (
  world: RelayWorld,
  relay: Signer,
  company: CreateCompany | null,
  begin: readonly Batch[] = [],
): Promise<VirtualRelay> => {
  const { time, chances, network, crypto } = world;
  const storeSeam = world.storeSeam ?? ((store: LogStore): LogStore => store);
  let journal: Batch[] = [];
  let disk = emptyDisk();
  let process: (RelayProcess & { readonly port: RelayPort; readonly sync: RelaySync }) | undefined;
  const defects: string[] = [];
  const forks: string[] = [];
  let failing: { left: number; readonly problem: StoreProblem } = { left: 0, problem: { type: "StoreFull" } };

  const putBack = (batches: readonly Batch[]): void => {
    disk.close();
    disk = emptyDisk();
    journal = [...batches];
    for (const batch of batches) must(disk.append(batch));
  };
  putBack(begin);

  const write = (batch: Batch): ReturnType<SqliteLog["append"]> => {
    const written = disk.append(batch);
    if (written.ok && batch.length > 0) journal.push(batch);
    return written;
  };

  const storeOf = (self: RelayProcess): LogStore => {
    const inner = createInlineStore(disk);
    const never = new Promise<never>(() => undefined);
    return storeSeam({
      ...inner,
      append: async (batch) => {
        self.writing = batch;
        await new Promise<void>((done) => void time.after(1 + chances.below(10), done));
        if (!self.isAlive) return never;
        self.writing = [];
        if (failing.left > 0) {
          failing = { ...failing, left: failing.left - 1 };
          return err(failing.problem);
        }
        return write(batch);
      },
      close: async () => undefined,
    });
  };

  const start = async (): Promise<void> => {
    const self: RelayProcess = { isAlive: true, writing: [] };
    const sync = await createRelaySync({
      store: storeOf(self),
      signedRows: openSignedRows(":memory:"),
      filesOf: async () => 0,
      ...{ relay, crypto, metrics, random: chances },
      clock: time,
      timers: { after: (delay, task) => time.after(delay, () => self.isAlive && task()) },
      limits: {
        ...defaultRelayLimits,
        ...{ framesPerSecond: 1_000, frameBurst: 4_000 },
        documents: world.documentLimits ?? documentLimits,
      },
      log: createLog("error", time, (line) => {
        if (line.includes("frame.failed")) defects.push(line);
        if (line.includes("membership.forked")) forks.push(line);
      }),
      isReachedAt: () => true,
    });
    const port: RelayPort = (socket) => {
      const events = sync.accept(socket);
      return {
        onFrame: (frame) => {
          if (self.isAlive) events.onFrame(frame);
        },
        onClose: () => {
          if (self.isAlive) events.onClose();
        },
      };
    };
    process = Object.assign(self, { port, sync });
    network.relay = port;
    if (company === null || disk.companies().length > 0) return;
    const created = sync.createCompany(company);
    await time.advance(1_000);
    const verdict = await created;
    if (verdict.type !== "created") throw new Error(`company refused: ${JSON.stringify(verdict)}`);
  };
  await start();
  return {
    get disk() {
      return disk;
    },
    journal: () => journal,
    start,
    get acquaint() {
      return process?.sync.acquaint;
    },
    isUp: () => process?.isAlive === true,
    port: () => process?.port,
    defects,
    forks,
    failNext: (left, problem) => {
      failing = { left, problem };
    },
    restore: (batches) => putBack(journal.slice(0, batches)),
    kill: () => {
      // A disk takes its time: of a process that dies meanwhile the write at hand may or may not be there.
      if (process !== undefined && process.writing.length > 0 && chances.in100(50)) write(process.writing);
      if (process !== undefined) process.isAlive = false;
      if (network.relay === process?.port) network.relay = undefined;
      process = undefined;
      network.breakAll();
    },
  };
};
