import { expect, test } from "vitest";
import { trustAddress } from "#client/features/people/trust-address";

test("[RELAY-125] only a relay of the local network has a certificate of its own to fetch first", () => {
  expect(trustAddress("https://stage.local:8787/j#x")).toBe("http://stage.local:8787/trust");
  expect(trustAddress("https://192.168.7.7:8787/j#x")).toBe("http://192.168.7.7:8787/trust");
  expect(trustAddress("https://[fd00::1]:8787/j#x")).toBe("http://[fd00::1]:8787/trust");
  expect(trustAddress("https://kit.example.org/j#x")).toBeUndefined();
  expect(trustAddress("http://localhost:8787/j#x")).toBeUndefined();
});
