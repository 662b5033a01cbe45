/** What somebody types for the relay in their flight case, and what they are told when it does not go. */
import { expect, test } from "vitest";
import { hallAddress, problemOfLooking, problemOfShowing } from "#client/features/settings/hall-address";

test("[MOB-06] an address is taken as people type it, and one that browsers would keep the app from is named", () => {
  const home = "https://kit.example.org";
  const typed = (text: string, page = home): unknown => {
    const address = hallAddress(text, page);
    return address.ok ? address.value : address.error;
  };
  expect(typed(" case-1.local:8787 ")).toBe("https://case-1.local:8787");
  expect(typed("https://CASE-1.local/settings?x#y")).toBe("https://case-1.local");
  expect(typed("http://case-1.local")).toBe("needsHttps");
  expect(typed("http://localhost:8787", "http://localhost:8080")).toBe("http://localhost:8787");
  for (const wrong of ["", "  ", "https://", "ftp://case-1.local", "mailto:case@example.org", "a b"])
    expect(typed(wrong), wrong).toBe("badAddress");
});

test("[MOB-06] what a relay answers is told as what its operator can do about it", () => {
  expect(problemOfLooking({ type: "RelayUnreachable" })).toBe("unreachable");
  expect(problemOfLooking({ type: "RelayAnswerInvalid" })).toBe("noRelay");
  expect(problemOfShowing({ type: "RelayUnreachable" })).toBe("otherPages");
  expect(problemOfShowing({ type: "RelayUnproven" })).toBe("unproven");
  const refused = (code: "not-found" | "creation-closed" | "creation-unlisted" | "invalid") =>
    problemOfShowing({ type: "RelayRefused", code });
  expect([
    refused("not-found"),
    refused("creation-closed"),
    refused("creation-unlisted"),
    refused("invalid"),
  ]).toEqual(["notInHall", "closed", "closed", "notTaken"]);
});
