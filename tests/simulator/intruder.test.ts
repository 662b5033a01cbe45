/** An attack proves something only when it is refused for what it is, not for some slip in making it. */
import { beforeAll, expect, test } from "vitest";
import { createEvent } from "#shared/domain/events";
import { brand } from "#shared/kernel/brand";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import { parseRelayMsg } from "#shared/protocol/messages-codec";
import { startAutomerge } from "#tests/support/automerge";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";
import { createIntruder } from "./intruder";
import { openLedger } from "./ledger";
import { makePlan } from "./plan";

beforeAll(startAutomerge);

/** In the order of the attacks; null: sent away before it could push. */
const answers: readonly (string | null)[] = [
  "ops",
  ...["actor", "actor", "need", null, "seq", "counter", "sig", "sig", "form", "seq", "form", "form", "seq"],
  ...["receipt", "receipt", "receipt", null, "sig"],
];

test("[SIM-5] every attack is answered for what it is", { timeout: 60_000 }, async () => {
  const world = await createSimWorld(5, 2);
  const [owner] = world.devices;
  if (owner === undefined) throw new Error("an owner");
  await owner.start();
  await world.time.advance(2_000);
  const making = replicaOn(owner).run(createEvent, {
    name: "First",
    busyFrom: brand<LocalDateTime>("2026-06-03T08:00"),
    busyTo: brand<LocalDateTime>("2026-06-05T20:00"),
    zone: brand<Zone>("Europe/Berlin"),
  });
  await world.time.advance(3_000);
  await making;
  const ledger = openLedger(1);
  const intruder = createIntruder(world, ledger, { ...makePlan(1, 1), mood: "leavers" });
  const found: (string | null)[] = [];
  let answer: string | null = null;
  world.network.onRelayFrame = (frame, device) => {
    const parsed = parseRelayMsg(frame);
    if (device === owner || !parsed.ok) return;
    const message = parsed.value;
    if (message.t === "refused") answer = message.code;
    if (message.t === "receipt" || message.t === "need") answer = message.t;
  };
  for (const at of answers.keys()) {
    answer = null;
    const dice = [at, 0, 1] as const;
    await intruder.attack({ no: at, kind: "attack", device: 0, dice, waitMs: 0 });
    await world.time.advance(60_000);
    found.push(answer);
  }
  expect(found).toEqual(answers);
});
