/** The membership log as lines to list: newest first, by area and person. */
import type { Accessor } from "solid-js";
import { createMemo } from "solid-js";
import type { Ms } from "#shared/kernel/clock";
import type { Explanation, LogEvent } from "#shared/protocol/membership/explain";
import type { FollowedMembership } from "#client/features/settings";

export const logAreas = ["people", "devices", "invitations", "roles", "company"] as const;
export type LogArea = (typeof logAreas)[number];

const areaOfEvent: Readonly<Record<LogEvent["what"], LogArea>> = {
  "company-founded": "company",
  "member-added": "people",
  "member-changed": "people",
  "member-left": "people",
  "member-removed": "people",
  "device-added": "devices",
  "device-replaced": "devices",
  "device-revoked": "devices",
  "recovery-vetoed": "devices",
  "role-defined": "roles",
  "role-removed": "roles",
  invited: "invitations",
  "invite-cancelled": "invitations",
  "policy-set": "company",
  "relay-named": "company",
  "recovery-requested": "devices",
  "keys-changed": "company",
  "keys-refused": "company",
  "rules-upgraded": "company",
  adopted: "devices",
  "passkey-changed": "people",
};

export const areaOf = (line: Explanation): LogArea => areaOfEvent[line.event.what];

/** When it counted, by the relay; while it waits, when its author says it was written. */
export const timeOf = ({ checkpoint, claimedAt }: Explanation): Ms => checkpoint?.at ?? claimedAt;

/** Whether the person did it or it was done to them. */
export const concerns = ({ by, event }: Explanation, member: string): boolean =>
  (by.type === "member" && by.member === member) ||
  ("member" in event && event.member === member) ||
  ("ends" in event && event.ends.some((ended) => ended.member === member));

/** Newest first; follows the membership. */
export const createLogLines = ({
  membership,
  view,
}: FollowedMembership): Accessor<readonly Explanation[]> => {
  const lines = createMemo(() => {
    view();
    return (membership()?.history() ?? []).toReversed();
  });
  return lines;
};
