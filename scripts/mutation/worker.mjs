/** A process that tries mutants, started anew when it hangs, falls or has grown large. */
import { fork } from "node:child_process";
import { join } from "node:path";

const mostMegabytes = 900;
/** Milliseconds of the clock; others may have the processor. */
const patience = 120_000;

/** Fewer histories and inputs than `npm test`: the known answers come first, and these only after them. */
const env = { ...process.env, MEMBERSHIP_SEEDS: "320", FUZZ_ROUNDS: "40" };

/** `{ ask, killerOf, stop }`; one question at a time. */
export const startWorker = (root) => {
  let child;
  const start = () => {
    child ??= fork(join(root, "scripts/mutation/run-tests.mjs"), {
      cwd: root,
      env,
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      execPath: "nice",
      execArgv: ["-n", "19", process.execPath],
    });
    return child;
  };
  const stop = () => {
    child?.kill("SIGKILL");
    child = undefined;
  };
  /** `{}` when it fell or did not answer in time. */
  const ask = (question, timeout) =>
    new Promise((resolve) => {
      const asked = start();
      const end = (answer) => {
        clearTimeout(timer);
        asked.removeAllListeners();
        if (answer.ms === undefined || answer.megabytes > mostMegabytes) stop();
        resolve(answer);
      };
      const timer = setTimeout(end, timeout, {});
      asked.once("message", end);
      asked.once("exit", () => end({}));
      asked.send(question);
    });
  /** The test that notices. Where the worker gave no answer each test is asked alone, and the one that never answers is it. */
  const killerOf = async (no, tests) => {
    const answer = await ask({ no, tests }, patience);
    if (answer.ms !== undefined) return answer.killer;
    for (const test of tests) {
      const alone = await ask({ no, tests: [test] }, patience);
      if (alone.ms === undefined) return test;
      if (alone.killer !== undefined) return alone.killer;
    }
    return undefined;
  };
  return { ask, killerOf, stop };
};
