/** What is laid out for later and used by nobody yet: it has to be there in what is signed and stored today. */
import { describe, expect, test } from "vitest";
import { decodePushRecord, encodePushRecord } from "#relay/sync/push-record.codec";
import { schemaSteps } from "#relay/storage/sqlite-schema";
import { must } from "#shared/kernel/result";
import { encodeEnvelope, seal } from "#shared/protocol/envelope";
import { memEntryKind } from "#shared/protocol/membership/entry-kinds";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import type { MemEntry } from "#shared/protocol/membership/types";
import { createIdentityWorld } from "#tests/support/identity-world";
import { named, signerNamed, testCrypto } from "#tests/support/keys";

describe("seams", () => {
  test("[SEAM-1] a relay stores with every chunk how it is coded, and gives it back", () => {
    const chunk = { hash: named("change"), parents: [named("parent")], bytes: new Uint8Array([1, 2, 3]) };
    const record = {
      ...{ device: named("device"), actor: named("actor").slice(0, 16), nonce: named("nonce").slice(0, 8) },
      changes: [
        { seq: 1, maxOp: 4, chunk: { ...chunk, enc: 0 as const, epoch: 0 } },
        { seq: 2, maxOp: 9, chunk: { ...chunk, enc: 1 as const, epoch: 7 } },
      ],
    };
    expect(decodePushRecord(encodePushRecord(record)).changes).toEqual(record.changes);
  });

  test("[SEAM-2] every device registers a box key of its own beside the one it signs with", async () => {
    const world = createIdentityWorld();
    const device = await world.device("founder");
    const { company } = must(await device.identity.createCompany({ relay: world.relay.origin }));
    const membership = await device.identity.membership(company);
    const [registered] = membership?.state().devices.values() ?? [];
    expect(registered?.box).toHaveLength(32);
    expect(registered?.box).toEqual(membership?.device.box);
    expect(registered?.box).not.toEqual(membership?.device.signer.publicKey);
  });

  test("[SEAM-3] a relay's tables name things by numbers and bytes alone", () => {
    const tables = schemaSteps.join("\n");
    const texts = [...tables.matchAll(/(\w+) TEXT/g)].map(([, column]) => column);
    // How a request to join ended, of four words.
    expect(texts).toEqual(["ended"]);
    expect(tables).toMatch(/address BLOB NOT NULL/);
  });

  test("[SEAM-4] an entry of the membership log has room for a person's own signature, and it is signed", async () => {
    const signer = signerNamed("owner");
    const company = named("company");
    const entry: MemEntry = {
      ...{ v: 1, rules: 1, company, prev: [named("before")], at: 1, n: named("n").slice(0, 16), uv: null },
      op: { kind: "policy.set", stepUp: [], minProtocol: 1 },
    };
    const uv = {
      credential: new Uint8Array([1]),
      authData: new Uint8Array([2]),
      clientData: new Uint8Array([3]),
      sig: new Uint8Array([4]),
    };
    const read = async (value: MemEntry): ReturnType<typeof readLogEntry> =>
      readLogEntry(encodeEnvelope(await seal(memEntryKind, value, [signer])), company, testCrypto());
    const [without, withProof] = [must(await read(entry)), must(await read({ ...entry, uv }))];
    if (without.type !== "entry" || withProof.type !== "entry") throw new Error("entries");
    expect(without.entry.value.uv).toBeNull();
    expect(withProof.entry.value.uv).toEqual(uv);
    expect(withProof.id).not.toEqual(without.id);
  });
});
