/** Taking held scans into the company: one entry of the membership log for each writing session they come from. */
import { fromHex } from "#shared/kernel/bytes";
import { brand } from "#shared/kernel/brand";
import { idToBytes } from "#shared/kernel/ids";
import type { Result } from "#shared/kernel/result";
import { assert, ok } from "#shared/kernel/result";
import type { Membership, MembershipProblem } from "#shared/replica/identity/types";
import type { HeldLog, HeldStep } from "#shared/replica/types";

/** `steps` are the first ones of the log, in order. Stops at the first entry that has no effect. */
export const adoptSteps = async (
  membership: Membership,
  { doc }: HeldLog,
  steps: readonly HeldStep[],
): Promise<Result<null, MembershipProblem>> => {
  const sessions = new Map<string, { readonly first: HeldStep; last: HeldStep }>();
  for (const step of steps) {
    const known = sessions.get(step.actor);
    if (known === undefined) sessions.set(step.actor, { first: step, last: step });
    else known.last = step;
  }
  for (const { first, last } of sessions.values()) {
    const adopted = await membership.perform({
      kind: "adopt",
      doc: idToBytes(brand(doc)),
      actor: bytesOf(last.actor),
      from: first.from,
      seq: last.seq,
      hash: bytesOf(last.hash),
    });
    if (!adopted.ok) return adopted;
  }
  return ok(null);
};

const bytesOf = (hex: string): Uint8Array => {
  const bytes = fromHex(hex);
  assert(bytes, "held steps name hashes and sessions in hexadecimal");
  return bytes;
};
