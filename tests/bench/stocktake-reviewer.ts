/**
 * The process of the reviewer's device: comes to the company when everything was counted and says, in milliseconds,
 * how much processor time and time it took until every line was judged, and the judging alone.
 */
import { count } from "#shared/domain/stocktake";
import { startAutomerge } from "#tests/support/automerge";
import type { RealGround } from "#tests/support/real-devices";
import { realCompany } from "#tests/support/real-devices";
import { replicaOn } from "#tests/support/sim-world";
import { brand } from "#shared/kernel/brand";
import { all, judge } from "./stocktake-ground";

export interface Reviewed {
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly judgedMs: number;
}

await startAutomerge();
const { devices } = await realCompany(brand<RealGround>(JSON.parse(process.argv[2] ?? "{}")));
const [office] = devices;
const cpu = process.cpuUsage();
const begun = performance.now();
await office.start();
const { rows } = replicaOn(office);
while (rows.all(count).size < all) await new Promise((next) => setTimeout(next, 5));
const merged = performance.now();
const found = judge(rows).byVerdict.found;
const ended = performance.now();
const { user, system } = process.cpuUsage(cpu);
if (found !== all) throw new Error(`${found} were found`);
console.log(`${(user + system) / 1_000} ${ended - begun} ${ended - merged}`);
process.exit(0);
