/** Envelopes and cards: how much they hold, how signers stand in them, what is no envelope at all. */
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { compareBytes } from "#shared/kernel/bytes";
import { encodeCanonical } from "#shared/kernel/canonical";
import type { DocCard } from "#shared/protocol/cards";
import { docCardKind } from "#shared/protocol/cards";
import type { SignedKind } from "#shared/protocol/envelope";
import { encodeEnvelope, envelopeToWire, parseEnvelope, seal, verify } from "#shared/protocol/envelope";
import { tags } from "#shared/protocol/tags";
import { plainCard, writerNamed } from "#tests/support/gate-world";
import { signerNamed, testCrypto } from "#tests/support/keys";

const crypto = testCrypto();
const kind: SignedKind<{ readonly text: string }> = { tag: tags.crd, schema: v.object({ text: v.string() }) };
const ann = signerNamed("ann");
const value = { text: "load-in" };

describe("envelopes", () => {
  test("[VEC-14] each key signs once, in ascending order, whoever began", async () => {
    const signers = ["ann", "bob", "cem", "dora"].map(signerNamed);
    for (const order of [signers, signers.toReversed(), [...signers, ...signers]]) {
      const signed = await seal(kind, value, order);
      const keys = signed.sigs.map(([key]) => key);
      expect(keys).toEqual(signers.map(({ publicKey }) => publicKey).toSorted(compareBytes));
      const verified = await verify(kind, signed, crypto);
      expect(verified.ok && [verified.value.signers, verified.value.value]).toEqual([keys, value]);
      expect(parseEnvelope(encodeEnvelope(signed)).ok).toBe(true);
    }
  });

  test("[VEC-15] at least one signature, at most sixteen, each key once and in order", async () => {
    const signers = Array.from({ length: 17 }, (_, i) => signerNamed(`signer ${i}`));
    const isRead = async (count: number): Promise<boolean> =>
      parseEnvelope(encodeEnvelope(await seal(kind, value, signers.slice(0, count)))).ok;
    expect([await isRead(0), await isRead(1), await isRead(16), await isRead(17)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    const [payload, sigs] = envelopeToWire(await seal(kind, value, signers.slice(0, 3)));
    const [first, second, third] = sigs;
    const isWire = (list: readonly unknown[]): boolean => parseEnvelope(encodeCanonical([payload, list])).ok;
    expect(isWire([first, second, third])).toBe(true);
    for (const list of [
      [second, first, third],
      [first, third, second],
      [first, first, second],
      [first, second, second],
    ]) {
      expect(isWire(list)).toBe(false);
    }
  });

  test("[VEC-16] a payload has at most 64 KiB", () => {
    const signature = [new Uint8Array(32), new Uint8Array(64)];
    const isRead = (length: number): boolean =>
      parseEnvelope(encodeCanonical([new Uint8Array(length), [signature]])).ok;
    expect([isRead(65_536), isRead(65_537), isRead(0)]).toEqual([true, false, true]);
  });

  test("[VEC-17] what is no envelope, no canonical payload, or of another form is malformed", async () => {
    for (const bytes of [
      new Uint8Array(0),
      Uint8Array.of(0xff),
      encodeCanonical(null),
      encodeCanonical([1, 2]),
    ]) {
      expect(parseEnvelope(bytes)).toEqual({ ok: false, error: { type: "EnvelopeMalformed" } });
    }
    const signed = await seal(kind, value, [ann]);
    const garbled = { ...signed, payload: Uint8Array.of(0xff) };
    const other = await seal({ ...kind, schema: v.object({ text: v.number() }) }, { text: 1 }, [ann]);
    for (const wrong of [garbled, { ...signed, payload: other.payload }]) {
      expect(await verify(kind, wrong, crypto)).toEqual({ ok: false, error: { type: "EnvelopeMalformed" } });
    }
    const sigs = signed.sigs.map(([key, signature]) => [key, signature.map((byte) => byte ^ 1)] as const);
    expect(await verify(kind, { ...signed, sigs }, crypto)).toEqual({
      ...{ ok: false, error: { type: "SignatureInvalid", key: ann.publicKey } },
    });
  });
});

describe("what a card says was carried over", () => {
  test("[CARD-3] newest changes in ascending order, each once, one at least and 512 at most", () => {
    const heads = Array.from({ length: 513 }, (_, i) => {
      const hash = new Uint8Array(32);
      [hash[0], hash[1]] = [i >> 8, i & 255];
      return hash;
    });
    const [one, two, three] = heads;
    const isCard = (carries: unknown): boolean => {
      const card: DocCard = plainCard(writerNamed("ann"));
      return v.is(docCardKind.schema, { ...card, ...(carries === undefined ? {} : { carries }) });
    };
    const both = (list: unknown): boolean[] => [
      isCard({ from: list, to: [one] }),
      isCard({ from: [one], to: list }),
    ];
    expect(isCard(undefined)).toBe(true);
    expect(both([one, two, three])).toEqual([true, true]);
    expect(both(heads.slice(0, 512))).toEqual([true, true]);
    for (const list of [[], heads, [two, one], [one, one], [one, three, two], [one, two, two]]) {
      expect(both(list)).toEqual([false, false]);
    }
  });
});
