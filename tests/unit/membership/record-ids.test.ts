/** What names a record of the log: its payload and whoever signed it. */
import { expect, test } from "vitest";
import { toHex } from "#shared/kernel/bytes";
import { must } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import { encodeEnvelope, seal } from "#shared/protocol/envelope";
import { memEntryKind } from "#shared/protocol/membership/entry-kinds";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import { foldMembership } from "#shared/protocol/membership/fold";
import type { MemEntry } from "#shared/protocol/membership/types";
import { testCrypto } from "#tests/support/keys";
import { fresh, freshSigner, makeCompany } from "#tests/support/relay-company";

const crypto = testCrypto();

test("[MEM-31] who signs another's payload makes another record and cannot take its place", async () => {
  const company = await makeCompany(freshSigner().publicKey);
  const read = async (bytes: Uint8Array) => must(await readLogEntry(bytes, company.id, crypto));
  const [keys, genesis] = [await read(company.keyDoc), await read(company.genesis)];
  const entry: MemEntry = {
    v: 1,
    rules: 1,
    company: company.id,
    prev: [genesis.id],
    at: 1_760_000_000_000,
    n: fresh(16),
    op: { kind: "member.add", member: fresh(16), rank: "member", roles: [], grants: [], station: false },
    uv: null,
  };
  const signedBy = async (signer: Signer) => read(encodeEnvelope(await seal(memEntryKind, entry, [signer])));
  const honest = await signedBy(company.owner);
  const copied = await signedBy(freshSigner());
  expect(toHex(copied.id)).not.toBe(toHex(honest.id));
  // Whichever comes first, the copy is void and the owner's entry counts.
  for (const order of [
    [copied, honest],
    [honest, copied],
  ]) {
    const fold = foldMembership(company.id, [keys, genesis, ...order]);
    expect(fold.verdict().state?.members.size).toBe(2);
  }
});
