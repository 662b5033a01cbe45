/** Crew let themselves in over HTTP, where the invitation asks for nobody's approval. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Signer } from "#shared/kernel/signature";
import { arrivalsPath } from "#shared/protocol/enrolment";
import { membershipLimits } from "#shared/protocol/limits";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { Invitation, TestCompany } from "#tests/support/relay-company";
import {
  foundCompanyOn,
  fresh,
  freshSigner,
  makeBadgeIn,
  makeEntry,
  makeInvitation,
  makeJoin,
  verdictOf,
} from "#tests/support/relay-company";
import type { DeviceClient } from "#tests/support/relay-client";
import { connectDevice, connectLive } from "#tests/support/relay-client";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay } from "#tests/support/relay-process";

let relay: TestRelay;
let company: TestCompany;
let owner: DeviceClient;

beforeEach(async () => {
  relay = await startTestRelay();
  company = await foundCompanyOn(relay.origin, relay.key);
  owner = await connectLive(relay.origin, company.id, company.owner);
});
afterEach(() => relay.close());

const heads = async () => (await verdictOf(relay.origin, company.id)).heads;

/** Settles when a checkpoint has ordered the invitation. */
const publish = async (invitation: Invitation): Promise<Invitation> => {
  owner.send({ t: "mem", entries: invitation.entries });
  await expect
    .poll(async () => (await verdictOf(relay.origin, company.id)).confirmed?.invites.size)
    .toBeGreaterThan(0);
  return invitation;
};

const openGate = async (at = Date.now(), uses = 1): Promise<Invitation> =>
  publish(await makeBadgeIn(company, await heads(), { at, uses }));

/** The entry by which `device` comes in, signed by itself or by whoever is named. */
const arrival = async (
  { invite, member, inviteId }: Invitation,
  device: Signer,
  signer: Signer = device,
): Promise<Uint8Array> => {
  const { envelope, box } = await makeJoin(company.id, invite, device);
  const op = {
    kind: "device.add",
    member,
    device: device.publicKey,
    box,
    soft: false,
    via: inviteId,
    join: envelope,
  } as const;
  return makeEntry(company.id, await heads(), op, signer);
};

const come = async (entry: Uint8Array, id = company.id): Promise<number> => {
  const body = new Uint8Array(entry);
  return (await fetch(`${relay.origin}${arrivalsPath(id)}`, { method: "POST", body })).status;
};

test("[RELAY-190] crew let themselves in: members hear of it, the device is live, the same entry again is no harm", async () => {
  const gate = await openGate();
  const device = freshSigner();
  const entry = await arrival(gate, device);
  expect(await come(entry)).toBe(202);
  expect(await come(entry)).toBe(202);
  await expect
    .poll(async () =>
      (await verdictOf(relay.origin, company.id)).confirmed?.devices.has(textOfBytes(device.publicKey)),
    )
    .toBe(true);
  await connectLive(relay.origin, company.id, device);
  const told = owner.received.flatMap((message) => (message.t === "mem" ? message.entries : []));
  expect(told.some((bytes) => Buffer.from(bytes).equals(Buffer.from(entry)))).toBe(true);
  expect(await come(entry)).toBe(202);
});

test("[RELAY-191] as often as the invitation says, and then no more", async () => {
  const gate = await openGate(Date.now(), 2);
  const answers: number[] = [];
  for (let i = 0; i < 3; i++) answers.push(await come(await arrival(gate, freshSigner())));
  expect(answers).toEqual([202, 202, 404]);
});

test("[RELAY-192] over by the relay's clock, whatever the newcomer's says", async () => {
  const gate = await openGate(Date.now() - membershipLimits.badgeInMs);
  const device = freshSigner();
  expect(await come(await arrival(gate, device))).toBe(404);
  await expect(connectDevice(relay.origin, company.id, device)).rejects.toThrow("unauthorized");
});

test("[RELAY-193] where somebody has to approve, in another's name, or for another company nobody comes in", async () => {
  const approved = await publish(await makeInvitation(company, await heads()));
  expect(await come(await arrival(approved, freshSigner()))).toBe(400);
  const gate = await openGate();
  expect(await come(await arrival(gate, freshSigner(), company.owner))).toBe(400);
  expect(await come(await arrival(gate, freshSigner(), freshSigner()))).toBe(400);
  expect(await come(await arrival({ ...gate, invite: freshSigner() }, freshSigner()))).toBe(404);
  expect(await come(fresh(300))).toBe(400);
  expect(await come(await arrival(gate, freshSigner()), fresh(32))).toBe(404);
  const { confirmed } = await verdictOf(relay.origin, company.id);
  expect(confirmed?.devices.size).toBe(1);
});
