/** Heads into their cases, by label. */
import { expect } from "../app";
import { ready } from "../scanning";
import type { Labels } from "./labels";
import type { Day } from "./stage";
import { headCodes, openThing, scan } from "./stage";

export const packed = [
  { code: "CASE-001", heads: headCodes(1, 2, 3) },
  { code: "CASE-002", heads: headCodes(4, 5) },
] as const;

export const packCases = async (day: Day, labels: Labels): Promise<void> => {
  const { mira, jo, office, relay } = day;
  const packers = [mira, jo] as const;
  for (const [index, { code, heads }] of packed.entries()) {
    const page = packers[index] ?? mira;
    await page.goto(`${relay.origin}/scan?mode=pack`);
    await ready(page);
    await scan(page, labels.get(code) ?? "", "SCAN-24", new RegExp(`${code}.*Open`));
    for (const head of heads)
      await scan(page, labels.get(head) ?? "", "SCAN-26", new RegExp(`${head}.*Into ${code}`));
    await scan(page, "EVENTKIT-CLOSE", "SCAN-55", new RegExp(`${code} closed`));
  }
  for (const page of [office, jo, mira])
    for (const { code, heads } of packed) {
      await openThing(day, page, code);
      await page.getByRole("link", { name: "Contents, packing list, rules" }).click();
      const inside = page.getByRole("region", { name: "In it now" });
      await expect(inside.getByRole("listitem")).toHaveCount(heads.length);
      for (const head of heads) await expect(inside.getByRole("link", { name: head })).toBeVisible();
    }
};
