import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { must } from "#shared/kernel/result";
import type { Challenge } from "#shared/protocol/messages";
import { helloKind, makeHello, verifyWelcome } from "#shared/protocol/handshake";
import { idOfSigned } from "#shared/protocol/envelope";
import { emptyLogHash } from "#shared/protocol/receipts";
import { defaultRelayLimits } from "#relay/sync/relay-limits";
import { testCrypto } from "#tests/support/keys";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn, fresh, freshSigner } from "#tests/support/relay-company";
import { connectDevice, connectLive, openRawClient } from "#tests/support/relay-client";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay } from "#tests/support/relay-process";
import { createWriter } from "#tests/support/relay-writer";

let relay: TestRelay;
let company: TestCompany;

beforeEach(async () => {
  relay = await startTestRelay({ limits: { ...defaultRelayLimits, helloDeadlineMs: 1_500 } });
  company = await foundCompanyOn(relay.origin, relay.key);
});
afterEach(() => relay.close());

const helloFor = (
  challenge: Challenge,
  patch: { readonly origin?: string; readonly signer?: TestCompany["owner"] } = {},
) =>
  makeHello(
    challenge,
    {
      company: company.id,
      origin: patch.origin ?? relay.origin,
      checkpointId: null,
      serialSeen: 0,
      logHashSeen: emptyLogHash,
    },
    { signer: patch.signer ?? company.owner, random: { bytes: fresh }, clock: { now: () => Date.now() } },
  );

test("[RELAY-10] the welcome is signed by the relay, names the Hello and says where the log stands", async () => {
  const first = await connectLive(relay.origin, company.id, company.owner);
  const writer = await createWriter(company.id, company.owner);
  first.send({ t: "push", parts: [await writer.write()] });
  const { receipt } = await first.next("receipt");

  const client = await openRawClient(relay.origin);
  const challenge = await client.next("challenge");
  const hello = await helloFor(challenge);
  client.send({ t: "hello", hello });
  const { welcome } = await client.next("welcome");
  const helloId = idOfSigned(helloKind, hello, testCrypto().sha256);
  const verified = must(await verifyWelcome(welcome, { relayKey: relay.key, helloId }, testCrypto()));
  expect(verified.value).toMatchObject({ serial: 1, logHash: receipt.logHash, checkpoint: 1, version: 1 });
});

test("[RELAY-11] after the welcome a device gets the membership entries it lacks, and none it has", async () => {
  const ignorant = await connectDevice(relay.origin, company.id, company.owner);
  expect((await ignorant.next("mem")).entries).toHaveLength(3);
  const informed = await connectLive(relay.origin, company.id, company.owner);
  const { checkpointId } = ignorant.welcome;
  const upToDate = await connectDevice(relay.origin, company.id, company.owner, { checkpointId });
  upToDate.send({ t: "since", serial: 0, logHash: emptyLogHash });
  await upToDate.next("current");
  expect(upToDate.received.some(({ t }) => t === "mem")).toBe(false);
  expect(informed.received.some(({ t }) => t === "mem")).toBe(true);
});

describe("[RELAY-13] which pages may connect", () => {
  test("a page whose address the operator named, as its company moved or meets a relay in the hall: its Hello names the relay's own address", async () => {
    const page = "https://kit.example.org";
    const other = await startTestRelay({}, { EVENTKIT_ALLOWED_ORIGINS: page });
    const there = await foundCompanyOn(other.origin, other.key);
    const client = await connectDevice(other.origin, there.id, there.owner, {}, { originHeader: page });
    expect(client.welcome.checkpoint).toBe(1);
    await other.close();
  });

  test("a Hello that names the address of such a page and not the relay's own is refused", async () => {
    const page = "https://kit.example.org";
    const other = await startTestRelay({}, { EVENTKIT_ALLOWED_ORIGINS: page });
    const client = await openRawClient(other.origin);
    const challenge = await client.next("challenge");
    client.send({ t: "hello", hello: await helloFor(challenge, { origin: page }) });
    expect(await client.closed).toBe("wrong-origin");
    await other.close();
  });

  test("a Hello may name each of the relay's public addresses", async () => {
    const names = ["https://kit.example.org", "https://old.example.org"];
    const other = await startTestRelay({}, { PUBLIC_ORIGIN: names.join(", ") });
    for (const origin of names) {
      const client = await openRawClient(other.origin);
      const challenge = await client.next("challenge");
      client.send({ t: "hello", hello: await helloFor(challenge, { origin }) });
      // The company is none of this relay's.
      expect(await client.closed).toBe("unauthorized");
    }
    await other.close();
  });

  test("no page of any other address, whatever its Hello would say", async () => {
    const options = { originHeader: "https://evil.example" };
    await expect(connectDevice(relay.origin, company.id, company.owner, {}, options)).rejects.toThrow("403");
  });
});

describe("[RELAY-12] whoever cannot prove who they are is closed with the reason", () => {
  test("a device nobody has enrolled", async () => {
    await expect(connectDevice(relay.origin, company.id, freshSigner())).rejects.toThrow("unauthorized");
  });

  test("a company this relay does not have looks the same", async () => {
    await expect(connectDevice(relay.origin, fresh(32), company.owner)).rejects.toThrow("unauthorized");
  });

  test("a Hello for the challenge of another socket", async () => {
    const other = await openRawClient(relay.origin);
    const stolen = await other.next("challenge");
    const client = await openRawClient(relay.origin);
    await client.next("challenge");
    client.send({ t: "hello", hello: await helloFor(stolen) });
    expect(await client.closed).toBe("replayed");
  });

  test("a Hello meant for another relay", async () => {
    const client = await openRawClient(relay.origin);
    const challenge = await client.next("challenge");
    client.send({ t: "hello", hello: await helloFor({ ...challenge, relayKey: freshSigner().publicKey }) });
    expect(await client.closed).toBe("unauthorized");
  });

  test("a Hello that names the address of another relay, as one in the middle would pass it on", async () => {
    const client = await openRawClient(relay.origin);
    const challenge = await client.next("challenge");
    client.send({ t: "hello", hello: await helloFor(challenge, { origin: "https://evil.example" }) });
    expect(await client.closed).toBe("wrong-origin");
  });

  test("a signature with one bit turned", async () => {
    const client = await openRawClient(relay.origin);
    const hello = await helloFor(await client.next("challenge"));
    const [[key, signature] = [fresh(32), fresh(64)]] = hello.sigs;
    const turned = Uint8Array.from(signature, (byte, i) => (i === 5 ? byte ^ 1 : byte));
    client.send({ t: "hello", hello: { ...hello, sigs: [[key, turned]] } });
    expect(await client.closed).toBe("bad-signature");
  });

  test("any other message first", async () => {
    const client = await openRawClient(relay.origin);
    client.send({ t: "since", serial: 0, logHash: emptyLogHash });
    expect(await client.closed).toBe("no-hello");
  });

  test("a second frame before the welcome", async () => {
    const client = await openRawClient(relay.origin);
    client.send({ t: "hello", hello: await helloFor(await client.next("challenge")) });
    client.send({ t: "since", serial: 0, logHash: emptyLogHash });
    expect(await client.closed).toBe("no-hello");
  });

  test("a large frame before the welcome", async () => {
    const client = await openRawClient(relay.origin);
    client.sendBytes(new Uint8Array(20_000));
    expect(await client.closed).toBe("too-large");
  });

  test("silence", async () => {
    const client = await openRawClient(relay.origin);
    expect(await client.closed).toBe("no-hello");
  });
});

test("[RELAY-13] pages of other origins may not even open a socket", async () => {
  const socket = new WebSocket(`ws://localhost:${relay.port}/sync`, {
    headers: { origin: "https://evil.example" },
  });
  const status = await new Promise((resolve) => {
    socket.on("unexpected-response", (_request, response) => resolve(response.statusCode));
  });
  expect(status).toBe(403);
});

test("[RELAY-14] a fifth socket of one device closes its oldest", async () => {
  const clients = [];
  for (let i = 0; i < 5; i++) clients.push(await connectLive(relay.origin, company.id, company.owner));
  expect(await clients[0]?.closed).toBe("too-many");
  const writer = await createWriter(company.id, company.owner);
  clients[4]?.send({ t: "push", parts: [await writer.write()] });
  expect((await clients[1]?.next("chunks"))?.chunks).toHaveLength(1);
});
