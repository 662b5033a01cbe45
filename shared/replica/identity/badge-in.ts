/**
 * The newcomer's side of an invitation that asks for nobody's approval, as at a load-in: this device writes the entry
 * that lets it in. The relay and every device judge it like any other entry.
 */
import { bytesEqual } from "#shared/kernel/bytes";
import type { MemberId } from "#shared/kernel/ids";
import type { Result } from "#shared/kernel/result";
import { maxPrev } from "#shared/protocol/membership/entry-kinds";
import type { InviteState } from "#shared/protocol/membership/types";
import type { CompanyId, Key } from "#shared/protocol/wire-types";
import { bytesOfId, textOfBytes } from "#shared/protocol/wire-types";
import { makeEntry } from "./found-company";
import type { ProvenLog } from "#shared/protocol/membership/proven-log";
import type { RelayClient } from "./relay-client";
import type { DeviceKeys, IdentityDeps, RelayProblem } from "./types";

interface Arrival {
  readonly company: CompanyId;
  readonly invite: InviteState;
  readonly member: MemberId;
  readonly keys: DeviceKeys;
  /** Envelope of this device's Join. */
  readonly join: Uint8Array;
}

/** Sends the entry, a second time when the answer was lost: the relay knows then what it has already. */
export const letMyselfIn = async (
  deps: IdentityDeps,
  client: RelayClient,
  { verdict, confirmed }: ProvenLog,
  { company, invite, member, keys, join }: Arrival,
): Promise<Result<null, RelayProblem>> => {
  const op = {
    kind: "device.add",
    member: bytesOfId(member),
    device: keys.signer.publicKey,
    box: keys.box,
    soft: keys.soft,
    via: invite.id,
    join,
  } as const;
  const prev = verdict.heads.slice(0, maxPrev);
  // The relay's time counts. By the clock of a phone that runs ahead the invitation might be over.
  const clock = { now: () => confirmed.checkpointAt };
  const entry = await makeEntry({ ...deps, clock }, { company, prev, op }, [keys.signer]);
  const sent = await client.letIn(company, entry);
  const isLost = !sent.ok && sent.error.type === "RelayUnreachable";
  return isLost ? client.letIn(company, entry) : sent;
};

/** Whether the entry of that device was ordered and had no effect: the invitation ended on the way. */
export const cameTooLate = ({ entries, verdict }: ProvenLog, device: Key): boolean =>
  entries.some(
    (record) =>
      record.type === "entry" &&
      record.entry.value.op.kind === "device.add" &&
      bytesEqual(record.entry.value.op.device, device) &&
      verdict.void.has(textOfBytes(record.id)),
  );
