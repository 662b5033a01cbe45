/**
 * `npm run bench -- <what> [--json]`: measures and prints a table with the target of each line beside it. `--json`
 * prints the same for machines. Numbers of a busy machine are rough; ratios to a peer of the same run are less so.
 */
import { printReport } from "./report";
import type { Report } from "./report";

const benches: Readonly<
  Record<
    string,
    () => Promise<{
      readonly run: (only: readonly string[], options: readonly string[]) => Promise<Report>;
    }>
  >
> = {
  attack: () => import("./attack/main"),
  audit: () => import("./audit"),
  availability: () => import("./availability"),
  client: () => import("./client/main"),
  relay: () => import("./relay/main"),
  replica: () => import("./replica/main"),
  stocktake: () => import("./stocktake"),
};

const [what = "", ...rest] = process.argv.slice(2);
const bench = benches[what];
if (bench === undefined) {
  console.error(`What should be measured? One of: ${Object.keys(benches).join(", ")}`);
  process.exit(2);
}
const { run } = await bench();
const isOption = (argument: string): boolean => argument.startsWith("--");
const report = await run(
  rest.filter((argument) => !isOption(argument)),
  rest.filter(isOption),
);
printReport(report, rest.includes("--json"));
process.exit(0);
