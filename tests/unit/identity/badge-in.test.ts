/** Crew who let themselves in at a load-in: what the newcomer's device and the inviter's do, and what they are told. */
import { beforeEach, describe, expect, test } from "vitest";
import { assert, must } from "#shared/kernel/result";
import type { Membership, OpenInvite } from "#shared/replica/identity/types";
import { createIdentity } from "#shared/replica/identity/identity";
import { createIdentityWorld } from "#tests/support/identity-world";
import type { IdentityWorld } from "#tests/support/identity-world";

const crew = { rank: "crew", roles: [], grants: [] } as const;
const minuteMs = 60_000;

let world: IdentityWorld;
let company: string;
let membership: Membership;

beforeEach(async () => {
  world = createIdentityWorld();
  const device = await world.device("office");
  ({ company } = must(await device.identity.createCompany({ relay: world.relay.origin })));
  const opened = await device.identity.membership(company);
  assert(opened, "the company is active");
  membership = opened;
  await world.relay.connect(membership);
});

const letIn = async (until: number | null = null): Promise<OpenInvite & { readonly link: string }> => {
  const invite = must(await membership.invite(crew, { until }));
  await world.pass(0);
  const { link } = invite;
  assert(link, "the inviter has the link");
  return { ...invite, link };
};

describe("badge-in", () => {
  test("[ENR-28] whoever brings the code is in: nobody compares or approves, and the inviter sees it", async () => {
    const invite = await letIn();
    expect(invite).toMatchObject({ approval: false, expires: world.now + 15 * minuteMs });
    const phone = await world.device("phone");
    const joining = must(await phone.identity.join(invite.link));
    expect(joining.letsItselfIn).toBe(true);
    await world.pass(1_000);
    expect(joining.state.get()).toBe("enrolled");
    expect(membership.view.get().joins).toEqual([]);
    expect(membership.view.get().invites).toEqual([]);
    expect(membership.view.get().devices).toMatchObject([
      { self: true },
      { member: invite.member, confirmed: true },
    ]);
    expect(membership.history().at(-1)).toMatchObject({
      event: { what: "device-added", how: "badge-in", member: invite.member },
      checkpoint: { at: world.now - 1_000 },
    });
    const joined = await phone.identity.membership(company);
    expect(joined?.view.get().members.find(({ self }) => self)).toMatchObject(crew);
  });

  test("[ENR-29] a code lets one person in: the next one is told that it was used", async () => {
    const { link } = await letIn();
    must(await (await world.device("first")).identity.join(link));
    const second = await world.device("second");
    expect(await second.identity.join(link)).toMatchObject({ error: { type: "InvitationUsed" } });
    expect([second.keys.size, second.stored.size]).toEqual([0, 0]);
    expect(membership.view.get().devices).toHaveLength(2);
  });

  test("[ENR-29] somebody was faster while the log was read: told the same, and nothing stays behind", async () => {
    const { link } = await letIn();
    const [first, second] = [await world.device("first"), await world.device("second")];
    let isRace = true;
    const slow = await createIdentity({
      ...second.deps,
      http: async (request) => {
        const answer = await world.relay.http(request);
        if (isRace && request.url.endsWith("/log")) {
          isRace = false;
          must(await first.identity.join(link));
        }
        return answer;
      },
    });
    expect(await slow.join(link)).toMatchObject({ error: { type: "InvitationUsed" } });
    expect([second.keys.size, second.stored.size]).toEqual([0, 0]);
  });

  test("[ENR-30] over after its quarter of an hour, and after the inviter stopped it", async () => {
    const over = await letIn();
    const stopped = await letIn(over.expires);
    expect(stopped.expires).toBe(over.expires);
    must(await membership.cancelInvite(stopped.invite));
    await world.pass(0);
    const phone = await world.device("phone");
    expect(await phone.identity.join(stopped.link)).toMatchObject({ error: { type: "InvitationUnknown" } });
    await world.pass(15 * minuteMs + 1);
    expect(await phone.identity.join(over.link)).toMatchObject({
      error: { type: "InvitationExpired", at: over.expires },
    });
    expect([phone.keys.size, phone.stored.size]).toEqual([0, 0]);
  });

  test("[ENR-31] ordered after its end: the newcomer is told and its keys are gone", async () => {
    const { link, expires } = await letIn();
    const phone = await world.device("phone");
    world.relay.holdsCheckpoints = true;
    const joining = must(await phone.identity.join(link));
    await world.pass(expires - world.now + 1);
    expect(joining.state.get()).toBe("requested");
    world.relay.holdsCheckpoints = false;
    await world.relay.checkpoint();
    await world.pass(minuteMs);
    expect(joining.state.get()).toBe("expired");
    expect([phone.keys.size, phone.stored.size]).toEqual([0, 0]);
    expect(membership.view.get().devices).toHaveLength(1);
  });

  test("[ENR-32] a lost answer is asked for again, and a phone whose clock runs ahead comes in", async () => {
    const { link, member } = await letIn();
    const phone = await world.device("phone");
    let lost = 0;
    const far = await createIdentity({
      ...phone.deps,
      clock: { now: () => world.now + 60 * minuteMs },
      http: async (request) => {
        const answer = await world.relay.http(request);
        if (!request.url.endsWith("/arrivals") || lost > 0) return answer;
        lost += 1;
        return undefined;
      },
    });
    const joining = must(await far.join(link));
    await world.pass(1_000);
    expect([lost, joining.state.get()]).toEqual([1, "enrolled"]);
    expect(membership.view.get().devices.filter((device) => device.member === member)).toHaveLength(1);
  });

  test("[ENR-33] closing the app in between loses nothing", async () => {
    const { link } = await letIn();
    const phone = await world.device("phone");
    must(await phone.identity.join(link));
    await phone.identity.close();
    const again = await phone.reopen();
    const resumed = again.identity.resumeJoin(company);
    expect(resumed?.letsItselfIn).toBe(true);
    await world.pass(1_000);
    expect(resumed?.state.get()).toBe("enrolled");
    expect(again.identity.companies.get()).toMatchObject([{ company, stage: "active" }]);
  });

  test("[ENR-34] only crew and below, and never longer than a quarter of an hour", async () => {
    expect(await membership.invite({ rank: "member", roles: [], grants: [] }, { until: null })).toMatchObject(
      { error: { type: "NotAllowed", why: "approval" } },
    );
    expect(await membership.invite(crew, { until: world.now + 15 * minuteMs + 1 })).toMatchObject({
      error: { type: "NotAllowed", why: "approval" },
    });
    expect(membership.view.get().invites).toEqual([]);
  });
});
