/** A document that takes changes up one batch after the other shows what one read from all of them at once shows. */
import * as Automerge from "@automerge/automerge/slim";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { CrdtDocument } from "#shared/documents/crdt";
import { beginDocument, loadDocument } from "#shared/documents/crdt";
import { startAutomerge } from "#tests/support/automerge";

beforeAll(startAutomerge);

const actors = ["a1", "b2", "c3"].map((text) => text.repeat(16));
const root = { kind: "event", schema: 1, minWriter: 1 };
const key = "event:E";

/** Who does what: set or clear the venue, or take up everything another one has. */
const step = fc.oneof(
  fc.record({ who: fc.nat(2), venue: fc.constantFrom("Hall 1", "Hall 2", "Hall 3", null) }),
  fc.record({ who: fc.nat(2), from: fc.nat(2) }),
);

const changesOf = (document: CrdtDocument): readonly Uint8Array[] =>
  document.changes().flatMap(({ hash }) => document.bytesOf(hash) ?? []);

test("[DOC-R10] whatever the order and the batches, and whoever wrote over whom", () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 2, maxLength: 14 }),
      fc.array(fc.nat(11), { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat(99), { minLength: 40, maxLength: 40 }),
      fc.nat(2),
      (steps, sizes, places, reader) => {
        const origin = beginDocument(actors[0] ?? "", root);
        origin.write([{ create: key, fields: { name: "Gala", venue: "Hall 0" } }], "begin", 1);
        const devices = actors.map((_, at) => loadDocument(`${String(at)}f`.repeat(16), changesOf(origin)));
        for (const each of steps) {
          const device = devices[each.who];
          if ("venue" in each) device?.write([{ set: key, fields: { venue: each.venue } }], "edit", 2);
          else if (each.from !== each.who) device?.apply(changesOf(devices[each.from] ?? origin));
        }
        const incremental = devices[reader] ?? origin;
        // In any order: what has to wait for its ancestors does so inside.
        const arriving = devices
          .flatMap(changesOf)
          .map((bytes, at) => ({ bytes, place: places[at % places.length] ?? 0 }))
          .sort((a, b) => a.place - b.place);
        for (let at = 0, turn = 0; at < arriving.length; turn++) {
          const size = 1 + (sizes[turn % sizes.length] ?? 0);
          incremental.apply(arriving.slice(at, at + size).map(({ bytes }) => bytes));
          at += size;
        }
        const whole = loadDocument("9".repeat(32), changesOf(incremental));
        const shown = [...incremental.records].map(([name, fields]) => [name, { ...fields }]);
        expect(shown).toEqual([...whole.records].map(([name, fields]) => [name, { ...fields }]));
        expect(incremental.conflictedFields(key)).toEqual(whole.conflictedFields(key));
      },
    ),
    { seed: 20_261, numRuns: 600 },
  );
});

test("[DOC-R10] what stands among the records and is none hides no conflict, whatever its size", () => {
  const text = (value: string): Automerge.ImmutableString => new Automerge.ImmutableString(value);
  type Odd = {
    kind: Automerge.ImmutableString;
    schema: number;
    minWriter: number;
    records: Record<string, Record<string, Automerge.ImmutableString> | Uint8Array>;
  };
  const begun = Automerge.from<Odd>(
    { kind: text("event"), schema: 1, minWriter: 1, records: { [key]: { name: text("Gala") } } },
    { actor: "a1".repeat(16) },
  );
  for (let size = 0; size < 6; size++) {
    const named = actors.slice(1).map((actor) =>
      Automerge.change(Automerge.clone(begun, { actor }), (draft) => {
        const record = draft.records[key];
        if (record !== undefined && !(record instanceof Uint8Array)) record.name = text(`Gala ${actor}`);
      }),
    );
    const odd = Automerge.change(Automerge.clone(begun, { actor: "d4".repeat(16) }), (draft) => {
      draft.records.x = new Uint8Array(size);
    });
    const all = [...named, odd].reduce((one, other) => Automerge.merge(one, other), Automerge.clone(begun));
    const whole = loadDocument("9".repeat(32), Automerge.getAllChanges(all));
    expect(whole.conflictedFields(key)).toEqual(["name"]);
  }
});
