import { afterEach, beforeEach, expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import { parseRootCompanies, recoveriesPath, rootPath } from "#shared/protocol/enrolment";
import { compareBytes } from "#shared/kernel/bytes";
import { encodeEnvelope, idOfSigned, seal } from "#shared/protocol/envelope";
import { keyDocKind } from "#shared/protocol/membership/entry-kinds";
import { testCrypto } from "#tests/support/keys";
import { connectLive } from "#tests/support/relay-client";
import type { MemOp } from "#shared/protocol/membership/types";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn, fresh, freshSigner, makeEntry, verdictOf } from "#tests/support/relay-company";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay } from "#tests/support/relay-process";

let relay: TestRelay;
let company: TestCompany;

beforeEach(async () => {
  relay = await startTestRelay();
  company = await foundCompanyOn(relay.origin, relay.key);
});
afterEach(() => relay.close());

const askRoot = async (key: Uint8Array) =>
  must(parseRootCompanies(await (await fetch(relay.origin + rootPath(key))).json()));
const companiesOf = async (key: Uint8Array): Promise<readonly string[]> =>
  (await askRoot(key)).companies.map(textOfBytes);
const formerOf = async (key: Uint8Array): Promise<readonly string[]> =>
  (await askRoot(key)).former.map(textOfBytes);

const ask = async (id: Uint8Array, entry: Uint8Array): Promise<number> =>
  (await fetch(relay.origin + recoveriesPath(id), { method: "POST", body: new Uint8Array(entry) })).status;

const recover = (): MemOp => ({
  kind: "recover",
  member: company.ownerMember,
  device: freshSigner().publicKey,
  box: fresh(32),
  revoke: [company.owner.publicKey],
});

test("[RELAY-70] a root key finds its company, any other key finds nothing", async () => {
  expect(await companiesOf(company.root.publicKey)).toEqual([textOfBytes(company.id)]);
  expect(await companiesOf(company.owner.publicKey)).toEqual([textOfBytes(company.id)]);
  expect(await companiesOf(freshSigner().publicKey)).toEqual([]);
  expect(await formerOf(company.root.publicKey)).toEqual([]);
});

test("[RELAY-71] a recovery signed by the paper key is taken and waits; nothing else comes in this way", async () => {
  const { heads } = await verdictOf(relay.origin, company.id);
  const good = await makeEntry(company.id, heads, recover(), company.root);
  expect(await ask(company.id, good)).toBe(202);
  expect((await verdictOf(relay.origin, company.id)).state?.recoveries).toHaveLength(1);
  expect(await ask(company.id, await makeEntry(company.id, heads, recover(), freshSigner()))).toBe(400);
  const revoke = { kind: "device.revoke", device: company.owner.publicKey, reason: "lost" } as const;
  expect(await ask(company.id, await makeEntry(company.id, heads, revoke, company.owner))).toBe(400);
  expect(await ask(company.id, fresh(200))).toBe(400);
  expect(await ask(fresh(32), good)).toBe(404);
});

test("[RELAY-72] after the root keys were replaced the new ones find the company and the old ones do not", async () => {
  const owner = await connectLive(relay.origin, company.id, company.owner);
  const paper = freshSigner();
  const keys = [company.owner.publicKey, paper.publicKey].sort(compareBytes);
  const root = { keys, threshold: 1 };
  const next = { v: 1, no: 2, prev: company.id, root, delegates: [], issued: Date.now() } as const;
  // Asked before, so that what was read then has to be read again.
  expect(await companiesOf(company.root.publicKey)).toEqual([textOfBytes(company.id)]);
  owner.send({ t: "mem", entries: [encodeEnvelope(await seal(keyDocKind, next, [company.owner]))] });
  await expect.poll(() => companiesOf(paper.publicKey)).toEqual([textOfBytes(company.id)]);
  expect(await companiesOf(company.root.publicKey)).toEqual([]);
  expect(await formerOf(company.root.publicKey)).toEqual([textOfBytes(company.id)]);
  expect(await formerOf(paper.publicKey)).toEqual([]);
  expect(await formerOf(freshSigner().publicKey)).toEqual([]);
  const { heads } = await verdictOf(relay.origin, company.id);
  expect(await ask(company.id, await makeEntry(company.id, heads, recover(), company.root))).toBe(400);
  expect(await ask(company.id, await makeEntry(company.id, heads, recover(), paper))).toBe(202);
});

test("[RELAY-73] root keys signed by the old ones alone are taken, wait, and an owner's session refuses them", async () => {
  const owner = await connectLive(relay.origin, company.id, company.owner);
  const paper = freshSigner();
  const root = { keys: [paper.publicKey], threshold: 1 };
  const next = { v: 1, no: 2, prev: company.id, root, delegates: [], issued: Date.now() } as const;
  const signed = await seal(keyDocKind, next, [company.root, paper]);
  owner.send({ t: "mem", entries: [encodeEnvelope(signed)] });
  const waiting = async () => (await verdictOf(relay.origin, company.id)).confirmed?.keyChanges ?? [];
  await expect.poll(async () => (await waiting()).map(({ from }) => typeof from)).toEqual(["number"]);
  expect(await companiesOf(paper.publicKey)).toEqual([]);
  expect(await companiesOf(company.root.publicKey)).toEqual([textOfBytes(company.id)]);
  const { heads } = await verdictOf(relay.origin, company.id);
  const keys = idOfSigned(keyDocKind, signed, testCrypto().sha256);
  const refuse = await makeEntry(company.id, heads, { kind: "keys.refuse", keys }, company.owner);
  owner.send({ t: "mem", entries: [refuse] });
  await expect.poll(waiting).toEqual([]);
});
