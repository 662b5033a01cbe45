/** Why a record of the log has no effect. Words of the protocol: the relay sends them, the screens explain them. */
export const voidReasons = [
  /** Not what an entry of its kind may look like. */
  "form",
  /** Made for other rules than those in force at its place. */
  "rules",
  "second-genesis",
  "no-company",
  /** Its signers are not an active device, or not enough root keys. */
  "author",
  /** The author's rank does not reach that far. */
  "rank",
  /** Nobody grants what they do not hold. */
  "grant",
  /** A role that does not exist, or the name of a built-in one. */
  "role",
  "exists",
  /** Somebody has the role: it would take away, without a word, what was given on purpose. */
  "held",
  /** No such member. */
  "member",
  /** No such device, or revoked already. */
  "device",
  /** No such invitation, or spent. */
  "invite",
  /** The Join inside is missing or is not for this device. */
  "join",
  /** The invitation was over. */
  "expired",
  /** An invitation that begins or ends at the wrong time. */
  "expires",
  /** Only badge-in of crew does without a person's approval. */
  "approval",
  /** A company is never without a usable owner device. */
  "last-owner",
  /** Not the successor of the key document in force, or not signed by enough keys of both. */
  "keys",
  /** Extra proof by passkey is not part of these rules. */
  "step-up",
  /** Written while somebody of higher precedence removed its author. */
  "overruled",
] as const;

export type VoidReason = (typeof voidReasons)[number];

export const isVoidReason = (text: string): text is VoidReason =>
  voidReasons.some((reason) => reason === text);
