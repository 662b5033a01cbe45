/** The real sync engine of the relay over its real log in memory, with a process that can die between any two writes. */
import { createLog } from "#relay/observability/log";
import { createMetrics } from "#relay/observability/metrics";
import { createInlineStore } from "#relay/storage/inline-store";
import type { LogStore } from "#relay/storage/log-store";
import { openDatabase } from "#relay/storage/open-database";
import { createSqliteLog } from "#relay/storage/sqlite-log";
import type { SqliteLog } from "#relay/storage/sqlite-log";
import { openSignedRows } from "#relay/storage/signed-rows";
import { createRelaySync } from "#relay/sync/relay-sync";
import { defaultRelayLimits } from "#relay/sync/relay-limits";
import { must } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import type { CreateCompany } from "#shared/protocol/enrolment";
import type { CryptoDeps } from "#shared/protocol/envelope";
import type { VirtualNetwork } from "./virtual-network";
import type { Chances, VirtualTime } from "./virtual-time";

const metrics = createMetrics();

export interface VirtualRelay {
  /** What is on its disk. */
  readonly disk: SqliteLog;
  /** Starts a process on the disk as it is. */
  start(): Promise<void>;
  /** Ends the process: nothing more is written, every connection breaks. */
  kill(): void;
  readonly isUp: () => boolean;
}

export const createVirtualRelay = async (
  world: {
    readonly time: VirtualTime;
    readonly chances: Chances;
    readonly network: VirtualNetwork;
    readonly crypto: CryptoDeps;
  },
  relay: Signer,
  company: CreateCompany,
): Promise<VirtualRelay> => {
  const { time, chances, network, crypto } = world;
  const disk = createSqliteLog(must(openDatabase(":memory:")));
  let process: { isAlive: boolean } | undefined;

  const storeOf = (self: { isAlive: boolean }): LogStore => {
    const inner = createInlineStore(disk);
    const never = new Promise<never>(() => undefined);
    return {
      ...inner,
      append: async (batch) => {
        // A disk takes its time; a process that dies meanwhile may or may not have written.
        await new Promise<void>((done) => void time.after(1 + chances.below(10), done));
        if (!self.isAlive && chances.in100(50)) return never;
        const result = await inner.append(batch);
        return self.isAlive ? result : never;
      },
      close: async () => undefined,
    };
  };

  const start = async (): Promise<void> => {
    const self = { isAlive: true };
    const sync = await createRelaySync({
      store: storeOf(self),
      signedRows: openSignedRows(":memory:"),
      ...{ relay, crypto, metrics, random: chances },
      clock: time,
      timers: { after: (delay, task) => time.after(delay, () => self.isAlive && task()) },
      limits: { ...defaultRelayLimits, framesPerSecond: 1_000, frameBurst: 4_000 },
      log: createLog("error", time, (text) => console.error(text)),
      allowsOrigin: () => true,
    });
    process = self;
    network.relay = (socket) => {
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
    if (disk.companies().length === 0) {
      const created = sync.createCompany(company);
      await time.advance(1_000);
      if ((await created).type !== "created")
        throw new Error(`company refused: ${JSON.stringify(await created)}`);
    }
  };
  await start();
  return {
    disk,
    start,
    isUp: () => process?.isAlive === true,
    kill: () => {
      if (process !== undefined) process.isAlive = false;
      process = undefined;
      network.relay = undefined;
      network.breakAll();
    },
  };
};
