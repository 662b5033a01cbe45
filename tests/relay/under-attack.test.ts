/**
 * A small share of the attacks on a real relay process; `npm run bench -- attack` does all of them. Nothing here depends
 * on how fast the machine is.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { attackByCrowd } from "#tests/bench/attack/crowd";
import { attackBeforeHandshake, attackInSession } from "#tests/bench/attack/frames";
import { attackGreedily } from "#tests/bench/attack/greedy-device";
import { attackMemory } from "#tests/bench/attack/memory";
import type { Assault, Prey, PreySettings } from "#tests/bench/attack/prey";
import { startPrey } from "#tests/bench/attack/prey";
import { attackPaths, attackRequests } from "#tests/bench/attack/requests";
import { attackSlowly, attackTlsSlowly } from "#tests/bench/attack/slow";
import type { BuiltRelay } from "#tests/support/built-relay";
import { buildRelayFor } from "#tests/support/built-relay";

let built: BuiltRelay;

beforeAll(async () => {
  built = await buildRelayFor("attack");
}, 120_000);
afterAll(() => built.remove());

/** A process that has just begun still grows; what the attacks are about is hundreds of megabytes. */
const mayKeep = 96 * 2 ** 20;

/** Everything the relay did wrong. It stays alive, and its honest device works, or the attack throws. */
const wrongs = async (
  attack: (prey: Prey) => Promise<Assault>,
  settings: PreySettings = {},
): Promise<readonly string[]> => {
  const prey = await startPrey(built.folder, { hostileDevices: 16, mayKeep, ...settings });
  try {
    const { wrong, attempts } = await attack(prey);
    expect(attempts).toBeGreaterThan(0);
    return wrong;
  } finally {
    await prey.stop();
  }
};

test("[RELAY-200] hostile frames before the handshake each end their own connection with a code of the table", async () => {
  expect(await wrongs((prey) => attackBeforeHandshake(prey, 1_500, 1))).toEqual([]);
});

test("[RELAY-201] the same inside sessions of a member's devices", async () => {
  expect(await wrongs((prey) => attackInSession(prey, 1_500, 2))).toEqual([]);
});

test("[RELAY-202] odd headers, wrong origins, lying lengths, bombs and broken frames are refused as the table says", async () => {
  expect(await wrongs(attackRequests)).toEqual([]);
});

test("[RELAY-203] no path reaches a file of the machine, and none makes the relay fail", async () => {
  expect(await wrongs((prey) => attackPaths(prey, 0.1))).toEqual([]);
});

test("[RELAY-204] a device at a hundred times its quota keeps nobody else from receipts", async () => {
  expect(await wrongs((prey) => attackGreedily(prey, 2_000))).toEqual([]);
});

test("[RELAY-205] more connections than descriptors: whoever is inside goes on, and afterwards newcomers come in", async () => {
  expect(await wrongs((prey) => attackByCrowd(prey, 600), { openFiles: 256 })).toEqual([]);
});

test("[RELAY-206] messages and bodies that never end, and frames that have to wait, take little memory", async () => {
  expect(await wrongs((prey) => attackMemory(prey, 3, 200 * 2 ** 20))).toEqual([]);
});

test.concurrent.for([
  ["over plain http", attackSlowly, "off"],
  ["before and inside TLS", attackTlsSlowly, "local"],
] as const)(
  "[RELAY-207] slow, silent and half-closed connections %s are let go of",
  { timeout: 120_000 },
  async ([, attack, tls]) => {
    expect(await wrongs((prey) => attack(prey, 2), { environment: { EVENTKIT_TLS: tls } })).toEqual([]);
  },
);
