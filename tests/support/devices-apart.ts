/** Devices of one company that work without knowing of each other. */
import type { Result } from "#shared/kernel/result";
import type { Replica } from "#shared/replica/types";
import type { SimWorld } from "./sim-world";
import { createSimWorld, replicaOn } from "./sim-world";

interface DevicesApart {
  readonly world: SimWorld;
  readonly on: (device: number) => Replica;
  /** Time goes on until it is done. */
  readonly run: <T, P>(running: Promise<Result<T, P>>) => Promise<Result<T, P>>;
  /** Nobody reaches the relay meanwhile; then they hear of each other. */
  readonly apart: (work: () => Promise<void>) => Promise<void>;
}

export const devicesApart = async (seed: number, count: number): Promise<DevicesApart> => {
  const world = await createSimWorld(seed, count);
  for (const device of world.devices) await device.start();
  await world.time.advance(2_000);
  return {
    world,
    on: (device) => replicaOn(world.devices[device]),
    run: async (running) => {
      await world.time.advance(2_000);
      return running;
    },
    apart: async (work) => {
      world.relay.kill();
      await world.time.advance(10_000);
      await work();
      await world.relay.start();
      await world.time.advance(90_000);
    },
  };
};
