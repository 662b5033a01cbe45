/** One signature more under what others signed already. */
import * as v from "valibot";
import { expect, test } from "vitest";
import { compareBytes } from "#shared/kernel/bytes";
import type { SignedKind } from "#shared/protocol/envelope";
import { coSign, encodeEnvelope, parseEnvelope, seal, verify } from "#shared/protocol/envelope";
import { tags } from "#shared/protocol/tags";
import { signerNamed, testCrypto } from "#tests/support/keys";

const crypto = testCrypto();
const kind: SignedKind<{ readonly text: string }> = { tag: tags.crd, schema: v.object({ text: v.string() }) };
const value = { text: "load-in" };

test("[VEC-18] stands among the others in ascending order, whoever comes last", async () => {
  const signers = ["ann", "bob", "cem"].map(signerNamed);
  const keys = signers.map(({ publicKey }) => publicKey).toSorted(compareBytes);
  for (const last of signers) {
    const before = await seal(
      kind,
      value,
      signers.filter((one) => one !== last),
    );
    const signed = await coSign(kind, before, last);
    expect(parseEnvelope(encodeEnvelope(signed)).ok).toBe(true);
    const verified = await verify(kind, signed, crypto);
    expect(verified.ok && [verified.value.signers, verified.value.value]).toEqual([keys, value]);
  }
});

test("[VEC-19] whoever signed already signs anew and stands there once", async () => {
  const [ann, bob] = [signerNamed("ann"), signerNamed("bob")];
  const both = await seal(kind, value, [ann, bob]);
  const again = await coSign(kind, both, bob);
  expect(again.sigs.map(([key]) => key)).toEqual(both.sigs.map(([key]) => key));
  expect((await verify(kind, again, crypto)).ok).toBe(true);
});
