/**
 * Facts recorded without a connection carry device time only. At the next welcome their logs get a clock fact, device
 * time and relay time read together, by which everybody corrects them.
 */
import type { Ms } from "#shared/kernel/clock";
import { brand } from "#shared/kernel/brand";
import type { ThingId } from "#shared/kernel/ids";
import { newId } from "#shared/kernel/ids";
import type { Random } from "#shared/kernel/random";
import { recordKey } from "#shared/kernel/record";
import type { RecordWrite } from "#shared/documents/crdt";
import type { ClockFactId } from "#shared/domain/scanning";
import { clockFact, movement } from "#shared/domain/scanning";
import type { StoredCard } from "../stored";
import type { Rows } from "../types";

/** Logs older than this are left as they are; nobody corrects a fact of last month by a minute. */
const correctedForMs = 14 * 86_400_000;

/** Own logs with facts whose time nothing corrects yet. */
export const uncorrectedLogs = (rows: Rows, logs: Iterable<StoredCard>, now: Ms): readonly ThingId[] =>
  Array.from(logs)
    .filter((log) => now - log.at < correctedForMs)
    .map((log) => brand<ThingId>(log.thing))
    .filter((thing) => {
      const corrected = Math.max(-Infinity, ...rows.of(clockFact, thing).map((fact) => fact.deviceTime));
      return rows.of(movement, thing).some((fact) => fact.offsetMs === undefined && fact.at > corrected);
    });

export const clockWrite = (now: Ms, offsetMs: number, random: Random): RecordWrite => ({
  create: recordKey(clockFact, newId<ClockFactId>(random)),
  fields: { deviceTime: now, relayTime: now + offsetMs },
});
