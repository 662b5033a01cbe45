/** The published test vectors. Append-only: an implementation in another language must give the same bytes. */
import { describe, expect, test } from "vitest";
import { asciiBytes, concatBytes, fromBase64Url, fromHex, toHex } from "#shared/kernel/bytes";
import { decodeCanonical, encodeCanonical } from "#shared/kernel/canonical";
import { sha256 } from "#shared/kernel/hash";
import { labelFrom } from "#shared/kernel/label-text";
import { assert, must } from "#shared/kernel/result";
import { createVerifier } from "#shared/kernel/signature";
import { comparisonCode, fingerprint } from "#shared/protocol/codes";
import { receiptMessage } from "#shared/protocol/receipts";
import { tagged, taggedHash, tags } from "#shared/protocol/tags";
import { deriveActor, makeTip, tipMessage } from "#shared/protocol/tips";
import { named, nodeVerifier, signerNamed } from "#tests/support/keys";

const hex = (text: string): Uint8Array => {
  const bytes = fromHex(text.replace(/\s/g, ""));
  assert(bytes, "the vectors are hexadecimal");
  return bytes;
};

const device = signerNamed("EventKit test device 1");
const company = named("EventKit test company");
const doc = named("EventKit test doc").slice(0, 16);
const change = named("EventKit test change");
const nonce = hex("0001020304050607");
const actor = deriveActor(sha256, device.publicKey, doc, nonce);
const tipFields = { actor, nonce, seq: 1, hash: change, checkpoint: 7 };

describe("identity vectors", () => {
  test("[VEC-1] keys, ids and the actor", () => {
    expect(toHex(device.publicKey)).toBe("17bbb81e67d5a5b532e90539694552cf2bcfb9928bcc6702613431a3e4db4430");
    expect(toHex(company)).toBe("a346ab71ad0196d4cd12d65291cf25ac902125244750989c6bcbd41133abd3af");
    expect(toHex(doc)).toBe("fa604def80426a494b08e106db26137c");
    expect(toHex(actor)).toBe("bb3ccdb5ba08b56da08868250c12f87c");
    expect(toHex(change)).toBe("0976989bac45fa74c5c61abdf19384487f6070453fd0d0c4aee31f49ab4ccbd7");
  });

  test("[VEC-2] a tip: 136 bytes and its signature", async () => {
    const message = tipMessage(company, doc, tipFields);
    expect(message.length).toBe(136);
    expect(toHex(sha256(message))).toBe("60d9bc55c4d795799f157fbb1ba077ddd25da5310c55a07b68fa5dce7a49d610");
    const tip = await makeTip(company, doc, tipFields, device);
    expect(toHex(tip.sig)).toBe(
      "a2265d5ccade66eae2f0314cb5e27bb09f70d1add9ef76b335e6a5ffc6bb3df8" +
        "23d9610acb3db5eece18f8dd0dadb5b44c4dc4fa2f5b1ce08a775c39ec8a4006",
    );
  });

  test("[VEC-3] a receipt is 176 bytes", () => {
    const receipt = {
      doc,
      actor,
      seq: 1,
      hash: change,
      checkpoint: 7,
      at: 1_767_225_600_000,
      serial: 1,
      logHash: change,
    };
    expect(receiptMessage(company, receipt).length).toBe(176);
  });

  test("[VEC-4] the fingerprint", () => {
    expect(fingerprint(sha256, company)).toBe("951NB-T6VWX-6257M-MHZCE");
  });

  test("[VEC-5] a label", () => {
    expect(labelFrom(sha256, company, hex("00112233445566778899")).text).toBe("MD3APWDD008J4CT4ANK7F24S62");
  });
});

const actPayload = hex(`
  aa616e5000112233445566778899aabbccddeeff61760162616750174d9439677b4ca33c5f690eb84091176261741b0000019b76daa8
  006262795820a346ab71ad0196d4cd12d65291cf25ac902125244750989c6bcbd41133abd3af626b760164626f6479a2656c696e6573
  81a3616c616161710c64776861746f526f6265204d656761506f696e74656677696e646f77a262746f6a323032362d30332d30346466
  726f6d6a323032362d30332d3031646b696e646772657175657374647365656e806572756c657301`);

describe("signed act vectors", () => {
  test("[VEC-6] the payload is the canonical form of its value", () => {
    expect(actPayload.length).toBe(202);
    const act = {
      v: 1,
      rules: 1,
      kind: "request",
      by: company,
      kv: 1,
      ag: named("EventKit test agreement").slice(0, 16),
      seen: [],
      at: 1_767_225_600_000,
      n: hex("00112233445566778899aabbccddeeff"),
      body: {
        lines: [{ l: "a", q: 12, what: "Robe MegaPointe" }],
        window: { from: "2026-03-01", to: "2026-03-04" },
      },
    };
    expect(toHex(encodeCanonical(act))).toBe(toHex(actPayload));
    expect(must(decodeCanonical(actPayload))).toEqual(act);
  });

  test("[VEC-7] id, signature and code", async () => {
    expect(toHex(taggedHash(sha256, tags.act, actPayload))).toBe(
      "e2307bf176680dea206e4f4dd80a18b6206d79c62b059f1e61308bcf77f3642c",
    );
    expect(toHex(await device.sign(tagged(tags.act, actPayload)))).toBe(
      "8a3a8f3c7bc9aebb5c927a3cf456952ff5d85b268a81518c9d8ca209caf274fa" +
        "529585f816445ef1cc4ae0d9590655cb0122746b6b38c5a481bae11bee994900",
    );
    expect(comparisonCode(sha256, actPayload)).toBe("271694");
  });
});

describe("signature vectors", () => {
  const identity = new Uint8Array(32).fill(0).fill(1, 0, 1);
  const identitySignature = new Uint8Array(64).fill(1, 0, 1);

  test.each([
    ["with a verifier that accepts everything", (): boolean => true],
    ["with Node's verifier", nodeVerifier],
    ["alone", undefined],
  ])("[VEC-8] the identity key signs nothing, %s", async (_, fast) => {
    const verifier = createVerifier(fast);
    expect(verifier.admits(identity)).toBe(false);
    expect(await verifier.verify(identity, asciiBytes("any message"), identitySignature)).toBe(false);
  });

  test("[VEC-9] RFC 9421 B.2.6 verifies", async () => {
    const key = fromBase64Url("JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs");
    const signature = fromBase64Url(
      "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw",
    );
    assert(key, "the key is base64url");
    assert(signature, "the signature is base64url");
    const base = [
      '"date": Tue, 20 Apr 2021 02:07:55 GMT',
      '"@method": POST',
      '"@path": /foo',
      '"@authority": example.com',
      '"content-type": application/json',
      '"content-length": 18',
      '"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length")' +
        ';created=1618884473;keyid="test-key-ed25519"',
    ].join("\n");
    expect(await createVerifier().verify(key, asciiBytes(base), signature)).toBe(true);
    expect(await createVerifier(nodeVerifier).verify(key, asciiBytes(base), signature)).toBe(true);
    expect(await createVerifier(nodeVerifier).verify(key, asciiBytes(`${base} `), signature)).toBe(false);
  });

  test("[VEC-10] small-order, mixed-order and non-canonical keys are not admitted", () => {
    const { admits } = createVerifier();
    const refused = [
      "0000000000000000000000000000000000000000000000000000000000000000",
      "0100000000000000000000000000000000000000000000000000000000000080",
      "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
      // y at and above the field's prime
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ];
    expect(refused.filter((key) => admits(hex(key)))).toEqual([]);
    expect(admits(device.publicKey)).toBe(true);
    expect(admits(device.publicKey.slice(1))).toBe(false);
  });

  test("[VEC-11] a scalar above the group order is a second signature and is refused", async () => {
    const message = asciiBytes("twice");
    const signature = await device.sign(message);
    const order = hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    const raised = signature.slice();
    for (let i = 0, carry = 0; i < 32; i++) {
      const sum = (raised[32 + i] ?? 0) + (order[i] ?? 0) + carry;
      raised[32 + i] = sum & 0xff;
      carry = sum >> 8;
    }
    const verifier = createVerifier();
    expect(await verifier.verify(device.publicKey, message, signature)).toBe(true);
    expect(await verifier.verify(device.publicKey, message, raised)).toBe(false);
  });

  test("[VEC-12] tags are 16 bytes and end in zero", () => {
    for (const tag of Object.values(tags)) expect([tag.length, tag[15]]).toEqual([16, 0]);
    expect(toHex(tags.tip)).toBe(toHex(concatBytes(asciiBytes("EventKit/tip/v1"), Uint8Array.of(0))));
  });
});
