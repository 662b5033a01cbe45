/** The company's state while records are applied to it, and the outcome of a checkpoint. */
import type { Ms } from "#shared/kernel/clock";
import { times } from "../limits";
import type { CompanyId, Hash, Key } from "../wire-types";
import { textOfBytes } from "../wire-types";
import { CowMap } from "./cow-map";
import type {
  Adoption,
  CompanyState,
  DeviceState,
  FormerMember,
  Grant,
  InviteState,
  MemberState,
  Policy,
  RevokeReason,
  RootKeys,
  SequencerTerm,
  WaitingKeys,
  WaitingRecovery,
} from "./types";

export interface StateDraft {
  readonly members: CowMap<MemberState>;
  readonly former: CowMap<FormerMember>;
  readonly devices: CowMap<DeviceState>;
  readonly roles: CowMap<readonly Grant[]>;
  readonly invites: CowMap<InviteState>;
  /** Every invite key ever used: a key invites once. */
  readonly inviteKeys: CowMap<true>;
  readonly adopted: CowMap<Adoption>;
  /** Devices and former members a checkpoint has not numbered yet. */
  readonly unnumbered: { devices: string[]; former: string[] };
  rules: number;
  /** Comes into force after the checkpoint that confirms it. */
  nextRules: number | null;
  keys: RootKeys;
  keyChanges: readonly WaitingKeys[];
  recoveries: readonly WaitingRecovery[];
  policy: Policy;
  /** Members admitted so far, those removed included. */
  admitted: number;
  sequencer: Key | null;
  sequencers: readonly SequencerTerm[];
  /** The newest effective `sequencer.set`. */
  succession: { readonly from: Hash | null } | null;
  checkpoint: number;
  checkpointAt: Ms;
}

export const emptyDraft = (keys: RootKeys): StateDraft => ({
  members: new CowMap(),
  former: new CowMap(),
  devices: new CowMap(),
  roles: new CowMap(),
  invites: new CowMap(),
  inviteKeys: new CowMap(),
  adopted: new CowMap(),
  unnumbered: { devices: [], former: [] },
  rules: 1,
  nextRules: null,
  keys,
  keyChanges: [],
  recoveries: [],
  policy: { minProtocol: 0 },
  admitted: 0,
  sequencer: null,
  sequencers: [],
  succession: null,
  checkpoint: 0,
  checkpointAt: 0,
});

export const forkDraft = (draft: StateDraft): StateDraft => ({
  ...draft,
  members: draft.members.fork(),
  former: draft.former.fork(),
  devices: draft.devices.fork(),
  roles: draft.roles.fork(),
  invites: draft.invites.fork(),
  inviteKeys: draft.inviteKeys.fork(),
  adopted: draft.adopted.fork(),
  unnumbered: { devices: [...draft.unnumbered.devices], former: [...draft.unnumbered.former] },
});

/** Null before a genesis counted. */
export const stateOfDraft = (company: CompanyId, draft: StateDraft): CompanyState | null =>
  draft.admitted === 0
    ? null
    : {
        company,
        rules: draft.rules,
        keys: draft.keys,
        members: draft.members.view(),
        former: draft.former.view(),
        devices: draft.devices.view(),
        roles: draft.roles.view(),
        invites: draft.invites.view(),
        recoveries: draft.recoveries,
        keyChanges: draft.keyChanges,
        policy: draft.policy,
        adopted: draft.adopted.view(),
        sequencer: draft.sequencer,
        sequencers: draft.sequencers,
        checkpoint: draft.checkpoint,
        checkpointAt: draft.checkpointAt,
      };

export const putDevice = (
  draft: StateDraft,
  key: Key,
  device: Pick<DeviceState, "member" | "box" | "soft">,
): void => {
  const name = textOfBytes(key);
  draft.devices.set(name, { ...device, since: null, revoked: null });
  draft.unnumbered.devices.push(name);
};

/** Ends a device and the invitations it made. */
export const endDevice = (
  draft: StateDraft,
  name: string,
  reason: RevokeReason | "recovered",
  at: Ms,
): void => {
  const device = draft.devices.get(name);
  if (device === undefined || device.revoked !== null) return;
  draft.devices.set(name, { ...device, revoked: { checkpoint: null, reason, at } });
  draft.unnumbered.devices.push(name);
  for (const [key, invite] of [...draft.invites.entries()]) if (invite.by === name) draft.invites.delete(key);
};

/** Ends what only waited for its time, and numbers what the checkpoint confirms. */
export const confirmDraft = (draft: StateDraft, no: number, at: Ms): void => {
  draft.checkpoint = no;
  draft.checkpointAt = at;
  endWaiting(draft, at);
  draft.rules = draft.nextRules ?? draft.rules;
  const { sequencer } = draft;
  const term = draft.sequencers.at(-1);
  if (sequencer !== null && (term === undefined || textOfBytes(term.key) !== textOfBytes(sequencer))) {
    draft.sequencers = [...draft.sequencers, { key: sequencer, from: no }];
  }
  for (const [key, { expires }] of [...draft.invites.entries()]) {
    if (expires + times.lateApprovalMs < at) draft.invites.delete(key);
  }
  for (const name of draft.unnumbered.devices) {
    const device = draft.devices.get(name);
    if (device === undefined) continue;
    const { revoked } = device;
    draft.devices.set(name, {
      ...device,
      since: device.since ?? no,
      revoked: revoked?.checkpoint === null ? { ...revoked, checkpoint: no, at } : revoked,
    });
  }
  for (const name of draft.unnumbered.former) {
    const former = draft.former.get(name);
    if (former !== undefined) draft.former.set(name, { ...former, checkpoint: no });
  }
  draft.unnumbered.devices = [];
  draft.unnumbered.former = [];
};

/** Recoveries and key documents by root keys alone count once nobody objected in time. */
const endWaiting = (draft: StateDraft, at: Ms): void => {
  const isDue = ({ from }: { readonly from: Ms | null }): boolean => from !== null && from <= at;
  const begun = <T extends { readonly from: Ms | null }>(waiting: T): T =>
    waiting.from === null ? { ...waiting, from: at + times.recoverWaitMs } : waiting;
  for (const { member, device, box, revoke } of draft.recoveries.filter(isDue)) {
    // Its member may have been removed while it waited.
    if (draft.members.get(member)?.rank !== "owner") continue;
    putDevice(draft, device, { member, box, soft: false });
    for (const key of revoke) endDevice(draft, textOfBytes(key), "recovered", at);
  }
  draft.recoveries = draft.recoveries.filter((recovery) => !isDue(recovery)).map(begun);
  const due = draft.keyChanges.find(isDue);
  if (due !== undefined) changeKeys(draft, due.keys);
  draft.keyChanges = draft.keyChanges.map(begun);
};

/** New root keys come into force; what waited on the strength of the old ones has no ground any more. */
export const changeKeys = (draft: StateDraft, keys: RootKeys): void => {
  draft.keys = keys;
  draft.keyChanges = [];
  draft.recoveries = [];
};
