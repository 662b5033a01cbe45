/** A relay that orders a company not itself: it takes the log from anybody, as far as the log proves itself. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { acquaintPath, encodeCompanyLog, logPath, parseCompanyLog } from "#shared/protocol/enrolment";
import type { CompanyLog } from "#shared/protocol/enrolment";
import { must } from "#shared/kernel/result";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn } from "#tests/support/relay-company";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay } from "#tests/support/relay-process";

let home: TestRelay;
let box: TestRelay;
let company: TestCompany;

beforeEach(async () => {
  [home, box] = [await startTestRelay(), await startTestRelay()];
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

const show = async (log: CompanyLog): Promise<number> => {
  const body = new Uint8Array(encodeCompanyLog(log));
  return (await fetch(box.origin + acquaintPath(company.id), { method: "POST", body })).status;
};

test("[MOB-06] a log that proves itself is served from then on, and may be shown again", async () => {
  expect(await logOn(box)).toBeUndefined();
  const log = await logOn(home);
  if (log === undefined) throw new Error("home has the log");
  expect(await show(log)).toBe(204);
  expect(await logOn(box)).toEqual(log);
  expect(await show(log)).toBe(204);
});

test("[MOB-06] a log without the relay's order, or of another company, is none", async () => {
  const log = await logOn(home);
  if (log === undefined) throw new Error("home has the log");
  expect(await show({ ...log, entries: log.entries.slice(0, -1) })).toBe(400);
  const other = await foundCompanyOn(home.origin, home.key);
  const foreign = await fetch(home.origin + logPath(other.id));
  expect(await show(must(parseCompanyLog(new Uint8Array(await foreign.arrayBuffer()))))).toBe(400);
  expect(await logOn(box)).toBeUndefined();
});
