/** Why somebody reads their own words under "Refused changes". */
import { expect, test } from "vitest";
import { reasonOfRescue } from "#client/features/settings/rescue-reason";
import { idFromBytes } from "#shared/kernel/ids";
import type { ThingId } from "#shared/kernel/ids";
import { refusalMeanings } from "#shared/protocol/gate/refusals";
import type { Grant } from "#shared/protocol/membership/types";

const event = new Uint8Array(16).fill(1);
const other = new Uint8Array(16).fill(2);
const thing = idFromBytes<ThingId>(event);
const plans = (events: Grant["scope"], notAfter: number | null): Grant => ({
  ...{ verbs: ["read", "write"], on: ["event"], scope: events, notAfter },
});
const refused = (code: string) => ({ code, at: 1_000, thing });

test("[SEC-06] a place in an event that had ended is named with its end, for its event alone", () => {
  const grants = [plans({ events: [event] }, 900), plans({ events: [other] }, 950)];
  for (const code of ["grant", "gone"])
    expect(reasonOfRescue(refused(code), grants)).toEqual({ because: "ended", at: 900 });
});

test("[SEC-06] a right to a whole class that had ended explains no refusal: the thing may be of another class", () => {
  const readsStock: Grant = { ...plans("all", 950), on: ["inventory"] };
  expect(reasonOfRescue(refused("grant"), [readsStock])).toEqual({ because: "grant" });
  expect(reasonOfRescue(refused("gone"), [plans("all", 950)])).toEqual({ because: "gone" });
  const both = [readsStock, plans({ events: [event] }, 900)];
  expect(reasonOfRescue(refused("grant"), both)).toEqual({ because: "ended", at: 900 });
});

test("[SEC-06] without an end that had come it was the role, or the thing", () => {
  const later = [plans({ events: [event] }, 1_001), plans({ events: [event] }, null)];
  expect(reasonOfRescue(refused("grant"), later)).toEqual({ because: "grant" });
  expect(reasonOfRescue(refused("gone"), [])).toEqual({ because: "gone" });
  const onlyRead: Grant = { ...plans("all", 900), verbs: ["read"] };
  expect(reasonOfRescue(refused("grant"), [onlyRead])).toEqual({ because: "grant" });
});

test("[SEC-06] a removed device, what nobody adopted, what was too much and what is a fault are told apart", () => {
  const because = (code: string) => reasonOfRescue(refused(code), [plans("all", 900)]).because;
  expect(["revoked", "held-discarded", "held-expired", "held-refused"].map(because)).toEqual([
    ...["revoked", "discarded", "expired", "compromised"],
  ]);
  const others = Object.entries(refusalMeanings).filter(([, { cause }]) => cause !== "right");
  expect(others.map(([code]) => because(code))).toEqual(others.map(([, { cause }]) => cause));
  expect(because("of a later version")).toBe("fault");
});

test("[MOB-06] what came through a hall is never told as one's own refused work, whatever home said of it", () => {
  const because = (code: string) => reasonOfRescue(refused(code), [plans("all", 900)]).because;
  const said = [
    "hall-revoked",
    "hall-grant",
    "hall-gone",
    "hall-held",
    "hall-held-refused",
    "hall-contradicted",
  ];
  expect(said.map(because)).toEqual([
    ...["hallRevoked", "hallGrant", "hallGrant", "hallHeld", "hallEnded", "hallOther"],
  ]);
  expect(["hall-malformed", "hall-full", "hall-of-a-later-version"].map(because)).toEqual(
    Array.from({ length: 3 }, () => "hallNotTaken"),
  );
});
