/**
 * What a member and their devices may do with documents. The one place where rights are derived from membership; the
 * relay lets in and sends by these questions, the app shows and hides by them.
 */
import { bytesEqual } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import type { CardScope, DocCard } from "../cards";
import { times } from "../limits";
import type { Key } from "../wire-types";
import { memberIdFromBytes, textOfBytes } from "../wire-types";
import { adoptionKey } from "./adoption";
import { grantsOfMember, isInForce } from "./roles";
import type { CompanyState, DeviceState, Grant, InviteState, Verb } from "./types";

/** What is asked about: a document's card, or the class and scope of one to be made. */
export type Subject = Pick<DocCard, "cls" | "scope">;

export const findDevice = (state: CompanyState, device: Key): DeviceState | undefined =>
  state.devices.get(textOfBytes(device));

/** Member behind an active device, in text form; undefined for unknown and revoked devices. */
export const activeMember = (state: CompanyState, device: Key): string | undefined => {
  const known = findDevice(state, device);
  return known?.revoked === null ? known.member : undefined;
};

/** Everything the member holds; none for strangers and former members. */
export const memberGrants = (state: CompanyState, member: string): readonly Grant[] => {
  const known = state.members.get(member);
  return known === undefined ? [] : grantsOfMember(known, state.roles);
};

/** Grants of the device's member; none for unknown and revoked devices. */
export const grantsOf = (state: CompanyState, device: Key): readonly Grant[] => {
  const member = activeMember(state, device);
  return member === undefined ? [] : memberGrants(state, member);
};

/** Whether these grants, in the hands of this member, allow it at that time. */
export const allows = (
  grants: readonly Grant[],
  member: string,
  verb: Verb,
  subject: Subject,
  now: Ms,
): boolean =>
  grants.some(
    (grant) =>
      grant.verbs.includes(verb) &&
      grant.on.includes(subject.cls) &&
      reaches(grant.scope, subject.scope, member) &&
      isInForce(grant, now),
  );

const reaches = (scope: Grant["scope"], of: CardScope, member: string): boolean => {
  if (scope === "all") return true;
  if (of === "company") return false;
  if (scope === "own") return "member" in of && memberIdFromBytes(of.member) === member;
  return "event" in of && scope.events.some((event) => bytesEqual(event, of.event));
};

/** The question behind every button: may this member do this with such a document? */
export const may = (state: CompanyState, member: string, verb: Verb, subject: Subject, now: Ms): boolean =>
  allows(memberGrants(state, member), member, verb, subject, now);

const deviceMay = (state: CompanyState, device: Key, verb: Verb, subject: Subject, now: Ms): boolean => {
  const member = activeMember(state, device);
  return member !== undefined && may(state, member, verb, subject, now);
};

/** `now` is the relay's time where it decides, the device's own elsewhere. */
export const mayRead = (state: CompanyState, device: Key, card: Subject, now: Ms): boolean =>
  deviceMay(state, device, "read", card, now);
export const mayWrite = (state: CompanyState, device: Key, card: Subject, now: Ms): boolean =>
  deviceMay(state, device, "write", card, now);
export const mayCreate = (state: CompanyState, device: Key, card: Subject, now: Ms): boolean =>
  deviceMay(state, device, "create", card, now);

/** Whether the device belonged to the company when that checkpoint was the newest. */
export const wasDeviceAt = (state: CompanyState, device: Key, checkpoint: number): boolean => {
  const known = findDevice(state, device);
  return (known?.since ?? Infinity) <= checkpoint && checkpoint < (known?.revoked?.checkpoint ?? Infinity);
};

/** What happens to a push: taken, kept until somebody adopts it, or refused. */
export type WriteStanding = "accept" | "hold" | "grant" | "revoked";

/**
 * The truth about equipment must not die on the phone of somebody who left: movements of a device whose right ended
 * by time, or that was revoked as lost, left or replaced, are held for `times.heldMs`. Of a compromised or recovered
 * device nothing is taken.
 */
export const writeStanding = (state: CompanyState, device: Key, subject: Subject, now: Ms): WriteStanding => {
  if (mayWrite(state, device, subject, now)) return "accept";
  const known = findDevice(state, device);
  if (known === undefined) return "grant";
  const isFact = subject.cls === "movements";
  if (known.revoked === null) {
    return isFact && grantsOf(state, device).some((grant) => endedInTime(grant, now)) ? "hold" : "grant";
  }
  const { reason, at } = known.revoked;
  const isHonest = reason === "lost" || reason === "left" || reason === "rotated";
  return isFact && isHonest && now <= at + times.heldMs ? "hold" : "revoked";
};

/** A right to write facts that is over, but not for long. */
const endedInTime = ({ verbs, on, notAfter }: Grant, now: Ms): boolean =>
  verbs.includes("write") && on.includes("movements") && notAfter !== null && now <= notAfter + times.heldMs;

/** Whether an administrator has taken up this change of a writing session, or a later one of it. */
export const isAdopted = (
  state: CompanyState,
  { doc, actor, seq }: { readonly doc: Uint8Array; readonly actor: Uint8Array; readonly seq: number },
): boolean => (state.adopted.get(adoptionKey(doc, actor))?.seq ?? 0) >= seq;

/**
 * Keys of the relays whose receipts count at that checkpoint: who ordered the company's entries then, and at the
 * checkpoint that named a new one its predecessor too.
 */
export const sequencersAt = (state: CompanyState, checkpoint: number): readonly Key[] =>
  state.sequencers
    .filter(({ from }, i) => {
      const next = state.sequencers[i + 1];
      return from <= checkpoint && (next === undefined || checkpoint <= next.from);
    })
    .map(({ key }) => key);

/** Invitations that can still be used. */
export const openInvites = (state: CompanyState, now: Ms): ReadonlyMap<string, InviteState> =>
  new Map([...state.invites].filter(([, { expires }]) => expires > now));
