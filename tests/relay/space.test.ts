/** What one company may use of a relay: refused plainly at the limit, nothing lost, and room again when it is given. */
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { signBlobRequest, blobPath } from "#shared/protocol/blob-request";
import type { SpaceUse } from "#shared/protocol/messages";
import { must } from "#shared/kernel/result";
import { systemTimers } from "#relay/platform";
import type { CompanyQuota, LogStore } from "#relay/storage/log-store";
import { noQuota } from "#relay/storage/log-store";
import { nodeSha256 } from "#tests/support/keys";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn, fresh } from "#tests/support/relay-company";
import type { DeviceClient } from "#tests/support/relay-client";
import { connectDevice, connectLive } from "#tests/support/relay-client";
import type { TestRelay } from "#tests/support/relay-process";
import { memoryStore, startTestRelay, temporaryFolder } from "#tests/support/relay-process";
import { createWriter } from "#tests/support/relay-writer";
import { putSlowly } from "#tests/support/slow-upload";

const tidyEveryMs = 30_000;

let relay: TestRelay;
let company: TestCompany;
let store: LogStore;
/** What the relay does every half minute; pings of sockets are among it. */
let due: (() => void)[];
const tidy = (): void => {
  for (const task of due.splice(0)) task();
};

beforeEach(async () => {
  store = memoryStore();
  due = [];
  const folder = await temporaryFolder();
  relay = await startTestRelay({
    store,
    blobs: join(folder, "blobs"),
    timers: {
      after: (ms, task) => {
        if (ms !== tidyEveryMs) return systemTimers.after(ms, task);
        due.push(task);
        return () => void (due = due.filter((each) => each !== task));
      },
    },
  });
  company = await foundCompanyOn(relay.origin, relay.key);
});
afterEach(() => relay.close());

const allow = async (limits: Partial<CompanyQuota>): Promise<void> => {
  must(await store.append([{ type: "quota", company: 1, quota: { ...noQuota, ...limits } }]));
};

const connect = (): Promise<DeviceClient> => connectLive(relay.origin, company.id, company.owner);

const use = async (device: DeviceClient): Promise<SpaceUse | null> => (await device.next("space")).use;

test("[RELAY-181] at its limit of changes or bytes what is new is refused as full and goes in once there is room", async () => {
  await allow({ changes: 2 });
  const device = await connect();
  expect(await use(device)).toMatchObject({ changes: { used: 0, limit: 2 }, bytes: { limit: null } });
  const writer = await createWriter(company.id, company.owner);
  const first = await writer.write();
  device.send({ t: "push", parts: [first] });
  await device.next("receipt");
  device.send({ t: "push", parts: [await writer.write()] });
  await device.next("receipt");
  const third = await writer.write();
  device.send({ t: "push", parts: [third] });
  expect(await device.next("refused")).toMatchObject({ code: "full", retryMs: 60_000, see: null });
  // What is there already is answered as ever, and reading goes on.
  device.send({ t: "push", parts: [first] });
  await device.next("receipt");
  device.send({ t: "want", doc: writer.doc, after: [] });
  expect((await device.next("chunks")).chunks).toHaveLength(2);

  await allow({ bytes: 1 });
  tidy();
  expect(await use(device)).toMatchObject({ bytes: { limit: 1 }, changes: { used: 2, limit: null } });
  device.send({ t: "push", parts: [third] });
  expect(await device.next("refused")).toMatchObject({ code: "full" });

  await allow({});
  tidy();
  expect(await use(device)).toBeNull();
  device.send({ t: "push", parts: [third] });
  await device.next("receipt");
});

test("[RELAY-181] one company's limit is nobody else's, and what was there before a limit counts", async () => {
  const before = await connect();
  const writer = await createWriter(company.id, company.owner);
  before.send({ t: "push", parts: [await writer.write()] });
  await before.next("receipt");
  await allow({ changes: 1 });
  tidy();
  expect(await use(before)).toMatchObject({ changes: { used: 1, limit: 1 } });
  before.send({ t: "push", parts: [await writer.write()] });
  await before.next("refused");

  const other = await foundCompanyOn(relay.origin, relay.key);
  const device = await connectLive(relay.origin, other.id, other.owner);
  device.send({ t: "push", parts: [await (await createWriter(other.id, other.owner)).write()] });
  await device.next("receipt");
  expect(device.received.some(({ t }) => t === "space")).toBe(false);
});

test("[RELAY-182] over its number of devices nobody new comes in; a device takes its own place again", async () => {
  await allow({ connections: 1 });
  const first = await connect();
  const again = await connect();
  expect(await first.closed).toBe("too-many");
  expect(await use(again)).toMatchObject({ connections: { used: 1, limit: 1 } });
  await allow({ connections: 0 });
  tidy();
  await use(again);
  await again.close();
  await expect(connectDevice(relay.origin, company.id, company.owner)).rejects.toThrow("over-quota");
});

const uploadOf = async (content: Uint8Array, doc: Uint8Array) => {
  const hash = nodeSha256(content);
  const authorization = await signBlobRequest(
    { company: company.id, aud: relay.key, method: "PUT", doc, hash },
    { signer: company.owner, random: { bytes: fresh }, clock: { now: () => Date.now() } },
  );
  return { url: relay.origin + blobPath(doc, hash), headers: { authorization } };
};

test("[RELAY-183] files count as a whole: one too many is refused with a code and leaves the others", async () => {
  await allow({ files: 250 });
  const device = await connect();
  expect(await use(device)).toMatchObject({ files: { used: 0, limit: 250 } });
  const writer = await createWriter(company.id, company.owner);
  device.send({ t: "push", parts: [await writer.write()] });
  await device.next("receipt");
  const put = async (content: Uint8Array): Promise<Response> => {
    const { url, headers } = await uploadOf(content, writer.doc);
    return fetch(url, { method: "PUT", headers, body: new Uint8Array(content) });
  };
  const photo = fresh(200);
  expect((await put(photo)).status).toBe(201);
  const refused = await put(fresh(100));
  expect([refused.status, await refused.json()]).toEqual([
    507,
    { code: "over-quota", message: "files of the company" },
  ]);
  expect((await put(photo)).status).toBe(200);
  expect((await put(fresh(50))).status).toBe(201);
  tidy();
  expect(await use(device)).toMatchObject({ files: { used: 250, limit: 250 } });
});

test("[RELAY-183] a file for which there is no room is heard to its end, so that the device learns why", async () => {
  await allow({ files: 250 });
  const device = await connect();
  const writer = await createWriter(company.id, company.owner);
  device.send({ t: "push", parts: [await writer.write()] });
  await device.next("receipt");
  const body = fresh(200_000);
  const upload = await uploadOf(body, writer.doc);
  const meanwhile = async (): Promise<void> => {
    for (let asked = 0; asked < 20; asked++) await fetch(`${relay.origin}/metrics`);
  };
  expect(await putSlowly({ ...upload, body, meanwhile })).toEqual({ early: undefined, status: 507 });
});
