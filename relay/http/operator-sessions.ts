/** Who has shown the operator's token to this process: random names, kept in memory, for a working day. */
import { randomBytes } from "node:crypto";
import type { Clock } from "#shared/kernel/clock";

export interface OperatorSessions {
  readonly begin: () => string;
  readonly has: (name: string | undefined) => boolean;
  readonly end: (name: string | undefined) => void;
}

export const sessionMs = 8 * 3_600_000;
/** Of more than these the oldest ends. */
const mostSessions = 50;

export const createOperatorSessions = (clock: Clock): OperatorSessions => {
  const until = new Map<string, number>();
  return {
    begin: () => {
      const [oldest] = until.keys();
      if (until.size >= mostSessions && oldest !== undefined) until.delete(oldest);
      const name = randomBytes(32).toString("base64url");
      until.set(name, clock.now() + sessionMs);
      return name;
    },
    has: (name) => (until.get(name ?? "") ?? 0) > clock.now(),
    end: (name) => void until.delete(name ?? ""),
  };
};
