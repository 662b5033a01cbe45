/** Root holders on several devices: each signs what the one before began, and nothing counts before enough of them did. */
import { describe, expect, test } from "vitest";
import { idToBytes } from "#shared/kernel/ids";
import { assert, must } from "#shared/kernel/result";
import type { OpenProposal } from "#shared/replica/identity/proposal-types";
import type { RootChange, RootKeysView } from "#shared/replica/identity/root-types";
import type { Membership } from "#shared/replica/identity/types";
import { createIdentityWorld } from "#tests/support/identity-world";
import type { IdentityWorld, TestDevice } from "#tests/support/identity-world";

const hours = 3_600_000;

interface Office {
  readonly world: IdentityWorld;
  readonly device: TestDevice;
  readonly company: string;
  readonly membership: Membership;
  /** Papers in force; two holders have to agree. */
  readonly papers: readonly [string, string];
  readonly names: readonly [string, string];
}

const connect = async (world: IdentityWorld, device: TestDevice, company: string): Promise<Membership> => {
  const membership = await device.identity.membership(company);
  assert(membership, "the company is active");
  await world.relay.connect(membership);
  return membership;
};

const keysOf = (membership: Membership): RootKeysView => {
  const { rootKeys } = membership.view.get();
  assert(rootKeys, "the company is loaded");
  return rootKeys;
};

const change = (view: RootKeysView, wish: Partial<RootChange>): RootChange => ({
  ...{ keep: view.holders.map(({ key }) => key), devices: [], papers: [], threshold: view.threshold },
  ...{ agree: [], ...wish },
});

/** Set no. 2: the founding device and two papers, of which two agree. */
const office = async (name = "office"): Promise<Office> => {
  const world = createIdentityWorld();
  const device = await world.device(name);
  const { company } = must(await device.identity.createCompany({ relay: world.relay.origin }));
  const membership = await connect(world, device, company);
  const [one, two] = [membership.newPaperKey(), membership.newPaperKey()];
  const keep = keysOf(membership).holders.flatMap((holder) => (holder.device === null ? [] : [holder.key]));
  const next = { keep, papers: [one, two], threshold: 2 };
  must(await membership.changeRootKeys(change(keysOf(membership), next)));
  await world.pass(0);
  return {
    ...{ world, device, company, membership },
    ...{ papers: [one.sheet.qr, two.sheet.qr], names: [one.sheet.name, two.sheet.name] },
  };
};

const coOwnerOf = async ({ world, membership, company }: Office): Promise<Membership> => {
  const invitation = must(await membership.invite({ rank: "owner", roles: [], grants: [] }));
  await world.pass(0);
  const device = await world.device("co-owner's");
  must(await device.identity.join(invitation.link ?? ""));
  await world.pass(3_000);
  must(await membership.approve(membership.view.get().joins[0]?.join ?? ""));
  await world.pass(3_000);
  return connect(world, device, company);
};

/** On a device that belongs to no company. */
const opened = async ({ world }: Office, text: string, name = "anywhere"): Promise<OpenProposal> => {
  const device = await world.device(name);
  return must(await device.identity.openProposal({ text, relay: world.relay.origin }));
};

/** A device that asks to come back with the first paper and looks for another holder. */
const asking = async ({ world, papers }: Office) => {
  const before = await world.device("new laptop");
  const args = { relay: world.relay.origin, paperKeys: [papers[0]], withOthers: true };
  const recovering = must(await before.identity.recover(args));
  const text = recovering.proposal.get()?.text ?? "";
  return { before, recovering, text };
};

const replaceFirstPaper = async ({ world, membership, papers, names: [lost] }: Office): Promise<void> => {
  const keep = keysOf(membership).holders.flatMap(({ key, name }) => (name === lost ? [] : [key]));
  const next = { keep, papers: [membership.newPaperKey()], agree: [papers[1]] };
  must(await membership.changeRootKeys(change(keysOf(membership), next)));
  await world.pass(60_000);
};

const names = (holders: readonly { readonly name: string }[]): readonly string[] =>
  holders.map(({ name }) => name);

describe("[ROOT-10] the next company keys, signed on two devices", () => {
  test("an owner begins, another owner's device that holds a key agrees and puts them in force", async () => {
    const first = await office();
    const { world, membership, papers } = first;
    const coOwner = await coOwnerOf(first);
    const candidate = keysOf(membership).candidates.map(({ device }) => device);
    must(
      await membership.changeRootKeys(change(keysOf(membership), { devices: candidate, agree: [papers[0]] })),
    );
    await world.pass(0);
    const before = keysOf(coOwner);
    const fresh = membership.newPaperKey();
    const lost = before.holders.find(({ device }) => device === null)?.key ?? "";
    const keep = before.holders.flatMap(({ key }) => (key === lost ? [] : [key]));
    const begun = must(await membership.proposeRootKeys(change(before, { keep, papers: [fresh] })));
    expect(begun.view).toMatchObject({
      no: 3,
      missing: 1,
      mayAgreeHere: false,
      asks: { no: 4, threshold: 2 },
    });
    await world.pass(60_000);
    expect(keysOf(membership).no).toBe(3);

    const taken = must(await coOwner.openProposal(begun.text));
    expect(taken.view).toMatchObject({ code: begun.view.code, missing: 1, mayAgreeHere: true });
    const { asks } = taken.view;
    assert(asks.kind === "keys", "it asks for keys");
    expect(names(asks.come)).toEqual([fresh.sheet.name]);
    expect(asks.go.map(({ key }) => key)).toEqual([lost]);
    expect(asks.stay.map(({ key }) => key).sort()).toEqual([...keep].sort());
    const agreed = must(await taken.agree("here"));
    expect(agreed.view).toMatchObject({ missing: 0, mayAgreeHere: false, maySend: true });
    expect(await agreed.agree("here")).toMatchObject({ error: { type: "SignedAlready" } });
    must(await agreed.send());
    await world.pass(0);
    expect([keysOf(membership).no, keysOf(coOwner).no]).toEqual([4, 4]);
    expect(await coOwner.openProposal(agreed.text)).toMatchObject({ error: { type: "ProposalDone" } });
    expect(await coOwner.openProposal(begun.text)).toMatchObject({ error: { type: "ProposalDone" } });
  });

  test("somebody with nothing but a paper agrees on any device and hands it back; the page may be closed meanwhile", async () => {
    const first = await office();
    const { world, membership, device, company, papers } = first;
    const view = keysOf(membership);
    const begun = must(await membership.proposeRootKeys(change(view, { threshold: 1 })));
    const away = await opened(first, begun.text);
    expect(away.view).toMatchObject({ missing: 1, mayAgreeHere: false, maySend: false });
    expect(away.view.fingerprint).toBe(begun.view.fingerprint);
    const foreign = membership.newPaperKey().sheet.qr;
    expect(await away.agree([foreign])).toMatchObject({ error: { type: "PaperKeyForeign", at: 0 } });
    expect(await away.agree(["0000"])).toMatchObject({ error: { type: "PaperKeyMistyped" } });
    const agreed = must(await away.agree([papers[1]]));
    expect(await agreed.agree([papers[1]])).toMatchObject({ error: { type: "SignedAlready" } });

    const again = await (await device.reopen()).identity.membership(company);
    assert(again, "the company is there");
    const returned = must(await again.openProposal(agreed.text));
    expect(returned.view).toMatchObject({ missing: 0, maySend: true });
    expect(await returned.send()).toMatchObject({ error: { type: "RelayNotConnected" } });
    await world.relay.connect(again);
    must(await returned.send());
    await world.pass(0);
    expect(keysOf(again)).toMatchObject({ no: 3, threshold: 1 });
  });

  test("keys that changed in between are not undone by an old proposal", async () => {
    const first = await office();
    const { world, membership, papers } = first;
    const old = must(await membership.proposeRootKeys(change(keysOf(membership), { threshold: 1 })));
    const renewed = change(keysOf(membership), { papers: [membership.newPaperKey()], agree: [papers[0]] });
    must(await membership.changeRootKeys(renewed));
    await world.pass(0);
    expect(await membership.openProposal(old.text)).toMatchObject({
      error: { type: "ProposalStale", no: 3 },
    });
  });

  test("an owner's device begins with too few papers, or for another company: refused as alone", async () => {
    const first = await office();
    const view = keysOf(first.membership);
    expect(await first.membership.proposeRootKeys(change(view, { keep: [] }))).toMatchObject({
      error: { type: "PapersTooFew", needed: 2 },
    });
    const other = await office("another");
    const foreign = must(
      await other.membership.proposeRootKeys(change(keysOf(other.membership), { threshold: 1 })),
    );
    expect(await first.membership.openProposal(foreign.text)).toMatchObject({
      error: { type: "ProposalForeign" },
    });
  });
});

describe("[ROOT-11] a way back by papers in two places", () => {
  test("each holder types their own paper on their own device; it waits two days like any other", async () => {
    const first = await office();
    const { world, company, papers } = first;
    const back = await world.device("new laptop");
    const args = { relay: world.relay.origin, paperKeys: [papers[0]] };
    expect(await back.identity.recover(args)).toMatchObject({
      error: { type: "PaperKeysMissing", needed: 2 },
    });
    const recovering = must(await back.identity.recover({ ...args, withOthers: true }));
    const carried = recovering.proposal.get();
    assert(carried, "it is carried to the other holder");
    await world.pass(600_000);
    expect(recovering.state.get()).toBe("waiting");

    const away = await opened(first, carried.text);
    expect(away.view).toMatchObject({ code: carried.code, missing: 1, maySend: true });
    expect(away.view.asks).toMatchObject({
      ...{ kind: "recovery", deviceName: carried.deviceName, countsAtOnce: false },
      ends: first.membership.view.get().devices.map(({ device: key }) => ({ key })),
    });
    expect(await away.agree([papers[0]])).toMatchObject({ error: { type: "SignedAlready" } });
    must(await must(await away.agree([papers[1]])).send());
    await world.pass(60_000);
    expect(recovering.proposal.get()).toBeNull();
    expect(recovering.readyAt.get()).toBe(world.now - 60_000 + 48 * hours);
    await world.pass(49 * hours);
    await world.relay.checkpoint();
    await world.pass(600_000);
    expect(recovering.state.get()).toBe("recovered");
    expect((await connect(world, back, company)).view.get().devices).toMatchObject([
      { revoked: "recovered" },
      { self: true, revoked: null },
    ]);
  });

  test("the page is closed and opened again: the same request waits, and what came back is sent from there", async () => {
    const first = await office();
    const { world, company, papers } = first;
    const before = await world.device("new laptop");
    const args = { relay: world.relay.origin, paperKeys: [papers[1]], withOthers: true };
    const text = must(await before.identity.recover(args)).proposal.get()?.text ?? "";
    await before.identity.close();
    const back = await before.reopen();
    const recovering = back.identity.resumeRecovery(company);
    assert(recovering, "it is remembered");
    expect(recovering.proposal.get()?.text).toBe(text);
    const returned = must(await (await opened(first, text)).agree([papers[0]])).text;
    const ready = must(await back.identity.openProposal({ text: returned, relay: world.relay.origin }));
    must(await ready.send());
    await world.pass(10_000);
    expect(recovering.proposal.get()).toBeNull();
    expect(recovering.readyAt.get()).not.toBeNull();
  });

  test("an owner objects, and whoever gives up leaves nothing behind", async () => {
    const first = await office();
    const { world, membership, papers } = first;
    const thief = await world.device("thief");
    const args = { relay: world.relay.origin, paperKeys: [papers[0]], withOthers: true };
    const stolen = must(await thief.identity.recover(args));
    const ready = must(await (await opened(first, stolen.proposal.get()?.text ?? "")).agree([papers[1]]));
    must(await ready.send());
    await world.pass(60_000);
    must(await membership.revokeDevice(membership.view.get().recoveries[0]?.device ?? "", "compromised"));
    await world.pass(600_000);
    expect(stolen.state.get()).toBe("vetoed");

    const other = await world.device("second thought");
    const given = must(await other.identity.recover(args));
    const anew = must(await other.identity.recover(args));
    expect(other.keys.size).toBe(1);
    expect(anew.proposal.get()?.code).not.toBe(given.proposal.get()?.code);
    await anew.cancel();
    await world.pass(600_000);
    expect([other.identity.companies.get(), other.keys.size]).toEqual([[], 0]);
  });

  test("an owner objects while the asking device is off, and replaces the paper: it learns of the objection", async () => {
    const first = await office();
    const { world, company, membership } = first;
    const { before, text } = await asking(first);
    await before.identity.close();
    must(await must(await (await opened(first, text)).agree([first.papers[1]])).send());
    await world.pass(60_000);
    must(await membership.revokeDevice(membership.view.get().recoveries[0]?.device ?? "", "compromised"));
    await world.pass(60_000);
    await replaceFirstPaper(first);
    const back = await before.reopen();
    const resumed = back.identity.resumeRecovery(company);
    await world.pass(10_000);
    expect([resumed?.state.get(), resumed?.proposal.get()]).toEqual(["vetoed", null]);
    expect([back.keys.size, back.stored.size]).toEqual([0, 0]);
  });

  test("it counted at once and was ended again while the asking device was off", async () => {
    const first = await office();
    const { world, company, membership } = first;
    const { before, text } = await asking(first);
    const coOwner = await coOwnerOf(first);
    await before.identity.close();
    must(await must(await must(await membership.openProposal(text)).agree("here")).send());
    await world.pass(60_000);
    const strange = coOwner.view.get().devices.find(({ self, revoked }) => !self && revoked === null);
    must(await coOwner.revokeDevice(strange?.device ?? "", "compromised"));
    await world.pass(60_000);
    const back = await before.reopen();
    const resumed = back.identity.resumeRecovery(company);
    await world.pass(10_000);
    expect(resumed?.state.get()).toBe("vetoed");
    expect([back.keys.size, back.stored.size]).toEqual([0, 0]);
  });

  test("the paper that began it is replaced meanwhile: nobody can agree any more, and it says so", async () => {
    const first = await office();
    const { before, recovering } = await asking(first);
    await replaceFirstPaper(first);
    await first.world.pass(60_000);
    expect([recovering.state.get(), recovering.proposal.get()]).toEqual(["replaced", null]);
    expect([before.keys.size, before.stored.size]).toEqual([0, 0]);
  });

  test("it was sent, and the paper is replaced before its two days are over", async () => {
    const first = await office();
    const { recovering, text } = await asking(first);
    must(await must(await (await opened(first, text)).agree([first.papers[1]])).send());
    await first.world.pass(60_000);
    expect(recovering.readyAt.get()).not.toBeNull();
    await replaceFirstPaper(first);
    await first.world.pass(600_000);
    expect(recovering.state.get()).toBe("replaced");
  });

  test("[ROOT-13] it was sent, and other keys change before its two days are over: nobody objected, and it says so", async () => {
    const first = await office();
    const { world, membership, papers } = first;
    const { before, recovering, text } = await asking(first);
    must(await must(await (await opened(first, text)).agree([papers[1]])).send());
    await world.pass(60_000);
    expect(recovering.readyAt.get()).not.toBeNull();
    const next = { papers: [membership.newPaperKey()], agree: [papers[1]] };
    must(await membership.changeRootKeys(change(keysOf(membership), next)));
    await world.pass(600_000);
    expect(recovering.state.get()).toBe("rekeyed");
    expect([before.keys.size, before.stored.size]).toEqual([0, 0]);
    // Its papers open the company as before.
    const again = await world.device("asks again");
    must(await again.identity.recover({ relay: world.relay.origin, paperKeys: papers }));
  });

  test("[ROOT-13] it was sent, and the person is no owner when its two days are over: that is what it says", async () => {
    const first = await office();
    const { world, membership } = first;
    const coOwner = await coOwnerOf(first);
    const { recovering, text } = await asking(first);
    must(await must(await (await opened(first, text)).agree([first.papers[1]])).send());
    await world.pass(60_000);
    expect(recovering.readyAt.get()).not.toBeNull();
    const lower = { rank: "member", roles: [], grants: [] } as const;
    must(await membership.perform({ kind: "member.role", member: idToBytes(membership.member), ...lower }));
    await world.pass(49 * hours);
    await world.relay.checkpoint();
    await world.pass(600_000);
    expect(coOwner.view.get().members.find(({ member }) => member === membership.member)?.rank).toBe(
      "member",
    );
    expect(recovering.state.get()).toBe("not-owner");
  });

  test("other keys are replaced meanwhile: what the paper began may still be agreed to", async () => {
    const first = await office();
    const { world, membership, papers } = first;
    const { recovering, text } = await asking(first);
    must(
      await membership.changeRootKeys(
        change(keysOf(membership), { papers: [membership.newPaperKey()], agree: [papers[1]] }),
      ),
    );
    await world.pass(60_000);
    expect(recovering.state.get()).toBe("waiting");
    must(await must(await (await opened(first, text)).agree([papers[1]])).send());
    await world.pass(60_000);
    expect(recovering.readyAt.get()).not.toBeNull();
  });

  test("the co-owner's device that holds a key agrees: it counts at once", async () => {
    const first = await office();
    const { world, membership, papers } = first;
    const back = await world.device("new laptop");
    const args = { relay: world.relay.origin, paperKeys: [papers[0]], withOthers: true };
    const recovering = must(await back.identity.recover(args));
    const taken = must(await membership.openProposal(recovering.proposal.get()?.text ?? ""));
    expect(taken.view).toMatchObject({ mayAgreeHere: true, asks: { countsAtOnce: false } });
    const agreed = must(await taken.agree("here"));
    expect(agreed.view).toMatchObject({ missing: 0, asks: { countsAtOnce: true } });
    must(await agreed.send());
    await world.pass(60_000);
    expect(recovering.state.get()).toBe("recovered");
  });
});
