import { describe, expect, test } from "vitest";
import { fromBase64Url } from "#shared/kernel/bytes";
import { assert, must } from "#shared/kernel/result";
import { signerFromSeed } from "#shared/kernel/signature";
import { encodeEnvelope, seal } from "#shared/protocol/envelope";
import { keyDocKind } from "#shared/protocol/membership/entry-kinds";
import { parsePaperKey } from "#shared/protocol/paper-key";
import { bytes32FromText } from "#shared/protocol/wire-types";
import type { NewPaperKey, RootChange, RootKeysView } from "#shared/replica/identity/root-types";
import type { Membership } from "#shared/replica/identity/types";
import { createIdentityWorld } from "#tests/support/identity-world";
import type { IdentityWorld, TestDevice } from "#tests/support/identity-world";
import { testCrypto } from "#tests/support/keys";

const hours = 3_600_000;

interface Office {
  readonly world: IdentityWorld;
  readonly device: TestDevice;
  readonly company: string;
  readonly membership: Membership;
  /** The paper key made with the company. */
  readonly paper: string;
}

const connect = async (world: IdentityWorld, device: TestDevice, company: string): Promise<Membership> => {
  const membership = await device.identity.membership(company);
  assert(membership, "the company is active");
  await world.relay.connect(membership);
  return membership;
};

const office = async (): Promise<Office> => {
  const world = createIdentityWorld();
  const device = await world.device("office");
  const { company } = must(await device.identity.createCompany({ relay: world.relay.origin }));
  const membership = await connect(world, device, company);
  return { world, device, company, membership, paper: device.identity.paperKey(company)?.qr ?? "" };
};

const keysOf = (membership: Membership): RootKeysView => {
  const { rootKeys } = membership.view.get();
  assert(rootKeys, "the company is loaded");
  return rootKeys;
};

const textOf = ({ sheet }: NewPaperKey): string => sheet.qr;

/** Everything but what is said stays as it is, without keys on paper. */
const change = (view: RootKeysView, wish: Partial<RootChange>): RootChange => ({
  ...{ keep: view.holders.filter(({ device }) => device !== null).map(({ key }) => key), devices: [] },
  ...{ papers: [], threshold: 1, agree: [] },
  ...wish,
});

/** The owner puts a new paper key in the place of every older one. */
const renewPaper = async ({ world, membership }: Office, wish: Partial<RootChange> = {}): Promise<string> => {
  const made = membership.newPaperKey();
  must(await membership.changeRootKeys(change(keysOf(membership), { papers: [made], ...wish })));
  await world.pass(0);
  return textOf(made);
};

/** Back in from a device that knows nothing; undefined when the request was refused at once. */
const recoverWith = async ({ world, company }: Office, name: string, paperKeys: readonly string[]) => {
  const device = await world.device(name);
  const asked = await device.identity.recover({ relay: world.relay.origin, paperKeys });
  if (!asked.ok) return { problem: asked.error, membership: undefined };
  await world.pass(48 * hours + 60_000);
  await world.relay.checkpoint();
  await world.pass(600_000);
  expect(asked.value.state.get()).toBe("recovered");
  return { problem: undefined, membership: await connect(world, device, company) };
};

const invite = async ({ world, membership, company }: Office, name: string, rank: "owner" | "admin") => {
  const made = must(await membership.invite({ rank, roles: [], grants: [] }));
  await world.pass(0);
  const device = await world.device(name);
  must(await device.identity.join(made.link ?? ""));
  await world.pass(3_000);
  must(await membership.approve(membership.view.get().joins[0]?.join ?? ""));
  await world.pass(3_000);
  return { device, membership: await connect(world, device, company) };
};

/** What a thief of the paper makes with tools of their own: no owner's device signs it. */
const signedByPaperAlone = async ({ membership, company, world, paper }: Office) => {
  const { sha256 } = testCrypto();
  const signer = signerFromSeed(must(parsePaperKey(sha256, paper)));
  const root = { keys: [signer.publicKey], threshold: 1 };
  const prev = membership.state().keys.hash;
  const next = { v: 1, no: 2, prev, root, delegates: [], issued: world.now } as const;
  const bytes = encodeEnvelope(await seal(keyDocKind, next, [signer]));
  const id = bytes32FromText(company);
  assert(id, "a company");
  return (): Promise<void> => world.relay.bring(id, [bytes]);
};

describe("changing the root keys", () => {
  test("[ROOT-1] a new paper key: the old one is refused with the reason, the new one brings the owner back", async () => {
    const first = await office();
    const { world, membership, paper } = first;
    const at = world.now;
    const fresh = await renewPaper(first);
    expect(keysOf(membership)).toMatchObject({ no: 2, threshold: 1 });
    expect(
      keysOf(membership)
        .holders.map(({ device }) => device?.self ?? "paper")
        .sort(),
    ).toEqual(["paper", true]);
    expect((await recoverWith(first, "finder", [paper])).problem).toEqual({ type: "PaperKeyReplaced", at });
    const back = await recoverWith(first, "new laptop", [fresh]);
    expect(back.membership?.view.get().devices.map(({ self, revoked }) => [self, revoked])).toEqual([
      [false, "recovered"],
      [true, null],
    ]);
  });

  test("[ROOT-2] after a recovery the device takes the lost one's place, with the paper key, and the paper stays good", async () => {
    const first = await office();
    const { membership } = await recoverWith(first, "second laptop", [first.paper]);
    assert(membership, "recovered");
    const view = keysOf(membership);
    const lost = view.holders.find(({ device }) => device !== null);
    expect(lost?.device).toMatchObject({ self: false, counts: false });
    expect(view.candidates).toMatchObject([{ self: true }]);
    const paperKey = view.holders.find(({ device }) => device === null)?.key ?? "";
    const wish = { keep: [paperKey], devices: view.candidates.map(({ device }) => device) };
    expect(await membership.changeRootKeys(change(view, wish))).toEqual({
      ok: false,
      error: { type: "AgreementMissing", needed: 1, given: 0 },
    });
    must(await membership.changeRootKeys(change(view, { ...wish, agree: [first.paper.toLowerCase()] })));
    await first.world.pass(0);
    expect(keysOf(membership)).toMatchObject({ no: 2, candidates: [] });
    expect(keysOf(membership).holders.every(({ device }) => device === null || device.counts)).toBe(true);
    // And from here on without the paper, until it is used again.
    must(
      await membership.changeRootKeys(change(keysOf(membership), { keep: wish.devices.concat(paperKey) })),
    );
    expect((await recoverWith(first, "third laptop", [first.paper])).problem).toBeUndefined();
  });

  test("[ROOT-3] two papers that have to agree: one alone opens nothing, both do, also for the next change", async () => {
    const first = await office();
    const { world, membership } = first;
    const made = [membership.newPaperKey(), membership.newPaperKey()];
    must(await membership.changeRootKeys(change(keysOf(membership), { papers: made, threshold: 2 })));
    await world.pass(0);
    const [one = "", two = ""] = made.map(textOf);
    const missing = { type: "PaperKeysMissing", needed: 2 };
    expect((await recoverWith(first, "finder", [one])).problem).toEqual(missing);
    expect((await recoverWith(first, "finder", [one, one])).problem).toEqual(missing);
    const holders = keysOf(membership).holders.map(({ key }) => key);
    expect(await membership.changeRootKeys(change(keysOf(membership), { keep: holders }))).toEqual({
      ok: false,
      error: { type: "AgreementMissing", needed: 2, given: 1 },
    });
    must(
      await membership.changeRootKeys(
        change(keysOf(membership), { keep: holders, threshold: 2, agree: [two] }),
      ),
    );
    expect((await recoverWith(first, "new laptop", [two, one])).problem).toBeUndefined();
  });

  test("[ROOT-4] what would shut everybody out, and what nobody may, is refused with its reason", async () => {
    const first = await office();
    const { world, membership, paper } = first;
    const why = async (by: Membership, wish: Partial<RootChange>): Promise<unknown> => {
      const result = await by.changeRootKeys(change(keysOf(by), wish));
      return result.ok ? "done" : result.error;
    };
    const papers = [membership.newPaperKey()];
    expect(await why(membership, {})).toEqual({ type: "PapersTooFew", needed: 1 });
    expect(await why(membership, { papers, threshold: 2 })).toEqual({ type: "PapersTooFew", needed: 2 });
    const many = Array.from({ length: 5 }, () => membership.newPaperKey());
    expect(await why(membership, { papers: many })).toEqual({ type: "KeysTooMany", max: 5 });
    const foreign = textOf(membership.newPaperKey());
    expect(await why(membership, { papers, agree: [foreign] })).toEqual({ type: "PaperKeyForeign", at: 0 });
    expect(await why(membership, { papers, agree: [paper, "0000"] })).toEqual({
      type: "PaperKeyMistyped",
      at: 1,
    });
    const kept = keysOf(membership).holders.map(({ key }) => key);
    expect(await why(membership, { keep: kept, papers, threshold: 2 })).toBe("done");
    await world.pass(0);
    const admin = await invite(first, "admin's", "admin");
    expect(keysOf(admin.membership).mayChange).toBe(false);
    expect(await why(admin.membership, { papers })).toEqual({ type: "NotAllowed", why: "rank" });
  });

  test("[ROOT-5] a second owner's device holds a key too: it changes the keys alone, and every device follows", async () => {
    const first = await office();
    const { world, membership } = first;
    const { membership: second } = await invite(first, "co-owner's", "owner");
    const keep = keysOf(membership).holders.map(({ key }) => key);
    const [candidate] = keysOf(membership).candidates;
    must(
      await membership.changeRootKeys(
        change(keysOf(membership), { keep, devices: [candidate?.device ?? ""] }),
      ),
    );
    await world.pass(0);
    expect(keysOf(second)).toMatchObject({ no: 2, candidates: [] });
    expect(keysOf(second).holders).toHaveLength(3);
    const made = second.newPaperKey();
    must(await second.changeRootKeys(change(keysOf(second), { papers: [made] })));
    await world.pass(0);
    expect(keysOf(membership)).toEqual({
      ...keysOf(second),
      candidates: [],
      holders: keysOf(membership).holders,
    });
    expect(keysOf(membership).no).toBe(3);
    expect((await recoverWith(first, "finder", [first.paper])).problem).toMatchObject({
      type: "PaperKeyReplaced",
    });
  });

  test("[ROOT-6] the founder's paper key that was never written down is forgotten once others count, and only then", async () => {
    const first = await office();
    const { world, device, company, membership } = first;
    const keep = keysOf(membership).holders.map(({ key }) => key);
    must(
      await membership.changeRootKeys(
        change(keysOf(membership), { keep, papers: [membership.newPaperKey()] }),
      ),
    );
    await world.pass(0);
    expect(device.identity.paperKey(company)?.qr).toBe(first.paper);
    await renewPaper(first);
    expect(device.identity.paperKey(company)).toBeNull();
    expect(device.identity.companies.get()).toMatchObject([{ paperKeySaved: true }]);
  });

  test("[ROOT-7] keys signed by a paper key alone wait, every owner sees it and refuses; an admin cannot", async () => {
    const first = await office();
    const { world, membership } = first;
    const admin = await invite(first, "admin's", "admin");
    const stolen = await signedByPaperAlone(first);
    await stolen();
    await world.pass(60_000);
    const [waiting] = keysOf(membership).waiting;
    expect(waiting?.from).toBe(world.now - 60_000 + 48 * hours);
    const keys = fromBase64Url(waiting?.id ?? "") ?? new Uint8Array(32);
    expect(await admin.membership.perform({ kind: "keys.refuse", keys })).toMatchObject({
      error: { why: "rank" },
    });
    must(await membership.perform({ kind: "keys.refuse", keys }));
    expect(keysOf(membership).waiting).toMatchObject([{ refused: true }]);
    await world.pass(60_000);
    expect(keysOf(membership).waiting).toEqual([]);
    expect(keysOf(admin.membership).waiting).toEqual([]);
    expect(await membership.perform({ kind: "keys.refuse", keys })).toMatchObject({ error: { why: "keys" } });
    await world.pass(49 * hours);
    await world.relay.checkpoint();
    expect(keysOf(membership).no).toBe(1);
    expect(membership.history().at(-1)?.event).toEqual({ what: "keys-refused" });
  });
});
