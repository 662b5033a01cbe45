/** How states, effects and priorities are called and coloured. */
import type {
  CostKind,
  DamageSeverity,
  FaultCase,
  FaultPriority,
  FaultState,
} from "#shared/domain/maintenance";
import type { Meaning } from "#client/ui/meaning";

export const priorityWords = {
  low: "priorityLow",
  normal: "priorityNormal",
  high: "priorityHigh",
  urgent: "priorityUrgent",
} as const satisfies Record<FaultPriority, string>;

export const severityWords = {
  cosmetic: "severityCosmetic",
  limited: "severityLimited",
  unusable: "severityUnusable",
} as const satisfies Record<DamageSeverity, string>;

export const stateWords = {
  open: "stateOpen",
  resolved: "stateResolved",
  withdrawn: "stateWithdrawn",
} as const satisfies Record<FaultState, string>;

export const costWords = {
  part: "costPart",
  labour: "costLabour",
  workshop: "costWorkshop",
  client: "costClient",
} as const satisfies Record<CostKind, string>;

/** What the fault does to the piece, once: out of use, usable, or over. */
export const effectWord = ({ state, effect }: Pick<FaultCase, "state" | "effect">) =>
  state !== "open"
    ? stateWords[state]
    : effect === "block"
      ? ("effectBlock" as const)
      : ("effectFlag" as const);

export const effectMeaning = ({ state, effect }: Pick<FaultCase, "state" | "effect">): Meaning => {
  if (state !== "open") return "ok";
  return effect === "block" ? "problem" : "attention";
};
