import { describe, expect, test } from "vitest";
import { differingPieceFields, likelySamePieces } from "#shared/domain/inventory";
import type { Asset, AssetId, ProductId } from "#shared/domain/inventory";
import { whyNotSamePiece } from "#shared/domain/stock";
import { brand } from "#shared/kernel/brand";
import { createScanWorld, named } from "#tests/support/scan-world";

const product = named<ProductId>("product Spot");
const piece = (id: AssetId, more: Partial<Asset> = {}): Asset =>
  brand<Asset>({ id, product, code: "S-1", isCase: false, ...more });

const twoPieces = () => {
  const world = createScanWorld();
  const [a, b] = [world.asset("S-1", "Spot"), world.asset("S-2", "Spot")];
  const why = () => whyNotSamePiece(piece(a), piece(b), world.positions);
  return { ...world, a, b, why };
};

describe("whether two records can be one piece", () => {
  test("[INV-21] neither of different products, nor a case and no case, nor one inside the other", () => {
    const { a, b, fact, positions, why } = twoPieces();
    expect(why()).toBeUndefined();
    const other = piece(b, { product: named<ProductId>("product Wash") });
    expect(whyNotSamePiece(piece(a), other, positions)).toBe("other-product");
    expect(whyNotSamePiece(piece(a), piece(b, { isCase: true }), positions)).toBe("case");
    fact({ kind: "packed", asset: a, inCase: b });
    expect(why()).toBe("inside");
  });

  test("[INV-21] not one that is off stock and one that is there; both off stock may be", () => {
    const { a, b, fact, why } = twoPieces();
    fact({ kind: "retired", asset: a });
    expect(why()).toBe("off-stock");
    fact({ kind: "retired", asset: b });
    expect(why()).toBeUndefined();
  });

  test("[INV-21] not while each is away on another job, unless that is what devices disagree about", () => {
    const { a, b, fact, event, positions, why } = twoPieces();
    const start = fact({ kind: "in", asset: a });
    fact({ kind: "out", asset: a, event: event("Gala"), after: start.id });
    expect(why()).toBeUndefined();
    fact({ kind: "out", asset: b, event: event("Fair") });
    expect(why()).toBe("two-events");
    fact({ kind: "out", asset: a, event: event("Fair"), after: start.id });
    expect(positions.of(a).forks).toHaveLength(1);
    expect(why()).toBeUndefined();
  });

  test("[INV-21] what shares a code or a serial number is likely the same; what is there is taken over", () => {
    const [own, twin, stranger] = ["own", "twin", "stranger"].map((name) => named<AssetId>(name));
    if (own === undefined || twin === undefined || stranger === undefined) throw new Error("three ids");
    const first = piece(own, { serial: "SN 77", notes: "dented" });
    const second = piece(twin, { code: "SN77", notes: "a dent", weightG: 900 });
    const third = piece(stranger, { code: "S-3" });
    expect(likelySamePieces(first, [first, second, third])).toEqual([twin]);
    expect(likelySamePieces(first, [{ ...second, removedAt: 1 }])).toEqual([]);
    expect(differingPieceFields(first, second)).toEqual([
      { field: "serial", own: "SN 77", other: undefined, preselected: "own" },
      { field: "weightG", own: undefined, other: 900, preselected: "other" },
      { field: "notes", own: "dented", other: "a dent", preselected: "own" },
    ]);
  });
});
