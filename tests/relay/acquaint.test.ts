/** A relay that orders a company not itself: it takes the log from anybody, as far as the log proves itself. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listStaticFiles } from "#relay/http/static-files";
import {
  acquaintPath,
  encodeCompanyLog,
  logPath,
  parseCompanyLog,
  proofPath,
} from "#shared/protocol/enrolment";
import type { CompanyLog } from "#shared/protocol/enrolment";
import { membershipLimits } from "#shared/protocol/limits";
import { must } from "#shared/kernel/result";
import { provesRelay } from "#shared/protocol/relay-proof";
import { testCrypto } from "#tests/support/keys";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn, fresh, makeInvitation, verdictOf } from "#tests/support/relay-company";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay, temporaryFolder } from "#tests/support/relay-process";

let home: TestRelay;
let box: TestRelay;
let company: TestCompany;

beforeEach(async () => {
  [home, box] = [await startTestRelay(), await startTestRelay({}, { EVENTKIT_HALL: "on" })];
  company = await foundCompanyOn(home.origin, home.key);
});
afterEach(async () => {
  await home.close();
  await box.close();
});

const logOn = async (relay: TestRelay): Promise<CompanyLog | undefined> => {
  const answer = await fetch(relay.origin + logPath(company.id));
  return answer.ok ? must(parseCompanyLog(new Uint8Array(await answer.arrayBuffer()))) : undefined;
};

const logAtHome = async (): Promise<CompanyLog> => {
  const log = await logOn(home);
  if (log === undefined) throw new Error("home has the log");
  return log;
};

const show = async (log: CompanyLog, relay = box): Promise<number> => {
  const body = new Uint8Array(encodeCompanyLog(log));
  return (await fetch(relay.origin + acquaintPath(company.id), { method: "POST", body })).status;
};

/** Signed by the owner and put in order by nobody. */
const pendingEntries = async (): Promise<readonly Uint8Array[]> => {
  const { heads } = await verdictOf(home.origin, company.id);
  return (await makeInvitation(company, heads)).entries;
};

test("[MOB-06] a log that proves itself is served from then on, and may be shown again", async () => {
  expect(await logOn(box)).toBeUndefined();
  const log = await logAtHome();
  expect(await show(log)).toBe(204);
  expect(await logOn(box)).toEqual(log);
  expect(await show(log)).toBe(204);
});

test("[MOB-06] a log without the relay's order, or of another company, is none", async () => {
  const log = await logAtHome();
  expect(await show({ ...log, entries: log.entries.slice(0, -1) })).toBe(400);
  const other = await foundCompanyOn(home.origin, home.key);
  const foreign = await fetch(home.origin + logPath(other.id));
  expect(await show(must(parseCompanyLog(new Uint8Array(await foreign.arrayBuffer()))))).toBe(400);
  expect(await logOn(box)).toBeUndefined();
});

test("[MOB-06] what no checkpoint covers is not taken up, neither at first nor later", async () => {
  const log = await logAtHome();
  const pending = await pendingEntries();
  expect(await show({ ...log, entries: [...pending, ...log.entries] })).toBe(204);
  expect(await logOn(box)).toEqual(log);
  expect(await show({ ...log, entries: [...log.entries, ...pending] })).toBe(204);
  expect(await logOn(box)).toEqual(log);
});

test("[MOB-06] a log of more entries than a company may have is refused unread", async () => {
  const nonsense = Array.from({ length: membershipLimits.entries / 2 + 1 }, () => new Uint8Array([1]));
  expect(await show({ keyDocs: nonsense, entries: nonsense })).toBe(413);
});

test("[MOB-06] a relay that its operator did not put into a hall is shown nothing", async () => {
  const log = await logAtHome();
  const plain = await startTestRelay();
  expect(await show(log, plain)).toBe(404);
  expect(await logOn(plain)).toBeUndefined();
  expect(await show(log, home)).toBe(404);
  await plain.close();
});

test("[MOB-06] a relay in a hall takes nothing from strangers for a company that it orders itself", async () => {
  company = await foundCompanyOn(box.origin, box.key);
  const log = await logOn(box);
  if (log === undefined) throw new Error("the box has the log");
  const { heads } = await verdictOf(box.origin, company.id);
  const { entries } = await makeInvitation(company, heads);
  expect(await show({ ...log, entries: [...log.entries, ...entries] })).toBe(204);
  expect(await logOn(box)).toEqual(log);
  expect(await show({ keyDocs: [], entries: [new Uint8Array([1])] })).toBe(204);
});

test("[MOB-06] one address brings four companies a day into a hall that is open to anybody, and those it brought go on", async () => {
  const logs: CompanyLog[] = [];
  const shown: number[] = [];
  for (let at = 0; at < 6; at++) {
    company = await foundCompanyOn(home.origin, home.key);
    logs.push(await logAtHome());
    shown.push(await show(await logAtHome()));
    if (at === 0) shown.push(await show(await logAtHome()));
  }
  expect(shown).toEqual([204, 204, 204, 204, 204, 429, 429]);
  expect(await logOn(box)).toBeUndefined();
});

test("[MOB-06] only companies that were taken count, each of them once, however many devices and attempts it took", async () => {
  const first = await logAtHome();
  for (let at = 0; at < 6; at++)
    expect(await show({ ...first, entries: first.entries.slice(0, -1) })).toBe(400);
  expect(await Promise.all(Array.from({ length: 6 }, () => show(first)))).toEqual(Array(6).fill(204));
  const shown: number[] = [];
  for (let at = 0; at < 4; at++) {
    company = await foundCompanyOn(home.origin, home.key);
    shown.push(await show(await logAtHome()));
  }
  expect(shown).toEqual([204, 204, 204, 429]);
});

test("[MOB-06] companies that a relay orders itself take no room from those it stands in a hall for", async () => {
  let minutes = 0;
  const clock = { now: () => Date.now() + minutes * 60_000 };
  const busy = await startTestRelay({ clock }, { EVENTKIT_HALL: "on" });
  for (let at = 0; at < 64; at++) {
    if (at % 10 === 9) minutes += 1;
    await foundCompanyOn(busy.origin, busy.key);
  }
  expect(await show(await logAtHome(), busy)).toBe(204);
  await busy.close();
}, 60_000);

test("[MOB-06] a relay in a hall proves its key to whoever asks at an address of its own, and nowhere else", async () => {
  const nonce = fresh(32);
  const ask = (relay: TestRelay, origin: string): Promise<Response> =>
    fetch(relay.origin + proofPath(nonce, origin));
  const proof = new Uint8Array(await (await ask(box, box.origin)).arrayBuffer());
  const expected = { nonce, origin: box.origin, relayKey: box.key };
  expect(await provesRelay(proof, expected, testCrypto())).toBe(true);
  for (const other of [{ nonce: fresh(32) }, { origin: home.origin }, { relayKey: home.key }])
    expect(await provesRelay(proof, { ...expected, ...other }, testCrypto())).toBe(false);
  expect((await ask(box, "https://evil.example")).status).toBe(400);
  // Where the app is served, any other path is a page of it.
  const folder = await temporaryFolder();
  await writeFile(join(folder, "index.html"), "<!doctype html><title>the app</title>");
  const plain = await startTestRelay({ files: await listStaticFiles(folder) });
  const refused = await ask(plain, plain.origin);
  expect([refused.status, await refused.json()]).toMatchObject([404, { code: "not-found" }]);
  await plain.close();
});
