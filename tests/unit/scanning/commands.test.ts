import { describe, expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import {
  movement,
  recordMovements,
  reopenDecisions,
  settled,
  settleMovements,
  undoMovements,
} from "#shared/domain/scanning";
import { createPlainDocuments } from "#tests/support/plain-drafts";
import { named } from "#tests/support/scan-world";

const asset = named<AssetId>("asset");
const product = named<ProductId>("product");
const gala = named<EventId>("gala");

describe("recording scans", () => {
  test("[MOV-1] [SCN-12] one fact per thing, with who, when and how it was read", () => {
    const documents = createPlainDocuments();
    const ids = must(
      documents.run(recordMovements, {
        facts: [
          { kind: "out", asset, product, quantity: 1, event: gala },
          { kind: "out", product, quantity: 20, event: gala, isUnplanned: true },
        ],
        origin: "wedge",
      }),
    );
    const facts = documents.all(movement);
    expect(facts.map((fact) => fact.id)).toEqual(ids);
    expect(facts[0]).toMatchObject({
      kind: "out",
      asset,
      event: gala,
      at: documents.now,
      offsetMs: 0,
      by: documents.member,
      origin: "wedge",
    });
    expect(facts[1]).toMatchObject({ quantity: 20, isUnplanned: true });
    expect(documents.run(recordMovements, { facts: [], origin: "hand" })).toEqual({
      ok: false,
      error: { type: "NothingToRecord" },
    });
  });

  test("[MOV-4] undo writes counter-facts, and none for a counter-fact", () => {
    const documents = createPlainDocuments();
    must(
      documents.run(recordMovements, {
        facts: [{ kind: "out", asset, product, quantity: 1, event: gala }],
        origin: "camera",
      }),
    );
    const [fact] = documents.all(movement);
    if (fact === undefined) throw new Error("written");
    must(documents.run(undoMovements, { undone: [{ fact, after: fact.id }] }));
    const undo = documents.all(movement).at(-1);
    expect(undo).toMatchObject({ undoes: fact.id, after: fact.id, asset, origin: "hand" });
    if (undo === undefined) throw new Error("written");
    expect(documents.run(undoMovements, { undone: [{ fact: undo, after: undo.id }] }).ok).toBe(false);
  });

  test("[MOV-5] settling names both; taking it back names the decision", () => {
    const documents = createPlainDocuments();
    const [keeps, drops] = must(
      documents.run(recordMovements, {
        facts: [
          { kind: "out", asset, product, quantity: 1, event: gala },
          { kind: "in", asset, product, quantity: 1 },
        ],
        origin: "camera",
      }),
    );
    if (keeps === undefined || drops === undefined) throw new Error("written");
    expect(
      documents.run(settleMovements, { decisions: [{ asset, keeps, drops: keeps, replaces: [] }] }).ok,
    ).toBe(false);
    const [id] = must(documents.run(settleMovements, { decisions: [{ asset, keeps, drops, replaces: [] }] }));
    if (id === undefined) throw new Error("written");
    must(documents.run(reopenDecisions, { decisions: [{ id, asset, keeps, drops }] }));
    expect(documents.all(settled)).toMatchObject([
      { keeps, drops, by: documents.member },
      { replaces: id, isReopened: true },
    ]);
  });
});
