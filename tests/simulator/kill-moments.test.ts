import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createVirtualTime } from "#tests/support/virtual-time";
import { setTrap, stuckAfterMs } from "./kill-moments";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "eventkit-moments-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("[RELAY-90] a relay that answers nothing any more is killed and reported, however long its moment is in coming", async () => {
  const time = createVirtualTime(0);
  let kills = 0;
  const trap = setTrap({ kind: "receipt", count: 5 }, folder, () => kills++, time);
  await time.advance(stuckAfterMs - 1);
  trap.note("sent");
  await time.advance(stuckAfterMs - 1);
  expect([kills, trap.isStuck()]).toEqual([0, false]);
  await time.advance(1);
  expect([kills, trap.isStuck()]).toEqual([1, true]);
  trap.release();
});

test("[RELAY-90] a moment that came is no standstill", async () => {
  const time = createVirtualTime(0);
  let kills = 0;
  const trap = setTrap({ kind: "receipt", count: 2 }, folder, () => kills++, time);
  trap.note("receipt");
  trap.note("receipt");
  trap.release();
  await time.advance(2 * stuckAfterMs);
  expect([kills, trap.isStuck()]).toEqual([1, false]);
});
