/** What every place for files does, whatever it is made of. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BlobAddress, BlobStore, ListedBlob } from "#relay/storage/blob-store";
import { bytesOf } from "#relay/storage/blob-store";
import { nodeSha256 } from "#tests/support/keys";
import { temporaryFolder } from "#tests/support/relay-process";

export interface OpenedBlobs {
  readonly store: BlobStore;
  readonly close: () => Promise<void>;
}

const doc = (letter: number): Uint8Array => new Uint8Array(16).fill(letter);

export const describeBlobStore = (name: string, open: () => Promise<OpenedBlobs>): void => {
  describe(name, () => {
    let opened: OpenedBlobs;
    let folder: string;
    beforeAll(async () => {
      opened = await open();
      folder = await temporaryFolder();
    });
    afterAll(() => opened.close());

    let files = 0;
    const keep = async (company: number, at: Uint8Array, content: Uint8Array): Promise<BlobAddress> => {
      const path = join(folder, String(files++));
      await writeFile(path, content);
      const address = { company, doc: at, hash: nodeSha256(content) };
      await opened.store.keep(address, path);
      return address;
    };
    const content = (size: number, seed: number): Uint8Array =>
      new Uint8Array(size).map((_, at) => (at * 31 + seed) & 0xff);
    const read = async (address: BlobAddress): Promise<Uint8Array | undefined> => {
      const found = await opened.store.find(address);
      if (found === undefined) return undefined;
      const parts: Uint8Array[] = [];
      for await (const part of await found.read()) if (part instanceof Uint8Array) parts.push(part);
      return new Uint8Array(Buffer.concat(parts));
    };
    const listed = async (company: number, at?: Uint8Array): Promise<readonly string[]> => {
      const found: ListedBlob[] = [];
      for await (const each of opened.store.list(company, at)) found.push(each);
      return found.map(({ hash, bytes }) => `${Buffer.from(hash).toString("hex")} ${bytes}`).sort();
    };
    const named = ({ hash }: BlobAddress, bytes: number): string =>
      `${Buffer.from(hash).toString("hex")} ${bytes}`;

    test("[RELAY-220] what is kept is found as it was, under its document and its company alone", async () => {
      const photo = content(300_000, 1);
      const address = await keep(1, doc(1), photo);
      expect(await read(address)).toEqual(photo);
      expect((await opened.store.find(address))?.bytes).toBe(photo.length);
      expect(await opened.store.find({ ...address, doc: doc(2) })).toBeUndefined();
      expect(await opened.store.find({ ...address, company: 2 })).toBeUndefined();
      await keep(1, doc(1), photo);
      expect(await read(address)).toEqual(photo);
    });

    test("[RELAY-220] lists are those of a document or of a company, with sizes", async () => {
      const [a, b] = [await keep(3, doc(1), content(10, 2)), await keep(3, doc(2), content(20, 3))];
      await keep(30, doc(1), content(40, 4));
      expect(await listed(3)).toEqual([named(a, 10), named(b, 20)].sort());
      expect(await listed(3, doc(2))).toEqual([named(b, 20)]);
      expect(await listed(4)).toEqual([]);
      expect(await bytesOf(opened.store, 3)).toBe(30);
    });

    test("[RELAY-220] a note that nothing refers to a file comes and goes, and is no file", async () => {
      const address = await keep(5, doc(1), content(10, 5));
      expect(await opened.store.unreferencedSince(address)).toBeUndefined();
      await opened.store.setUnreferenced(address, 1_772_000_000_000);
      expect(await opened.store.unreferencedSince(address)).toBe(1_772_000_000_000);
      expect(await listed(5)).toEqual([named(address, 10)]);
      await opened.store.setUnreferenced(address, null);
      expect(await opened.store.unreferencedSince(address)).toBeUndefined();
      await opened.store.setUnreferenced(address, null);
    });

    test("[RELAY-220] removing takes one file, or all of one company", async () => {
      const [a, b] = [await keep(6, doc(1), content(10, 6)), await keep(6, doc(1), content(10, 7))];
      const other = await keep(60, doc(1), content(10, 8));
      await opened.store.setUnreferenced(a, 1_772_000_000_000);
      await opened.store.remove(a);
      await opened.store.remove(a);
      expect(await opened.store.unreferencedSince(a)).toBeUndefined();
      expect(await listed(6)).toEqual([named(b, 10)]);
      await opened.store.removeAll(6);
      expect(await listed(6)).toEqual([]);
      expect(await read(other)).toBeDefined();
    });
  });
};
