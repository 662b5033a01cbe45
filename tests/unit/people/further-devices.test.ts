/** What administrators are told of devices that people let in themselves. */
import { beforeEach, expect, test } from "vitest";
import { furtherDevices } from "#client/features/people/further-devices";
import { assert, must } from "#shared/kernel/result";
import type { Membership, Newcomer } from "#shared/replica/identity/types";
import type { MemberId } from "#shared/kernel/ids";
import { createIdentityWorld } from "#tests/support/identity-world";
import type { IdentityWorld, TestDevice } from "#tests/support/identity-world";

let world: IdentityWorld;
let company: string;
let office: Membership;

const admin: Newcomer = { rank: "admin", roles: [], grants: [] };
const member: Newcomer = { rank: "member", roles: [], grants: [] };

const opened = async (device: TestDevice): Promise<Membership> => {
  const membership = await device.identity.membership(company);
  assert(membership, "the company is active");
  await world.relay.connect(membership);
  return membership;
};

/** Somebody makes an invitation, the device named so brings it, and the same person lets it in. */
const letIn = async (
  by: Membership,
  name: string,
  whom: Newcomer | { readonly member: MemberId },
): Promise<Membership> => {
  const { link } = must(await by.invite(whom));
  await world.pass(1_000);
  assert(link, "the inviter has the link");
  const device = await world.device(name);
  must(await device.identity.join(link));
  await world.pass(1_000);
  const [join] = by.view.get().joins;
  assert(join, "the newcomer waits");
  must(await by.approve(join.join));
  await world.pass(1_000);
  return opened(device);
};

const toldOn = (membership: Membership) =>
  furtherDevices(membership.history(), membership.view.get().devices);

const keyOf = (membership: Membership): string => {
  const self = membership.view.get().devices.find((each) => each.self);
  assert(self, "this device is in the log");
  return self.device;
};

beforeEach(async () => {
  world = createIdentityWorld();
  const device = await world.device("office");
  ({ company } = must(await device.identity.createCompany({ relay: world.relay.origin })));
  office = await opened(device);
});

test("[ENR-35] a second device that its person let in is told to the others: whose, when and by which device", async () => {
  const mira = await letIn(office, "mira", member);
  expect(toldOn(office)).toEqual([]);
  const phone = await letIn(mira, "mira's phone", { member: mira.member });
  expect(toldOn(office)).toMatchObject([
    {
      device: keyOf(phone),
      member: mira.member,
      by: { type: "member", member: mira.member, device: keyOf(mira) },
      at: world.now - 1_000,
    },
  ]);
});

test("[ENR-35] nobody is told of what the own device did, nor of itself", async () => {
  const tablet = await letIn(office, "tablet", { member: office.member });
  expect(toldOn(office)).toEqual([]);
  expect(toldOn(tablet)).toEqual([]);
  // A third one in one's own name, let in from the second, is news to the first: the second may have been stolen.
  const phone = await letIn(tablet, "phone", { member: office.member });
  expect(toldOn(office).map(({ device }) => device)).toEqual([keyOf(phone)]);
});

test("[ENR-35] what somebody let in for others is news on none of their own devices, and to others of their rank", async () => {
  const mira = await letIn(office, "mira", member);
  const jo = await letIn(office, "jo", admin);
  const tablet = await letIn(office, "tablet", { member: office.member });
  const phone = await letIn(tablet, "mira's phone", { member: mira.member });
  expect(toldOn(office)).toEqual([]);
  expect(toldOn(tablet)).toEqual([]);
  expect(toldOn(jo).map(({ device }) => device)).toEqual([keyOf(phone), keyOf(tablet)]);
  expect(toldOn(phone)).toEqual([]);
});

test("[ENR-35] who comes later is not told of what was before; who was removed again needs no word", async () => {
  const mira = await letIn(office, "mira", member);
  const phone = await letIn(mira, "mira's phone", { member: mira.member });
  const jo = await letIn(office, "jo", admin);
  const tablet = await letIn(office, "tablet", { member: office.member });
  expect(toldOn(tablet)).toEqual([]);
  expect(toldOn(jo).map(({ device }) => device)).toEqual([keyOf(tablet)]);
  must(await office.revokeDevice(keyOf(phone), "lost"));
  await world.pass(1_000);
  expect(toldOn(office)).toEqual([]);
});
