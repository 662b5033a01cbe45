/** What every byte store does, as a suite: run for the memory store in Node and for IndexedDB in Chromium. */
import { describe, expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import type { ByteStore, StoreWrite } from "#shared/replica/ports";
import type { StoredChunk } from "#shared/replica/stored";

/** `open` on an empty place; `reopen` opens the same place again, as after a restart. */
export interface StorePlace {
  readonly open: () => Promise<ByteStore>;
  readonly reopen: () => Promise<ByteStore>;
}

const chunk = (doc: string, hash: string, size = 3): StoredChunk => ({
  ...{ doc, hash, sum: 7 },
  bytes: Uint8Array.from({ length: size }, (_, at) => at % 251),
});

const put = (value: StoredChunk): StoreWrite => ({ put: "chunks", key: `${value.doc}/${value.hash}`, value });

export const byteStoreContract = (name: string, place: () => Promise<StorePlace>): void => {
  describe(`byte store: ${name}`, () => {
    test("[DOC-S1] values come back as they were written, bytes included", async () => {
      const store = await (await place()).open();
      const value = chunk("D", "01", 100_000);
      must(
        await store.transact(
          [put(value), { put: "meta", key: "m", value: { a: [1, "x", null, true] } }],
          "strict",
        ),
      );
      expect(await store.get("chunks", "D/01")).toEqual(value);
      expect(await store.get("meta", "m")).toEqual({ a: [1, "x", null, true] });
      expect(await store.get("chunks", "D/02")).toBeUndefined();
      await store.close();
    });

    test("[DOC-S2] what a settled transaction wrote is there when the place is opened again", async () => {
      const where = await place();
      const store = await where.open();
      must(await store.transact([put(chunk("D", "01"))], "strict"));
      must(await store.transact([put(chunk("D", "02"))], "relaxed"));
      await store.close();
      const again = await where.reopen();
      expect(await again.keys("chunks")).toEqual(["D/01", "D/02"]);
      await again.close();
    });

    test("[DOC-S3] values and keys come in ascending order of keys, and a prefix limits them exactly", async () => {
      const store = await (await place()).open();
      const names = ["D/02", "D/10", "D/01", "DD/01", "C/99", "D0/1"];
      const writes = names.map((key) => put(chunk(key.split("/")[0] ?? "", key.split("/")[1] ?? "")));
      must(await store.transact(writes, "relaxed"));
      expect(await store.keys("chunks")).toEqual(["C/99", "D/01", "D/02", "D/10", "D0/1", "DD/01"]);
      expect(await store.keys("chunks", "D/")).toEqual(["D/01", "D/02", "D/10"]);
      expect([await store.count("chunks"), await store.count("chunks", "D/")]).toEqual([6, 3]);
      expect((await store.all("chunks", "D/")).map(({ hash }) => hash)).toEqual(["01", "02", "10"]);
      expect(await store.all("chunks", "X/")).toEqual([]);
      await store.close();
    });

    test("[DOC-S4] writes of a transaction take effect in their order", async () => {
      const store = await (await place()).open();
      must(await store.transact([put(chunk("D", "01")), put(chunk("E", "01"))], "relaxed"));
      must(
        await store.transact(
          [
            { clear: "chunks", prefix: "D/" },
            put(chunk("D", "02")),
            { delete: "chunks", key: "E/01" },
            { delete: "chunks", key: "never there" },
          ],
          "strict",
        ),
      );
      expect(await store.keys("chunks")).toEqual(["D/02"]);
      must(await store.transact([{ clear: "chunks", prefix: "" }], "relaxed"));
      expect(await store.keys("chunks")).toEqual([]);
      await store.close();
    });

    test("[DOC-S5] a transaction with a value that cannot be stored writes nothing at all", async () => {
      const store = await (await place()).open();
      const writes: StoreWrite[] = [
        put(chunk("D", "01")),
        { put: "meta", key: "bad", value: () => undefined },
      ];
      await expect(store.transact(writes, "strict").then((result) => result.ok)).resolves.toBe(false);
      expect(await store.keys("chunks")).toEqual([]);
      await store.close();
    });

    test("[DOC-S6] what was handed over is copied: changing it later changes nothing in the store", async () => {
      const store = await (await place()).open();
      const value = chunk("D", "01");
      const writing = store.transact([put(value)], "relaxed");
      value.bytes[0] = 99;
      must(await writing);
      const read = await store.get("chunks", "D/01");
      expect(read?.bytes[0]).toBe(0);
      if (read !== undefined) read.bytes[0] = 42;
      expect((await store.get("chunks", "D/01"))?.bytes[0]).toBe(0);
      await store.close();
    });

    test("[DOC-S7] a closed store says so", async () => {
      const store = await (await place()).open();
      await store.close();
      expect(await store.transact([put(chunk("D", "01"))], "strict")).toMatchObject({
        ok: false,
        error: { type: "StoreFailed", why: "closed" },
      });
      await expect(store.get("meta", "m")).rejects.toThrow();
    });
  });
};
