import type { SyncProblem } from "../types";
import type { Connection } from "./link";
import type { HostMembership } from "./standing";

/**
 * A relay put back from a backup does not know who was removed since. Its own checkpoints prove it: whoever holds them
 * hands them back before anything else; also to one that has signed others of those numbers since, which can only be
 * said.
 */
export const remindOfMembership = (
  { welcome, send }: Connection,
  membership: HostMembership,
  report: (problem: SyncProblem) => void,
): void => {
  const { checkpoint } = welcome;
  const own = membership.checkpoint();
  const isOther = checkpoint <= own && !membership.hasCheckpoint(welcome.checkpointId);
  if (checkpoint < own) report({ type: "RelayUntrusted", reason: "rollback", thing: null });
  if (isOther) report({ type: "RelayUntrusted", reason: "fork", thing: null });
  if (checkpoint >= own && !isOther) return;
  const shared = isOther ? checkpoint - 1 : checkpoint;
  for (const entries of membership.decidedAfter(shared)) send({ t: "mem", entries });
};
