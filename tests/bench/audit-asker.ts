/**
 * The device of `audit.ts` in a process of its own: opens what is stored and asks for what a page shows first of the
 * history of one record. Prints how much of the processor that took, in milliseconds.
 */
import { readFile } from "node:fs/promises";
import { deserialize } from "node:v8";
import { brand } from "#shared/kernel/brand";
import { thingOf } from "#shared/kernel/ids";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { asset } from "#shared/domain/inventory";
import { startAutomerge } from "#tests/support/automerge";
import type { MemoryDisk } from "#tests/support/memory-store";
import { createDisk } from "#tests/support/memory-store";
import { openOneDevice } from "#tests/support/one-device";

export interface Asked {
  /** What is on the disk. */
  readonly file: string;
  readonly now: number;
  readonly about: { readonly product: ProductId; readonly asset: AssetId };
}

/** As many as a page shows. */
const shown = 12;

const [, , words = ""] = process.argv;
const { file, now, about } = brand<Asked>(JSON.parse(words));
await startAutomerge();
const stores = brand<MemoryDisk["stores"]>(deserialize(await readFile(file)));
const { replica } = await openOneDevice(1, { ...createDisk(), stores }, 1, now);
const begun = process.cpuUsage();
const record = { type: asset, id: about.asset };
const { entries } = await replica.recentHistory(thingOf(about.product), shown, record);
const { user, system } = process.cpuUsage(begun);
if (entries.length < shown) throw new Error("a page was not filled");
console.log(String((user + system) / 1_000));
process.exit(0);
