/** A certificate outside the company: whoever has it sees what was found, and whether a word of it was changed. */
import { expect, test } from "vitest";
import * as v from "valibot";
import { must } from "#shared/kernel/result";
import { readCertificate, signCertificate } from "#shared/protocol/certificate";
import type { Certificate } from "#shared/protocol/certificate";
import { encodeEnvelope, seal } from "#shared/protocol/envelope";
import { tags } from "#shared/protocol/tags";
import { named, signerNamed, testCrypto } from "#tests/support/keys";

const crypto = testCrypto();
const bench = signerNamed("workshop");
const said: Omit<Certificate, "v"> = {
  company: named("company"),
  companyName: "Lichtwerk Berlin",
  issuer: "Zoe\u0308 Kern",
  at: Date.UTC(2026, 6, 1),
  piece: { maker: "Robe", product: "MegaPointe", code: "MEGA-0001", serial: "" },
  about: "test",
  record: named("record").slice(0, 16),
  values: { verdict: "pass", protectiveMilliohm: 120, isVoid: false },
};

test("[CERT-1] it says what was signed, by which device, with every text in its one form", async () => {
  const { certificate, device } = must(await readCertificate(await signCertificate(said, bench), crypto));
  expect(certificate).toEqual({ ...said, v: 1, issuer: "Zoë Kern" });
  expect(device).toEqual(bench.publicKey);
});

test("[CERT-1] a changed byte anywhere makes it nothing", async () => {
  const signed = await signCertificate(said, bench);
  for (const at of signed.keys()) {
    const changed = signed.map((byte, index) => (index === at ? byte ^ 1 : byte));
    expect((await readCertificate(changed, crypto)).ok, `byte ${at}`).toBe(false);
  }
  expect((await readCertificate(signed.slice(0, -1), crypto)).ok).toBe(false);
  expect((await readCertificate(new Uint8Array(), crypto)).ok).toBe(false);
});

test("[CERT-1] two signers, another tag or a value that is none of its fields are no certificate", async () => {
  const like = (tag: (typeof tags)["crt"], value: object, signers = [bench]) =>
    seal({ tag, schema: v.unknown() }, { v: 1, ...said, issuer: "Zoë Kern", ...value }, signers).then(
      encodeEnvelope,
    );
  expect((await readCertificate(await like(tags.crt, {}), crypto)).ok).toBe(true);
  const hostile = [
    await like(tags.crt, {}, [bench, signerNamed("somebody else")]),
    await like(tags.tip, {}),
    await like(tags.crt, { about: "fault" }),
    await like(tags.crt, { values: { note: ["a"] } }),
    await like(tags.crt, { more: 1 }),
    await like(tags.crt, { record: named("record") }),
    await like(tags.crt, { v: 2 }),
  ];
  for (const [at, bytes] of hostile.entries())
    expect((await readCertificate(bytes, crypto)).ok, `hostile ${at}`).toBe(false);
});
