import { afterEach, beforeEach, expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import {
  companiesPath,
  discoveryPath,
  joinPath,
  joinsPath,
  logPath,
  parseRelayInfo,
} from "#shared/protocol/enrolment";
import { readJoin } from "#shared/protocol/membership/log-entry";
import type { CompanyId } from "#shared/protocol/wire-types";
import { textOfBytes } from "#shared/protocol/wire-types";
import { testCrypto } from "#tests/support/keys";
import type { Invitation, TestCompany } from "#tests/support/relay-company";
import {
  createCompanyOn,
  foundCompanyOn,
  fresh,
  freshSigner,
  makeCompany,
  makeEntry,
  makeInvitation,
  makeJoin,
  verdictOf,
} from "#tests/support/relay-company";
import type { DeviceClient } from "#tests/support/relay-client";
import { connectDevice, connectLive } from "#tests/support/relay-client";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay } from "#tests/support/relay-process";
import { relaySigner } from "#relay/relay-key";

let relay: TestRelay;
let company: TestCompany;

beforeEach(async () => {
  relay = await startTestRelay();
  company = await foundCompanyOn(relay.origin, relay.key);
});
afterEach(() => relay.close());

const heads = async () => (await verdictOf(relay.origin, company.id)).heads;

/** The owner invites somebody; settles when the invitation is ordered by a checkpoint. */
const invite = async (owner: DeviceClient, uses = 1): Promise<Invitation> => {
  const invitation = await makeInvitation(company, await heads(), uses);
  owner.send({ t: "mem", entries: invitation.entries });
  await owner.next("mem");
  await owner.next("mem");
  return invitation;
};

const ask = (id: CompanyId, envelope: Uint8Array): Promise<Response> =>
  fetch(`${relay.origin}${joinsPath(id)}`, { method: "POST", body: new Uint8Array(envelope) });

const joinId = async (envelope: Uint8Array) => must(await readJoin(envelope, company.id, testCrypto())).id;

const stateOf = async (envelope: Uint8Array): Promise<unknown> =>
  (await fetch(`${relay.origin}${joinPath(company.id, await joinId(envelope))}`)).json();

/** A connected owner that has read what is sent unasked. */
const connectOwner = async (): Promise<DeviceClient> => {
  const owner = await connectLive(relay.origin, company.id, company.owner);
  await owner.next("mem");
  return owner;
};

test("[RELAY-50] discovery names the relay's key, versions, origin and whether companies may be created", async () => {
  const answer = await fetch(`${relay.origin}${discoveryPath}`);
  const info = must(parseRelayInfo(await answer.json()));
  expect(info).toMatchObject({ v: [1], relayKey: relay.key, origin: relay.origin, creation: "open" });
});

test("[RELAY-51] a new company is put in order by a checkpoint of this relay; the same one twice exists", async () => {
  const verdict = await verdictOf(relay.origin, company.id);
  expect(verdict.confirmed).toMatchObject({ checkpoint: 1, sequencer: relay.key });
  expect(verdict.pending).toEqual([]);
  const again = await createCompanyOn(relay.origin, company);
  expect([again.status, await again.json()]).toEqual([409, { code: "exists", message: "known company" }]);
});

test("[RELAY-52] what is no company is refused: garbage, another sequencer, a broken signature, a closed relay", async () => {
  const post = async (body: Uint8Array | TestCompany): Promise<number> => {
    const answer =
      body instanceof Uint8Array
        ? await fetch(`${relay.origin}${companiesPath}`, { method: "POST", body: new Uint8Array(body) })
        : await createCompanyOn(relay.origin, body);
    return answer.status;
  };
  expect(await post(fresh(100))).toBe(400);
  expect(await post(await makeCompany(freshSigner().publicKey))).toBe(400);
  const good = await makeCompany(relay.key);
  const genesis = Uint8Array.from(good.genesis, (byte, i) =>
    i === good.genesis.length - 1 ? byte ^ 1 : byte,
  );
  expect(await post({ ...good, genesis })).toBe(400);
  const closed = await startTestRelay({}, { EVENTKIT_COMPANIES: "closed" });
  expect((await createCompanyOn(closed.origin, await makeCompany(closed.key))).status).toBe(403);
  await closed.close();
});

test("[RELAY-180] a relay takes new companies with the operator's token, or those listed by number, and says so beforehand", async () => {
  const creationOf = async ({ origin }: TestRelay): Promise<unknown> =>
    must(parseRelayInfo(await (await fetch(`${origin}${discoveryPath}`)).json())).creation;
  const secret = "seventeen seagulls";
  const asking = await startTestRelay({}, { EVENTKIT_COMPANIES: "token", EVENTKIT_CREATION_TOKEN: secret });
  const mine = await makeCompany(asking.key);
  expect(await creationOf(asking)).toBe("token");
  for (const token of [undefined, "", "seventeen seagull", `${secret} `]) {
    const answer = await createCompanyOn(asking.origin, mine, token);
    expect([answer.status, await answer.json()]).toMatchObject([403, { code: "creation-token" }]);
  }
  expect((await createCompanyOn(asking.origin, mine, secret)).status).toBe(201);
  expect(asking.lines.join()).not.toContain(secret);
  await asking.close();

  const key = relaySigner(fresh(32));
  const [known, stranger] = [await makeCompany(key.publicKey), await makeCompany(key.publicKey)];
  const listing = await startTestRelay(
    { key },
    { EVENTKIT_COMPANIES: "listed", EVENTKIT_LISTED_COMPANIES: textOfBytes(known.id) },
  );
  expect(await creationOf(listing)).toBe("listed");
  const refused = await createCompanyOn(listing.origin, stranger);
  expect([refused.status, await refused.json()]).toMatchObject([403, { code: "creation-unlisted" }]);
  expect((await createCompanyOn(listing.origin, known)).status).toBe(201);
  await listing.close();
});

test("[RELAY-53] unknown companies and joins are not found, and their addresses are checked", async () => {
  const get = async (path: string): Promise<number> => (await fetch(`${relay.origin}${path}`)).status;
  expect(await get(logPath(fresh(32)))).toBe(404);
  expect(await get(`${companiesPath}/nonsense/log`)).toBe(404);
  expect(await get(joinPath(company.id, fresh(32)))).toBe(404);
  expect(await get("/api/v1/anything")).toBe(404);
  expect((await ask(fresh(32), fresh(10))).status).toBe(404);
});

test("[RELAY-54] joining: the request reaches members, approval enrols the device, both sides are told", async () => {
  const owner = await connectOwner();
  const invitation = await invite(owner);
  const device = freshSigner();
  const { envelope, box } = await makeJoin(company.id, invitation.invite, device);
  expect((await ask(company.id, envelope)).status).toBe(202);
  expect((await owner.next("join")).join).toEqual(envelope);
  expect(await stateOf(envelope)).toEqual({ state: "requested" });
  const late = await connectDevice(relay.origin, company.id, company.owner);
  expect((await late.next("join")).join).toEqual(envelope);
  await expect(connectDevice(relay.origin, company.id, device)).rejects.toThrow("unauthorized");

  const op = {
    kind: "device.add",
    member: invitation.member,
    device: device.publicKey,
    box,
    soft: false,
    via: invitation.inviteId,
    join: envelope,
  } as const;
  owner.send({ t: "mem", entries: [await makeEntry(company.id, await heads(), op, company.owner)] });
  expect(await owner.next("join-closed")).toMatchObject({ join: await joinId(envelope), state: "enrolled" });
  expect(await stateOf(envelope)).toEqual({ state: "enrolled" });
  const newcomer = await connectLive(relay.origin, company.id, device);
  expect(newcomer.received.some(({ t }) => t === "join")).toBe(false);
});

test("[RELAY-55] a request can be refused, and stays refused after it is asked again", async () => {
  const owner = await connectOwner();
  const invitation = await invite(owner);
  const { envelope } = await makeJoin(company.id, invitation.invite, freshSigner());
  await ask(company.id, envelope);
  owner.send({ t: "refuse-join", join: await joinId(envelope) });
  expect(await owner.next("join-closed")).toMatchObject({ state: "refused" });
  expect((await ask(company.id, envelope)).status).toBe(202);
  expect(await stateOf(envelope)).toEqual({ state: "refused" });
});

test("[RELAY-56] two keys for one place: nobody gets in by that invitation, and both sides are told", async () => {
  const owner = await connectOwner();
  const invitation = await invite(owner);
  const mine = await makeJoin(company.id, invitation.invite, freshSigner());
  const thief = await makeJoin(company.id, invitation.invite, freshSigner());
  await ask(company.id, mine.envelope);
  await ask(company.id, thief.envelope);
  expect(await owner.next("join-closed")).toMatchObject({ state: "expired" });
  expect(await stateOf(mine.envelope)).toEqual({ state: "expired" });
  expect(await stateOf(thief.envelope)).toEqual({ state: "expired" });
});

test("[RELAY-57] a request without an invitation, or with a broken signature, is refused", async () => {
  const uninvited = await makeJoin(company.id, freshSigner(), freshSigner());
  expect((await ask(company.id, uninvited.envelope)).status).toBe(404);
  expect((await ask(company.id, fresh(200))).status).toBe(400);
});

test("[RELAY-58] an entry its author may not write is refused with the reason and not stored", async () => {
  const owner = await connectOwner();
  const stranger = freshSigner();
  const op = { kind: "device.revoke", device: company.owner.publicKey, reason: "lost" } as const;
  owner.send({ t: "mem", entries: [await makeEntry(company.id, await heads(), op, stranger)] });
  expect(await owner.next("refused-mem")).toMatchObject({ code: "grant", why: "author" });
  expect((await verdictOf(relay.origin, company.id)).void.size).toBe(0);
});

test("[RELAY-59] a revoked device is told to wipe and gone within a second, and its pushes count for nothing", async () => {
  const owner = await connectOwner();
  const invitation = await invite(owner);
  const device = freshSigner();
  const { envelope, box } = await makeJoin(company.id, invitation.invite, device);
  await ask(company.id, envelope);
  const { member, inviteId: via } = invitation;
  const add = {
    kind: "device.add",
    member,
    device: device.publicKey,
    box,
    soft: false,
    via,
    join: envelope,
  } as const;
  owner.send({ t: "mem", entries: [await makeEntry(company.id, await heads(), add, company.owner)] });
  await owner.next("join-closed");
  const lost = await connectLive(relay.origin, company.id, device);

  const startedAt = Date.now();
  const revoke = { kind: "device.revoke", device: device.publicKey, reason: "compromised" } as const;
  owner.send({ t: "mem", entries: [await makeEntry(company.id, await heads(), revoke, company.owner)] });
  expect(await lost.closed).toBe("revoked");
  expect(Date.now() - startedAt).toBeLessThan(1_000);
  const { confirmed } = await verdictOf(relay.origin, company.id);
  const { revoked } = confirmed?.devices.get(textOfBytes(device.publicKey)) ?? {};
  expect(lost.received.at(-1)).toEqual({ t: "wipe", revokedAt: revoked?.checkpoint });
  await expect(connectDevice(relay.origin, company.id, device)).rejects.toThrow("revoked");
});

test("[RELAY-60] requests without a session are limited per address", async () => {
  const statuses = new Set<number>();
  for (let i = 0; i < 40; i++) statuses.add((await ask(company.id, fresh(5))).status);
  expect(statuses).toEqual(new Set([400, 429]));
  // Reading how a join stands is still possible: newcomers ask every few seconds.
  expect((await fetch(`${relay.origin}${logPath(company.id)}`)).status).toBe(200);
});

test("[RELAY-61] a device brings five hundred new entries a day; what is known already costs nothing", async () => {
  const owner = await connectOwner();
  const at = await heads();
  const define = (role: string): Promise<Uint8Array> =>
    makeEntry(company.id, at, { kind: "role.define", role, grants: [] }, company.owner);
  const first = await Promise.all(Array.from({ length: 250 }, (_, i) => define(`role ${i}`)));
  const more = await Promise.all(Array.from({ length: 251 }, (_, i) => define(`other ${i}`)));
  owner.send({ t: "mem", entries: first });
  owner.send({ t: "mem", entries: first });
  owner.send({ t: "mem", entries: more });
  const refused = await owner.next("refused-mem");
  expect(refused).toMatchObject({ code: "rate", why: "entries-of-today" });
  await expect.poll(async () => (await verdictOf(relay.origin, company.id)).confirmed?.roles.size).toBe(500);
  expect(owner.received.filter(({ t }) => t === "refused-mem")).toHaveLength(1);
}, 30_000);
