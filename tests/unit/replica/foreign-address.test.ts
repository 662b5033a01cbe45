/** A relay that is reached at an address it does not know as its own. */
import { beforeAll, expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import { createProduct } from "#shared/domain/inventory";
import { startAutomerge } from "#tests/support/automerge";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";
import type { RelayPort } from "#tests/support/virtual-network";

beforeAll(startAutomerge);

const foreign: RelayPort = (socket) => {
  socket.close("wrong-origin");
  return { onFrame: () => undefined, onClose: () => undefined };
};

test("[RELAY-13] a device says that its address is none of the relay's, goes on writing, and gets in by itself once it is", async () => {
  const world = await createSimWorld(91, 1);
  const [device] = world.devices;
  if (device === undefined) throw new Error("a device");
  const { time, network } = world;
  const honest = network.relayFor;
  let attempts = 0;
  network.relayFor = () => {
    attempts += 1;
    return foreign;
  };
  await device.start();
  await time.advance(10 * 60_000);
  const { mark, problems } = replicaOn(device).sync.get();
  expect({ mark, problems }).toEqual({
    mark: "attention",
    problems: [{ type: "AddressForeign", address: "https://relay.example" }],
  });
  // Ever slower: at most every quarter of a minute in the end.
  expect(attempts).toBeGreaterThan(10);
  expect(attempts).toBeLessThan(50);
  const made = replicaOn(device).run(createProduct, { name: "Truss" });
  await time.advance(5_000);
  must(await made);
  network.relayFor = honest;
  await time.advance(60_000);
  expect(replicaOn(device).sync.get()).toMatchObject({ mark: "synced", pendingChanges: 0, problems: [] });
});
