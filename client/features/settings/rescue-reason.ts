/** Why the relay did not take what somebody wrote, as far as this device can tell. */
import type { Ms } from "#shared/kernel/clock";
import { refusalMeanings } from "#shared/protocol/gate/refusals";
import type { Grant } from "#shared/protocol/membership/types";
import { thingIdFromBytes } from "#shared/protocol/wire-types";
import type { Rescue } from "#shared/replica/types";

export type RescueReason =
  | {
      readonly because:
        | "revoked"
        | "grant"
        | "gone"
        | "limit"
        | "fault"
        | "discarded"
        | "expired"
        | "compromised"
        | HallReason;
    }
  | { readonly because: "ended"; readonly at: Ms };

/** Of what came through a hall, and of own work built on it. */
type HallReason = "hallRevoked" | "hallGrant" | "hallHeld" | "hallEnded" | "hallOther" | "hallNotTaken";

const hallReasons: Readonly<Record<string, HallReason>> = {
  "hall-revoked": "hallRevoked",
  "hall-grant": "hallGrant",
  "hall-gone": "hallGrant",
  "hall-held": "hallHeld",
  "hall-contradicted": "hallOther",
};

type Refused = Pick<Rescue, "code" | "at" | "thing">;

/**
 * When a right to the event had ended by the time of the refusal. One to a whole class explains nothing: of which class
 * the thing was is not known here.
 */
const endBefore = ({ at, thing }: Refused, grants: readonly Grant[]): Ms | undefined => {
  const ends = grants.flatMap(({ notAfter, scope, verbs }) => {
    if (notAfter === null || notAfter > at || !verbs.includes("write")) return [];
    const isMeant =
      typeof scope !== "string" && scope.events.some((event) => thingIdFromBytes(event) === thing);
    return isMeant ? [notAfter] : [];
  });
  return ends.length === 0 ? undefined : Math.max(...ends);
};

/** `grants`: what the person at this device was given, those that are over too. */
export const reasonOfRescue = (refused: Refused, grants: readonly Grant[]): RescueReason => {
  const { code } = refused;
  if (code.startsWith("hall-held-")) return { because: "hallEnded" };
  if (code.startsWith("hall-")) return { because: hallReasons[code] ?? "hallNotTaken" };
  if (code === "revoked") return { because: "revoked" };
  if (code === "grant" || code === "gone") {
    const at = endBefore(refused, grants);
    return at === undefined ? { because: code } : { because: "ended", at };
  }
  if (code === "held-expired") return { because: "expired" };
  if (code === "held-refused") return { because: "compromised" };
  if (code.startsWith("held-")) return { because: "discarded" };
  const meaning = Object.entries(refusalMeanings).find(([known]) => known === code)?.[1];
  return { because: meaning?.cause === "limit" ? "limit" : "fault" };
};
