/** What root holders carry to one another: its text, and what is refused before anybody signs. */
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { encode } from "uqr";
import { compareBytes, fromCrockford, toCrockford } from "#shared/kernel/bytes";
import { decodeCanonical, encodeCanonical } from "#shared/kernel/canonical";
import type { Result } from "#shared/kernel/result";
import { must } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import { coSign, encodeEnvelope, parseEnvelope, seal } from "#shared/protocol/envelope";
import { keyDocKind, memEntryKind } from "#shared/protocol/membership/entry-kinds";
import type { JudgedProposal, ProposalProblem } from "#shared/protocol/membership/judge-proposal";
import { judgeProposal } from "#shared/protocol/membership/judge-proposal";
import type { KeyDoc, LogEntry, MemEntry } from "#shared/protocol/membership/types";
import { computeVerdict } from "#shared/protocol/membership/verdict";
import type { ReadProposalProblem } from "#shared/protocol/root-proposal";
import {
  isProposalText,
  makeProposalText,
  parseProposalText,
  proposalCodeRoom,
} from "#shared/protocol/root-proposal";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import { textOfBytes } from "#shared/protocol/wire-types";
import { named, nodeSha256, signerNamed, testCrypto } from "#tests/support/keys";
import { memberNamed, membershipWorld, startAt } from "#tests/support/membership-world";

const crypto = testCrypto();
const world = await membershipWorld();
const { company, owner, paper, keyDoc, genesis } = world;
const [safe, coOwner, thief] = ["paper in the safe", "paper of the co-owner", "thief"].map(signerNamed);
if (safe === undefined || coOwner === undefined || thief === undefined) throw new Error("three signers");

const keysOf = (...signers: readonly Signer[]): KeyDoc["root"]["keys"] =>
  signers.map(({ publicKey }) => publicKey).sort(compareBytes);

/** Two of three have to agree: the founding device, a paper in the safe, a paper of the co-owner. */
const second: KeyDoc = {
  ...{ v: 1, no: 2, prev: company, delegates: [owner.publicKey], issued: startAt + 1 },
  root: { keys: keysOf(owner, safe, coOwner), threshold: 2 },
};
const secondEnvelope = encodeEnvelope(await seal(keyDocKind, second, [owner, safe]));
const secondKeys = must(await readLogEntry(secondEnvelope, company, crypto));
const one = await world.checkpoint(1, null, [genesis]);
const two = await world.checkpoint(2, one, [secondKeys]);
const log: readonly LogEntry[] = [keyDoc, genesis, secondKeys, one, two];
const { confirmed } = computeVerdict(company, log);
if (confirmed === null) throw new Error("a checkpoint has confirmed the company");
const state = confirmed;

const third: KeyDoc = {
  ...{ v: 1, no: 3, prev: state.keys.hash, delegates: [owner.publicKey], issued: startAt + 2 },
  root: { keys: keysOf(owner, safe, coOwner), threshold: 1 },
};
const back: MemEntry = {
  ...{ v: 1, rules: 1, company, prev: [genesis.id], at: startAt + 3, n: named("n").slice(0, 16), uv: null },
  op: {
    ...{ kind: "recover", member: memberNamed("owner"), device: signerNamed("new laptop").publicKey },
    ...{ box: named("box"), revoke: [owner.publicKey] },
  },
};

const judge = (text: string) => judgeText(text, log);
const judgeText = async (
  text: string,
  records: readonly LogEntry[],
  of = state,
): Promise<Result<JudgedProposal, ReadProposalProblem | ProposalProblem>> => {
  const read = parseProposalText(text);
  return read.ok ? judgeProposal(read.value, { state: of, records, crypto }) : read;
};
const why = async (text: string): Promise<string> => {
  const judged = await judge(text);
  return judged.ok ? "sound" : judged.error.type;
};
const keysText = async (doc: KeyDoc, signers: readonly Signer[]): Promise<string> =>
  makeProposalText(company, await seal(keyDocKind, doc, signers));
const backText = async (entry: MemEntry, signers: readonly Signer[]): Promise<string> =>
  makeProposalText(company, await seal(memEntryKind, entry, signers));
const missing = async (text: string): Promise<JudgedProposal["missing"]> => must(await judge(text)).missing;

/** What stands in the text, for a forger to change. */
const contentOf = (text: string): Record<string, unknown> => {
  const bytes = fromCrockford(text.replace("EVENTKIT-ROOT:", "")) ?? new Uint8Array();
  return v.parse(v.record(v.string(), v.unknown()), must(decodeCanonical(bytes)));
};
const textOf = (content: Record<string, unknown>): string =>
  `EVENTKIT-ROOT:${toCrockford(encodeCanonical(content))}`;

describe("[ROOT-8] a proposal as text", () => {
  test("has one form, for everybody", async () => {
    const text = await keysText(third, [owner]);
    expect(isProposalText(text)).toBe(true);
    expect(text).toHaveLength(648);
    expect(textOfBytes(nodeSha256(new TextEncoder().encode(text)))).toBe(
      "QmZ6KxPJ-erhibyXeGs7adqxN4QLDTerqCQ-R1tzsxU",
    );
    // All of it stands in the alphabet of which a code holds most.
    expect(text).toMatch(/^[0-9A-Z:-]+$/);
  });

  test("is read as mail programs and people leave it", async () => {
    const text = await keysText(third, [owner]);
    const broken = `\n ${text.toLowerCase().replaceAll(/(.{70})/g, "$1\r\n")} `;
    expect(parseProposalText(broken)).toEqual(parseProposalText(text));
    expect(must(parseProposalText(text)).company).toEqual(company);
    for (const other of ["", "https://relay.test/j#abc", text.slice(0, -3), "EVENTKIT-ROOT:", `${text}0000`])
      expect(parseProposalText(other)).toMatchObject({ error: { type: "NotAProposal" } });
  });

  test("a newer version says so", async () => {
    const newer = textOf({ ...contentOf(await keysText(third, [owner])), v: 2, more: true });
    expect(parseProposalText(newer)).toMatchObject({ error: { type: "ProposalTooNew" } });
  });

  test("one key that stands there as two holders is refused", async () => {
    const content = contentOf(await keysText(third, [owner]));
    const [signature] = must(parseEnvelope(must(parseProposalText(textOf(content))).envelope)).sigs;
    const twice = parseProposalText(textOf({ ...content, sigs: [signature, signature] }));
    expect(twice).toMatchObject({ error: { type: "SignedTwice" } });
  });

  test("three of five holders, two of them new, fit one code that a phone reads", async () => {
    const others = Array.from({ length: 4 }, (_, at) => signerNamed(`holder ${at}`));
    const doc = { ...third, root: { keys: keysOf(owner, ...others), threshold: 3 } };
    const text = await keysText(doc, [owner, ...others]);
    expect(text.length).toBeLessThanOrEqual(proposalCodeRoom);
    expect(encode(text, { ecc: "L", border: 0 }).size).toBeLessThanOrEqual(109);
  });
});

describe("[ROOT-9] before anybody signs it is judged by the log as it is known there", () => {
  test("how many holders are missing: one key counts once, an owner's device only as far as it holds a key", async () => {
    expect(await missing(await keysText(third, [owner]))).toEqual({ inForce: 1, next: 0 });
    expect(await missing(await keysText(third, [owner, owner]))).toEqual({ inForce: 1, next: 0 });
    expect(await missing(await keysText(third, [owner, safe]))).toEqual({ inForce: 0, next: 0 });
    const other = {
      ...third,
      root: { keys: keysOf(coOwner, signerNamed("a"), signerNamed("b")), threshold: 2 },
    };
    expect(await missing(await keysText(other, [owner, safe]))).toEqual({ inForce: 0, next: 2 });
    expect(await missing(await backText(back, [safe]))).toEqual({ inForce: 1, next: 0 });
    const signed = await coSign(memEntryKind, await seal(memEntryKind, back, [safe]), coOwner);
    expect(await missing(makeProposalText(company, signed))).toEqual({ inForce: 0, next: 0 });
  });

  test("what was changed after a signature", async () => {
    const content = contentOf(await keysText(third, [owner]));
    const theirs = { ...third, root: { keys: keysOf(owner, safe, thief), threshold: 1 } };
    expect(await why(textOf({ ...content, payload: encodeCanonical(theirs) }))).toBe("ProposalChanged");
    const entry = contentOf(await backText(back, [safe]));
    const device = { ...back, op: { ...back.op, device: thief.publicKey } };
    expect(await why(textOf({ ...entry, payload: encodeCanonical(device) }))).toBe("ProposalChanged");
  });

  test("another company's, whatever stands on the outside", async () => {
    const foreign = makeProposalText(named("another"), await seal(keyDocKind, third, [owner]));
    expect(await why(foreign)).toBe("ProposalForeign");
    expect(await why(await backText({ ...back, company: named("another") }, [safe]))).toBe("ProposalForeign");
  });

  test("keys that were replaced meanwhile, keys that are not known here yet, keys in force already", async () => {
    const stale = { type: "ProposalStale", no: 2, at: second.issued } satisfies ProposalProblem;
    expect(await judge(await keysText({ ...third, no: 2, prev: company }, [owner]))).toMatchObject({
      error: stale,
    });
    expect(await judge(await keysText({ ...third, prev: named("rival") }, [owner]))).toMatchObject({
      error: stale,
    });
    expect(await judge(await backText(back, [paper]))).toMatchObject({ error: stale });
    expect(await why(await keysText({ ...third, no: 4 }, [owner]))).toBe("ProposalAhead");
    expect(await why(await backText({ ...back, prev: [named("later")] }, [safe]))).toBe("ProposalAhead");
    expect(await why(await keysText(second, [owner]))).toBe("ProposalDone");
  });

  test("a recovery that waits already, and one for somebody who is no owner", async () => {
    const signed = await seal(memEntryKind, back, [safe, coOwner]);
    const entry = must(await readLogEntry(encodeEnvelope(signed), company, crypto));
    const records = [...log, entry, await world.checkpoint(3, two, [entry])];
    const after = computeVerdict(company, records).confirmed;
    if (after === null) throw new Error("confirmed");
    expect(await judgeText(makeProposalText(company, signed), records, after)).toMatchObject({
      error: { type: "ProposalDone" },
    });
    const stranger = { ...back, op: { ...back.op, member: memberNamed("nobody") } };
    expect(await why(await backText(stranger, [safe]))).toBe("ProposalNoOwner");
  });

  test("a signature of nobody's, a key in it that no screen would show", async () => {
    expect(await why(await keysText(third, [owner, thief]))).toBe("ProposalStranger");
    expect(await why(await backText(back, [safe, thief]))).toBe("ProposalStranger");
    expect(await why(await keysText({ ...third, delegates: [thief.publicKey] }, [owner]))).toBe(
      "ProposalStranger",
    );
    const unknown = { ...back, op: { ...back.op, revoke: [thief.publicKey] } };
    expect(await why(await backText(unknown, [safe]))).toBe("ProposalStranger");
    const twoPapers = { ...third, root: { keys: keysOf(owner, safe), threshold: 2 } };
    expect(await why(await keysText(twoPapers, [owner]))).toBe("PapersTooFew");
  });

  test("a recovery that would end devices of other people than the one it brings back", async () => {
    const other = await world.enrol("co-owner", owner, [genesis], "owner");
    const lost = await world.enrol("lost", owner, [other.last], "member");
    const records = [...log, ...other.entries, ...lost.entries];
    const withOthers = [...records, await world.checkpoint(3, two, [lost.last])];
    const after = computeVerdict(company, withOthers).confirmed;
    if (after === null) throw new Error("confirmed");
    const ends = async (...revoke: readonly Signer[]): Promise<string> => {
      const entry = { ...back, op: { ...back.op, revoke: revoke.map(({ publicKey }) => publicKey) } };
      const judged = await judgeText(await backText(entry, [safe]), withOthers, after);
      return judged.ok ? "sound" : judged.error.type;
    };
    expect(await ends(owner)).toBe("sound");
    expect(await ends(other.device)).toBe("ProposalEndsOthers");
    expect(await ends(owner, lost.device)).toBe("ProposalEndsOthers");
    expect(await ends(owner, thief)).toBe("ProposalStranger");
  });

  test("more than this version reads, another kind of entry, other rules", async () => {
    const more = { ...third, note: "and this" };
    expect(await why(await keysText(more, [owner]))).toBe("ProposalTooNew");
    expect(await why(await backText({ ...back, rules: 9 }, [safe]))).toBe("ProposalTooNew");
    const other: MemEntry = {
      ...back,
      op: { kind: "device.revoke", device: owner.publicKey, reason: "lost" },
    };
    expect(await why(await backText(other, [safe]))).toBe("NotAProposal");
  });
});
