/** Small signed things and what two of them have in common: known answers. */
import { describe, expect, test } from "vitest";
import { decodeCanonical, encodeCanonical } from "#shared/kernel/canonical";
import type { DocCard } from "#shared/protocol/cards";
import { isSameBoundary, isSoundCard } from "#shared/protocol/cards";
import { seal } from "#shared/protocol/envelope";
import type { RowsStatement } from "#shared/protocol/signed-rows";
import { rowsKind, signRows, verifyRows } from "#shared/protocol/signed-rows";
import { uint64Bytes } from "#shared/protocol/uint64";
import { plainCard, testCompany, testDoc, testNow, writerNamed } from "#tests/support/gate-world";
import { named, nodeSha256, signerNamed, testCrypto } from "#tests/support/keys";

const crypto = testCrypto();
const ann = signerNamed("ann");
const eve = signerNamed("eve");
const body = named("body");

const facts: Omit<RowsStatement, "v" | "body" | "by"> = {
  ...{ company: testCompany, doc: testDoc, heads: [named("head")], checkpoint: 0, at: testNow },
};
const statement: RowsStatement = { ...facts, v: 1, body: nodeSha256(body), by: ann.publicKey };

describe("signed rows", () => {
  const verdict = async (
    patch: Partial<RowsStatement>,
    signers = [ann],
    brought = body,
  ): Promise<boolean> => {
    const signed = await seal(rowsKind, { ...statement, ...patch }, signers);
    return (await verifyRows(testCompany, { statement: signed, body: brought }, crypto)) !== undefined;
  };

  test("[ROWS-6] count when the one device they name signed them, for this company, over this body", async () => {
    const rows = await signRows(facts, body, nodeSha256, ann);
    expect(await verifyRows(testCompany, rows, crypto)).toEqual(statement);
    expect(await verdict({})).toBe(true);
    expect(await verdict({}, [eve])).toBe(false);
    expect(await verdict({}, [ann, eve])).toBe(false);
    expect(await verdict({ by: eve.publicKey })).toBe(false);
    expect(await verdict({ company: named("another") })).toBe(false);
    expect(await verdict({}, [ann], named("another body"))).toBe(false);
    expect(await verdict({ body: named("another body") })).toBe(false);
  });
});

describe("cards", () => {
  const writer = writerNamed("ann");
  const thing = named("thing").slice(0, 16);
  const other = named("other").slice(0, 16);
  const card = (patch: Partial<DocCard>): DocCard => ({ ...plainCard(writer), thing, ...patch });

  test("[CARD-1] two have the same boundary when kind, class and scope are the same, to the very thing", () => {
    const scopes = [
      "company",
      { event: thing },
      { event: other },
      { member: thing },
      { member: other },
    ] as const;
    for (const a of scopes)
      for (const b of scopes) expect(isSameBoundary(card({ scope: a }), card({ scope: b }))).toBe(a === b);
    expect(isSameBoundary(card({ scope: { event: thing } }), card({ scope: { event: thing.slice() } }))).toBe(
      true,
    );
    expect(
      isSameBoundary(card({ scope: { member: thing } }), card({ scope: { member: thing.slice() } })),
    ).toBe(true);
    expect(isSameBoundary(card({}), card({ kind: "places" }))).toBe(false);
    expect(isSameBoundary(card({}), card({ cls: "money" }))).toBe(false);
  });

  test("[CARD-2] class and scope are those of the kind, an event's document is about itself", () => {
    const event = { kind: "event", cls: "event" } as const;
    expect(isSoundCard(card({ ...event, scope: { event: thing } }))).toBe(true);
    expect(isSoundCard(card({ ...event, scope: { event: other } }))).toBe(false);
    expect(isSoundCard(card({ ...event, scope: "company" }))).toBe(false);
    expect(isSoundCard(card({ ...event, scope: { member: thing } }))).toBe(false);
    expect(isSoundCard(card({ ...event, cls: "inventory", scope: { event: thing } }))).toBe(false);
    expect(isSoundCard(card({ kind: "person", cls: "person", scope: { member: other } }))).toBe(true);
    for (const scope of ["company", { event: other }, { member: other }] as const)
      expect(isSoundCard(card({ kind: "note", cls: "note", scope }))).toBe(true);
    for (const kind of ["of a later version", "constructor"])
      expect(isSoundCard(card({ kind, cls: "note", scope: { event: other } }))).toBe(true);
  });
});

test("[VEC-13] eight bytes hold every number there is, and nothing else", () => {
  const bytes = (value: number): string => Buffer.from(uint64Bytes(value)).toString("hex");
  expect(bytes(0)).toBe("0000000000000000");
  expect(bytes(2 ** 32 - 1)).toBe("00000000ffffffff");
  expect(bytes(2 ** 32)).toBe("0000000100000000");
  expect(bytes(Number.MAX_SAFE_INTEGER)).toBe("001fffffffffffff");
  for (const value of [-1, 0.5, 2 ** 53]) expect(() => uint64Bytes(value)).toThrow();
});

test("[CBOR-6] an integer takes the shortest head there is, to the last of each length", () => {
  const hex = (value: number): string => Buffer.from(encodeCanonical(value)).toString("hex");
  const heads: readonly (readonly [number, string])[] = [
    [23, "17"],
    [24, "1818"],
    [255, "18ff"],
    [256, "190100"],
    [65_535, "19ffff"],
    [65_536, "1a00010000"],
    [2 ** 32 - 1, "1affffffff"],
    [2 ** 32, "1b0000000100000000"],
    [2 ** 53 - 1, "1b001fffffffffffff"],
    [-24, "37"],
    [-25, "3818"],
    [-(2 ** 53 - 1), "3b001ffffffffffffe"],
  ];
  for (const [value, bytes] of heads) {
    expect(hex(value)).toBe(bytes);
    expect(decodeCanonical(Uint8Array.from(Buffer.from(bytes, "hex")))).toEqual({ ok: true, value });
  }
  for (const longer of [
    "1817",
    "1900ff",
    "1a0000ffff",
    "1b00000000ffffffff",
    "1b0020000000000000",
    "3b001fffffffffffff",
  ])
    expect(decodeCanonical(Uint8Array.from(Buffer.from(longer, "hex"))).ok, longer).toBe(false);
});
