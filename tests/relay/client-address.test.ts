/** Which addresses belong to one customer of a provider. */
import { expect, test } from "vitest";
import { networkOf } from "#relay/http/client-address";
import { createAddressShare } from "#relay/http/rate-limit";

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:DB8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  // In a hall without internet everybody has the same first half.
  ["fe80::1:2", "fe80::1:2"],
  ["fd00:1::7", "fd00:1::7"],
])("[MOB-06] %s belongs to %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test("[MOB-06] a share is remembered for so many addresses and no more", () => {
  const share = createAddressShare(1, { now: () => 0 }, 1_000);
  share.use("first");
  expect(share.hasLeft("first")).toBe(false);
  for (let at = 0; at < 20_000; at++) share.use(`address ${at}`);
  expect([share.hasLeft("address 19999"), share.hasLeft("first")]).toEqual([false, true]);
});
