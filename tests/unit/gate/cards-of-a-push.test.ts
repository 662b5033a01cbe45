/** What the gate makes of cards: kinds, replaced documents, logs of others, facts of who left. */
import * as A from "@automerge/automerge";
import { describe, expect, test } from "vitest";
import { compareBytes } from "#shared/kernel/bytes";
import { documentKinds } from "#shared/documents/kinds";
import type { DocCard } from "#shared/protocol/cards";
import { docCardKind, isSoundCard, kindBoundaries } from "#shared/protocol/cards";
import { idOfSigned } from "#shared/protocol/envelope";
import { judgePush } from "#shared/protocol/gate/judge-push";
import { limitRules, refusalMeanings } from "#shared/protocol/gate/refusals";
import type { DocumentVerdict, PushContext } from "#shared/protocol/gate/types";
import { replacementLimits } from "#shared/protocol/limits";
import { createEntryQuota } from "#shared/protocol/membership/entry-quota";
import { refusalCodes } from "#shared/protocol/messages";
import {
  beginDocument,
  cardBy,
  chunkOf,
  partOf,
  plainCard,
  pushContext,
  testDoc,
  testNow,
  writerNamed,
} from "#tests/support/gate-world";
import { named, nodeSha256, testCrypto } from "#tests/support/keys";

const alice = writerNamed("Alice's phone");
const bob = writerNamed("Bob's phone");
const changes = A.getAllChanges(beginDocument(alice));
const crypto = testCrypto();
const oldDoc = named("old document").slice(0, 16);
const old: DocCard = { ...plainCard(bob), doc: oldDoc };
const oldId = idOfSigned(docCardKind, await cardBy(bob, { doc: oldDoc }), nodeSha256);
const heads = [named("one head"), named("another head")].sort(compareBytes);
const begun = changes.slice(-1).map((bytes) => chunkOf(bytes).hash);
const carries = { from: heads, to: begun };
const uncarried = { no: 2, prev: oldId, replaces: oldDoc } as const;
const next = { ...uncarried, carries } as const;
const replaced =
  (known: readonly Uint8Array[]): PushContext["replaced"] =>
  () =>
    Promise.resolve({
      heads: () => known,
      find: (hash) =>
        known.some((one) => compareBytes(one, hash) === 0)
          ? { actor: alice.actor, seq: 1, maxOp: 1, deps: [] }
          : undefined,
    });

const judge = async (card: Partial<DocCard>, patch: Partial<PushContext> = {}): Promise<DocumentVerdict> => {
  const part = { ...(await partOf(alice, changes)), card: await cardBy(alice, card) };
  const context = pushContext(alice, [], {
    card: () => undefined,
    replaced: replaced(heads),
    ...patch,
  });
  const [verdict] = await judgePush([part], context, crypto);
  if (verdict === undefined) throw new Error("a push has a verdict");
  return verdict;
};
const word = (verdict: DocumentVerdict): string =>
  verdict.type === "refused"
    ? verdict.code
    : verdict.type === "accepted" && verdict.held
      ? "held"
      : verdict.type;

describe("cards of a push", () => {
  test("[PUSH-20] a document takes the place of the one before, as its next number and with its boundary", async () => {
    const newestCard = () => ({ card: old, id: oldId });
    const ask = async (card: Partial<DocCard>): Promise<string> => word(await judge(card, { newestCard }));
    expect(await ask(next)).toBe("accepted");
    expect(await ask({ ...next, no: 3 })).toBe("form");
    expect(await ask({ ...next, prev: null })).toBe("form");
    expect(await ask({ ...next, prev: named("another card") })).toBe("form");
    expect(await ask({ ...next, replaces: null })).toBe("form");
    expect(await ask({ ...next, replaces: testDoc })).toBe("form");
    expect(await ask({ ...next, kind: "places" })).toBe("form");
    expect(await ask(uncarried)).toBe("form");
    expect(await ask({ ...next, carries: { from: heads, to: heads } })).toBe("form");
    expect(word(await judge({ carries }))).toBe("form");
    expect(word(await judge(next))).toBe("form");
    expect(word(await judge({ prev: oldId }))).toBe("form");
    expect(word(await judge({ replaces: oldDoc }))).toBe("form");
  });

  test("[PUSH-30] nothing in the replaced document may be missing from what was carried over", async () => {
    const newestCard = () => ({ card: old, id: oldId });
    const more = [...heads, named("a third head")];
    const ask = async (known: readonly Uint8Array[], now: number): Promise<string> =>
      word(await judge(next, { newestCard, replaced: replaced(known), now }));
    expect(await ask(heads, testNow)).toBe("accepted");
    expect(await ask(more, testNow)).toBe("deps");
    expect(await ask(heads.slice(1), testNow)).toBe("deps");
    // The card was accepted before by a relay that forgot it, and took up other changes since.
    const later = testNow + replacementLimits.knownAfterMs + 1;
    expect(await ask(more, later)).toBe("accepted");
    expect(await ask(heads.slice(1), later)).toBe("deps");
  });

  test("[PUSH-21] whoever replaces a document holds create and write for both", async () => {
    const newestCard = () => ({ card: old, id: oldId });
    const isOld = (card: DocCard): boolean => card.no === 1;
    const no = { newestCard, mayCreate: (card: DocCard) => !isOld(card) };
    expect(word(await judge(next, no))).toBe("grant");
    const mayNotWrite = {
      newestCard,
      standing: (card: DocCard) => (isOld(card) ? "grant" : "accept"),
    } as const;
    expect(word(await judge(next, mayNotWrite))).toBe("grant");
  });

  test("[PUSH-22] what was replaced takes nothing more, and says where the thing is now", async () => {
    const newer = { ...old, no: 2 };
    const part = await partOf(alice, changes);
    const newestCard = () => ({ card: newer, id: oldId });
    const [verdict] = await judgePush([part], pushContext(alice, [], { newestCard }), crypto);
    expect(verdict).toMatchObject({ type: "refused", code: "gone", see: oldDoc });
    // What was stored before is a success again, and part of what was carried over.
    const [repeated] = await judgePush([part], pushContext(alice, changes, { newestCard }), crypto);
    expect(repeated?.type).toBe("accepted");
    const [mixed] = await judgePush([part], pushContext(alice, changes.slice(0, -1), { newestCard }), crypto);
    expect(mixed).toMatchObject({ type: "refused", code: "gone", see: oldDoc });
    const same = { newestCard: () => ({ card: plainCard(alice), id: oldId }) };
    const [open] = await judgePush([part], pushContext(alice, [], same), crypto);
    expect(open?.type).toBe("accepted");
  });

  test("[PUSH-23] a thing has one document: a second first card and a second replacement are told where it is", async () => {
    const first = await judge({}, { newestCard: () => ({ card: old, id: oldId }) });
    expect(first).toMatchObject({ code: "gone", see: oldDoc });
    const replaced = { ...old, no: 2 };
    expect(await judge(next, { newestCard: () => ({ card: replaced, id: oldId }) })).toMatchObject({
      code: "gone",
    });
  });

  test("[PUSH-24] a movements document is written by the device that began it alone", async () => {
    const part = await partOf(alice, changes);
    const by = (writer: typeof alice): Partial<PushContext> => ({
      card: () => ({ ...plainCard(writer), kind: "movements", cls: "movements" }),
    });
    const ask = async (patch: Partial<PushContext>): Promise<string | undefined> =>
      (await judgePush([part], pushContext(alice, [], patch), crypto)).map(word)[0];
    expect(await ask(by(alice))).toBe("accepted");
    expect(await ask(by(bob))).toBe("grant");
    expect(await ask({ card: () => plainCard(bob) })).toBe("accepted");
  });

  test("[PUSH-25] facts of somebody who left are held, known document or new; others hear why not", async () => {
    const card = { kind: "movements", cls: "movements" } as const;
    const known = { card: () => ({ ...plainCard(alice), ...card }) };
    const part = await partOf(alice, changes);
    for (const standing of ["hold", "revoked", "grant"] as const) {
      const expected = standing === "hold" ? "held" : standing;
      const patch = { standing: () => standing, mayCreate: () => false };
      expect(word(await judge(card, patch))).toBe(expected);
      const [verdict] = await judgePush([part], pushContext(alice, [], { ...known, ...patch }), crypto);
      expect(verdict === undefined ? "" : word(verdict)).toBe(expected);
    }
    expect(word(await judge(card))).toBe("accepted");
  });

  test("[PUSH-26] class and scope are those of the kind; an event's document is about that event", async () => {
    const event = { kind: "event", cls: "event" } as const;
    const other = named("another event").slice(0, 16);
    expect(word(await judge({ ...event, scope: { event: testDoc } }))).toBe("accepted");
    expect(word(await judge({ ...event, scope: { event: other } }))).toBe("form");
    expect(word(await judge({ ...event, scope: "company" }))).toBe("form");
    expect(word(await judge({ kind: "product-money", cls: "inventory" }))).toBe("form");
    expect(word(await judge({ kind: "person", cls: "person", scope: { event: other } }))).toBe("form");
    expect(word(await judge({ kind: "person", cls: "person", scope: { member: other } }))).toBe("accepted");
    expect(word(await judge({ kind: "note", cls: "note", scope: { event: other } }))).toBe("accepted");
    expect(word(await judge({ kind: "from-tomorrow", cls: "work" }))).toBe("accepted");
    expect(isSoundCard({ ...plainCard(alice), kind: "constructor" })).toBe(true);
  });

  test("[PUSH-27] every kind the app makes has the boundary the gate knows", () => {
    for (const [name, { class: cls, scope }] of Object.entries(documentKinds)) {
      expect(kindBoundaries[name], name).toEqual({ cls, scope });
    }
  });

  test("[PUSH-28] every code has a meaning, every limit a code or an end", () => {
    expect(Object.keys(refusalMeanings).sort()).toEqual([...refusalCodes].sort());
    for (const [code, { retry, edits }] of Object.entries(refusalMeanings)) {
      expect(edits === "rescue", code).toBe(retry === "never" || retry === "elsewhere");
    }
    for (const { limit } of limitRules) expect(limit).toBeGreaterThan(0);
  });

  test("[PUSH-29] a device brings at most five hundred membership entries a day", () => {
    let now = 0;
    const quota = createEntryQuota({ now: () => now });
    const taken = Array.from({ length: 501 }, () => quota.take("phone")).filter((isTaken) => isTaken);
    expect(taken).toHaveLength(500);
    expect(quota.take("tablet")).toBe(true);
    now = 24 * 3_600_000;
    expect(quota.take("phone")).toBe(true);
  });
});
