/** A root holder signs on a device that does not belong to the company, with nothing but a paper key. */
import type { Result } from "#shared/kernel/result";
import { proveLog } from "#shared/protocol/membership/proven-log";
import type { RootProposal } from "#shared/protocol/root-proposal";
import { openProposal } from "./co-sign";
import type { OpenProposal, OpenProposalProblem } from "./proposal-types";
import { createRelayClient } from "./relay-client";
import type { IdentityDeps, RelayProblem } from "./types";

export const openProposalAt = async (
  deps: IdentityDeps,
  relay: string,
  proposal: RootProposal,
): Promise<
  Result<OpenProposal, OpenProposalProblem | RelayProblem | { readonly type: "CompanyNotProven" }>
> => {
  const { company } = proposal;
  const client = createRelayClient(deps.http, relay);
  const log = await client.log(company);
  if (!log.ok) return log;
  const proven = await proveLog(company, log.value, deps);
  if (!proven.ok) return proven;
  const { confirmed, entries } = proven.value;
  return openProposal(proposal, {
    ...{ state: confirmed, records: entries, crypto: deps, signer: null },
    // Without a session there is a way in for recoveries and none for keys.
    sends: (kind) => (kind === "recovery" ? (envelope) => client.requestRecovery(company, envelope) : null),
  });
};
