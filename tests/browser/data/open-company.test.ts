/** Opening a company that fails half way leaves nothing behind: no tab that listens, no lock, no channel. */
import { afterEach, beforeAll, expect, test } from "vitest";
import { startAutomerge } from "#client/data/automerge";
import { createMemoryDisk, openMemoryStore } from "#client/data/memory-store";
import { openCompany } from "#client/data/open-company";
import { openProfile } from "#client/data/profile";
import { profileDatabaseName } from "#client/data/profile-store";
import { systemClock, systemRandom, systemTimers } from "#client/platform/system";
import { must } from "#shared/kernel/result";
import type { ByteStore } from "#shared/replica/ports";

const ports = { clock: systemClock, timers: systemTimers, random: systemRandom };
const noSync = { wake: () => undefined, restart: () => undefined, stop: () => Promise.resolve() };

beforeAll(startAutomerge);
afterEach(() => {
  indexedDB.deleteDatabase(profileDatabaseName);
});

/** A company of this profile, and a store of it that counts reads. */
const setUp = async () => {
  const { identity } = await openProfile(ports);
  const { company } = must(await identity.createCompany({ relay: null }));
  const membership = await identity.membership(company);
  if (membership === undefined) throw new Error("it was made here");
  const whole = openMemoryStore(createMemoryDisk());
  const state = { reads: 0, broken: "" };
  const store: ByteStore = {
    ...whole,
    get: (...asked) => {
      state.reads += 1;
      return whole.get(...asked);
    },
    all: (...asked) => {
      state.reads += 1;
      return asked[0] === state.broken ? Promise.reject(new Error("the disk is gone")) : whole.all(...asked);
    },
  };
  return { company, membership, store, state };
};

/** Whether anything still listens: what another tab stored is read by whoever does. */
const readsAfterNews = async (company: string, state: { readonly reads: number }): Promise<number> => {
  const before = state.reads;
  for (const name of [`eventkit/${company}`, `eventkit-files/${company}`]) {
    const other = new BroadcastChannel(name);
    const news = { t: "committed", docs: [{ doc: "0".repeat(26), hashes: [] }] };
    other.postMessage(name.startsWith("eventkit-files") ? { t: "changed" } : news);
    // A message of one's own comes back to others only: the second channel tells when it was delivered.
    const echo = new BroadcastChannel(name);
    await new Promise((resolve) => {
      echo.addEventListener("message", resolve, { once: true });
      other.postMessage({ t: "ask" });
    });
    other.close();
    echo.close();
  }
  // A read that follows waits in line behind one.
  await new Promise((resolve) => setTimeout(resolve));
  return state.reads - before;
};

const heldLocks = async (company: string): Promise<readonly (string | undefined)[]> => {
  const { held = [], pending = [] } = await navigator.locks.query();
  return [...held, ...pending].map(({ name }) => name).filter((name) => name?.includes(company));
};

test("[MOB-08] what was opened when the files could not be read is closed, and the problem is told", async () => {
  const { company, membership, store, state } = await setUp();
  state.broken = "uploads";
  const opening = openCompany({ ...ports, startSync: () => noSync }, company, membership, store);
  await expect(opening).rejects.toThrow("the disk is gone");
  await expect.poll(() => heldLocks(company)).toEqual([]);
  expect(await readsAfterNews(company, state)).toBe(0);
});

test("[MOB-08] what was opened when the connection could not be begun is closed; the next time it opens", async () => {
  const { company, membership, store, state } = await setUp();
  const startSync = () => {
    throw new Error("no worker");
  };
  await expect(openCompany({ ...ports, startSync }, company, membership, store)).rejects.toThrow("no worker");
  await expect.poll(() => heldLocks(company)).toEqual([]);
  expect(await readsAfterNews(company, state)).toBe(0);
  const opened = await openCompany({ ...ports, startSync: () => noSync }, company, membership, store);
  await expect.poll(() => heldLocks(company)).not.toEqual([]);
  expect(await readsAfterNews(company, state)).toBeGreaterThan(0);
  await opened.close();
  await expect.poll(() => heldLocks(company)).toEqual([]);
});
