/** Archives larger than memory should hold: read part by part, and never written so that nobody can read them again. */
import { unzipSync } from "fflate";
import { beforeAll, expect, test } from "vitest";
import { addFiles, parseContentHash } from "#shared/domain/files";
import type { ContentHash, FileId } from "#shared/domain/files";
import { archiveLimits, archivePaths, createArchive, openArchive } from "#shared/domain/export";
import type { ByteSource, ZipLimits } from "#shared/domain/import";
import { createProduct, product } from "#shared/domain/inventory";
import { toBase64Url } from "#shared/kernel/bytes";
import { sha256 } from "#shared/kernel/hash";
import { newId, thingOf } from "#shared/kernel/ids";
import { must, ok } from "#shared/kernel/result";
import { leftOutSentences } from "#client/features/export/left-out";
import { archiveOf } from "#tests/support/archive-world";
import { startAutomerge } from "#tests/support/automerge";
import { seededRandom } from "#tests/support/plain-drafts";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";

beforeAll(startAutomerge);

const mebibyte = 1024 * 1024;
const at = Date.UTC(2026, 5, 2);

/** Pieces as they were written, the same bytes only once: a file of any size in little memory. */
const createSparseFile = () => {
  const pieces: { readonly from: number; readonly bytes: Uint8Array }[] = [];
  let size = 0;
  let longest = 0;
  const read = (from: number, length: number): Promise<Uint8Array> => {
    const to = Math.min(size, from + length);
    longest = Math.max(longest, to - from);
    const found = new Uint8Array(to - from);
    for (const piece of pieces) {
      const [begin, end] = [Math.max(from, piece.from), Math.min(to, piece.from + piece.bytes.length)];
      if (begin < end) found.set(piece.bytes.subarray(begin - piece.from, end - piece.from), begin - from);
    }
    return Promise.resolve(found);
  };
  return {
    write: (bytes: Uint8Array): void => {
      pieces.push({ from: size, bytes });
      size += bytes.length;
    },
    source: (): ByteSource => ({ name: "archive.zip", size, read }),
    longest: () => longest,
  };
};

test("[INT-04] an archive of more than 512 MiB is read in parts, each as large as its file", async () => {
  const file = createSparseFile();
  const archive = createArchive(at, file.write, archiveLimits);
  const [documents, photo] = [new Uint8Array(1_000).fill(7), new Uint8Array(16 * mebibyte).fill(9)];
  archive.add(archivePaths.documents, documents, true);
  archive.add(archivePaths.membership, documents.subarray(0, 10), true);
  const random = seededRandom(1);
  const ids = Array.from({ length: 36 }, () => newId<FileId>(random));
  for (const id of ids) expect(archive.add(`${archivePaths.files}/${id}/front.jpg`, photo, true)).toBe(true);
  archive.end();
  expect(file.source().size).toBeGreaterThan(512 * mebibyte);
  const opened = must(await openArchive(file.source()));
  expect(opened.documents).toEqual(documents);
  const last = await opened.readFile(ids.at(-1) ?? newId(random), toBase64Url(sha256(photo)));
  expect(last?.length).toBe(photo.length);
  expect(file.longest()).toBe(photo.length);
});

const small = (of: Partial<ZipLimits>): ZipLimits => ({ ...archiveLimits, ...of });

test("[INT-04] what would make an archive nobody can read again is not added to it", async () => {
  const fits = (limits: ZipLimits, ...sizes: readonly number[]): readonly boolean[] => {
    const archive = createArchive(at, () => undefined, limits);
    return sizes.map((size, n) => archive.add(`files/${n}`, new Uint8Array(size), true));
  };
  expect(fits(small({ partBytes: 1_000 }), 1_000, 1_001)).toEqual([true, false]);
  // What comes after may still fit.
  expect(fits(small({ allPartsBytes: 3_000 }), 1_000, 2_000, 500)).toEqual([true, false, true]);
  expect(fits(small({ zipEntries: 1 }), 1, 1)).toEqual([true, false]);
  expect(fits(small({ zipDirectoryBytes: 100 }), 1, 1)).toEqual([true, false]);
  // The format itself ends there, whatever a device could hold.
  expect(archiveLimits.allPartsBytes).toBeLessThan(2 ** 32);
  const file = createSparseFile();
  const archive = createArchive(at, file.write, small({ allPartsBytes: 3_000 }));
  archive.add(archivePaths.documents, new Uint8Array(1_000), true);
  archive.add(archivePaths.membership, new Uint8Array(10), true);
  expect(archive.add("files/x/y", new Uint8Array(5_000), true)).toBe(false);
  archive.end();
  expect(must(await openArchive(file.source())).documents).toHaveLength(1_000);
});

test("[INT-04] room for the last entry is kept from the first one on, and no more is written there", () => {
  const last = { path: "files/missing.csv", mostBytes: 500 };
  const sizesOf = (limits: ZipLimits): readonly boolean[] => {
    const archive = createArchive(at, () => undefined, limits, last);
    const added = [1, 1, 1].map((size, n) => archive.add(`files/${n}`, new Uint8Array(size), true));
    archive.addLast(new Uint8Array(500));
    archive.end();
    return added;
  };
  expect(sizesOf(small({ zipEntries: 2 }))).toEqual([true, false, false]);
  // Two directory entries and the one of the list, to the byte.
  const listed = 2 * (46 + 21) + 46 + 51;
  expect(sizesOf(small({ zipDirectoryBytes: listed }))).toEqual([true, true, false]);
  expect(sizesOf(small({ zipDirectoryBytes: listed - 1 }))).toEqual([true, false, false]);
  const all = 2 * (1 + 92 + 42) + 500 + 92 + 102;
  expect(sizesOf(small({ allPartsBytes: all }))).toEqual([true, true, false]);
  expect(sizesOf(small({ allPartsBytes: all - 1 }))).toEqual([true, false, false]);
  const archive = createArchive(at, () => undefined, archiveLimits, last);
  expect(() => archive.addLast(new Uint8Array(501))).toThrow();
  expect(() => createArchive(at, () => undefined, archiveLimits).addLast(new Uint8Array())).toThrow();
});

test("[INT-04] what is left out is said by where it still is", () => {
  const [sent, waiting] = ["sent", "waiting"].map((name) =>
    parseContentHash(toBase64Url(sha256(new TextEncoder().encode(name)))),
  );
  if (sent === undefined || waiting === undefined) throw new Error("a hash reads as one");
  const lacks = { notThere: 2, tooMuch: [sent, waiting], withoutPreview: 1 };
  expect(leftOutSentences(lacks, (hash) => hash === sent)).toEqual([
    { key: "notThere", n: 2 },
    { key: "onRelay", n: 1 },
    { key: "onlyHere", n: 1 },
    { key: "withoutPreview", n: 1 },
  ]);
  expect(leftOutSentences({ notThere: 0, tooMuch: [], withoutPreview: 0 }, () => false)).toEqual([]);
});

test("[INT-04] files that do not fit are named and counted; records that do not fit refuse the archive", async () => {
  const world = await createSimWorld(2, 1);
  const [owner] = world.devices;
  if (owner === undefined) throw new Error("a device");
  await owner.start();
  await world.time.advance(2_000);
  const running = replicaOn(owner).run(createProduct, { name: "Spot" });
  await world.time.advance(2_000);
  const { product: spot } = must(await running).value;
  const contents = new Map<ContentHash, Uint8Array>();
  const record = (name: string, size: number) => {
    const bytes = new Uint8Array(size).fill(size % 251);
    const hash = parseContentHash(toBase64Url(sha256(bytes)));
    if (hash === undefined) throw new Error("a hash reads as one");
    contents.set(hash, bytes);
    return { name, mediaType: "image/jpeg", size, hash };
  };
  const large = { ...record("large.jpg", 200_000), preview: record("small picture", 300).hash };
  const adding = replicaOn(owner).run(addFiles, {
    owner: { thing: thingOf(spot), type: product, id: spot, on: "inventory" },
    files: [record("small.jpg", 2_000), large],
  });
  await world.time.advance(2_000);
  must(await adding);
  const files = {
    read: (_thing: unknown, hash: ContentHash) => Promise.resolve(ok(contents.get(hash) ?? new Uint8Array())),
  };
  const made = must(await archiveOf(owner, files, small({ allPartsBytes: 150_000 })));
  expect(made).toMatchObject({ leftOut: { notThere: 0, tooMuch: [large.hash] } });
  const bytes = new Uint8Array(await made.archive.arrayBuffer());
  const parts = unzipSync(bytes);
  expect(Object.keys(parts).filter((name) => name.endsWith(".jpg"))).toEqual([
    expect.stringMatching(/small\.jpg$/),
  ]);
  expect(new TextDecoder().decode(parts["files/missing.csv"])).toMatch(/,large\.jpg,file,TooMuch/);
  expect(must(await archiveOf(owner, files))).toMatchObject({ leftOut: { notThere: 0, tooMuch: [] } });
  // However little room there is: what is not in it stands in its list.
  const seen = new Set<string>();
  for (const limits of [
    ...Array.from({ length: 60 }, (_, n) => small({ zipDirectoryBytes: 500 + 17 * n })),
    ...Array.from({ length: 60 }, (_, n) => small({ allPartsBytes: 5_000 + 199 * n })),
    ...Array.from({ length: 16 }, (_, n) => small({ zipEntries: 4 + n })),
  ]) {
    const tight = await archiveOf(owner, files, limits);
    if (!tight.ok) continue;
    const within = unzipSync(new Uint8Array(await tight.value.archive.arrayBuffer()));
    const list = new TextDecoder().decode(within["files/missing.csv"]);
    for (const [what, ending] of [
      ["small.jpg,file", "small.jpg"],
      ["large.jpg,file", "large.jpg"],
      ["large.jpg,preview", "preview"],
    ] as const) {
      const isIn = Object.keys(within).some((name) => name.endsWith(`/${ending}`));
      expect(list.includes(what)).toBe(!isIn);
      seen.add(`${what} ${String(isIn)}`);
    }
  }
  expect(seen.size).toBe(6);
  expect(await archiveOf(owner, files, small({ partBytes: 500 }))).toEqual({
    ok: false,
    error: { type: "TooLarge", limitBytes: 500 },
  });
});
