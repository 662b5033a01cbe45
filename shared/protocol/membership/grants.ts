/**
 * What a device may do. The one place where rights are derived from membership; finer ranks, roles and scopes come in
 * here without changing a caller. In this version owners and members hold everything.
 */
import type { Ms } from "#shared/kernel/clock";
import type { DocCard } from "../cards";
import type { Key } from "../wire-types";
import { docClasses, textOfBytes } from "../wire-types";
import type { CompanyState, DeviceState, Grant, Verb } from "./types";
import { verbs } from "./types";

const everything: readonly Grant[] = [{ verbs, on: docClasses, scope: "all", notAfter: null }];

/** Grants of the device's member; none for unknown and revoked devices. */
export const grantsOf = (state: CompanyState, device: Key): readonly Grant[] => {
  const known = findDevice(state, device);
  const member = known === undefined || known.revoked !== null ? undefined : state.members.get(known.member);
  return member?.rank === "owner" || member?.rank === "member" ? everything : [];
};

export const findDevice = (state: CompanyState, device: Key): DeviceState | undefined =>
  state.devices.get(textOfBytes(device));

/** Whether the device belonged to the company when that checkpoint was the newest. */
export const wasDeviceAt = (state: CompanyState, device: Key, checkpoint: number): boolean => {
  const known = findDevice(state, device);
  if (known === undefined || known.since === null || known.since > checkpoint) return false;
  const revokedAt = known.revoked?.checkpoint;
  return revokedAt === undefined || revokedAt === null || revokedAt > checkpoint;
};

type Subject = Pick<DocCard, "cls" | "scope">;

const may = (state: CompanyState, device: Key, verb: Verb, card: Subject, now: Ms): boolean =>
  grantsOf(state, device).some(
    (grant) =>
      grant.verbs.includes(verb) &&
      grant.on.includes(card.cls) &&
      grant.scope === "all" &&
      (grant.notAfter === null || now <= grant.notAfter),
  );

/** `now` is the relay's time where it decides, the device's own elsewhere. */
export const mayRead = (state: CompanyState, device: Key, card: Subject, now: Ms): boolean =>
  may(state, device, "read", card, now);
export const mayWrite = (state: CompanyState, device: Key, card: Subject, now: Ms): boolean =>
  may(state, device, "write", card, now);
export const mayCreate = (state: CompanyState, device: Key, card: Subject, now: Ms): boolean =>
  may(state, device, "create", card, now);
