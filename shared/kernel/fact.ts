/** Facts: what one device noted down at a moment of its own clock. Never edited; what comes later is another fact. */
import type { CommandContext } from "./command";
import type { MemberId } from "./ids";
import { idOf, instant, integer, optional } from "./record";

/** Beside what it says, every fact says when and by whom it was written down. */
export const factFields = {
  /** Device time. */
  at: instant(),
  /** Relay time minus device time when known; absent offline. */
  offsetMs: optional(integer()),
  by: idOf<MemberId>(),
};

/** The values of these fields for a fact that is written down now. */
export const factNow = ({ now, offsetMs, member }: CommandContext) => ({
  at: now,
  offsetMs: offsetMs ?? undefined,
  by: member,
});
