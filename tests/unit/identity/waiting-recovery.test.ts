/** A recovery by paper names the devices it ends. It may name anybody's: everybody is told of theirs. */
import { expect, test } from "vitest";
import { assert, must } from "#shared/kernel/result";
import { recoveriesPath } from "#shared/protocol/enrolment";
import type { MemOp } from "#shared/protocol/membership/types";
import type { Key } from "#shared/protocol/wire-types";
import { bytesOfId } from "#shared/protocol/wire-types";
import { makeEntry } from "#shared/replica/identity/found-company";
import { readPaperKeys } from "#shared/replica/identity/paper-sheet";
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
