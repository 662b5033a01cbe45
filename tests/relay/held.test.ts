/** Facts of devices that may not write any more: handed in, held, adopted or discarded, and gone after thirty days. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Signer } from "#shared/kernel/signature";
import { bytesEqual } from "#shared/kernel/bytes";
import { packChunks } from "#shared/protocol/gate/pack";
import { heldLimits, times } from "#shared/protocol/limits";
import type { Grant, RevokeReason } from "#shared/protocol/membership/types";
import type { PushPart, RelayMsg } from "#shared/protocol/messages";
import { emptyLogHash, makeReceipt, verifyReceipt } from "#shared/protocol/receipts";
import { listCompanies } from "#relay/commands/company-list";
import { describeReports, verifyEverything } from "#relay/commands/verify";
import { decodeHeld, encodeHeldPush } from "#relay/sync/held-record.codec";
import { must } from "#shared/kernel/result";
import type { LogStore } from "#relay/storage/log-store";
import { testCrypto } from "#tests/support/keys";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn, fresh, freshSigner, verdictOf } from "#tests/support/relay-company";
import type { DeviceClient, RawClient } from "#tests/support/relay-client";
import { connectDevice, connectLive } from "#tests/support/relay-client";
import type { RelayPeople } from "#tests/support/relay-people";
import { createPeople } from "#tests/support/relay-people";
import type { TestRelay } from "#tests/support/relay-process";
import { memoryStore, startTestRelay } from "#tests/support/relay-process";
import type { DocumentWriter } from "#tests/support/relay-writer";
import { createWriter } from "#tests/support/relay-writer";
import type { VirtualTime } from "#tests/support/virtual-time";
import { createVirtualTime } from "#tests/support/virtual-time";

const dayMs = 24 * 3_600_000;
let time: VirtualTime;
let store: LogStore;
let key: Signer;
let relay: TestRelay;
let company: TestCompany;
let owner: DeviceClient;
let people: RelayPeople;

beforeEach(async () => {
  time = createVirtualTime(Date.now());
  store = memoryStore();
  key = freshSigner();
  relay = await startTestRelay({ clock: time, timers: time, store, key });
  company = await foundCompanyOn(relay.origin, relay.key);
  owner = await connectLive(relay.origin, company.id, company.owner);
  people = createPeople(relay.origin, company, owner, time);
});
afterEach(() => relay.close());

const logOf = (device: Signer): Promise<DocumentWriter> =>
  createWriter(company.id, device, { kind: "movements", cls: "movements" });

const revoke = (device: Signer, reason: RevokeReason): Promise<void> =>
  people.decide({ kind: "device.revoke", device: device.publicKey, reason });

const connect = (device: Signer): Promise<DeviceClient> => connectDevice(relay.origin, company.id, device);

/** Each part by itself, as a device sends what may be adopted one by one. */
const push = (client: RawClient, parts: readonly PushPart[]): void => client.send({ t: "push", parts });

const adopt = ({ doc, tip }: PushPart): Promise<void> =>
  people.decide({ kind: "adopt", doc, actor: tip.actor, seq: tip.seq, hash: tip.hash });

/** The newest state of a document as a reviewer was told it. */
const reviewed = (client: RawClient, doc: Uint8Array) =>
  client.received
    .flatMap((message) => (message.t === "review" ? message.docs : []))
    .findLast((held) => bytesEqual(held.doc, doc));

const types = (client: RawClient): readonly RelayMsg["t"][] => client.received.map(({ t }) => t);

/** A crew member who scanned three times while away and was revoked meanwhile, connected again. */
const leaver = async (reason: RevokeReason = "left") => {
  const { device } = await people.enrol("crew");
  await revoke(device, reason);
  const client = await connect(device);
  await client.next("leaver");
  const writer = await logOf(device);
  const parts = [await writer.write(), await writer.write(), await writer.write()];
  return { device, client, writer, parts };
};

test("[RELAY-160] a device that left hands in facts: they are held, shown to those who decide, and sent to nobody else", async () => {
  const member = await people.employ("member");
  const { client, writer, parts } = await leaver();
  push(client, parts);
  const seqs = [await client.next("held"), await client.next("held"), await client.next("held")];
  expect(seqs.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(seqs[0]?.until).toBeGreaterThan(time.now() + 29 * dayMs);
  await expect.poll(() => reviewed(owner, writer.doc)?.pushes.length).toBe(3);
  expect(reviewed(owner, writer.doc)?.card?.payload).toEqual(writer.card.payload);
  expect(reviewed(owner, writer.doc)?.pushes.map(({ tip }) => tip)).toEqual(parts.map(({ tip }) => tip));
  await time.advance(1_000);
  expect(types(member.client)).not.toContain("review");
  expect(types(member.client)).not.toContain("chunks");
  expect((await store.companies())[0]?.serial).toBe(0);
});

test("[RELAY-161] a leaver is sent nothing but the membership log and what became of what it handed in", async () => {
  const other = await createWriter(company.id, company.owner);
  push(owner, [await other.write()]);
  await owner.next("receipt");
  const { client, parts } = await leaver();
  client.send({ t: "start" });
  client.send({ t: "want", doc: other.doc, after: [] });
  client.send({ t: "have", docs: [] });
  client.send({ t: "since", serial: 0, logHash: new Uint8Array(32) });
  client.send({ t: "discard", doc: other.doc, why: "" });
  push(client, parts);
  await client.next("held");
  push(owner, [await other.write()]);
  await owner.next("receipt");
  await time.advance(5_000);
  const allowed = ["challenge", "welcome", "mem", "leaver", "held"];
  expect(types(client).filter((type) => !allowed.includes(type))).toEqual([]);
});

test("[RELAY-162] what is adopted goes into the log with a receipt, up to the change that was named; the rest stays", async () => {
  const member = await people.employ("member");
  const { client, writer, parts } = await leaver();
  push(client, parts);
  const [, second] = parts;
  if (second === undefined) throw new Error("three parts");
  await expect.poll(() => reviewed(owner, writer.doc)?.pushes.length).toBe(3);
  await adopt(second);
  const chunks = await member.client.next("chunks");
  expect(chunks.card?.payload).toEqual(writer.card.payload);
  expect(chunks.chunks).toEqual(parts.slice(0, 2).flatMap((part) => part.chunks));
  expect(chunks.tips).toEqual([second.tip]);
  const { receipt } = await client.next("receipt");
  expect(receipt).toMatchObject({ seq: 2, hash: second.tip.hash });
  expect(await verifyReceipt(company.id, receipt, relay.key, testCrypto().verifier)).toBe(true);
  await expect.poll(() => reviewed(owner, writer.doc)?.pushes.length).toBe(1);
  const [, , third] = parts;
  if (third === undefined) throw new Error("three parts");
  await adopt(third);
  expect((await client.next("receipt")).receipt.seq).toBe(3);
  await expect.poll(() => reviewed(owner, writer.doc)?.pushes.length).toBe(0);
  expect(await store.held(1)).toEqual([]);
});

test("[RELAY-172] a later writing session stands on the earlier ones: adopted alone it waits for them", async () => {
  const { device, client, writer: first, parts } = await leaver();
  const [one] = parts;
  if (one === undefined) throw new Error("a part");
  const again = await createWriter(company.id, device, {
    doc: first.doc,
    kind: "movements",
    cls: "movements",
  });
  again.follow(one.tip.hash, 1);
  const later = await again.write();
  push(client, [one, later]);
  await expect.poll(() => reviewed(owner, first.doc)?.pushes.length).toBe(2);
  await adopt(later);
  await time.advance(5_000);
  expect(reviewed(owner, first.doc)?.pushes.length).toBe(2);
  await adopt(one);
  expect((await client.next("receipt")).receipt.hash).toEqual(one.tip.hash);
  expect((await client.next("receipt")).receipt.hash).toEqual(later.tip.hash);
  await expect.poll(() => reviewed(owner, first.doc)?.pushes.length).toBe(0);
});

test("[MOB-06] two sessions of a device that left are held by session, whoever wrote between them", async () => {
  const { device } = await people.enrol("crew");
  const one = await logOf(device);
  const begun = await one.write();
  const two = await createWriter(company.id, device, { doc: one.doc, kind: "movements", cls: "movements" });
  two.follow(begun.tip.hash, 1);
  const between = [begun, await one.write(), await two.write()];
  const ends = { one: await one.write(), two: await two.write() };
  await revoke(device, "left");
  owner.send({
    ...{ t: "restore", doc: one.doc, card: one.card, receipts: [], more: false },
    chunks: packChunks([...between, ends.one, ends.two].flatMap(({ chunks }) => chunks)),
    tips: [ends.one.tip, ends.two.tip],
  });
  await expect.poll(() => reviewed(owner, one.doc)?.pushes.length).toBe(2);
  const held = reviewed(owner, one.doc)?.pushes.map(({ chunks }) => chunks.length);
  expect(held).toEqual([3, 2]);
  await adopt(ends.one);
  await expect.poll(() => reviewed(owner, one.doc)?.pushes.length).toBe(1);
});

/** What a relay before this one accepted of a log whose device left since then, brought home by the owner. */
const restore = async (writer: DocumentWriter, part: PushPart, checkpoint: number): Promise<void> => {
  const { doc, chunks, tip } = part;
  const { actor, seq, hash } = tip;
  const facts = { doc, actor, seq, hash, checkpoint, at: time.now(), serial: 1, logHash: emptyLogHash };
  const receipts = [await makeReceipt(company.id, facts, key)];
  const { card } = writer;
  owner.send({ t: "restore", doc, card, chunks: packChunks(chunks), tips: [tip], receipts, more: false });
  expect((await owner.next("receipt")).receipt).toMatchObject({ seq, hash });
};

const hashesOf = ({ chunks }: Pick<PushPart, "chunks">): readonly Uint8Array[] =>
  chunks.map(({ hash }) => hash);

const readAnew = async (): Promise<readonly Uint8Array[]> => {
  const reader = await connectDevice(relay.origin, company.id, company.owner);
  reader.send({ t: "since", serial: 0, logHash: emptyLogHash });
  return hashesOf(await reader.next("chunks"));
};

describe("[RELAY-228] what came home while later facts were held", () => {
  /** Two changes that a relay accepted and lost, and three that their device hands in, of one log. */
  const overlapping = async (handsIn: "the same" | "others of the same numbers") => {
    const { device } = await people.enrol("crew");
    const checkpoint = (await verdictOf(relay.origin, company.id)).confirmed?.checkpoint ?? 0;
    await revoke(device, "left");
    const client = await connect(device);
    const options = { nonce: fresh(8), kind: "movements", cls: "movements" } as const;
    const writer = await createWriter(company.id, device, options);
    const lost = await writer.write(2);
    const { doc } = writer;
    const other = await createWriter(company.id, device, { ...options, doc, text: "other" });
    const last = await writer.write();
    const same = { ...last, chunks: [...lost.chunks, ...last.chunks] };
    const part = handsIn === "the same" ? same : await other.write(3);
    push(client, [{ ...part, card: writer.card }]);
    await client.next("held");
    await restore(writer, lost, checkpoint);
    await adopt(part);
    return { client, lost, part };
  };

  test("is not stored again when they are adopted", async () => {
    const { client, part } = await overlapping("the same");
    expect((await client.next("receipt")).receipt.seq).toBe(3);
    expect(await readAnew()).toEqual(hashesOf(part));
    expect(await store.held(1)).toEqual([]);
  });

  test("is not contradicted: two changes of one number would stop the document everywhere", async () => {
    const { lost } = await overlapping("others of the same numbers");
    await time.advance(5_000);
    expect(await readAnew()).toEqual(hashesOf(lost));
    expect(await store.held(1)).toHaveLength(1);
  });
});

test("[RELAY-163] handing in again is a success: held once, and after adoption the stored receipt", async () => {
  const { device, client, writer, parts } = await leaver();
  push(client, parts);
  await expect.poll(() => reviewed(owner, writer.doc)?.pushes.length).toBe(3);
  await client.close();
  const again = await connect(device);
  push(again, parts);
  expect((await again.next("held")).seq).toBe(1);
  expect(await store.held(1)).toHaveLength(3);
  const last = parts.at(-1);
  if (last === undefined) throw new Error("three parts");
  await again.close();
  await adopt(last);
  await expect.poll(() => store.held(1)).toEqual([]);
  const third = await connect(device);
  push(third, parts);
  expect((await third.next("receipt")).receipt.seq).toBe(3);
});

test("[RELAY-164] what is discarded is gone: its writer hears why, now and whenever it hands it in again", async () => {
  const { device, client, writer, parts } = await leaver();
  push(client, parts);
  await expect.poll(() => reviewed(owner, writer.doc)?.pushes.length).toBe(3);
  owner.send({ t: "discard", doc: writer.doc, why: "Counted anew on Monday" });
  const ended = { how: "discarded", by: company.owner.publicKey, why: "Counted anew on Monday" };
  expect(await client.next("held-ended")).toMatchObject(ended);
  await expect.poll(() => reviewed(owner, writer.doc)?.ended?.why).toBe("Counted anew on Monday");
  await client.close();
  const again = await connect(device);
  push(again, parts);
  expect(await again.next("held-ended")).toMatchObject(ended);
  expect(types(again)).not.toContain("held");
});

test("[RELAY-165] only owners and admins discard and are told; others are not heard", async () => {
  const manager = await people.employ("manager");
  const admin = await people.employ("admin");
  const { client, writer, parts } = await leaver();
  push(client, parts);
  await admin.client.next("review");
  manager.client.send({ t: "discard", doc: writer.doc, why: "" });
  manager.client.send({ t: "want", doc: writer.doc, after: [] });
  expect((await manager.client.next("drop")).doc).toEqual(writer.doc);
  expect(types(manager.client)).not.toContain("review");
  expect(await store.held(1)).toHaveLength(3);
  admin.client.send({ t: "discard", doc: writer.doc, why: "" });
  expect((await client.next("held-ended")).by).toEqual(admin.device.publicKey);
});

test("[RELAY-166] after thirty days by the relay's clock what nobody decided about is gone", async () => {
  const { client, device, parts } = await leaver();
  await time.advance(dayMs / 4);
  push(client, parts);
  await expect.poll(() => store.held(1)).toHaveLength(3);
  await time.advance(30 * dayMs - 1_000);
  expect(await store.held(1)).toHaveLength(3);
  await time.advance(2_000);
  await expect.poll(() => store.held(1)).toEqual([]);
  await expect(connect(device)).rejects.toThrow("revoked");
});

test("[RELAY-167] of a compromised device nothing is taken, and anything but facts is refused", async () => {
  const bad = await people.enrol("crew");
  await revoke(bad.device, "compromised");
  await expect(connect(bad.device)).rejects.toThrow("revoked");
  const { device, client } = await leaver("rotated");
  const product = await createWriter(company.id, device);
  push(client, [await product.write()]);
  expect(await client.next("refused")).toMatchObject({ doc: product.doc, code: "revoked" });
  const foreign = await createWriter(company.id, company.owner, { kind: "movements", cls: "movements" });
  push(client, [await foreign.write()]);
  expect(await client.next("refused")).toMatchObject({ doc: foreign.doc, code: "sig" });
  expect(await store.held(1)).toEqual([]);
});

test("[RELAY-168] a device whose right ended by time hands in beside its session, and what follows a new right goes into the log", async () => {
  const grant = (notAfter: number): Grant => ({
    ...{ verbs: ["read", "write", "create"], on: ["movements"], scope: "all" },
    notAfter,
  });
  await people.decide({ kind: "role.define", role: "counter", grants: [grant(time.now() + dayMs)] });
  const { device, member } = await people.enrol("crew");
  const role = { kind: "member.role", member, rank: "crew" } as const;
  await people.decide({ ...role, roles: ["counter"], grants: [] });
  await time.advance(2 * dayMs);
  owner = await connectLive(relay.origin, company.id, company.owner);
  people = createPeople(relay.origin, company, owner, time);
  const client = await connectLive(relay.origin, company.id, device);
  const writer = await logOf(device);
  const first = await writer.write();
  push(client, [first]);
  expect((await client.next("held")).seq).toBe(1);
  await people.decide({ ...role, roles: [], grants: [] });
  const second = await writer.write();
  push(client, [{ ...second, card: first.card }]);
  // What it builds on is not in the log.
  expect(await client.next("need")).toMatchObject({ doc: writer.doc });
  push(client, [first, { ...second, card: null }]);
  expect((await client.next("receipt")).receipt.seq).toBe(2);
  await expect.poll(() => store.held(1)).toEqual([]);
});

test("[RELAY-169] a device fills its own share of what can be held, and not that of others", async () => {
  const { client, parts } = await leaver();
  const { device } = await people.enrol("crew");
  await revoke(device, "lost");
  const full = await connect(device);
  const textBytes = 250_000;
  const log = await createWriter(company.id, device, { kind: "movements", cls: "movements", textBytes });
  const handIn = async (): Promise<void> => push(full, [{ ...(await log.write()), card: log.card }]);
  for (let held = textBytes + 200; held <= heldLimits.bytesOfDevice; held += textBytes + 200) {
    await handIn();
    await full.next("held");
  }
  await handIn();
  expect(await full.next("refused")).toMatchObject({ doc: log.doc, code: "quota" });
  push(client, parts);
  expect((await client.next("held")).seq).toBe(1);
});

test("[RELAY-170] what is held is there after a restart", async () => {
  const { client, parts } = await leaver();
  push(client, parts);
  await expect.poll(() => store.held(1)).toHaveLength(3);
  const next = await startTestRelay({ clock: time, timers: time, store, key });
  try {
    const again = await connectLive(next.origin, company.id, company.owner);
    const { docs } = await again.next("review");
    expect(docs.map(({ pushes }) => pushes.map(({ tip }) => tip))).toEqual([parts.map(({ tip }) => tip)]);
    expect(docs[0]?.until).toBeLessThanOrEqual(time.now() + times.heldMs);
  } finally {
    await next.close();
  }
});

test("[RELAY-171] verify reads what is held and finds what is not its device's, companies counts it", async () => {
  const { client, parts } = await leaver();
  push(client, parts);
  await expect.poll(() => store.held(1)).toHaveLength(3);
  const deps = { log: store, crypto: testCrypto(), relayKey: relay.key };
  const [sound] = await verifyEverything(deps);
  expect([sound?.held, sound?.problems]).toEqual([3, []]);
  expect(describeReports(await verifyEverything(deps))).toContain("3 changes held: all is well");
  expect((await listCompanies(store, testCrypto()))[0]?.held).toBe(3);
  const [first] = await store.held(1);
  if (first === undefined) throw new Error("three are held");
  const stored = decodeHeld(first.bytes);
  if (stored.type !== "push") throw new Error("a push");
  const forged = encodeHeldPush({ ...stored.push, tip: { ...stored.push.tip, sig: new Uint8Array(64) } });
  must(
    await store.append([
      { type: "hold", company: 1, held: { doc: first.doc, bytes: forged } },
      { type: "hold", company: 1, held: { doc: first.doc, bytes: new Uint8Array(9) } },
    ]),
  );
  expect((await verifyEverything(deps))[0]?.problems).toEqual([
    "What is held at place 4 is not signed as it must be.",
    "What is held at place 5 cannot be read.",
  ]);
});
