/** Who stands behind the signatures of a record. */
import { bytesEqual } from "#shared/kernel/bytes";
import type { Key } from "../wire-types";
import { textOfBytes } from "../wire-types";
import type { Author } from "./authority";
import type { Lookup } from "./cow-map";
import type { StateDraft } from "./state-draft";
import type { DeviceState, KeyDoc, MemberState } from "./types";

/** Of a state or one in the making. */
interface Devices {
  readonly devices: Lookup<DeviceState>;
  readonly members: Lookup<MemberState>;
}

/** The member behind an active device. */
export const authorOf = ({ devices, members }: Devices, key: Key): Author | undefined => {
  const device = devices.get(textOfBytes(key));
  const member = device === undefined || device.revoked !== null ? undefined : members.get(device.member);
  return device === undefined || member === undefined
    ? undefined
    : { member: device.member, rank: member.rank };
};

/** The member behind the only signature. */
export const soleAuthor = (draft: Devices, signers: readonly Key[]): Author | undefined => {
  const [signer, ...others] = signers;
  return signer === undefined || others.length > 0 ? undefined : authorOf(draft, signer);
};

export const isOwnerDevice = (draft: Devices, key: Key): boolean => authorOf(draft, key)?.rank === "owner";

export const isOneOf = (keys: readonly Key[], key: Key): boolean =>
  keys.some((known) => bytesEqual(known, key));

/** Whether enough keys of that document are among the signers. */
export const meetsThreshold = ({ root }: KeyDoc, signers: readonly Key[]): boolean =>
  signers.filter((signer) => isOneOf(root.keys, signer)).length >= root.threshold;

/** A device's key may be a root key too: as long as it is the active device of an owner. */
export const withPower = (draft: Devices, signers: readonly Key[]): readonly Key[] =>
  signers.filter(
    (signer) => draft.devices.get(textOfBytes(signer)) === undefined || isOwnerDevice(draft, signer),
  );

/** Whether enough root keys in force signed, with nobody beside them but owner devices. */
export const isRootSigned = (draft: Devices & Pick<StateDraft, "keys">, signers: readonly Key[]): boolean => {
  const { doc } = draft.keys;
  return (
    meetsThreshold(doc, withPower(draft, signers)) &&
    signers.every((signer) => isOneOf(doc.root.keys, signer) || isOwnerDevice(draft, signer))
  );
};
