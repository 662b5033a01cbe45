/** A person comes with role, event places and an end, and goes with everything they had: nobody has to think of more. */
import { expect, test } from "vitest";
import { assert, must } from "#shared/kernel/result";
import { idToBytes } from "#shared/kernel/ids";
import { may } from "#shared/protocol/membership/grants";
import { placed, placementOf } from "#shared/protocol/membership/placement";
import type { Membership } from "#shared/replica/identity/types";
import { createIdentityWorld } from "#tests/support/identity-world";
import type { IdentityWorld, TestDevice } from "#tests/support/identity-world";
import { named } from "#tests/support/keys";

const hour = 3_600_000;
const [gala, fair] = [named("gala").slice(0, 16), named("fair").slice(0, 16)];

const connect = async (world: IdentityWorld, device: TestDevice, company: string): Promise<Membership> => {
  const membership = await device.identity.membership(company);
  assert(membership, "the company is active");
  await world.relay.connect(membership);
  return membership;
};

const office = async () => {
  const world = createIdentityWorld();
  const device = await world.device("office");
  const { company } = must(await device.identity.createCompany({ relay: world.relay.origin }));
  return { world, company, membership: await connect(world, device, company) };
};

type Office = Awaited<ReturnType<typeof office>>;

const letIn = async ({ world, company, membership }: Office, name: string, link: string | null) => {
  const device = await world.device(name);
  must(await device.identity.join(link ?? ""));
  await world.pass(3_000);
  must(await membership.approve(membership.view.get().joins[0]?.join ?? ""));
  await world.pass(3_000);
  return connect(world, device, company);
};

test("[US-02] [US-03] an invitation brings role, event places and end date; all of it is over by itself", async () => {
  const first = await office();
  const { world, membership } = first;
  const until = world.now + 5 * 24 * hour;
  const events = [{ event: gala, level: "plans", until }] as const;
  const place = { rank: "crew", roles: [], until, events, others: [] } as const;
  const { link } = must(await membership.invite(placed(place, membership.state().roles)));
  await world.pass(0);
  const crew = await letIn(first, "phone", link);
  const [, mira] = membership.view.get().members;
  assert(mira, "the directory has the newcomer");
  expect(placementOf(mira, membership.state().roles)).toEqual(place);
  const mayWrite = (event: Uint8Array, at: number): boolean =>
    may(crew.state(), crew.member, "write", { cls: "event", scope: { event } }, at);
  expect([mayWrite(gala, until), mayWrite(fair, until), mayWrite(gala, until + 1)]).toEqual([
    true,
    false,
    false,
  ]);
  const reads = (at: number): boolean =>
    may(crew.state(), crew.member, "read", { cls: "inventory", scope: "company" }, at);
  expect([reads(until), reads(until + 1)]).toEqual([true, false]);
});

test("[US-01] [US-03] [STU-22] one removal ends devices, invitations and rights at once, and what was written keeps its author", async () => {
  const first = await office();
  const { world, membership } = first;
  const { link, member } = must(await membership.invite({ rank: "member", roles: [], grants: [] }));
  await world.pass(0);
  const phone = await letIn(first, "phone", link);
  const further = must(await phone.invite({ member }));
  await world.pass(0);
  const devicesOf = () => membership.view.get().devices.filter((device) => device.member === member);
  expect(membership.view.get().invites.map(({ invite }) => invite)).toEqual([further.invite]);
  expect(devicesOf()).toMatchObject([{ revoked: null }]);
  must(await membership.perform({ kind: "member.remove", member: idToBytes(member), reason: "" }));
  await world.pass(0);
  expect(membership.view.get().members.map(({ self }) => self)).toEqual([true]);
  expect(membership.view.get().invites).toEqual([]);
  expect(devicesOf()).toMatchObject([{ revoked: "left" }]);
  const { confirmed } = membership.verdict.get();
  assert(confirmed, "the relay has ordered it");
  expect(may(confirmed, member, "read", { cls: "inventory", scope: "company" }, world.now)).toBe(false);
  expect(confirmed.former.get(member)).toMatchObject({ rank: "member" });
  // Whose the device was stays known, for everything it signed.
  expect([...confirmed.devices.values()].filter((device) => device.member === member)).toHaveLength(1);
  expect(await (await world.device("third")).identity.join(further.link ?? "")).toMatchObject({
    error: { type: "InvitationUnknown" },
  });
});

test("[US-02] a station is invited as a place, stays one, and gives what its role gives", async () => {
  const first = await office();
  const { membership } = first;
  const dock = must(await membership.invite({ rank: "crew", roles: [], grants: [], station: true }));
  await first.world.pass(0);
  const tablet = await letIn(first, "tablet", dock.link);
  expect(membership.view.get().members.map(({ station }) => station)).toEqual([false, true]);
  expect(tablet.view.get().mayInvitePeople).toBe(false);
});
