/**
 * Judges a run by what lies on its disks and what was promised, with a model of its own: a list of pushes, a table of
 * who belonged to the company when, and rows read straight from Automerge. Sentences about what is wrong; none when
 * all is well.
 */
import type { Run } from "./run";
import { checkAlarms } from "./check-alarms";
import { checkLog } from "./check-log";
import type { NaiveLog } from "./check-log";
import { isRescued } from "./ledger";
import { checkHall } from "./hall";
import { checkReplicas } from "./check-replicas";
import { checkUndo } from "./check-undo";

export const violationsOf = async (run: Run): Promise<readonly string[]> => {
  const log = checkLog(run);
  const found = [...run.ledger.seen, ...log.violations, ...lost(run, log)];
  for (const line of run.world.relay.defects) found.push(`the relay's engine threw: ${line}`);
  found.push(...checkHall(run));
  found.push(...checkReplicas(run, log), ...checkAlarms(run, log));
  if (found.length > 0) return found;
  return checkUndo(run, log);
};

/** What a receipt was given for, and what a device called durable, is still there. */
const lost = ({ ledger, devices }: Run, log: NaiveLog): readonly string[] => {
  const found: string[] = [];
  for (const hash of ledger.receipted)
    if (!log.hashes.has(hash)) found.push(`the relay gave a receipt for ${hash} and does not have it`);
  for (const { device, change, token, facts } of ledger.promised) {
    const disk = devices[device]?.disk;
    if (disk === undefined || log.isInMessages(change)) continue;
    const unsent = log.messagesOn(disk).has(change);
    const isOut = log.removed.has(device) || log.isStopped(disk);
    if (!(isOut && unsent) && !isRescued(disk, { token, facts }))
      found.push(`device ${device + 1} lost ${change} (${token ?? facts.join()}), durable by its own word`);
  }
  return found;
};
