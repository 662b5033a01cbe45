/** The camera sees one label in many frames. A code counts again only after it was out of sight for a moment. */
import type { Clock } from "#shared/kernel/clock";

/** Long enough for a shaking hand and a missed frame, short enough to scan the next of a kind. */
export const outOfSightMs = 1500;

export interface Sightings {
  /** True when this is a new sighting. */
  see(text: string): boolean;
}

export const createSightings = (clock: Clock): Sightings => {
  const lastSeen = new Map<string, number>();
  return {
    see: (text) => {
      const now = clock.now();
      for (const [known, at] of lastSeen) if (now - at > outOfSightMs) lastSeen.delete(known);
      const isNew = !lastSeen.has(text);
      lastSeen.set(text, now);
      return isNew;
    },
  };
};
