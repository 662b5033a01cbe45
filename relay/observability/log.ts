/**
 * Structured log: one JSON object per line, with names, ids, counts and durations, never with payloads, keys,
 * fragments or names of people.
 */
import type { LogLevel } from "#relay/config";
import type { Clock } from "#shared/kernel/clock";

export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

const order: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

export const createLog = (level: LogLevel, clock: Clock, write: (line: string) => void): Log => {
  const at =
    (own: LogLevel) =>
    (event: string, fields: LogFields = {}): void => {
      if (order[own] < order[level]) return;
      write(JSON.stringify({ time: new Date(clock.now()).toISOString(), level: own, event, ...fields }));
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
};

/** What a caught defect may say in the log: its kind and message, without the data that caused it. */
export const describeDefect = (defect: unknown): string =>
  defect instanceof Error ? `${defect.name}: ${defect.message}` : "unknown defect";
