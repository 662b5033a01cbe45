import { afterEach, beforeEach, expect, test } from "vitest";
import { toBase64Url } from "#shared/kernel/bytes";
import type { Signer } from "#shared/kernel/signature";
import type { DocumentReferences } from "#shared/protocol/blob-references";
import {
  blobReferencesPath,
  parseReferencesAnswer,
  signBlobReferences,
} from "#shared/protocol/blob-references";
import { blobPath, signBlobRequest } from "#shared/protocol/blob-request";
import { nodeSha256 } from "#tests/support/keys";
import { connectLive } from "#tests/support/relay-client";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn, fresh, freshSigner } from "#tests/support/relay-company";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay } from "#tests/support/relay-process";
import type { DocumentWriter } from "#tests/support/relay-writer";
import { createWriter } from "#tests/support/relay-writer";

const day = 86_400_000;
const photo = new Uint8Array(5_000).map((_, at) => (at * 7) & 0xff);
const hash = nodeSha256(photo);

let relay: TestRelay;
let company: TestCompany;
let device: Awaited<ReturnType<typeof connectLive>>;
let writer: DocumentWriter;
let ahead = 0;
const clock = { now: () => Date.now() + ahead };

beforeEach(async () => {
  ahead = 0;
  relay = await startTestRelay({ clock });
  company = await foundCompanyOn(relay.origin, relay.key);
  device = await connectLive(relay.origin, company.id, company.owner);
  writer = await createWriter(company.id, company.owner);
  await push();
});
afterEach(() => relay.close());

const push = async (): Promise<void> => {
  device.send({ t: "push", parts: [await writer.write()] });
  await device.next("receipt");
};
const signing = (signer: Signer) => ({ signer, random: { bytes: fresh }, clock });
const ask = async (method: "GET" | "PUT", body?: Uint8Array): Promise<number> => {
  const request = { company: company.id, aud: relay.key, method, doc: writer.doc, hash };
  const authorization = await signBlobRequest(request, signing(company.owner));
  const answer = await fetch(relay.origin + blobPath(writer.doc, hash), {
    method,
    headers: { authorization },
    ...(body === undefined ? {} : { body: new Uint8Array(body) }),
  });
  await answer.arrayBuffer();
  return answer.status;
};
const post = (body: Uint8Array): Promise<Response> =>
  fetch(relay.origin + blobReferencesPath(company.id), { method: "POST", body: new Uint8Array(body) });
const say = async (hashes: readonly Uint8Array[], patch: Partial<DocumentReferences> = {}) => {
  const docs = [{ doc: writer.doc, heads: [writer.head()], hashes, ...patch }];
  const said = { company: company.id, aud: relay.key, docs };
  const answer = await post(await signBlobReferences(said, signing(company.owner)));
  return parseReferencesAnswer(await answer.json())?.docs;
};

test("[RELAY-119] what nothing refers to goes when that is said of the present document, twice, thirty days apart", async () => {
  expect(await ask("PUT", photo)).toBe(201);
  expect(await say([])).toEqual([{ doc: toBase64Url(writer.doc), isCurrent: true, missing: [] }]);
  ahead = 29 * day;
  await say([]);
  expect(await ask("GET")).toBe(200);
  ahead = 31 * day;
  await say([], { heads: [fresh(32)] });
  expect(await ask("GET")).toBe(200);
  await say([]);
  expect(await ask("GET")).toBe(404);
  expect(await say([hash])).toEqual([
    { doc: toBase64Url(writer.doc), isCurrent: true, missing: [toBase64Url(hash)] },
  ]);
});

test("[RELAY-119] one word that it is needed, and the time begins anew", async () => {
  await ask("PUT", photo);
  await say([]);
  ahead = 20 * day;
  await say([hash]);
  ahead = 40 * day;
  await say([]);
  expect(await ask("GET")).toBe(200);
  ahead = 69 * day;
  await say([]);
  expect(await ask("GET")).toBe(200);
});

test("[RELAY-119] what was said of an older state decides nothing", async () => {
  await ask("PUT", photo);
  await say([]);
  const before = writer.head();
  await push();
  ahead = 31 * day;
  expect(await say([], { heads: [before] })).toEqual([
    { doc: toBase64Url(writer.doc), isCurrent: false, missing: [] },
  ]);
  expect(await ask("GET")).toBe(200);
});

test("[RELAY-119] nobody speaks for another, twice, for another relay, or of what they may not write", async () => {
  await ask("PUT", photo);
  const docs = [{ doc: writer.doc, heads: [writer.head()], hashes: [] }];
  const said = { company: company.id, aud: relay.key, docs };
  const once = await signBlobReferences(said, signing(company.owner));
  expect((await post(once)).status).toBe(200);
  expect((await post(once)).status).toBe(403);
  expect((await post(fresh(200))).status).toBe(403);
  const elsewhere = await signBlobReferences({ ...said, aud: fresh(32) }, signing(company.owner));
  expect((await post(elsewhere)).status).toBe(403);
  const other = await signBlobReferences({ ...said, company: fresh(32) }, signing(company.owner));
  expect((await post(other)).status).toBe(403);
  const stranger = await post(await signBlobReferences(said, signing(freshSigner())));
  expect(parseReferencesAnswer(await stranger.json())?.docs).toEqual([]);
});
