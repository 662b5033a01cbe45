/** A list that was compared with a stock which changed before it was applied. */
import { expect, test } from "vitest";
import { addAssets, createProduct, editProduct, product } from "#shared/domain/inventory";
import { must } from "#shared/kernel/result";
import { createImportWorld, textSource } from "#tests/support/import-world";

const list = textSource("stock.csv", "Name,Maker,Qty\nH30V 3 m,Prolyte,48\nClamp,Doughty,12\nSpot,Robe,4\n");

const comparing = async () => {
  const world = createImportWorld();
  const truss = { name: "H30V truss 3 m", maker: "Prolyte", tracking: "bulk" } as const;
  const { product: known } = must(world.documents.run(createProduct, truss));
  const { session, opened } = await world.open(list);
  must(opened);
  const counts = session.plan();
  const compareAgain = () => {
    session.forgetExisting();
    session.addExisting({ products: world.documents.all(product) });
    return session.plan();
  };
  const doubtful = () => session.rows(["doubtful"], 0, 10).rows;
  return { world, known, session, counts, compareAgain, doubtful };
};

test("[INT-02] nothing changed that matters: the comparison says the same, and what was decided holds", async () => {
  const { world, known, session, counts, compareAgain, doubtful } = await comparing();
  expect(counts.rows.doubtful).toBe(1);
  const [row] = doubtful();
  if (row?.doubt === null || row === undefined) throw new Error("one waits for a decision");
  const decided = session.decide(row.doubt.key, { type: "same", product: known });
  must(world.documents.run(createProduct, { name: "Something else" }));
  expect(compareAgain()).toEqual(decided);
  expect(session.isAsTold()).toBe(true);
});

test("[INT-02] a product somebody made meanwhile is found, not made twice", async () => {
  const { world, session, counts, compareAgain } = await comparing();
  const { product: spot } = must(
    world.documents.run(createProduct, { name: "Spot", maker: "Robe", tracking: "assets" }),
  );
  must(world.documents.run(addAssets, { product: spot, assets: [{ code: "S-1" }] }));
  expect(compareAgain().newProducts).toBe(counts.newProducts - 1);
  expect(session.isAsTold()).toBe(false);
});

test("[INT-02] a decision for a product that is what the list says by now is not asked of it any more", async () => {
  const { world, known, session, compareAgain, doubtful } = await comparing();
  const [row] = doubtful();
  if (row?.doubt === null || row === undefined) throw new Error("one waits for a decision");
  const before = session.decide(row.doubt.key, { type: "new" });
  must(world.documents.run(editProduct, { product: known, values: { name: "H30V 3 m" } }));
  // It would have been made a second time.
  expect(compareAgain().newProducts).toBe(before.newProducts - 1);
  expect(session.isAsTold()).toBe(false);
});
