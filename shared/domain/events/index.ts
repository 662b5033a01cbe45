export { event, eventStatuses, phase, phaseKinds } from "./types";
export type { Event, EventId, EventStatus, Phase, PhaseId, PhaseKind } from "./types";
