/** A server in a process of its own, with the processor time and memory it uses as the system counts them. */
import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";

export interface MeasuredProcess {
  readonly child: ChildProcess;
  /** Seconds of processor time so far, all threads. */
  readonly cpuSeconds: () => number;
  /** Resident memory in bytes. */
  readonly residentBytes: () => number;
  readonly stop: () => Promise<void>;
}

const running = new Set<MeasuredProcess>();

/** Ends what is still running, such as a peer that did not finish in time. */
export const stopEverything = async (): Promise<void> => {
  await Promise.all([...running].map((server) => server.stop()));
};

/** Clock ticks per second of /proc; the same on every Linux that Node runs on. */
const ticksPerSecond = 100;

export const measureProcess = (child: ChildProcess): MeasuredProcess => {
  // A bench that fails must not leave a server behind.
  process.once("exit", () => child.kill("SIGKILL"));
  const ended = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  const measured: MeasuredProcess = {
    child,
    cpuSeconds: () => {
      const fields =
        readFileSync(`/proc/${String(child.pid)}/stat`, "utf8")
          .split(") ")[1]
          ?.split(" ") ?? [];
      return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
    },
    residentBytes: () => {
      const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(child.pid)}/status`, "utf8"))?.[1];
      return Number(kilobytes) * 1_024;
    },
    stop: () => {
      // A profile is written only by a process that ends by itself.
      child.kill(process.env["BENCH_PROFILE"] === undefined ? "SIGKILL" : "SIGTERM");
      return ended;
    },
  };
  running.add(measured);
  void ended.then(() => running.delete(measured));
  return measured;
};
