/** A recovery by paper names the devices it ends. It may name anybody's: everybody is told of theirs. */
import { expect, test } from "vitest";
import { idToBytes } from "#shared/kernel/ids";
import { assert, must } from "#shared/kernel/result";
import { recoveriesPath } from "#shared/protocol/enrolment";
import type { MemOp } from "#shared/protocol/membership/types";
import type { Key } from "#shared/protocol/wire-types";
import { bytesOfId } from "#shared/protocol/wire-types";
import { makeEntry } from "#shared/replica/identity/found-company";
import { readPaperKeys } from "#shared/replica/identity/paper-sheet";
import type { RootChange } from "#shared/replica/identity/root-types";
import type { Membership, Newcomer } from "#shared/replica/identity/types";
import { createIdentityWorld } from "#tests/support/identity-world";
import type { IdentityWorld } from "#tests/support/identity-world";

const hours = 3_600_000;

const connected = async (
  world: IdentityWorld,
  device: Awaited<ReturnType<IdentityWorld["device"]>>,
  company: string,
): Promise<Membership> => {
  const membership = await device.identity.membership(company);
  assert(membership, "the company is active");
  await world.relay.connect(membership);
  return membership;
};

const joined = async (
  world: IdentityWorld,
  founder: Membership,
  company: string,
  name: string,
  as: Newcomer,
): Promise<Membership> => {
  const invitation = must(await founder.invite(as));
  await world.pass(0);
  const device = await world.device(name);
  must(await device.identity.join(invitation.link ?? ""));
  await world.pass(3_000);
  must(await founder.approve(founder.view.get().joins[0]?.join ?? ""));
  await world.pass(3_000);
  return connected(world, device, company);
};

const keyOf = (membership: Membership): Key => membership.device.signer.publicKey;

test("[ROOT-12] a recovery that ends devices of others is told of on each of them, with every name, and by whom it can be kept out", async () => {
  const world = createIdentityWorld();
  const office = await world.device("office");
  const { company } = must(await office.identity.createCompany({ relay: world.relay.origin }));
  const founder = await connected(world, office, company);
  const place = { roles: [], grants: [] };
  const coOwner = await joined(world, founder, company, "co-owner", { rank: "owner", ...place });
  const crew = await joined(world, founder, company, "crew", { rank: "member", ...place });

  // Whoever has the paper writes what no screen of ours would.
  const thief = await world.device("thief");
  const { signer, box } = await thief.deps.keys.create();
  const revoke = [keyOf(coOwner), keyOf(crew)];
  const whose = bytesOfId(founder.member);
  const op: MemOp = { kind: "recover", member: whose, device: signer.publicKey, box, revoke };
  const papers = must(readPaperKeys(thief.deps, [office.identity.paperKey(company)?.qr ?? ""]));
  const prev = founder.verdict.get().heads;
  const entry = await makeEntry(thief.deps, { company: founder.company, prev, op }, papers);
  const url = `${world.relay.origin}${recoveriesPath(founder.company)}`;
  expect((await thief.deps.http({ method: "POST", url, body: entry }))?.status).toBe(202);
  await world.pass(60_000);

  const seen = [founder, coOwner, crew].map(({ view }) => view.get().recoveries[0]);
  const ends = [coOwner, crew].map((one) => [
    one.view.get().devices.find(({ self }) => self)?.device,
    one.member,
  ]);
  for (const recovery of seen) {
    expect(recovery?.ends.map(({ device, member }) => [device, member])).toEqual(ends);
    expect(recovery).toMatchObject({ member: founder.member, objected: false });
  }
  expect(seen.map((recovery) => recovery?.ends.map(({ self }) => self))).toEqual([
    [false, false],
    [true, false],
    [false, true],
  ]);
  expect(seen.map((recovery) => recovery?.mayObject)).toEqual([true, true, false]);
  expect(crew.history().at(-1)?.event).toMatchObject({
    ...{ what: "recovery-requested", waits: true },
    ends: ends.map(([device, member]) => ({ device, member })),
  });

  // Whose device it would end keeps it out, if they are an owner; what was named stands.
  must(await coOwner.revokeDevice(seen[1]?.device ?? "", "compromised"));
  await world.pass(49 * hours);
  await world.relay.checkpoint();
  await world.pass(60_000);
  for (const { view } of [founder, coOwner, crew]) {
    expect(view.get().recoveries).toEqual([]);
    expect(view.get().devices.every(({ revoked }) => revoked === null)).toBe(true);
  }
});

/** A company of one paper whose relay has ordered nothing since somebody asked to come back with it. */
const askedMeanwhile = async () => {
  const world = createIdentityWorld();
  const office = await world.device("office");
  const { company } = must(await office.identity.createCompany({ relay: world.relay.origin }));
  const founder = await connected(world, office, company);
  const coOwner = await joined(world, founder, company, "co-owner", { rank: "owner", roles: [], grants: [] });
  await world.pass(60_000);
  world.relay.holdsCheckpoints = true;
  const { heads } = founder.verdict.get();
  must(await founder.invite({ rank: "member", roles: [], grants: [] }));
  await world.pass(0);
  const before = await world.device("new laptop");
  const paper = office.identity.paperKey(company)?.qr ?? "";
  const recovering = must(await before.identity.recover({ relay: world.relay.origin, paperKeys: [paper] }));
  await world.pass(60_000);
  expect(recovering.state.get()).toBe("waiting");
  /** The relay puts everything since in order at once. */
  const order = async (): Promise<void> => {
    world.relay.holdsCheckpoints = false;
    await world.relay.checkpoint();
    await world.pass(600_000);
  };
  return { world, office, founder, coOwner, before, recovering, heads, order };
};

const changeKeys = async (founder: Membership, wish: Partial<RootChange>): Promise<void> => {
  const view = founder.view.get().rootKeys;
  assert(view, "the company is loaded");
  const keep = view.holders.map(({ key }) => key);
  const same = { keep, devices: [], papers: [], threshold: view.threshold, agree: [] };
  must(await founder.changeRootKeys({ ...same, ...wish }));
};

test("[ROOT-13] put in order together with keys that ask for more holders, a request has no effect, and says so", async () => {
  const { founder, before, recovering, order } = await askedMeanwhile();
  await changeKeys(founder, { papers: [founder.newPaperKey()], threshold: 2 });
  await order();
  expect(recovering.state.get()).toBe("rekeyed");
  expect([before.keys.size, before.stored.size]).toEqual([0, 0]);
});

test("[ROOT-13] put in order together with the replacement of its paper, a request has no effect, and says so", async () => {
  const { founder, before, recovering, order } = await askedMeanwhile();
  const view = founder.view.get().rootKeys;
  const keep = view?.holders.flatMap(({ key, device }) => (device === null ? [] : [key])) ?? [];
  await changeKeys(founder, { keep, papers: [founder.newPaperKey()] });
  await order();
  expect(recovering.state.get()).toBe("replaced");
  expect([before.keys.size, before.stored.size]).toEqual([0, 0]);
});

test("[ROOT-13] put in order after its person ceased to be an owner, a request has no effect, and says so", async () => {
  const { world, office, founder, coOwner, before, recovering, heads, order } = await askedMeanwhile();
  const member = idToBytes(founder.member);
  const op: MemOp = { kind: "member.role", member, rank: "member", roles: [], grants: [] };
  const prev = heads;
  const { signer } = coOwner.device;
  const entry = await makeEntry(office.deps, { company: founder.company, prev, op }, [signer]);
  await world.relay.bring(founder.company, [entry]);
  await world.pass(60_000);
  // Nothing is decided before the relay puts it in order.
  expect(recovering.state.get()).toBe("waiting");
  await order();
  expect(recovering.state.get()).toBe("not-owner");
  expect([before.keys.size, before.stored.size]).toEqual([0, 0]);
});
