/**
 * `npm run bench -- attack [part]`: everything a stranger or one hostile device can do to a relay process, at full size.
 * `--frames=100000` tries fewer hostile frames, `--seed=2` others. `npm test` does a small share of each part.
 */
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildRelay } from "../../../scripts/build-relay.mjs";
import type { Line, Report } from "../report";
import { attackByCrowd } from "./crowd";
import { attackBeforeHandshake, attackInSession } from "./frames";
import { attackGreedily, p99 } from "./greedy-device";
import { attackMemory } from "./memory";
import type { Assault, Prey } from "./prey";
import { baseOf, recovery, startPrey } from "./prey";
import { attackPaths, attackRequests } from "./requests";
import { attackSlowly, attackTlsSlowly } from "./slow";

interface Size {
  /** Hostile frames, half of them before the handshake. */
  readonly frames: number;
  readonly seed: number;
}

const round = (value: number, digits = 0): string =>
  value.toLocaleString("en", { maximumFractionDigits: digits });

const line = (assault: Assault, value: string, target: string, met = true): Line => {
  // What exactly went wrong belongs in front of whoever runs it.
  for (const what of assault.wrong.slice(0, 20)) console.error(`${assault.name}: ${what}`);
  const wrong = assault.wrong.length;
  return {
    name: `${assault.name}, ${round(assault.attempts)} tries`,
    value: wrong === 0 ? value : `${value}; ${round(wrong)} wrong`,
    peer: null,
    target,
    met: met && wrong === 0,
  };
};

/** Runs the attack on a relay of its own and ends that. */
const against = async <T>(starting: Promise<Prey>, attack: (prey: Prey) => Promise<T>): Promise<T> => {
  const prey = await starting;
  try {
    return await attack(prey);
  } finally {
    await prey.stop();
  }
};

const warmUpFrames = 2_000;
const hostileDevices = 16;

/** Memory has to come back to what it was after a first, small wave: a process that was never used has no base. */
const fuzz =
  (attack: (prey: Prey, count: number, seed: number) => Promise<Assault>) =>
  (program: string, { frames, seed }: Size): Promise<readonly Line[]> =>
    against(startPrey(program, { hostileDevices }), async (prey) => {
      await attack(prey, warmUpFrames, seed + 1);
      const base = baseOf(prey);
      const done = await attack(prey, frames / 2, seed);
      const after = await recovery(prey, base);
      return [
        line(
          { ...done, wrong: [...done.wrong, ...after.wrong] },
          `0 exits, ${round(after.bytes / 2 ** 20, 1)} MB above the base after ${round(after.seconds, 1)} s`,
          "0 exits, base + 10 MB within 30 s",
        ),
      ];
    });

const slowly = async (program: string): Promise<readonly Line[]> => {
  const plain = await against(startPrey(program), (prey) => attackSlowly(prey, 50));
  const tls = await against(startPrey(program, { environment: { EVENTKIT_TLS: "local" } }), (prey) =>
    attackTlsSlowly(prey, 50),
  );
  return [plain, tls].map((done) =>
    line(done, `all let go of within ${round(done.seconds, 1)} s`, "≤ 45 s, nothing held"),
  );
};

const requests = async (program: string): Promise<readonly Line[]> => {
  const odd = await against(startPrey(program), attackRequests);
  const paths = await against(startPrey(program), (prey) => attackPaths(prey, 1));
  return [odd, paths].map((done) => line(done, "all refused", "all refused, 0 defects"));
};

const greedyMs = 30_000;
const honestMs = 1_000;

const greedily = (program: string): Promise<readonly Line[]> =>
  against(startPrey(program), async (prey) => {
    const done = await attackGreedily(prey, greedyMs);
    const own = p99(done.sameCompany);
    const other = p99(done.otherCompany);
    return [
      line(
        done,
        `honest p99 ${round(own)} ms, in another company ${round(other)} ms`,
        `p99 ≤ ${round(honestMs)} ms`,
        own <= honestMs && other <= honestMs,
      ),
    ];
  });

const memoryAllowed = 128 * 2 ** 20;

const memory = (program: string): Promise<readonly Line[]> =>
  against(startPrey(program), async (prey) => {
    const done = await attackMemory(prey, 10, memoryAllowed);
    return [line(done, `at most ${round(done.most / 2 ** 20)} MB more`, "≤ 128 MB more at any moment")];
  });

const descriptors = 256;

const crowd = (program: string): Promise<readonly Line[]> =>
  against(startPrey(program, { openFiles: descriptors }), async (prey) => {
    const done = await attackByCrowd(prey, 2_000);
    return [line(done, "those inside went on", "nobody inside notices")];
  });

const parts: Readonly<Record<string, (program: string, size: Size) => Promise<readonly Line[]>>> = {
  "frames-before": fuzz(attackBeforeHandshake),
  "frames-after": fuzz(attackInSession),
  slow: slowly,
  requests,
  memory,
  greedy: greedily,
  crowd,
};

const numberIn = (options: readonly string[], name: string, usual: number): number =>
  Number(options.find((option) => option.startsWith(`--${name}=`))?.split("=")[1] ?? usual);

export const run = async (only: readonly string[], options: readonly string[]): Promise<Report> => {
  const program = join(fileURLToPath(new URL("../../..", import.meta.url)), "dist", "bench-attack");
  await buildRelay(program);
  const size = { frames: numberIn(options, "frames", 1_000_000), seed: numberIn(options, "seed", 1) };
  const load = loadavg()[0] ?? 0;
  const lines: Line[] = [];
  for (const [name, attack] of Object.entries(parts)) {
    if (only.length === 0 || only.some((start) => name.startsWith(start)))
      lines.push(...(await attack(program, size)));
  }
  const [cpu] = cpus();
  return {
    title: "The relay under attack",
    machine: `${cpus().length} × ${cpu?.model ?? "unknown"}, Node ${process.version}, load ${round(load, 1)} at the start`,
    lines,
  };
};
