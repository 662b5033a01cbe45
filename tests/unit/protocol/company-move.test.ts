/** Where a relay says a company went, and what a device believes of it. */
import { expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import { readMove, signMove } from "#shared/protocol/company-move";
import { encodeCompanyLog, logPath, movedPath } from "#shared/protocol/enrolment";
import { encodeEnvelope, seal } from "#shared/protocol/envelope";
import { makeCheckpoint, makeHandOver } from "#shared/protocol/membership/sequencing";
import { foldMembership } from "#shared/protocol/membership/fold";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import { tags } from "#shared/protocol/tags";
import * as v from "valibot";
import { findMoved, findMovedFrom } from "#shared/replica/identity/follow-move";
import type { HttpPort, IdentityDeps } from "#shared/replica/identity/types";
import { countingRandom, named, signerNamed, testCrypto } from "#tests/support/keys";
import { makeSimCompany } from "#tests/support/sim-company";
import { createChances } from "#tests/support/virtual-time";

const crypto = testCrypto();
const old = signerNamed("old relay");
const next = signerNamed("next relay");
const at = Date.UTC(2026, 6, 1);
const about = { company: named("company"), relayKey: old.publicKey };

test("[MOVE-1] only the relay the company knows may say where it went, and only of that company", async () => {
  const move = { company: about.company, origin: "https://next.example:8443", at };
  expect(must(await readMove(await signMove(move, old), about, crypto))).toEqual({ v: 1, ...move });
  const read = (bytes: Uint8Array) => readMove(bytes, about, crypto);
  expect(await read(await signMove(move, next))).toMatchObject({ ok: false, error: { type: "ForeignMove" } });
  const other = await signMove({ ...move, company: named("other") }, old);
  expect(await read(other)).toMatchObject({ ok: false, error: { type: "ForeignMove" } });
  const signed = await signMove(move, old);
  const forged = signed.map((byte, index) => (index === signed.length - 1 ? byte ^ 1 : byte));
  expect(await read(forged)).toMatchObject({ ok: false, error: { type: "SignatureInvalid" } });
  const anything = { tag: tags.mov, schema: v.unknown() };
  for (const origin of [
    "javascript:alert(1)",
    "https://next.example/path",
    "https://a@b",
    "ftp://x",
    "",
    7,
  ]) {
    const bytes = encodeEnvelope(await seal(anything, { v: 1, ...move, origin }, [old]));
    expect(await read(bytes), String(origin)).toMatchObject({
      ok: false,
      error: { type: "EnvelopeMalformed" },
    });
  }
});

/** A company that the old relay handed to the next one, as the logs of both have it. */
const movedCompany = async () => {
  const company = await makeSimCompany(createChances(5), old, 1, at, crypto);
  const fold = foldMembership(company.id, []);
  const records = [company.create.keyDoc, ...company.create.entries];
  const add = async (bytes: Uint8Array): Promise<void> => {
    records.push(bytes);
    fold.add([must(await readLogEntry(bytes, company.id, crypto))]);
  };
  for (const bytes of records.splice(0)) await add(bytes);
  await add(await makeCheckpoint(company.id, fold.verdict(), old, at));
  const before = [...records];
  const keys = { old, next };
  await add(await makeHandOver(company.id, fold.verdict(), keys, at, countingRandom("move")));
  await add(await makeCheckpoint(company.id, fold.verdict(), old, at));
  return { company, before, after: records };
};

interface World {
  /** Who signs what the old address says, and where it leads. */
  readonly signer?: Signer;
  readonly origin?: string;
  readonly log: readonly Uint8Array[] | undefined;
}

test("[MOVE-2] a device, or a newcomer, goes where the log says that another relay orders the company, and nowhere else", async () => {
  const { company, before, after } = await movedCompany();
  const find = async ({ signer = old, origin = "https://next.example", log }: World) => {
    const http: HttpPort = async ({ url }) => {
      if (url === `https://old.example${movedPath(company.id)}`)
        return { status: 200, body: await signMove({ company: company.id, origin, at }, signer) };
      if (url !== `${origin}${logPath(company.id)}` || log === undefined) return undefined;
      const [keyDoc, ...entries] = log;
      return {
        status: 200,
        body: encodeCompanyLog({ keyDocs: keyDoc === undefined ? [] : [keyDoc], entries }),
      };
    };
    const deps: Pick<IdentityDeps, "http"> & typeof crypto = { ...crypto, http };
    const from = "https://old.example";
    const device = await findMoved(deps, company.id, { origin: from, key: old.publicKey });
    const newcomer = await findMovedFrom(deps, company.id, from);
    // A newcomer knows no key to hold the word against: the log there says who ordered the company before.
    expect(newcomer.type).toBe(device.type);
    return device.type === "found" ? `found ${device.origin}` : device.type;
  };
  expect(await find({ log: after })).toBe("found https://next.example");
  expect(await find({ log: undefined })).toBe("later");
  // Signed by somebody else; a log in which the old relay still orders; a log that proves nothing.
  expect(await find({ log: after, signer: next })).toBe("none");
  expect(await find({ log: after, signer: signerNamed("a stranger") })).toBe("none");
  expect(await find({ log: before })).toBe("none");
  expect(await find({ log: after.slice(1) })).toBe("none");
  expect(await find({ log: [] })).toBe("none");
});
