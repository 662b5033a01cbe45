import { expect, test } from "vitest";
import { groupForProduct } from "#shared/domain/pull-list";
import type { LineGroupId, LineId, Section } from "#shared/domain/pull-list";
import type { ProductId } from "#shared/domain/inventory";
import { brand } from "#shared/kernel/brand";

const section = (name: string | undefined, products: readonly string[]): Section => ({
  group: name === undefined ? undefined : { id: brand<LineGroupId>(name), name, order: name },
  lines: products.map((product, index) => ({
    ...{ id: brand<LineId>(`${name}${index}`), name: product, order: `${index}` },
    ...{ product: brand<ProductId>(product), quantity: 1 },
  })),
});

test("[SCN-06] a further line stands with its product, else with most of its kind, else in the last group", () => {
  const sections = [
    section(undefined, ["free"]),
    section("light", ["spot", "wash", "cable"]),
    section("sound", ["cable", "desk", "cable"]),
    section("rest", []),
  ];
  const groupOf = (product: string, kind: readonly string[] = []): string | null =>
    groupForProduct(sections, brand<ProductId>(product), (other) => kind.includes(other));
  expect(groupOf("spot", ["desk"])).toBe("light");
  expect(groupOf("cable")).toBe("sound");
  expect(groupOf("free", ["spot"])).toBeNull();
  expect(groupOf("beam", ["spot", "wash", "desk"])).toBe("light");
  expect(groupOf("haze")).toBe("rest");
  expect(groupForProduct([], brand<ProductId>("spot"), () => true)).toBeNull();
});
