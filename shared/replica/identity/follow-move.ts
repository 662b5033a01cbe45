/**
 * A relay that let the company go says where it is now, signed. Its word only says where to look: the log found there
 * has to prove itself, and to say that another relay orders the company. A newcomer, who does not know the relay's key
 * yet, learns from that log whether whoever signed had ordered the company.
 */
import { bytesEqual } from "#shared/kernel/bytes";
import type { CompanyMove } from "#shared/protocol/company-move";
import { readMove, readMoveOf } from "#shared/protocol/company-move";
import type { CompanyId, Key } from "#shared/protocol/wire-types";
import type { ProvenLog } from "#shared/protocol/membership/proven-log";
import { proveLog } from "#shared/protocol/membership/proven-log";
import { createRelayClient } from "./relay-client";
import type { IdentityDeps, StoredCompany } from "./types";

export type MovedCompany =
  | { readonly type: "found"; readonly origin: string; readonly log: ProvenLog }
  /** It moved, and where it is now nobody answers yet. */
  | { readonly type: "later" }
  | { readonly type: "none" };

type FollowDeps = Pick<IdentityDeps, "http" | "sha256" | "verifier">;

export const findMoved = async (
  deps: FollowDeps,
  company: CompanyId,
  relay: NonNullable<StoredCompany["relay"]>,
): Promise<MovedCompany> => {
  const told = await createRelayClient(deps.http, relay.origin).movedTo(company);
  if (!told.ok) return { type: "none" };
  const move = await readMove(told.value, { company, relayKey: relay.key }, deps);
  return move.ok ? lookThere(deps, move.value, relay.key) : { type: "none" };
};

/** The same for whoever knows no more than an address. */
export const findMovedFrom = async (
  deps: FollowDeps,
  company: CompanyId,
  origin: string,
): Promise<MovedCompany> => {
  const told = await createRelayClient(deps.http, origin).movedTo(company);
  const read = told.ok ? await readMoveOf(told.value, company, deps) : told;
  if (!read.ok) return { type: "none" };
  const { move, relay } = read.value;
  const found = await lookThere(deps, move, relay);
  const hasOrdered = (log: ProvenLog): boolean =>
    log.confirmed.sequencers.some(({ key }) => bytesEqual(key, relay));
  return found.type === "found" && !hasOrdered(found.log) ? { type: "none" } : found;
};

const lookThere = async (
  deps: FollowDeps,
  { company, origin }: CompanyMove,
  from: Key,
): Promise<MovedCompany> => {
  const log = await createRelayClient(deps.http, origin).log(company);
  if (!log.ok) return { type: "later" };
  const proven = await proveLog(company, log.value, deps);
  if (!proven.ok) return { type: "none" };
  const { sequencer } = proven.value.confirmed;
  const isElsewhere = sequencer !== null && !bytesEqual(sequencer, from);
  return isElsewhere ? { type: "found", origin, log: proven.value } : { type: "none" };
};
