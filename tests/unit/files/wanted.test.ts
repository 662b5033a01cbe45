/** Which record a content that waits is for: the document it waits under, or the log a fact was written in. */
import { expect, test } from "vitest";
import { isNamed } from "#client/data/files/sending";
import { filesFor, namedBy } from "#client/data/files/wanted";
import { file, parseContentHash } from "#shared/domain/files";
import type { FileId } from "#shared/domain/files";
import type { EventId } from "#shared/domain/events";
import type { ProductId } from "#shared/domain/inventory";
import { fault } from "#shared/domain/maintenance";
import type { FaultId } from "#shared/domain/maintenance";
import { line } from "#shared/domain/pull-list";
import type { LineId } from "#shared/domain/pull-list";
import { thingOf } from "#shared/kernel/ids";
import type { Id, MemberId, ThingId } from "#shared/kernel/ids";
import { assert } from "#shared/kernel/result";
import { lamp, noon, piece } from "#tests/support/maintenance-world";
import { createMemoryRows } from "#tests/support/memory-rows";
import { logOf, named } from "#tests/support/scan-world";

const hash = parseContentHash("a".repeat(42) + "A");
const other = parseContentHash("b".repeat(42) + "A");
assert(hash && other, "two hashes");

const withFile = (thing: ThingId, owner: Id<string>, removedAt?: number) => {
  const rows = createMemoryRows();
  const record = {
    id: named<FileId>("photo"),
    thing,
    owner,
    name: "a.jpg",
    mediaType: "image/jpeg",
    size: 1,
  };
  rows.put(file, { ...record, hash, addedAt: 0, ...(removedAt === undefined ? {} : { removedAt }) });
  const waitsAt = (at: ThingId) => isNamed({ rows }, { thing: at, hash, size: 1, at: 0 });
  return { rows, waitsAt };
};

test("[DOC-05] a content waits under the document that names it", () => {
  const [place, elsewhere] = [logOf("places"), logOf("elsewhere")];
  const { rows, waitsAt } = withFile(place, named<FaultId>("wall"));
  expect(waitsAt(place)).toBe(true);
  expect(waitsAt(elsewhere)).toBe(false);
  expect(namedBy(rows, place, other)).toEqual([]);
});

test("[MNT-01] [DOC-05] a content of a fact waits under the fact and goes to the log that names it", () => {
  const broken = named<FaultId>("fault");
  const { rows, waitsAt } = withFile(logOf("phone"), broken);
  expect(waitsAt(thingOf(broken))).toBe(true);
  expect(namedBy(rows, thingOf(broken), hash)).toMatchObject([{ thing: logOf("phone") }]);
  expect(withFile(logOf("phone"), broken, 1).waitsAt(thingOf(broken))).toBe(false);
});

test("[MOB-07] [MNT-01] an event kept on a device keeps the photos of what is wrong with its products", () => {
  const broken = named<FaultId>("fault");
  const { rows } = withFile(logOf("phone"), broken);
  const event = named<EventId>("gala");
  const report = { id: broken, thing: logOf("phone"), asset: piece, title: "Dent", at: noon("2026-06-01") };
  const by = named<MemberId>("Mira");
  rows.put(fault, { ...report, by, product: lamp, effect: "flag", priority: "normal" });
  const book = (id: string, product: ProductId) =>
    rows.put(line, {
      id: named<LineId>(id),
      thing: thingOf(event),
      product,
      name: id,
      order: "V",
      quantity: 1,
    });
  book("other", named<ProductId>("cable"));
  expect(filesFor(rows, event)).toEqual([]);
  book("lamp", lamp);
  expect(filesFor(rows, event)).toMatchObject([{ owner: broken, thing: logOf("phone") }]);
});
