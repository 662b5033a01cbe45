/**
 * What a change says about its author that was written in another company: the person who brought it in signs for it,
 * so it is shown together with that person.
 */
import { brand } from "#shared/kernel/brand";
import type { MemberId } from "#shared/kernel/ids";
import { parseId } from "#shared/kernel/ids";

export interface Claim {
  /** Null where the device belonged to nobody. */
  readonly member: MemberId | null;
  /** Base64url of the key that signed in the other company. */
  readonly device: string;
}

interface Said {
  readonly by?: unknown;
  readonly dev?: unknown;
}

const devicePattern = /^[A-Za-z0-9_-]{43}$/;

/** What the message of a change says, parsed; undefined when it names no author. */
export const claimIn = (said: object): Claim | undefined => {
  const { by, dev } = brand<Said>(said);
  return typeof dev === "string" && devicePattern.test(dev)
    ? { member: parseId<MemberId>(by) ?? null, device: dev }
    : undefined;
};

/** The author named by a change's message. */
export const claimOf = (message: string | null): Claim | undefined => {
  const said = parsed(message);
  return said === undefined ? undefined : claimIn(said);
};

/**
 * The message with its author. An author that is named already stays: the archive's company had it brought in itself.
 * `fallback` names the change where the message does not.
 */
export const withClaim = (message: string | null, claim: Claim, fallback: string): string => {
  const said = parsed(message) ?? { c: "", id: fallback };
  return claimIn(said) === undefined
    ? JSON.stringify({ ...said, by: claim.member, dev: claim.device })
    : JSON.stringify(said);
};

/** What a change is known by: its message's word for it, else its own name. */
export const changeNameOf = (message: string | null | undefined, otherwise: string): string => {
  const { id } = brand<{ readonly id?: unknown }>(parsed(message ?? null) ?? {});
  return typeof id === "string" ? id : otherwise;
};

const parsed = (message: string | null): object | undefined => {
  try {
    const said: unknown = JSON.parse(message ?? "");
    return typeof said === "object" && said !== null && !Array.isArray(said) ? said : undefined;
  } catch {
    // Another program's message.
    return undefined;
  }
};
