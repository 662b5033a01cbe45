/** The relay under attack: a process of its own, with an honest company on it whose device has to go on working. */
import { readdirSync } from "node:fs";
import type { Signer } from "#shared/kernel/signature";
import type { RefusalCode } from "#shared/protocol/messages";
import type { DeviceClient } from "#tests/support/relay-client";
import { connectLive } from "#tests/support/relay-client";
import { createWriter } from "#tests/support/relay-writer";
import type { BenchRelay, RelaySettings } from "../relay/bench-company";
import { foundBenchCompany, startRelay } from "../relay/bench-company";
import type { TestCompany } from "#tests/support/relay-company";

export interface Prey extends BenchRelay {
  readonly port: number;
  readonly company: TestCompany;
  /** Devices of a member who turns against the company. */
  readonly hostile: readonly Signer[];
  readonly honest: DeviceClient;
  /** Descriptors the process holds. */
  readonly openFiles: () => number;
  readonly isAlive: () => boolean;
  /** What it may keep of an attack: bytes of resident memory above the base. */
  readonly mayKeep: number;
  /** Throws unless the honest device still works: what it writes gets a receipt, over the socket it always had. */
  readonly expectHonestWork: () => Promise<void>;
  /** Unexpected failures that the relay has counted: a hostile frame must not be one. */
  readonly defects: () => Promise<number>;
  /** Pushes refused with that code. */
  readonly refusals: (code: RefusalCode) => Promise<number>;
}

/** What one kind of attack did, and everything that was not as it must be. */
export interface Assault {
  readonly name: string;
  readonly attempts: number;
  readonly wrong: readonly string[];
}

export interface PreySettings extends RelaySettings {
  readonly hostileDevices?: number;
  readonly mayKeep?: number;
}

export const startPrey = async (
  program: string,
  { hostileDevices = 4, mayKeep = 10 * 2 ** 20, ...settings }: PreySettings = {},
): Promise<Prey> => {
  const relay = await startRelay(program, settings);
  const { company, devices: hostile } = await foundBenchCompany(relay.origin, hostileDevices);
  const honest = await connectLive(relay.origin, company.id, company.owner);
  const writer = await createWriter(company.id, company.owner);
  const metrics = async (): Promise<string> => (await fetch(`${relay.origin}/metrics`)).text();
  return {
    ...relay,
    port: Number(new URL(relay.origin).port),
    company,
    ...{ hostile, honest, mayKeep },
    openFiles: () => readdirSync(`/proc/${String(relay.child.pid)}/fd`).length,
    isAlive: () => relay.child.exitCode === null && relay.child.signalCode === null,
    expectHonestWork: async () => {
      const part = await writer.write();
      honest.send({ t: "push", parts: [part] });
      const { receipt } = await honest.next("receipt");
      if (receipt.seq !== part.tip.seq) throw new Error("the honest device got another receipt");
    },
    defects: async () => Number(/^eventkit_defects_total (\d+)$/m.exec(await metrics())?.[1]),
    refusals: async (code) =>
      Number(
        new RegExp(`^eventkit_refused_total\\{code="${code}"\\} (\\d+)$`, "m").exec(await metrics())?.[1] ??
          0,
      ),
  };
};

/** What was wrong, and whether the relay and its honest device still work as if nothing had been. */
export const conclude = async (prey: Prey, { name, attempts, wrong }: Assault): Promise<Assault> => {
  if (!prey.isAlive()) return { name, attempts, wrong: [...wrong, "the relay has ended"] };
  await prey.expectHonestWork();
  const defects = await prey.defects();
  return { name, attempts, wrong: defects === 0 ? wrong : [...wrong, `${defects} defects counted`] };
};

/** Settles with the milliseconds it took, or with null when it did not come true in time. */
export const until = async (isTrue: () => boolean, withinMs: number): Promise<number | null> => {
  const startedAt = performance.now();
  while (!isTrue()) {
    if (performance.now() - startedAt > withinMs) return null;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return performance.now() - startedAt;
};

const recoverWithinMs = 30_000;

/** Lets go of descriptors and memory within thirty seconds; answers bytes above the base, and what is wrong. */
export const recovery = async (
  prey: Prey,
  base: { readonly files: number; readonly bytes: number },
): Promise<{ readonly seconds: number; readonly bytes: number; readonly wrong: readonly string[] }> => {
  const startedAt = performance.now();
  const files = await until(() => prey.openFiles() <= base.files, recoverWithinMs);
  const left = Math.max(0, recoverWithinMs - (performance.now() - startedAt));
  const memory = await until(() => prey.residentBytes() <= base.bytes + prey.mayKeep, left);
  const bytes = prey.residentBytes() - base.bytes;
  const wrong = [
    ...(files === null ? [`${prey.openFiles() - base.files} descriptors are still held after 30 s`] : []),
    ...(memory === null ? [`${Math.round(bytes / 2 ** 20)} MB above the base after 30 s`] : []),
  ];
  return { seconds: (performance.now() - startedAt) / 1_000, bytes, wrong };
};

export const baseOf = (prey: Prey): { readonly files: number; readonly bytes: number } => ({
  files: prey.openFiles(),
  bytes: prey.residentBytes(),
});
