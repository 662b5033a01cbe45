/** Newcomers of a company that moves to a relay of another name: real processes, real identities. */
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { toBase64Url } from "#shared/kernel/bytes";
import { must } from "#shared/kernel/result";
import { signerFromSeed } from "#shared/kernel/signature";
import { joinsPath, parseRelayInfo } from "#shared/protocol/enrolment";
import { makeInviteLink } from "#shared/protocol/invite-link";
import { readJoin } from "#shared/protocol/membership/log-entry";
import type { Hash } from "#shared/protocol/wire-types";
import { textOfBytes } from "#shared/protocol/wire-types";
import { createIdentity } from "#shared/replica/identity/identity";
import type { Identity, StoredCompany } from "#shared/replica/identity/types";
import { systemClock, systemTimers } from "#relay/platform";
import type { BuiltRelay, RelayProcess } from "#tests/support/built-relay";
import { buildRelayFor, spawnRelay } from "#tests/support/built-relay";
import { memoryIdentities, memoryKeys } from "#tests/support/identity-world";
import { countingRandom, testCrypto } from "#tests/support/keys";
import { operate } from "#tests/support/operator-command";
import { realHttp } from "#tests/support/real-http";
import { connectLive } from "#tests/support/relay-client";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn, fresh, makeEntry, makeInvitation, verdictOf } from "#tests/support/relay-company";
import { temporaryFolder } from "#tests/support/relay-process";

let built: BuiltRelay;

beforeAll(async () => {
  built = await buildRelayFor("newcomers-follow");
}, 120_000);
afterAll(() => built.remove());

const running = new Set<RelayProcess>();
const identities = new Set<Identity>();
afterEach(async () => {
  for (const identity of identities) await identity.close();
  identities.clear();
  for (const relay of running) await stop(relay);
});

const stop = async (relay: RelayProcess): Promise<void> => {
  running.delete(relay);
  relay.kill("SIGTERM");
  await relay.ended;
};

interface Here {
  readonly relay: RelayProcess;
  readonly folder: string;
  readonly origin: string;
  readonly port: number;
}

const startIn = async (folder: string, settings: Record<string, string> = {}): Promise<Here> => {
  const relay = spawnRelay(built, folder, settings);
  running.add(relay);
  return { relay, folder, ...(await relay.started) };
};

interface Newcomer {
  readonly identity: Identity;
  readonly stored: ReadonlyMap<string, StoredCompany>;
}

const newcomer = async (name: string): Promise<Newcomer> => {
  const stored = new Map<string, StoredCompany>();
  const identity = await createIdentity({
    ...testCrypto(),
    keys: memoryKeys(name, new Map()),
    store: memoryIdentities(stored),
    http: realHttp,
    clock: systemClock,
    timers: systemTimers,
    random: countingRandom(name),
  });
  identities.add(identity);
  return { identity, stored };
};

interface Invited {
  readonly member: Uint8Array;
  readonly id: Hash;
  readonly link: string;
}

/** An invitation for two, ordered by the relay. */
const invite = async ({ origin }: Here, company: TestCompany): Promise<Invited> => {
  const owner = await connectLive(origin, company.id, company.owner);
  await owner.next("mem");
  const seed = fresh(32);
  const { heads } = await verdictOf(origin, company.id);
  const { entries, member, inviteId } = await makeInvitation(company, heads, 2, signerFromSeed(seed));
  owner.send({ t: "mem", entries });
  for (let i = 0; i < entries.length; i++) await owner.next("mem");
  await owner.close();
  const [logHead] = (await verdictOf(origin, company.id)).heads;
  if (logHead === undefined) throw new Error("a log has an end");
  return { member, id: inviteId, link: makeInviteLink({ origin, company: company.id, seed, logHead }) };
};

/** The owner lets in whoever is shown first. */
const letIn = async ({ origin }: Here, company: TestCompany, { member, id }: Invited): Promise<void> => {
  const owner = await connectLive(origin, company.id, company.owner);
  const { join: envelope } = await owner.next("join");
  const { device, box } = must(await readJoin(envelope, company.id, testCrypto())).value;
  const op = { kind: "device.add", member, device, box, soft: false, via: id, join: envelope } as const;
  const { heads } = await verdictOf(origin, company.id);
  owner.send({ t: "mem", entries: [await makeEntry(company.id, heads, op, company.owner)] });
  await owner.next("join-closed");
  await owner.close();
};

test("[FED-06] who waits to be let in while the company moves is let in at its new relay, and the link works on", async () => {
  const from = await startIn(await temporaryFolder());
  const to = await startIn(await temporaryFolder());
  const info = must(parseRelayInfo(await (await fetch(`${from.origin}/.well-known/eventkit`)).json()));
  const company = await foundCompanyOn(from.origin, info.relayKey);
  const invited = await invite(from, company);
  const waiting = await newcomer("waiting");
  const joining = must(await waiting.identity.join(invited.link));

  const file = join(await temporaryFolder(), "company.eventkit");
  await stop(from.relay);
  const move = ["company", "export", toBase64Url(company.id), file, "--to", to.origin];
  expect(await operate(built, from.folder, move)).toMatchObject({ code: 0, errors: "" });
  await stop(to.relay);
  await startIn(from.folder, { PORT: String(from.port) });
  const late = await newcomer("late");
  // Where the company went, nobody answers yet.
  const tooEarly = await late.identity.join(invited.link);
  expect(tooEarly).toMatchObject({ ok: false, error: { type: "RelayUnreachable" } });
  expect(await operate(built, to.folder, ["company", "import", file])).toMatchObject({ code: 0, errors: "" });
  const settings = { PORT: String(to.port), EVENTKIT_ALLOWED_ORIGINS: "https://old.example.org" };
  const arrived = await startIn(to.folder, settings);

  await letIn(arrived, company, invited);
  const until = (what: () => void): Promise<void> => vi.waitFor(what, { timeout: 60_000, interval: 20 });
  await until(() => expect(joining.state.get()).toBe("enrolled"));
  const name = textOfBytes(company.id);
  expect(waiting.stored.get(name)).toMatchObject({ stage: "active", relay: { origin: arrived.origin } });

  const second = must(await late.identity.join(invited.link));
  expect(second.relay).toBe(arrived.origin);
  await letIn(arrived, company, invited);
  await until(() => expect(second.state.get()).toBe("enrolled"));
}, 120_000);

test("[FED-06] a page that was opened at the old relay may ask to be let in at the new one, any other page may not", async () => {
  const here = await startIn(await temporaryFolder(), {
    EVENTKIT_ALLOWED_ORIGINS: "https://old.example.org",
  });
  const ask = (origin: string): Promise<Response> =>
    fetch(`${here.origin}${joinsPath(new Uint8Array(32))}`, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST" },
    });
  const known = await ask("https://old.example.org");
  expect(known.status).toBe(204);
  expect(known.headers.get("access-control-allow-origin")).toBe("https://old.example.org");
  expect(known.headers.get("access-control-allow-headers")).toBe("Content-Type");
  expect(known.headers.get("access-control-allow-credentials")).toBeNull();
  const foreign = await ask("https://evil.example");
  expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
  expect(foreign.headers.get("access-control-allow-methods")).toBeNull();
});
