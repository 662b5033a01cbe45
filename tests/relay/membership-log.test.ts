/** Which entries a relay takes into a company's log, by the place it has in that company. */
import { expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import { makeCheckpoint, makeHandOver } from "#shared/protocol/membership/sequencing";
import type { Verdict } from "#shared/protocol/membership/types";
import { computeVerdict } from "#shared/protocol/membership/verdict";
import type { MembershipLog } from "#relay/sync/membership-log";
import { openMembershipLog } from "#relay/sync/membership-log";
import { testCrypto } from "#tests/support/keys";
import type { TestCompany } from "#tests/support/relay-company";
import { fresh, freshSigner, makeCompany, makeInvitation } from "#tests/support/relay-company";

const crypto = testCrypto();

const verdictOver = async ({ id }: TestCompany, log: readonly Uint8Array[]): Promise<Verdict> =>
  computeVerdict(
    id,
    await Promise.all(log.map(async (bytes) => must(await readLogEntry(bytes, id, crypto)))),
  );

/** The company went from one relay to the other. */
const moved = async (
  old: Signer,
  next: Signer,
): Promise<{ readonly company: TestCompany; readonly log: readonly Uint8Array[] }> => {
  const company = await makeCompany(old.publicKey);
  const log = [company.keyDoc, company.genesis];
  const order = async (): Promise<void> => {
    log.push(await makeCheckpoint(company.id, await verdictOver(company, log), old, Date.now()));
  };
  await order();
  const random = { bytes: fresh };
  const verdict = await verdictOver(company, log);
  log.push(await makeHandOver(company.id, verdict, { old, next }, Date.now(), random));
  await order();
  return { company, log };
};

const openOn = (
  relay: Signer,
  { company, log }: { readonly company: TestCompany; readonly log: readonly Uint8Array[] },
): Promise<MembershipLog> =>
  openMembershipLog(log, {
    ...{ company: company.id, relay, crypto },
    clock: { now: () => Date.now() },
    timers: { after: () => () => undefined },
    checkpointDelayMs: 1,
    store: async () => true,
    onAppended: () => undefined,
    onFork: () => undefined,
  });

test("[MOB-06] a relay that a company left keeps what waits for the next one; a relay in a hall takes none of it", async () => {
  const [old, next, box] = [freshSigner(), freshSigner(), freshSigner()];
  const it = await moved(old, next);
  const { heads } = await verdictOver(it.company, it.log);
  const { entries } = await makeInvitation(it.company, heads);
  const left = await openOn(old, it);
  expect(await left.receive(entries, it.company.owner.publicKey)).toEqual([]);
  expect(left.verdict().pending).toHaveLength(2);
  const inHall = await openOn(box, it);
  expect(await inHall.receive(entries, it.company.owner.publicKey)).toEqual([]);
  expect(inHall.verdict().pending).toEqual([]);
  const strangers = await openOn(old, it);
  expect(await strangers.follow(entries)).toBe(true);
  expect(strangers.verdict().pending).toEqual([]);
});
