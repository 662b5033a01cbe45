/** Archives that are not what they say: each is refused with a reason of its own, and nothing is written. */
import { unzipSync, zipSync } from "fflate";
import { beforeAll, describe, expect, test } from "vitest";
import { createProduct } from "#shared/domain/inventory";
import { openArchive } from "#shared/domain/export";
import { bytesSource } from "#shared/domain/import";
import { decodeCanonicalSequence, encodeCanonical } from "#shared/kernel/canonical";
import type { CborValue } from "#shared/kernel/canonical";
import { brand } from "#shared/kernel/brand";
import { concatBytes } from "#shared/kernel/bytes";
import { must } from "#shared/kernel/result";
import { bringIn, unfinishedBringIn, whyNotHere } from "#shared/replica/bring-in/bring-in";
import { proveArchive } from "#shared/replica/bring-in/prove-archive";
import { readSigned } from "#shared/replica/bring-in/read-signed";
import { bringInDeps, exportOf, provenArchive } from "#tests/support/archive-world";
import { startAutomerge } from "#tests/support/automerge";
import type { Simulated } from "#tests/support/sim-device";
import type { SimWorld } from "#tests/support/sim-world";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";
import { writeZip } from "#tests/support/zip-writer";

const documents = "signed/company.eventkit";
const membership = "signed/membership.eventkit";

interface Company {
  readonly world: SimWorld;
  readonly owner: Simulated;
}

const company = async (seed: number, products: readonly string[]): Promise<Company> => {
  const world = await createSimWorld(seed, 1);
  const [owner] = world.devices;
  if (owner === undefined) throw new Error("a device");
  await owner.start();
  await world.time.advance(2_000);
  for (const name of products) {
    const running = replicaOn(owner).run(createProduct, { name });
    await world.time.advance(2_000);
    must(await running);
  }
  return { world, owner };
};

let old: Company;
let archive: Uint8Array;
beforeAll(async () => {
  await startAutomerge();
  old = await company(1, ["Truss", "Spot"]);
  archive = await exportOf(old.owner);
});

/** The type of the reason why it is refused, or "taken". */
const fate = async (zip: Uint8Array): Promise<string> => {
  const opened = await openArchive(bytesSource("archive.zip", zip));
  if (!opened.ok) return opened.error.type;
  const parts = readSigned(opened.value.documents, opened.value.membership);
  if (!parts.ok) return parts.error.type;
  const proven = await proveArchive(parts.value, old.world.crypto, () => undefined);
  return proven.ok ? "taken" : proven.error.type;
};

type Parts = Record<string, Uint8Array>;

const changed = (change: (parts: Parts) => Parts): Uint8Array => zipSync(change(unzipSync(archive)));

/** With the items of the signed documents changed; the first one is the head. */
const withItems = (change: (items: readonly CborValue[]) => readonly CborValue[]): Uint8Array =>
  changed((parts) => {
    const items = must(decodeCanonicalSequence(parts[documents] ?? new Uint8Array()));
    return { ...parts, [documents]: concatBytes(...change(items).map(encodeCanonical)) };
  });

/** With one field of every item of a store changed. */
const withField = (store: string, field: string, change: (value: CborValue) => CborValue): Uint8Array =>
  withItems((items) =>
    items.map((item): CborValue => {
      if (!isStored(item) || item[0] !== store) return item;
      const value = fieldsOf(item[1]);
      const before = value[field];
      return [store, before === undefined ? value : { ...value, [field]: change(before) }];
    }),
  );

const isStored = (item: CborValue): item is readonly CborValue[] => Array.isArray(item);

const fieldsOf = (value: CborValue | undefined): Record<string, CborValue> =>
  Object.fromEntries(Object.entries<CborValue>(brand<Record<string, CborValue>>(value ?? {})));

/** The last byte is another one. */
const touched = (value: CborValue): CborValue => {
  if (!(value instanceof Uint8Array)) return value;
  const copy = value.slice();
  copy[copy.length - 1] = (copy[copy.length - 1] ?? 0) ^ 1;
  return copy;
};

describe("an archive that is refused", () => {
  test("[INT-04] is taken as it was exported", async () => {
    expect(await fate(archive)).toBe("taken");
  });

  test("[INT-04] no archive at all, one without its end, and one of something else", async () => {
    expect(await fate(new TextEncoder().encode("Name,Code\nSpot,1\n"))).toBe("NotAnArchive");
    expect(await fate(new Uint8Array())).toBe("NotAnArchive");
    expect(await fate(archive.subarray(0, archive.length - 400))).toBe("CutOff");
    expect(await fate(zipSync({ "photo.jpg": new Uint8Array(10) }))).toBe("NotOurs");
  });

  test("[INT-04] one that unpacks beyond all bounds, whatever its headers say", async () => {
    const zeros = new Uint8Array(2 * 1024 * 1024);
    const honest = writeZip([
      { name: documents, data: zeros, claimedSize: 2 ** 31 },
      { name: membership, data: "" },
    ]);
    expect(await fate(honest)).toBe("TooBig");
    const lying = writeZip([
      { name: documents, data: zeros, claimedSize: 1_000 },
      { name: membership, data: "" },
    ]);
    expect(await fate(lying)).toBe("Damaged");
  });

  test("[INT-04] names that lead out of it, and one part twice", async () => {
    expect(await fate(changed((parts) => ({ ...parts, "files/../../out": new Uint8Array(1) })))).toBe(
      "UnsafeNames",
    );
    const twice = writeZip([
      { name: documents, data: "a" },
      { name: documents, data: "b" },
      { name: membership, data: "" },
    ]);
    expect(await fate(twice)).toBe("Damaged");
  });

  test("[INT-04] another version, an export without its membership log, and bytes that are nothing", async () => {
    const newer = withItems(([head, ...rest]) => [{ ...fieldsOf(head), version: 2 }, ...rest]);
    expect(await fate(newer)).toBe("WrongVersion");
    const without = changed((parts) =>
      Object.fromEntries(Object.entries(parts).filter(([name]) => name !== membership)),
    );
    expect(await fate(without)).toBe("WrongVersion");
    expect(await fate(changed((parts) => ({ ...parts, [documents]: new Uint8Array([255, 1]) })))).toBe(
      "Damaged",
    );
  });

  test("[INT-04] a change, a tip, a card or the membership log that somebody touched", async () => {
    expect(await fate(withField("chunks", "bytes", touched))).toBe("Damaged");
    expect(await fate(withField("tips", "sig", touched))).toBe("Tampered");
    expect(await fate(withField("cards", "signed", touched))).toBe("Tampered");
    expect(await fate(withItems((items) => items.filter((item) => !isOf(item, "tips"))))).toBe("Tampered");
    const log = changed((parts) => {
      const [head, first, second, ...rest] = must(
        decodeCanonicalSequence(parts[membership] ?? new Uint8Array()),
      );
      const items = [head ?? null, first ?? null, touched(second ?? null), ...rest];
      return { ...parts, [membership]: concatBytes(...items.map(encodeCanonical)) };
    });
    expect(await fate(log)).toBe("Tampered");
  });

  test("[INT-04] the documents of one company under the membership log of another", async () => {
    const other = unzipSync(await exportOf((await company(3, [])).owner));
    const log = other[membership] ?? new Uint8Array();
    expect(await fate(changed((parts) => ({ ...parts, [membership]: log })))).toBe("Damaged");
  });
});

const isOf = (item: CborValue, store: string): boolean => Array.isArray(item) && item[0] === store;

describe("where an archive may go", () => {
  test("[INT-04] not into a company with records, not by somebody else, and the same one again after a stop", async () => {
    const proven = await provenArchive(archive, old.world);
    const full = await company(4, ["Cable"]);
    expect(await whyNotHere(bringInDeps(full.owner, full.world), proven, false)).toEqual({
      type: "NotEmpty",
    });
    const { world, owner } = await company(5, []);
    const deps = bringInDeps(owner, world);
    expect(await whyNotHere({ ...deps, isOwner: () => false }, proven, false)).toEqual({ type: "NotOwner" });
    const poor = {
      ...deps,
      standing: { ...deps.standing, may: (_: string, on: string) => on !== "inventory" },
    };
    expect(await whyNotHere(poor, proven, false)).toEqual({ type: "NotAllowed", on: "inventory" });
    expect(await owner.process()?.store.all("cards")).toEqual([]);
    const stopped = await bringIn(
      deps,
      proven,
      () => undefined,
      () => true,
    );
    expect(stopped).toEqual({ ok: false, error: { type: "Stopped" } });
    expect(await unfinishedBringIn(deps)).toBe(proven.company);
    expect(await whyNotHere(deps, { ...proven, company: "another" }, false)).toMatchObject({
      type: "OtherArchive",
    });
    expect(await whyNotHere(deps, proven, true)).toBeUndefined();
    must(
      await bringIn(
        deps,
        proven,
        () => undefined,
        () => false,
      ),
    );
    must(
      await bringIn(
        deps,
        proven,
        () => undefined,
        () => false,
      ),
    );
    expect(await owner.process()?.store.all("cards")).toHaveLength(proven.documents.length);
  });
});
