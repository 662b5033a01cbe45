/**
 * A relay that let the company go says where it is now, signed. Its word only says where to look: the log found there
 * has to prove itself, and to say that another relay orders the company.
 */
import { bytesEqual } from "#shared/kernel/bytes";
import { readMove } from "#shared/protocol/company-move";
import type { CompanyId } from "#shared/protocol/wire-types";
import type { ProvenLog } from "./proven-log";
import { proveLog } from "./proven-log";
import { createRelayClient } from "./relay-client";
import type { IdentityDeps, StoredCompany } from "./types";

export type MovedCompany =
  | { readonly type: "found"; readonly origin: string; readonly log: ProvenLog }
  /** It moved, and where it is now nobody answers yet. */
  | { readonly type: "later" }
  | { readonly type: "none" };

export const findMoved = async (
  deps: Pick<IdentityDeps, "http" | "sha256" | "verifier">,
  company: CompanyId,
  relay: NonNullable<StoredCompany["relay"]>,
): Promise<MovedCompany> => {
  const told = await createRelayClient(deps.http, relay.origin).movedTo(company);
  if (!told.ok) return { type: "none" };
  const move = await readMove(told.value, { company, relayKey: relay.key }, deps);
  if (!move.ok) return { type: "none" };
  const { origin } = move.value;
  const log = await createRelayClient(deps.http, origin).log(company);
  if (!log.ok) return { type: "later" };
  const proven = await proveLog(company, log.value, deps);
  if (!proven.ok) return { type: "none" };
  const { sequencer } = proven.value.confirmed;
  const isElsewhere = sequencer !== null && !bytesEqual(sequencer, relay.key);
  return isElsewhere ? { type: "found", origin, log: proven.value } : { type: "none" };
};
