/** `npm run sim -- --runs 1000 --seed 1 --steps 40`: as many scenarios as there is patience, stops at the first failure. */
import { parseArgs } from "node:util";
import { startAutomerge } from "#tests/support/automerge";
import { violationsOf } from "./invariants";
import { runScenario } from "./scenario";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    steps: { type: "string", default: "40" },
  },
});
const runs = Number(values.runs);
const first = Number(values.seed);
const steps = Number(values.steps);

await startAutomerge();
const begun = Date.now();
for (let seed = first; seed < first + runs; seed++) {
  const outcome = await runScenario(seed, steps);
  const violations = await violationsOf(outcome);
  if (violations.length > 0) {
    console.error([`seed ${seed} (--steps ${steps})`, ...outcome.story, ...violations].join("\n"));
    process.exit(1);
  }
  if ((seed - first + 1) % 50 === 0)
    console.log(`${seed - first + 1} of ${runs} runs, all equal and complete`);
}
console.log(`${runs} runs from seed ${first}: 0 violations, ${Math.round((Date.now() - begun) / 1000)} s`);
process.exit(0);
