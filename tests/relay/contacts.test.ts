/** Who looks after the devices hears when each of them was here last. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { bytesEqual } from "#shared/kernel/bytes";
import type { Key } from "#shared/protocol/wire-types";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn } from "#tests/support/relay-company";
import type { RawClient } from "#tests/support/relay-client";
import { connectLive } from "#tests/support/relay-client";
import type { RelayPeople } from "#tests/support/relay-people";
import { createPeople } from "#tests/support/relay-people";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay } from "#tests/support/relay-process";
import type { VirtualTime } from "#tests/support/virtual-time";
import { createVirtualTime } from "#tests/support/virtual-time";

const minute = 60_000;
let time: VirtualTime;
let relay: TestRelay;
let company: TestCompany;
let people: RelayPeople;
let owner: RawClient;

beforeEach(async () => {
  time = createVirtualTime(Date.now());
  relay = await startTestRelay({ clock: time, timers: time });
  company = await foundCompanyOn(relay.origin, relay.key);
  const client = await connectLive(relay.origin, company.id, company.owner);
  people = createPeople(relay.origin, company, client, time);
  owner = client;
});
afterEach(() => relay.close());

/** When a device was here last, as this one was told. */
const told = (client: RawClient, device: Key): readonly number[] =>
  client.received.flatMap((message) =>
    message.t === "contacts"
      ? message.devices.filter((contact) => bytesEqual(contact.device, device)).map(({ at }) => at)
      : [],
  );

test("[RELAY-173] an owner hears who came, who went, and now and then who is still here", async () => {
  const { device, client } = await people.employ("crew");
  await time.advance(10 * minute);
  const whileHere = told(owner, device.publicKey).at(-1) ?? 0;
  expect(time.now() - whileHere).toBeLessThanOrEqual(6 * minute);
  expect(told(owner, device.publicKey).length).toBeLessThanOrEqual(3);
  await client.close();
  const wentAt = time.now();
  await time.advance(10 * minute);
  expect(told(owner, device.publicKey).at(-1)).toBe(wentAt);
  const soFar = told(owner, device.publicKey).length;
  await time.advance(60 * minute);
  expect(told(owner, device.publicKey).length).toBe(soFar);
});

test("[RELAY-173] after the welcome owners and admins are told all of it, nobody else any of it", async () => {
  const crew = await people.employ("crew");
  const admin = await people.enrol("admin");
  await time.advance(minute);
  await crew.client.close();
  const wentAt = time.now();
  await time.advance(30 * minute);
  const later = await connectLive(relay.origin, company.id, admin.device);
  expect(told(later, crew.device.publicKey)).toEqual([wentAt]);
  expect(told(later, company.owner.publicKey)).toHaveLength(1);
  // Nobody is told about the own device.
  expect(told(later, admin.device.publicKey)).toEqual([]);
  const manager = await people.employ("manager");
  await time.advance(30 * minute);
  for (const { client } of [crew, manager])
    expect(client.received.filter(({ t }) => t === "contacts")).toEqual([]);
});
