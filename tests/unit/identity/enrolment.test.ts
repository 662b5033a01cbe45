import { describe, expect, test } from "vitest";
import { assert, must } from "#shared/kernel/result";
import { makeInviteLink, parseInviteLink } from "#shared/protocol/invite-link";
import type { Membership } from "#shared/replica/identity/types";
import { createIdentityWorld } from "#tests/support/identity-world";
import type { IdentityWorld, TestDevice } from "#tests/support/identity-world";

const colleague = { rank: "member", roles: [], grants: [] } as const;

interface Office {
  readonly world: IdentityWorld;
  readonly device: TestDevice;
  readonly company: string;
  readonly membership: Membership;
}

const openMembership = async (device: TestDevice, company: string): Promise<Membership> => {
  const membership = await device.identity.membership(company);
  assert(membership, "the company is active");
  return membership;
};

/** A company on the relay with its founder connected. */
const office = async (): Promise<Office> => {
  const world = createIdentityWorld();
  const device = await world.device("office");
  const { company } = must(await device.identity.createCompany({ relay: world.relay.origin }));
  const membership = await openMembership(device, company);
  await world.relay.connect(membership);
  return { world, device, company, membership };
};

const inviteLink = async ({ world, membership }: Office): Promise<string> => {
  const invite = must(await membership.invite(colleague));
  await world.pass(0);
  assert(invite.link, "the inviter has the link");
  return invite.link;
};

describe("creating a company", () => {
  test("[ENR-1] the founder is an owner, the relay has confirmed it, the paper key waits to be saved", async () => {
    const { device, company, membership } = await office();
    expect(device.identity.companies.get()).toMatchObject([
      { company, stage: "active", hasRelay: true, paperKeySaved: false },
    ]);
    expect(membership.view.get().members).toMatchObject([{ rank: "owner", self: true }]);
    expect(membership.view.get().devices).toMatchObject([{ self: true, confirmed: true, revoked: null }]);
    expect(membership.verdict.get().confirmed?.checkpoint).toBe(1);
  });

  test("[ENR-2] an unreachable or closed relay leaves nothing behind", async () => {
    const world = createIdentityWorld();
    const device = await world.device("office");
    world.relay.reachable = false;
    expect(await device.identity.createCompany({ relay: world.relay.origin })).toMatchObject({
      error: { type: "RelayUnreachable" },
    });
    world.relay.reachable = true;
    world.relay.creation = "closed";
    expect(await device.identity.createCompany({ relay: world.relay.origin })).toMatchObject({
      error: { type: "RelayRefused", code: "creation-closed" },
    });
    expect([device.keys.size, device.stored.size]).toEqual([0, 0]);
  });

  test("[ENR-3] a company without a relay works alone and can be attached later", async () => {
    const world = createIdentityWorld();
    const device = await world.device("office");
    const { company, hasRelay } = must(await device.identity.createCompany({ relay: null }));
    expect(hasRelay).toBe(false);
    const membership = await openMembership(device, company);
    expect(membership.view.get().devices).toMatchObject([{ confirmed: false }]);
    expect(await membership.invite(colleague)).toMatchObject({
      error: { type: "RelayNotConnected" },
    });
    must(await device.identity.attachRelay(company, `${world.relay.origin}/`));
    expect(membership.view.get().devices).toMatchObject([{ confirmed: true }]);
    expect(membership.relay?.origin).toBe(world.relay.origin);
    expect(device.identity.companies.get()).toMatchObject([{ hasRelay: true }]);
    expect((await (await device.reopen()).identity.membership(company))?.state().checkpoint).toBe(1);
  });

  test("[ENR-4] a repeated registration after a lost answer finds the company there", async () => {
    const world = createIdentityWorld();
    const device = await world.device("office");
    const { company } = must(await device.identity.createCompany({ relay: null }));
    const { http } = world.relay;
    let lost = false;
    const forgetful = await device.reopen();
    Object.assign(forgetful.deps, {
      http: async (request: Parameters<typeof http>[0]) => {
        const answer = await http(request);
        if (request.method !== "POST" || lost) return answer;
        lost = true;
        return undefined;
      },
    });
    const { createIdentity } = await import("#shared/replica/identity/identity");
    const identity = await createIdentity(forgetful.deps);
    expect(await identity.attachRelay(company, world.relay.origin)).toMatchObject({
      error: { type: "RelayUnreachable" },
    });
    must(await identity.attachRelay(company, world.relay.origin));
    expect(identity.companies.get()).toMatchObject([{ hasRelay: true }]);
  });
});

describe("joining", () => {
  test("[ENR-5] invite, ask, compare, approve: the newcomer is in, on both sides", async () => {
    const site = await office();
    const { world, company, membership } = site;
    const phone = await world.device("phone");
    const joining = must(await phone.identity.join(` ${await inviteLink(site)} `));
    await world.pass(0);
    expect(joining.state.get()).toBe("requested");
    const [request] = membership.view.get().joins;
    assert(request, "the request reaches the inviter");
    expect(request).toMatchObject({ code: joining.code, rank: "member", firstDevice: true });
    expect(joining.code).toMatch(/^\d{6}$/);
    must(await membership.approve(request.join));
    await world.pass(3_000);
    expect(joining.state.get()).toBe("enrolled");
    expect(phone.identity.companies.get()).toMatchObject([
      { company, stage: "active", hasRelay: true, paperKeySaved: true },
    ]);
    const joined = await openMembership(phone, company);
    expect(joined.view.get().devices).toHaveLength(2);
    expect(joined.view.get().members.map(({ rank, self }) => [rank, self])).toEqual([
      ["owner", false],
      ["member", true],
    ]);
    expect(membership.view.get().invites).toEqual([]);
    expect(membership.view.get().joins).toEqual([]);
  });

  test("[ENR-6] refusal reaches the newcomer and its keys are gone", async () => {
    const site = await office();
    const phone = await site.world.device("phone");
    const joining = must(await phone.identity.join(await inviteLink(site)));
    await site.world.pass(0);
    must(await site.membership.refuse(site.membership.view.get().joins[0]?.join ?? ""));
    await site.world.pass(3_000);
    expect(joining.state.get()).toBe("refused");
    expect([phone.keys.size, phone.stored.size]).toEqual([0, 0]);
    expect(site.membership.view.get().devices).toHaveLength(1);
  });

  test("[ENR-7] a request survives closing the app on both sides", async () => {
    const site = await office();
    const { world, company } = site;
    const phone = await world.device("phone");
    must(await phone.identity.join(await inviteLink(site)));
    await world.pass(0);
    await phone.identity.close();
    const again = await phone.reopen();
    const resumed = again.identity.resumeJoin(company);
    const officeAgain = await openMembership(await site.device.reopen(), company);
    await world.relay.connect(officeAgain);
    must(await officeAgain.approve(officeAgain.view.get().joins[0]?.join ?? ""));
    await world.pass(3_000);
    expect(resumed?.state.get()).toBe("enrolled");
  });

  test("[ENR-8] used, expired, cancelled and tampered invitations say what they are", async () => {
    const site = await office();
    const { world, membership, company } = site;
    const link = await inviteLink(site);
    const phone = await world.device("phone");
    must(await phone.identity.join(link));
    await world.pass(0);
    must(await membership.approve(membership.view.get().joins[0]?.join ?? ""));
    await world.pass(3_000);
    const other = await world.device("other phone");
    const problem = async (text: string, device = other): Promise<unknown> => {
      const joined = await device.identity.join(text);
      return joined.ok ? "joined" : joined.error.type;
    };
    expect(await problem(link)).toBe("InvitationUsed");
    expect(await problem(link, phone)).toBe("AlreadyMember");
    const second = await inviteLink(site);
    must(await membership.cancelInvite(membership.view.get().invites[0]?.invite ?? ""));
    await world.pass(0);
    expect(await problem(second)).toBe("InvitationUnknown");
    const third = await inviteLink(site);
    await world.pass(24 * 3_600_000);
    expect(await problem(third)).toBe("InvitationExpired");
    const parsed = must(parseInviteLink(await inviteLink(site)));
    expect(await problem(makeInviteLink({ ...parsed, logHead: new Uint8Array(32) }))).toBe(
      "CompanyNotProven",
    );
    expect(await problem(makeInviteLink({ ...parsed, company: new Uint8Array(32) }))).toBe("RelayRefused");
    expect(await problem("https://relay.test/A/MD3APWDD008J4CT4ANK7F24S62")).toBe("NotAnInvitation");
    expect(company).toHaveLength(43);
    expect([other.keys.size, other.stored.size]).toEqual([0, 0]);
  });

  test("[ENR-16] a device that knows the relay as localhost invites under the address for others", async () => {
    const world = createIdentityWorld({ here: "http://localhost:8787", others: "https://hall.local:8787" });
    const device = await world.device("office");
    const { company } = must(await device.identity.createCompany({ relay: "http://localhost:8787" }));
    const membership = await openMembership(device, company);
    await world.relay.connect(membership);
    const link = must(await membership.invite(colleague)).link ?? "";
    expect(link).toMatch(/^https:\/\/hall\.local:8787\/j#/);
    await world.pass(0);
    const phone = await world.device("phone");
    expect(must(await phone.identity.join(link)).relay).toBe("https://hall.local:8787");
    expect(membership.relay?.origin).toBe("http://localhost:8787");
  });

  test("[ENR-17] where the name in the link is not found, the relay of the page is asked", async () => {
    const site = await office();
    const { world } = site;
    const parsed = must(parseInviteLink(await inviteLink(site)));
    const link = makeInviteLink({ ...parsed, origin: "https://hall.local:8787" });
    const phone = await world.device("phone");
    expect(await phone.identity.join(link)).toMatchObject({ error: { type: "RelayUnreachable" } });
    expect(must(await phone.identity.join(link, world.relay.origin)).relay).toBe(world.relay.origin);
  });

  test("[ENR-18] without a network the request goes from screen to camera and completes once there is one", async () => {
    const world = createIdentityWorld();
    const device = await world.device("office");
    const { company } = must(await device.identity.createCompany({ relay: world.relay.origin }));
    const membership = await openMembership(device, company);
    world.relay.reachable = false;
    const invite = must(await membership.invite(colleague));
    expect(invite.confirmed).toBe(false);
    const phone = await world.device("phone");
    expect(await phone.identity.join(invite.link ?? "")).toMatchObject({
      error: { type: "RelayUnreachable" },
    });
    const joining = must(await phone.identity.joinUnsent(invite.link ?? ""));
    expect(joining.isSent).toBe(false);
    expect(await membership.takeRequest(invite.link ?? "")).toMatchObject({ error: { type: "NotARequest" } });
    must(await membership.takeRequest(joining.request));
    const [request] = membership.view.get().joins;
    expect(request).toMatchObject({ code: joining.code, rank: "member", firstDevice: true });
    must(await membership.approve(request?.join ?? ""));
    expect(membership.view.get().devices.map(({ confirmed }) => confirmed)).toEqual([true, false]);
    await world.pass(60_000);
    expect(joining.state.get()).toBe("requested");

    // The phone's app was closed meanwhile; the phone has a network first.
    await phone.identity.close();
    const again = await phone.reopen();
    const resumed = again.identity.resumeJoin(company);
    world.relay.reachable = true;
    await world.pass(60_000);
    expect(resumed?.state.get()).toBe("requested");
    await world.relay.connect(membership);
    await world.pass(60_000);
    expect(resumed?.state.get()).toBe("enrolled");
    expect(membership.view.get().devices).toMatchObject([{ confirmed: true }, { confirmed: true }]);
    const joined = await openMembership(again, company);
    expect(joined.view.get().members.find(({ self }) => self)?.member).toBe(request?.member);
    expect(again.identity.companies.get()).toMatchObject([{ stage: "active", member: request?.member }]);
  });

  test("[ENR-19] a request read from a screen can be refused; one for a closed invitation is gone", async () => {
    const site = await office();
    const phone = await site.world.device("phone");
    const joining = must(await phone.identity.joinUnsent(await inviteLink(site)));
    must(await site.membership.takeRequest(joining.request));
    must(await site.membership.refuse(site.membership.view.get().joins[0]?.join ?? ""));
    expect(site.membership.view.get().joins).toEqual([]);
    must(await site.membership.cancelInvite(site.membership.view.get().invites[0]?.invite ?? ""));
    expect(await site.membership.takeRequest(joining.request)).toMatchObject({ error: { type: "JoinGone" } });
    await joining.cancel();
    expect([phone.keys.size, phone.stored.size]).toEqual([0, 0]);
  });

  test("[ENR-20] a log without the checkpoint of the link lets a request without a network in nowhere", async () => {
    const site = await office();
    const parsed = must(parseInviteLink(await inviteLink(site)));
    const link = makeInviteLink({ ...parsed, logHead: new Uint8Array(32) });
    const phone = await site.world.device("phone");
    const joining = must(await phone.identity.joinUnsent(link));
    must(await site.membership.takeRequest(joining.request));
    must(await site.membership.approve(site.membership.view.get().joins[0]?.join ?? ""));
    await site.world.pass(120_000);
    expect(site.membership.view.get().devices).toHaveLength(2);
    expect(joining.state.get()).toBe("requested");
  });

  test("[ENR-9] a relay that shows another log for the company is not believed", async () => {
    const site = await office();
    const link = await inviteLink(site);
    const phone = await site.world.device("phone");
    const { http } = site.world.relay;
    const { createIdentity } = await import("#shared/replica/identity/identity");
    const lying = await createIdentity({
      ...phone.deps,
      http: async (request) => {
        const answer = await http(request);
        if (answer === undefined || !request.url.endsWith("/log")) return answer;
        return {
          ...answer,
          body: answer.body.map((byte, i) => (i === answer.body.length - 5 ? byte ^ 1 : byte)),
        };
      },
    });
    expect(await lying.join(link)).toMatchObject({ error: { type: "CompanyNotProven" } });
  });

  test("[ENR-10] a second device of the same person joins by its own invitation", async () => {
    const site = await office();
    const invite = must(await site.membership.invite({ member: site.membership.member }));
    await site.world.pass(0);
    const laptop = await site.world.device("laptop");
    must(await laptop.identity.join(invite.link ?? ""));
    await site.world.pass(0);
    const [request] = site.membership.view.get().joins;
    expect(request).toMatchObject({ rank: "owner", firstDevice: false });
    must(await site.membership.approve(request?.join ?? ""));
    await site.world.pass(3_000);
    expect((await openMembership(laptop, site.company)).member).toBe(site.membership.member);
  });

  test("[ENR-11] a revoked device is shown as such; the last owner device cannot be revoked", async () => {
    const site = await office();
    const { world, membership } = site;
    const phone = await world.device("phone");
    must(await phone.identity.join(await inviteLink(site)));
    await world.pass(0);
    must(await membership.approve(membership.view.get().joins[0]?.join ?? ""));
    await world.pass(3_000);
    const device = membership.view.get().devices.find(({ self }) => !self)?.device ?? "";
    const own = membership.view.get().devices.find(({ self }) => self)?.device ?? "";
    must(await membership.revokeDevice(device, "lost"));
    await world.pass(0);
    expect(membership.view.get().devices.find((each) => each.device === device)?.revoked).toBe("lost");
    expect(await membership.revokeDevice(own, "lost")).toMatchObject({
      error: { type: "NotAllowed", why: "last-owner" },
    });
    const verdict = world.relay.verdict(membership.company);
    expect(verdict.confirmed?.devices.get(device)?.revoked?.checkpoint).toBe(verdict.confirmed?.checkpoint);
  });
});

describe("paper key", () => {
  test("[ENR-12] three groups are asked for; the seed is forgotten once they are right", async () => {
    const { device, company } = await office();
    const sheet = device.identity.paperKey(company);
    assert(sheet, "the paper key is not saved yet");
    expect(sheet.groups).toHaveLength(14);
    const groups = sheet.ask.map((position) => sheet.groups[position] ?? "");
    const [first = "", second = "", third = ""] = groups;
    expect(await device.identity.confirmPaperKey(company, [first, "XXXX", third])).toEqual({
      ok: false,
      error: { type: "GroupsDiffer", wrong: [sheet.ask[1]] },
    });
    must(await device.identity.confirmPaperKey(company, [first.toLowerCase(), ` ${second} `, third]));
    expect(device.identity.paperKey(company)).toBeNull();
    expect([...device.stored.values()][0]?.paperSeed).toBeNull();
  });

  test("[ENR-13] recovery by paper waits 48 hours and then replaces the owner's devices", async () => {
    const { world, device, company, membership } = await office();
    const paperKey = device.identity.paperKey(company)?.qr ?? "";
    const fresh = await world.device("new laptop");
    const mistyped = { relay: world.relay.origin, paperKeys: [`${paperKey.slice(0, -1)}!`] };
    expect(await fresh.identity.recover(mistyped)).toMatchObject({ error: { type: "PaperKeyMistyped" } });
    const asked = { relay: `${world.relay.origin}/`, paperKeys: [paperKey] };
    const recovering = must(await fresh.identity.recover(asked));
    await world.pass(60_000);
    expect(recovering.readyAt.get()).toBe(1_767_225_600_000 + 48 * 3_600_000);
    expect(membership.view.get().recoveries).toHaveLength(1);
    await world.pass(48 * 3_600_000 - 100_000);
    await world.relay.checkpoint();
    expect(recovering.state.get()).toBe("waiting");
    await world.pass(100_000);
    await world.relay.checkpoint();
    await world.pass(600_000);
    expect(recovering.state.get()).toBe("recovered");
    const back = await openMembership(fresh, company);
    expect(back.member).toBe(membership.member);
    expect(back.view.get().devices.map(({ self, revoked }) => [self, revoked])).toEqual([
      [false, "recovered"],
      [true, null],
    ]);
  });

  test("[ENR-14] an owner's device can object, and the recovery is gone", async () => {
    const { world, device, company, membership } = await office();
    const paperKey = device.identity.paperKey(company)?.qr ?? "";
    const thief = await world.device("thief");
    const asked = { relay: world.relay.origin, paperKeys: [paperKey] };
    const recovering = must(await thief.identity.recover(asked));
    await world.pass(60_000);
    must(await membership.revokeDevice(membership.view.get().recoveries[0]?.device ?? "", "compromised"));
    expect(membership.view.get().recoveries).toMatchObject([{ objected: true }]);
    await world.pass(49 * 3_600_000);
    await world.relay.checkpoint();
    await world.pass(600_000);
    expect(recovering.state.get()).toBe("vetoed");
    expect([thief.keys.size, thief.stored.size]).toEqual([0, 0]);
    expect(membership.view.get()).toMatchObject({ recoveries: [], devices: [{ self: true, revoked: null }] });
  });
});
