import { expect, test } from "vitest";
import { currentNavItem } from "#client/app/navigation";

test.each([
  ["/", "today"],
  ["/stock", "stock"],
  ["/stock/products/P", "stock"],
  ["/stock/assets/A", "stock"],
  ["/stock/assets/A/test", "maintenance"],
  ["/stock/assets/A/lifting", "maintenance"],
  ["/stock/faults/F", "maintenance"],
  ["/stock/maintenance/import", "maintenance"],
  ["/stock/locations", "locations"],
  ["/stock/transfers/T", "transfers"],
  ["/settings/people/M", "people"],
])("%s belongs to the entry %s", (address, label) => {
  expect(currentNavItem(address)?.label).toBe(label);
});
