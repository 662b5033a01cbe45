/** A relay that gets another key: its companies are told, devices follow, and what the old key signed stays good. */
import { randomBytes } from "node:crypto";
import { readFile, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Signer } from "#shared/kernel/signature";
import { must } from "#shared/kernel/result";
import { parseRelayInfo } from "#shared/protocol/enrolment";
import { sequencersAt } from "#shared/protocol/membership/grants";
import type { Receipt } from "#shared/protocol/receipts";
import { verifyReceipt } from "#shared/protocol/receipts";
import type { BuiltRelay, RelayProcess } from "#tests/support/built-relay";
import { buildRelayFor, spawnRelay } from "#tests/support/built-relay";
import { testCrypto } from "#tests/support/keys";
import { operate } from "#tests/support/operator-command";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn, verdictOf } from "#tests/support/relay-company";
import { connectLive } from "#tests/support/relay-client";
import { temporaryFolder } from "#tests/support/relay-process";
import { createWriter } from "#tests/support/relay-writer";

let built: BuiltRelay;

beforeAll(async () => {
  built = await buildRelayFor("rotate-key");
}, 120_000);
afterAll(() => built.remove());

const begin = async (
  folder: string,
): Promise<{ readonly relay: RelayProcess; readonly origin: string; readonly key: Uint8Array }> => {
  const relay = spawnRelay(built, folder);
  const { origin } = await relay.started;
  const info = must(parseRelayInfo(await (await fetch(`${origin}/.well-known/eventkit`)).json()));
  return { relay, origin, key: info.relayKey };
};

const stop = async (relay: RelayProcess): Promise<void> => {
  relay.kill("SIGTERM");
  await relay.ended;
};

const writeOnce = async (origin: string, company: TestCompany, signer: Signer): Promise<Receipt> => {
  const device = await connectLive(origin, company.id, signer);
  const writer = await createWriter(company.id, signer);
  device.send({ t: "push", parts: [await writer.write()] });
  const { receipt } = await device.next("receipt");
  await device.close();
  return receipt;
};

describe("[RELAY-156] rotate-key", () => {
  test("tells every company, keeps the old key's receipts provable, and verify agrees", async () => {
    const folder = await temporaryFolder();
    const before = await begin(folder);
    const companies = [
      await foundCompanyOn(before.origin, before.key),
      await foundCompanyOn(before.origin, before.key),
    ];
    const early = await Promise.all(
      companies.map((company) => writeOnce(before.origin, company, company.owner)),
    );
    await stop(before.relay);

    const rotated = await operate(built, folder, ["rotate-key"]);
    expect(rotated).toMatchObject({ code: 0, errors: "" });
    expect(rotated.output).toContain("2 companies were told");

    const after = await begin(folder);
    expect(after.key).not.toEqual(before.key);
    const { verifier } = testCrypto();
    for (const [at, company] of companies.entries()) {
      const { confirmed, fork } = await verdictOf(after.origin, company.id);
      if (confirmed === null) throw new Error("the log is confirmed");
      expect(fork).toBeNull();
      expect(confirmed.sequencer).toEqual(after.key);
      const late = await writeOnce(after.origin, company, company.owner);
      for (const receipt of [early[at], late]) {
        if (receipt === undefined) throw new Error("every company has a receipt");
        const keys = sequencersAt(confirmed, receipt.checkpoint);
        const verdicts = await Promise.all(
          keys.map((key) => verifyReceipt(company.id, receipt, key, verifier)),
        );
        expect(verdicts).toContain(true);
      }
      const own = early[at];
      expect(own !== undefined && (await verifyReceipt(company.id, own, after.key, verifier))).toBe(false);
    }
    await stop(after.relay);
    expect((await operate(built, folder, ["verify"])).code).toBe(0);
  }, 60_000);

  test("puts the old key aside for its owner only; again gives another", async () => {
    const folder = await temporaryFolder();
    const { relay } = await begin(folder);
    await stop(relay);
    const old = await readFile(join(folder, "relay.key"));
    expect(await operate(built, folder, ["rotate-key"])).toMatchObject({ code: 0 });
    const kept = (await readdir(folder)).filter((name) => name.startsWith("relay.key.until-"));
    expect(kept).toHaveLength(1);
    expect(await readFile(join(folder, kept[0] ?? ""))).toEqual(old);
    expect((await stat(join(folder, kept[0] ?? ""))).mode & 0o077).toBe(0);
    expect(await readFile(join(folder, "relay.key"))).not.toEqual(old);
    expect(await operate(built, folder, ["rotate-key"])).toMatchObject({ code: 0 });
    expect((await readdir(folder)).filter((name) => name.startsWith("relay.key"))).toHaveLength(3);
  }, 60_000);

  test("a run that broke off before the companies were told, or after, is finished by the next one", async () => {
    const folder = await temporaryFolder();
    const file = (name: string): string => join(folder, name);
    const before = await begin(folder);
    const company = await foundCompanyOn(before.origin, before.key);
    await stop(before.relay);
    // The new key is there and nobody knows of it yet.
    const old = await readFile(file("relay.key"));
    const next = randomBytes(32);
    await writeFile(file("relay.key.next"), next, { mode: 0o600 });
    const first = await operate(built, folder, ["rotate-key"]);
    expect(first).toMatchObject({ code: 0, errors: "" });
    expect(first.output).toContain("1 compan");
    expect(await readFile(file("relay.key"))).toEqual(next);
    // The company was told, and the files are as before: with the old key a relay could not order it any more.
    await writeFile(file("relay.key.next"), next, { mode: 0o600 });
    await writeFile(file("relay.key"), old, { mode: 0o600 });
    expect(await operate(built, folder, ["rotate-key"])).toMatchObject({ code: 0, errors: "" });
    expect(await readFile(file("relay.key"))).toEqual(next);
    expect((await readdir(folder)).filter((name) => name.startsWith("relay.key"))).toHaveLength(2);
    const after = await begin(folder);
    const { confirmed, fork } = await verdictOf(after.origin, company.id);
    expect([confirmed?.sequencer, fork]).toEqual([after.key, null]);
    await writeOnce(after.origin, company, company.owner);
    await stop(after.relay);
    expect((await operate(built, folder, ["verify"])).code).toBe(0);
  }, 120_000);

  test("does nothing beside a running relay, or where there is no key", async () => {
    const folder = await temporaryFolder();
    const { relay, key } = await begin(folder);
    const refused = await operate(built, folder, ["rotate-key"]);
    expect(refused.code).toBe(4);
    expect(refused.errors).toContain("Stop it and try again");
    await stop(relay);
    const again = await begin(folder);
    expect(again.key).toEqual(key);
    await stop(again.relay);
    const empty = await operate(built, await temporaryFolder(), ["rotate-key"]);
    expect(empty.code).toBe(4);
    expect(empty.errors).toContain("there is no key");
    const help = await operate(built, folder, ["help", "rotate-key"]);
    expect(help.output).toContain("both keys sign");
  }, 60_000);
});
