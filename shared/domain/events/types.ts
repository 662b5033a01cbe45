/** Events: a job or gig, when its equipment is away, and the phases it passes. */
import type { Id } from "#shared/kernel/ids";
import {
  defineRecord,
  integer,
  localDateTime,
  oneOf,
  optional,
  text,
  withDefault,
  zone,
} from "#shared/kernel/record";
import type { RecordOf } from "#shared/kernel/record";

export type EventId = Id<"event">;
export type PhaseId = Id<"phase">;

/** In the order a job passes them. Which of them hold stock is decided in availability. */
export const eventStatuses = [
  "draft",
  "quoted",
  "pencilled",
  "confirmed",
  "out",
  "returned",
  "closed",
  "cancelled",
] as const;
export type EventStatus = (typeof eventStatuses)[number];

export const phaseKinds = ["prep", "load", "travel", "build", "show", "strike", "return", "de-prep"] as const;
export type PhaseKind = (typeof phaseKinds)[number];

/** Main record of an event document; its id is the document's thing. */
export const event = defineRecord<EventId>()("event", {
  name: text(200),
  status: withDefault(oneOf(eventStatuses), "draft"),
  client: optional(text(200)),
  venue: optional(text(200)),
  reference: optional(text(80)),
  /** The busy window: from when to when its equipment is away, at the event's zone. */
  busyFrom: localDateTime(),
  busyTo: localDateTime(),
  zone: zone(),
  /** Index into the identity colours of events, 1 to 5. */
  colour: withDefault(integer(1, 5), 1),
  notes: optional(text(4000)),
  source: optional(text(60)),
  sourceId: optional(text(300)),
});
export type Event = RecordOf<typeof event>;

export const phase = defineRecord<PhaseId>()("phase", {
  kind: oneOf(phaseKinds),
  from: localDateTime(),
  to: localDateTime(),
  place: optional(text(200)),
});
export type Phase = RecordOf<typeof phase>;
