export { event, eventStatuses, phase, phaseKinds } from "./types";
export type { Event, EventId, EventStatus, Phase, PhaseId, PhaseKind } from "./types";
export { addPhase, createEvent, removeEvent, removePhase, setEventFields, setPhase } from "./commands";
export type { AddPhase, SetEventFields, SetPhase } from "./commands";
export type { EventProblem } from "./errors";
export { compareByTime, phaseAt, phasesInOrder, phaseWindow, stageOf } from "./queries";
export type { EventStage } from "./queries";
export { busyWindow, overlaps, windowOf } from "./windows";
export type { Window } from "./windows";
