import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesEqual, bytesKey } from "#shared/kernel/bytes";
import type { BlobAddress, BlobStore } from "#relay/storage/blob-store";
import { settleReferences, unreferencedMs } from "#relay/storage/unreferenced-blobs";

/** A place for files in memory whose every answer takes a turn of the event loop, as a disk's does. */
const memoryBlobs = (): BlobStore & { readonly has: (hash: Uint8Array) => boolean } => {
  const files = new Map<string, { readonly hash: Uint8Array; since: number | null }>();
  const later = <T>(value: () => T): Promise<T> =>
    new Promise((resolve) => setImmediate(() => resolve(value())));
  const at = ({ hash }: BlobAddress) => files.get(bytesKey(hash));
  return {
    has: (hash) => files.has(bytesKey(hash)),
    find: (address) =>
      later(() =>
        at(address) === undefined
          ? undefined
          : { bytes: 1, read: () => Promise.reject(new Error("not read here")) },
      ),
    keep: ({ hash }) => later(() => void files.set(bytesKey(hash), { hash, since: null })),
    // Gone the moment it is asked for, as an unlink is on its way to the disk.
    remove: ({ hash }) => {
      files.delete(bytesKey(hash));
      return later(() => undefined);
    },
    list: async function* () {
      for (const { hash } of [...files.values()]) {
        await later(() => undefined);
        if (files.has(bytesKey(hash))) yield { doc: new Uint8Array(16), hash, bytes: 1 };
      }
    },
    removeAll: () => later(() => files.clear()),
    unreferencedSince: (address) => later(() => at(address)?.since ?? undefined),
    setUnreferenced: (address, since) =>
      later(() => {
        const found = at(address);
        if (found !== undefined) found.since = since;
      }),
  };
};

const day = 86_400_000;
const hashes = Array.from({ length: 4 }, (_, i) => new Uint8Array(32).fill(i + 1));

type Step =
  | { readonly t: "add" | "take away"; readonly device: number; readonly file: number }
  | { readonly t: "sync"; readonly device: number }
  | { readonly t: "say"; readonly device: number; readonly alongside: Step | null }
  | { readonly t: "wait"; readonly days: number };

const device = fc.nat({ max: 2 });
const simple: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ t: fc.constantFrom("add" as const, "take away" as const), device, file: fc.nat({ max: 3 }) }),
  fc.record({ t: fc.constant("sync" as const), device }),
  fc.record({ t: fc.constant("wait" as const), days: fc.constantFrom(1, 10, 29, 31, 200) }),
);
const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: simple },
    {
      weight: 2,
      arbitrary: fc.record({ t: fc.constant("say" as const), device, alongside: fc.option(simple) }),
    },
  ),
  { minLength: 1, maxLength: 60 },
);

/** What one document refers to, as a version the relay has and copies devices have of some version. */
const createWorld = () => {
  const store = memoryBlobs();
  let now = 1_772_000_000_000;
  let version = 0;
  let relay: ReadonlySet<number> = new Set();
  const copies = [0, 1, 2].map(() => ({ version: 0, refers: new Set<number>() }));
  const address = (file: number): BlobAddress => ({
    company: 1,
    doc: new Uint8Array(16),
    hash: hashes[file] ?? new Uint8Array(32),
  });
  /** The change is taken first, then its file, as devices do it. */
  const push = async (copy: { version: number; refers: Set<number> }): Promise<void> => {
    version += 1;
    relay = new Set(copy.refers);
    copy.version = version;
    for (const file of copy.refers) if (!store.has(address(file).hash)) await store.keep(address(file), "");
  };
  const run = async (step: Step): Promise<void> => {
    if (step.t === "wait") {
      now += step.days * day;
      return;
    }
    const copy = copies[step.device];
    if (copy === undefined) return;
    if (step.t === "sync") {
      copy.version = version;
      copy.refers = new Set(relay);
    } else if (step.t === "say") {
      const said = { version: copy.version, refers: [...copy.refers] };
      if (said.version !== version) return;
      const settling = settleReferences(store, {
        document: { company: 1, doc: new Uint8Array(16) },
        hashes: said.refers.map((file) => address(file).hash),
        isCurrent: () => said.version === version,
        now,
      });
      if (step.alongside !== null && step.alongside.t !== "wait") await run(step.alongside);
      await settling;
    } else {
      // Whoever changes a document has its newest state, or merges with it when it is sent.
      copy.refers = new Set(relay);
      if (step.t === "add") copy.refers.add(step.file);
      else copy.refers.delete(step.file);
      await push(copy);
    }
  };
  return {
    run,
    store,
    missing: () => [...relay].filter((file) => !store.has(address(file).hash)),
    pass: (ms: number) => (now += ms),
  };
};

test("[RELAY-222] no file is ever let go that the document at the relay refers to, whoever says what when", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (history) => {
      const world = createWorld();
      for (const step of history) {
        await world.run(step);
        expect(world.missing()).toEqual([]);
      }
    }),
    { seed: 11, numRuns: 400 },
  );
});

test("[RELAY-222] what nothing refers to goes after thirty days, when that is said again, and not before", async () => {
  const world = createWorld();
  const [photo] = hashes;
  if (photo === undefined) throw new Error("there are samples");
  await world.run({ t: "add", device: 0, file: 0 });
  await world.run({ t: "take away", device: 0, file: 0 });
  await world.run({ t: "say", device: 0, alongside: null });
  world.pass(unreferencedMs - 1);
  await world.run({ t: "say", device: 0, alongside: null });
  expect(world.store.has(photo)).toBe(true);
  world.pass(1);
  await world.run({ t: "say", device: 0, alongside: null });
  expect(world.store.has(photo)).toBe(false);
});

test("[RELAY-223] the relay says what it lacks", async () => {
  const store = memoryBlobs();
  const [a, b] = hashes;
  if (a === undefined || b === undefined) throw new Error("there are samples");
  const document = { company: 1, doc: new Uint8Array(16) };
  await store.keep({ ...document, hash: a }, "");
  const { missing } = await settleReferences(store, {
    ...{ document, hashes: [a, b], isCurrent: () => true },
    now: 1_772_000_000_000,
  });
  expect(missing.map((hash) => bytesEqual(hash, b))).toEqual([true]);
});
