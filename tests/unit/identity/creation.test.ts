import { expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import { createIdentityWorld } from "#tests/support/identity-world";

test("[ENR-27] a relay that asks for a token says so beforehand and takes the company with the right one", async () => {
  const world = createIdentityWorld();
  const device = await world.device("office");
  Object.assign(world.relay, { creation: "token", token: "seventeen seagulls" });
  expect(await device.identity.relayAt(`${world.relay.origin}/`)).toMatchObject({
    ok: true,
    value: { creation: "token" },
  });
  const relay = world.relay.origin;
  expect(await device.identity.createCompany({ relay, token: "eighteen seagulls" })).toMatchObject({
    error: { type: "RelayRefused", code: "creation-token" },
  });
  expect([device.keys.size, device.stored.size]).toEqual([0, 0]);
  must(await device.identity.createCompany({ relay, token: "seventeen seagulls" }));
  const { company } = must(await device.identity.createCompany({ relay: null }));
  expect(await device.identity.attachRelay(company, relay)).toMatchObject({
    error: { code: "creation-token" },
  });
  must(await device.identity.attachRelay(company, relay, "seventeen seagulls"));
});
