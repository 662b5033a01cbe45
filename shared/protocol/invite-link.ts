/**
 * The link that invites a person or device: `https://<relay>/j#<payload>`. Everything secret is behind the `#`, so no
 * server log ever holds it. It carries the full company id and the inviter's newest checkpoint: whoever opens it need
 * not trust the relay about which company this is.
 */
import * as v from "valibot";
import { fromBase64Url, toBase64Url } from "#shared/kernel/bytes";
import { decodeCanonical, encodeCanonical } from "#shared/kernel/canonical";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { Bytes32, CompanyId, Hash } from "./wire-types";
import { bytes32, shortText } from "./wire-types";

export interface InviteLink {
  /** `https://host[:port]` of the relay. */
  readonly origin: string;
  readonly company: CompanyId;
  /** Seed of the invite key. */
  readonly seed: Bytes32;
  /** Newest checkpoint the inviter knew; a log without it is not this company's newest. */
  readonly logHead: Hash;
}

export type InviteLinkProblem = { readonly type: "NotAnInvitation" } | { readonly type: "InvitationTooNew" };

const payloadSchema = v.object({
  v: v.literal(1),
  host: shortText(260),
  company: bytes32,
  seed: bytes32,
  logHead: bytes32,
});

export const makeInviteLink = ({ origin, company, seed, logHead }: InviteLink): string => {
  const payload = encodeCanonical({ v: 1, host: hostOf(origin), company, seed, logHead });
  return `${origin}/j#${toBase64Url(payload)}`;
};

/** Reads a pasted or scanned link; spaces around it are forgiven. */
export const parseInviteLink = (text: string): Result<InviteLink, InviteLinkProblem> => {
  const [, origin, encoded] = linkPattern.exec(text.trim()) ?? [];
  const bytes = encoded === undefined ? undefined : fromBase64Url(encoded);
  const payload = bytes === undefined ? undefined : decodeCanonical(bytes);
  if (origin === undefined || !payload?.ok) return err({ type: "NotAnInvitation" });
  const parsed = v.safeParse(payloadSchema, payload.value);
  if (!parsed.success) {
    const isNewer = v.is(v.object({ v: v.pipe(v.number(), v.minValue(2)) }), payload.value);
    return err({ type: isNewer ? "InvitationTooNew" : "NotAnInvitation" });
  }
  const { host, company, seed, logHead } = parsed.output;
  // A link that names another relay inside than outside was tampered with.
  if (hostOf(origin) !== host) return err({ type: "NotAnInvitation" });
  return ok({ origin: origin.toLowerCase(), company, seed, logHead });
};

/** `localhost` and its numbers: the same words mean another machine on every device. */
export const isLoopbackOrigin = (origin: string): boolean =>
  /^https?:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(origin);

/** A request to join as text on a screen, for the inviter's camera: base64url of its envelope. */
export const makeRequestText = (join: Uint8Array): string => `${requestPrefix}${toBase64Url(join)}`;

export const isRequestText = (text: string): boolean => text.startsWith(requestPrefix);

/** The envelope, to be verified; undefined for any other text. */
export const parseRequestText = (text: string): Uint8Array | undefined =>
  isRequestText(text) ? fromBase64Url(text.slice(requestPrefix.length)) : undefined;

const requestPrefix = "eventkit-join:";

const linkPattern = /^(https?:\/\/[A-Za-z0-9.:[\]-]{1,255})\/j#([A-Za-z0-9_-]{1,1000})$/;

const hostOf = (origin: string): string => origin.replace(/^https?:\/\//i, "").toLowerCase();
