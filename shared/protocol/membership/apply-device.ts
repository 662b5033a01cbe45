/** Ways a device comes into the company: by approval, by badge-in, in place of an older one, by recovery. */
import { bytesEqual } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import { memberIdFromBytes, textOfBytes } from "../wire-types";
import type { OpOf } from "./authority";
import { whyNotApprove } from "./authority";
import { authorOf, isOwnerDevice, isRootSigned, meetsThreshold, soleAuthor, withPower } from "./signers";
import type { StateDraft } from "./state-draft";
import { changeKeys, endDevice, putDevice } from "./state-draft";
import type { EntryRecord, InviteState, KeysRecord } from "./types";
import type { VoidReason } from "./void-reasons";

type Answer = VoidReason | undefined;

/** `at`: when the entry counts, see `applyEntry`. */
export const addDevice = (draft: StateDraft, record: EntryRecord, op: OpOf<"device.add">, at: Ms): Answer => {
  if (isKeyTaken(draft, textOfBytes(op.device))) return "exists";
  if (op.via === null && op.join === null) return replaceDevice(draft, record, op, at);
  const join = record.join?.value;
  if (join === undefined || op.via === null) return "join";
  const name = textOfBytes(join.invite);
  const invite = draft.invites.get(name);
  if (invite === undefined || !bytesEqual(invite.id, op.via)) return "invite";
  const fits = bytesEqual(join.device, op.device) && bytesEqual(join.box, op.box) && join.soft === op.soft;
  if (!fits || invite.member !== memberIdFromBytes(op.member)) return "join";
  const why = whyNotLetIn(draft, record, op, { invite, at });
  if (why !== undefined) return why;
  const { member, left } = invite;
  putDevice(draft, op.device, { member, box: op.box, soft: op.soft });
  if (left > 1) draft.invites.set(name, { ...invite, left: left - 1 });
  else draft.invites.delete(name);
  return undefined;
};

const isKeyTaken = (draft: StateDraft, name: string): boolean =>
  draft.devices.has(name) || draft.inviteKeys.has(name);

/**
 * Somebody approves, within the time the invitation gave them by their own clock: they may be without a network. Or,
 * where the invitation says so, the newcomer lets itself in; then the checkpoint's time counts.
 */
const whyNotLetIn = (
  draft: StateDraft,
  record: EntryRecord,
  op: OpOf<"device.add">,
  { invite, at }: { readonly invite: InviteState; readonly at: Ms },
): Answer => {
  const { signers, value } = record.entry;
  const isBadgeIn =
    !invite.approval && signers.length === 1 && signers.every((key) => bytesEqual(key, op.device));
  if (isBadgeIn) return at > invite.expires ? "expired" : undefined;
  const author = soleAuthor(draft, signers);
  if (author === undefined) return "author";
  if (value.at > invite.expires) return "expired";
  return whyNotApprove(draft, author, invite.member, at);
};

/** One entry signed by the old and the new device: the new one takes the old one's place. */
const replaceDevice = (draft: StateDraft, record: EntryRecord, op: OpOf<"device.add">, at: Ms): Answer => {
  const others = record.entry.signers.filter((key) => !bytesEqual(key, op.device));
  const [old] = others;
  if (old === undefined || others.length > 1 || record.entry.signers.length !== 2) return "author";
  const author = authorOf(draft, old);
  if (author === undefined) return "author";
  if (author.member !== memberIdFromBytes(op.member)) return "member";
  putDevice(draft, op.device, { member: author.member, box: op.box, soft: op.soft });
  endDevice(draft, textOfBytes(old), "rotated", at);
  return undefined;
};

/**
 * By root keys alone it waits: an owner device has 48 hours to object. Whether owner devices were active lately is not
 * in the log, so the wait is the same for everybody. Signed by a working owner device too, it counts at once.
 */
export const recover = (draft: StateDraft, record: EntryRecord, op: OpOf<"recover">, at: Ms): Answer => {
  const { signers } = record.entry;
  if (!isRootSigned(draft, signers)) return "author";
  const member = memberIdFromBytes(op.member);
  if (draft.members.get(member)?.rank !== "owner") return "member";
  const isWaiting = draft.recoveries.some(({ device }) => bytesEqual(device, op.device));
  if (isWaiting || isKeyTaken(draft, textOfBytes(op.device))) return "exists";
  const { device, box, revoke } = op;
  if (!signers.some((signer) => isOwnerDevice(draft, signer))) {
    draft.recoveries = [...draft.recoveries, { id: record.id, member, device, box, revoke, from: null }];
    return undefined;
  }
  putDevice(draft, device, { member, box, soft: false });
  for (const key of revoke) {
    if (!bytesEqual(key, device)) endDevice(draft, textOfBytes(key), "recovered", at);
  }
  return undefined;
};

/** The next key document: signed by enough keys of the one in force and of itself. It waits as a recovery does. */
export const applyKeyDoc = (draft: StateDraft, record: KeysRecord): Answer => {
  const { id: hash, value: doc } = record.keyDoc;
  const signers = withPower(draft, record.keyDoc.signers);
  const { keys } = draft;
  const follows = doc.no === keys.doc.no + 1 && doc.prev !== null && bytesEqual(doc.prev, keys.hash);
  if (!follows) return "keys";
  if (!meetsThreshold(keys.doc, signers) || !meetsThreshold(doc, signers)) return "keys";
  const next = { hash, doc };
  if (signers.some((signer) => isOwnerDevice(draft, signer))) changeKeys(draft, next);
  else draft.keyChanges = [...draft.keyChanges, { id: record.id, keys: next, from: null }];
  return undefined;
};
