/**
 * The nightly run: portions spread over processes, every result kept at once. What was broken off goes on where it
 * stopped when the same command is given again; a time limit ends it early, and the summary says how far it came.
 */
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import type { Portion, PortionResult, Volumes } from "./portions";
import { campaignNames, portionSchema, portionsOf } from "./portions";

export interface NightlyOptions {
  readonly first: number;
  readonly volumes: Volumes;
  readonly shards: number;
  /** No portion begins after these. */
  readonly minutes: number;
  /** Where results are kept, a line each. */
  readonly file: string;
}

const resultSchema = v.object({
  portion: portionSchema,
  seconds: v.number(),
  counts: v.record(v.string(), v.number()),
  failures: v.array(v.object({ what: v.string(), command: v.string(), report: v.string() })),
});
const messageSchema = v.variant("type", [
  v.object({ type: v.literal("done"), result: resultSchema }),
  v.object({ type: v.literal("failed"), why: v.string() }),
]);

const nameOf = ({ campaign, first, count }: Portion): string => `${campaign} ${first} ${count}`;

/** Automerge's memory is given back by ending the process. */
const portionsPerProcess = 40;

/** True when everything was done and nothing failed; `isComplete` says whether the time was enough. */
export const nightly = async (
  { first, volumes, shards, minutes, file }: NightlyOptions,
  say: (text: string) => void,
): Promise<{ readonly isSound: boolean; readonly isComplete: boolean }> => {
  const begun = Date.now();
  const portions = await portionsOf(first, volumes);
  mkdirSync(dirname(file), { recursive: true });
  // Behind a line that was broken off.
  appendFileSync(file, "\n");
  const results = new Map(stored(file).map((result) => [nameOf(result.portion), result]));
  const open = portions.filter((portion) => !results.has(nameOf(portion)));
  say(
    `${portions.length} portions, ${open.length} to do, over ${shards} processes, at most ${minutes} minutes; ` +
      `results in ${file}`,
  );
  const keep = (result: PortionResult): void => {
    results.set(nameOf(result.portion), result);
    appendFileSync(file, `${JSON.stringify(result)}\n`);
    for (const { what, command } of result.failures) say(`FAILED ${what}\n  ${command}`);
  };
  const next = (): Portion | undefined => (Date.now() - begun > minutes * 60_000 ? undefined : open.shift());
  await Promise.all(Array.from({ length: shards }, () => shard(next, keep)));
  const wanted = portions.flatMap((portion) => results.get(nameOf(portion)) ?? []);
  for (const line of summary(portions, wanted)) say(line);
  say(`${Math.round((Date.now() - begun) / 1_000)} s on ${shards} processes`);
  return {
    isSound: wanted.every(({ failures }) => failures.length === 0),
    isComplete: wanted.length === portions.length,
  };
};

/** A broken last line is of a run that was ended while it wrote: that portion is done again. */
const stored = (file: string): readonly PortionResult[] => {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => {
      try {
        return [v.parse(resultSchema, JSON.parse(line))];
      } catch {
        return [];
      }
    });
};

const worker = fileURLToPath(new URL("nightly-worker.ts", import.meta.url));

/** One process after another, each with a portion at a time. */
const shard = async (
  next: () => Portion | undefined,
  keep: (result: PortionResult) => void,
): Promise<void> => {
  let child = fork(worker);
  let left = portionsPerProcess;
  for (let portion = next(); portion !== undefined; portion = next()) {
    if (left-- === 0) {
      child.disconnect();
      child = fork(worker);
      left = portionsPerProcess;
    }
    const answer = await ask(child, portion);
    keep(answer);
    if (child.exitCode !== null || child.signalCode !== null) child = fork(worker);
  }
  if (child.connected) child.disconnect();
};

const ask = (child: ChildProcess, portion: Portion): Promise<PortionResult> =>
  new Promise((done) => {
    const fail = (why: string): void => {
      const { campaign, first, count } = portion;
      const command = `npm run sim -- --campaign ${campaign} --seed ${first} --runs ${count}`;
      done({ portion, seconds: 0, counts: {}, failures: [{ what: why, command, report: why }] });
    };
    const ended = (code: number | null, signal: string | null): void =>
      fail(`the process ended with ${signal ?? code}`);
    child.once("exit", ended);
    child.once("message", (message) => {
      child.off("exit", ended);
      const parsed = v.safeParse(messageSchema, message);
      if (!parsed.success) fail("the process answered something else");
      else if (parsed.output.type === "done") done(parsed.output.result);
      else fail(parsed.output.why);
    });
    child.send(portion);
  });

/** One line for each campaign, then one for each failure. */
const summary = (portions: readonly Portion[], results: readonly PortionResult[]): readonly string[] => [
  ...campaignNames.map((campaign) => {
    const done = results.filter(({ portion }) => portion.campaign === campaign);
    const planned = portions.filter((portion) => portion.campaign === campaign);
    const counts = new Map<string, number>();
    for (const result of done)
      for (const [name, count] of Object.entries(result.counts))
        counts.set(name, (counts.get(name) ?? 0) + count);
    const failures = done.reduce((sum, result) => sum + result.failures.length, 0);
    const seconds = Math.round(done.reduce((sum, result) => sum + result.seconds, 0));
    const counted = [...counts].map(([name, count]) => `${count} ${name}`).join(", ");
    return `${campaign}: ${done.length} of ${planned.length} portions; ${counted || "nothing"}; ${failures} failures; ${seconds} s of processor`;
  }),
  ...results.flatMap(({ failures }) =>
    failures.map(({ what, command }) => `failed: ${what.slice(0, 300)}\n  ${command}`),
  ),
];
