/** A replica that cannot be opened leaves nothing that listens. */
import { beforeAll, expect, test } from "vitest";
import { sha256 } from "#shared/kernel/hash";
import { newId } from "#shared/kernel/ids";
import type { MemberId } from "#shared/kernel/ids";
import { createVerifier, signerFromSeed } from "#shared/kernel/signature";
import type { TabChannel } from "#shared/replica/ports";
import { openReplica } from "#shared/replica/replica";
import { startAutomerge } from "#tests/support/automerge";
import { createDisk, openMemoryStore } from "#tests/support/memory-store";
import { seededRandom } from "#tests/support/plain-drafts";

beforeAll(startAutomerge);

const silent = (listeners: Set<unknown>): TabChannel => ({
  post: () => undefined,
  subscribe: (listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
});

test("[MOB-08] a replica whose store cannot be read says why and hears nothing any more", async () => {
  const random = seededRandom(1);
  const [member, company] = [newId<MemberId>(random), random.bytes(32)];
  const listeners = new Set<unknown>();
  const channel = silent(listeners);
  const whole = openMemoryStore(createDisk());
  const state = { isBroken: true };
  const all: typeof whole.all = (name, prefix) =>
    state.isBroken ? Promise.reject(new Error("the disk is gone")) : whole.all(name, prefix);
  const store = { ...whole, all };
  const open = () =>
    openReplica(
      {
        ...{ store, channel, sha256, random, verifier: createVerifier() },
        ...{ signer: signerFromSeed(random.bytes(32)), clock: { now: () => 0 } },
        timers: { after: () => () => undefined },
      },
      { company, member },
      { checkpoint: () => 1, may: () => true, memberOf: () => member, adoptions: () => [], home: () => null },
    );
  await expect(open()).rejects.toThrow("the disk is gone");
  expect(listeners.size).toBe(0);
  state.isBroken = false;
  const replica = await open();
  expect(listeners.size).toBe(1);
  await replica.close();
  expect(listeners.size).toBe(0);
});

test("[SYNC-71] a company with a relay of its own is never shown as one that has none, also before anything was heard of it", async () => {
  const random = seededRandom(2);
  const [member, company] = [newId<MemberId>(random), random.bytes(32)];
  const opened = (home: { readonly origin: string; readonly key: string } | null) =>
    openReplica(
      {
        ...{ store: openMemoryStore(createDisk()), channel: silent(new Set()), sha256, random },
        ...{ verifier: createVerifier(), signer: signerFromSeed(random.bytes(32)) },
        ...{ clock: { now: () => 7 }, timers: { after: () => () => undefined } },
      },
      { company, member },
      { checkpoint: () => 1, may: () => true, memberOf: () => member, adoptions: () => [], home: () => home },
    );
  const connected = await opened({ origin: "https://relay.example", key: "AA" });
  expect(connected.sync.get()).toMatchObject({ hasRelay: true, connected: false, offlineSince: 7 });
  const alone = await opened(null);
  expect(alone.sync.get()).toMatchObject({ hasRelay: false, mark: "synced", offlineSince: null });
});
