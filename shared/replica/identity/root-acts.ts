/** What a device of the company does about its root keys: names the next ones, alone or with other holders. */
import type { Result } from "#shared/kernel/result";
import { err, must, ok } from "#shared/kernel/result";
import { encodeEnvelope } from "#shared/protocol/envelope";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import { parseProposalText } from "#shared/protocol/root-proposal";
import type { CompanyId } from "#shared/protocol/wire-types";
import type { CoSignContext } from "./co-sign";
import { openProposal } from "./co-sign";
import { stateOf } from "./membership-view";
import { makePaperKey } from "./paper-sheet";
import type { RootChangeDeps } from "./root-keys";
import { beginKeyDoc, nextKeyDoc } from "./root-keys";
import type { RootChange } from "./root-types";
import type { SharedLog } from "./shared-log";
import { entryTime } from "./shared-log";
import type { DeviceKeys, IdentityDeps, Membership, MembershipProblem } from "./types";

interface RootActing {
  readonly deps: IdentityDeps;
  readonly company: CompanyId;
  readonly device: DeviceKeys;
  readonly shared: SharedLog;
}

type RootActs = Pick<Membership, "newPaperKey" | "changeRootKeys" | "proposeRootKeys" | "openProposal">;

export const rootActs = (acting: RootActing): RootActs => ({
  newPaperKey: () => makePaperKey(acting.deps),
  changeRootKeys: (change) => changeRootKeys(acting, change),
  proposeRootKeys: (change) => proposeRootKeys(acting, change),
  openProposal: (text) => takeProposal(acting, text),
});

const rootDeps = ({ deps, device, shared }: RootActing): RootChangeDeps => ({
  state: stateOf(shared.verdict.get()),
  records: shared.entries(),
  sha256: deps.sha256,
  signer: device.signer,
  now: entryTime(deps, shared),
});

const changeRootKeys = async (
  acting: RootActing,
  change: RootChange,
): ReturnType<Membership["changeRootKeys"]> => {
  if (!acting.shared.isConnected()) return err({ type: "RelayNotConnected" });
  const next = await nextKeyDoc(change, rootDeps(acting));
  return next.ok ? handIn(acting, next.value) : next;
};

const proposeRootKeys = async (
  acting: RootActing,
  change: RootChange,
): ReturnType<Membership["proposeRootKeys"]> => {
  const begun = await beginKeyDoc(change, rootDeps(acting));
  if (!begun.ok) return begun;
  const { company } = acting;
  return openProposal({ company, envelope: encodeEnvelope(begun.value.signed) }, coSignContext(acting));
};

const takeProposal = async (acting: RootActing, text: string): ReturnType<Membership["openProposal"]> => {
  const proposal = parseProposalText(text);
  return proposal.ok ? openProposal(proposal.value, coSignContext(acting)) : proposal;
};

const coSignContext = (acting: RootActing): CoSignContext => ({
  state: stateOf(acting.shared.verdict.get()),
  records: acting.shared.entries(),
  crypto: acting.deps,
  signer: acting.device.signer,
  sends: () => async (envelope) =>
    acting.shared.isConnected() ? handIn(acting, envelope) : err({ type: "RelayNotConnected" }),
});

const handIn = async (
  { deps, company, shared }: RootActing,
  record: Uint8Array,
): Promise<Result<null, MembershipProblem>> => {
  const why = await shared.append(must(await readLogEntry(record, company, deps)));
  return why === undefined ? ok(null) : err({ type: "NotAllowed", why });
};
