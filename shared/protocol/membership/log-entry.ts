/**
 * Reads one record of the log and checks everything about it that needs no other record: form, signatures, keys.
 * What stands in a log has passed here, so the verdict itself needs no cryptography and is the same everywhere.
 */
import { bytesEqual, concatBytes } from "#shared/kernel/bytes";
import { decodeCanonical } from "#shared/kernel/canonical";
import type { Sha256 } from "#shared/kernel/hash";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { CryptoDeps, EnvelopeProblem, Signed, SignedKind, Verified } from "../envelope";
import { parseEnvelope, verify } from "../envelope";
import { membershipLimits } from "../limits";
import type { CompanyId, Hash, Key } from "../wire-types";
import { checkpointKind, joinKind, keyDocKind, memEntryKind } from "./entry-kinds";
import type { Join, LogEntry, MemEntry, MemOp } from "./types";

export type LogEntryProblem =
  | EnvelopeProblem
  | { readonly type: "EntryTooLarge" }
  | { readonly type: "ForeignCompany" }
  /** A key inside the record is not a sound Ed25519 key. */
  | { readonly type: "KeyUnsound" };

/**
 * Never throws. Key documents are recognised by `root`, checkpoints by `heads`, entries by `op`; each is verified
 * under its own tag, so a record cannot pass as another type.
 */
export const readLogEntry = async (
  bytes: Uint8Array,
  company: CompanyId,
  crypto: CryptoDeps,
): Promise<Result<LogEntry, LogEntryProblem>> => {
  if (bytes.length > 2 * membershipLimits.entryBytes) return err({ type: "EntryTooLarge" });
  const envelope = parseEnvelope<never>(bytes);
  if (!envelope.ok) return envelope;
  switch (recordType(envelope.value)) {
    case "keys":
      return readKeyDoc(bytes, crypto);
    case "checkpoint":
      return readCheckpoint(bytes, company, crypto);
    case "entry":
      return readEntry(bytes, company, crypto);
    default:
      return err({ type: "EnvelopeMalformed" });
  }
};

const recordType = (signed: Signed<never>): LogEntry["type"] | undefined => {
  const payload = decodeCanonical(signed.payload);
  if (!payload.ok || payload.value === null || typeof payload.value !== "object") return undefined;
  if ("op" in payload.value) return "entry";
  if ("heads" in payload.value) return "checkpoint";
  return "root" in payload.value ? "keys" : undefined;
};

const open = async <T>(
  kind: SignedKind<T>,
  bytes: Uint8Array,
  crypto: CryptoDeps,
): Promise<Result<Verified<T>, EnvelopeProblem>> => {
  const envelope = parseEnvelope<T>(bytes);
  return envelope.ok ? verify(kind, envelope.value, crypto) : envelope;
};

const readKeyDoc = async (
  bytes: Uint8Array,
  crypto: CryptoDeps,
): Promise<Result<LogEntry, LogEntryProblem>> => {
  const keyDoc = await open(keyDocKind, bytes, crypto);
  if (!keyDoc.ok) return keyDoc;
  const { root, delegates } = keyDoc.value.value;
  if (![...root.keys, ...delegates].every(crypto.verifier.admits)) return err({ type: "KeyUnsound" });
  const isFirst = keyDoc.value.value.no === 1;
  const id = isFirst ? keyDoc.value.id : signedId(keyDoc.value, crypto);
  return ok({ type: "keys", id, bytes, keyDoc: keyDoc.value });
};

const readCheckpoint = async (
  bytes: Uint8Array,
  company: CompanyId,
  crypto: CryptoDeps,
): Promise<Result<LogEntry, LogEntryProblem>> => {
  const checkpoint = await open(checkpointKind, bytes, crypto);
  if (!checkpoint.ok) return checkpoint;
  if (!bytesEqual(checkpoint.value.value.company, company)) return err({ type: "ForeignCompany" });
  const id = signedId(checkpoint.value, crypto);
  return ok({ type: "checkpoint", id, bytes, checkpoint: checkpoint.value });
};

const readEntry = async (
  bytes: Uint8Array,
  company: CompanyId,
  crypto: CryptoDeps,
): Promise<Result<LogEntry, LogEntryProblem>> => {
  const entry = await open(memEntryKind, bytes, crypto);
  if (!entry.ok) return entry;
  const { value } = entry.value;
  if (!bytesEqual(value.company, company)) return err({ type: "ForeignCompany" });
  if (!keysOf(value.op).every(crypto.verifier.admits)) return err({ type: "KeyUnsound" });
  const join = await readJoinOf(value, crypto);
  return ok({ type: "entry", id: signedId(entry.value, crypto), bytes, entry: entry.value, join });
};

/**
 * Names payload and signers: the same payload under another signature is another record. Without the signers anybody
 * could sign what somebody else wrote, and devices that met this one first would find the author wrong.
 */
const signedId = ({ id, signers }: Verified<unknown>, { sha256 }: CryptoDeps): Hash =>
  recordId(id, signers, sha256);

/** The id of a record with this plain id once all of these keys, ascending, have signed it. */
export const recordId = (id: Hash, signers: readonly Key[], sha256: Sha256): Hash =>
  sha256(concatBytes(id, ...signers));

/** Signing keys an entry brings into the company. */
const keysOf = (op: MemOp): readonly Key[] => {
  switch (op.kind) {
    case "genesis":
      return op.sequencer === null ? [op.device] : [op.device, op.sequencer];
    case "device.add":
    case "recover":
      return [op.device];
    case "invite":
      return [op.invite];
    case "sequencer.set":
      return [op.key];
    default:
      return [];
  }
};

const readJoinOf = async ({ op, company }: MemEntry, crypto: CryptoDeps): Promise<Verified<Join> | null> => {
  if (op.kind !== "device.add" || op.join === null) return null;
  const join = await readJoin(op.join, company, crypto);
  return join.ok ? join.value : null;
};

export type ReadJoinProblem =
  EnvelopeProblem | { readonly type: "ForeignCompany" } | { readonly type: "KeyUnsound" };

/** A newcomer's request: signed by exactly the invite key and the new device key it names. */
export const readJoin = async (
  bytes: Uint8Array,
  company: CompanyId,
  crypto: CryptoDeps,
): Promise<Result<Verified<Join>, ReadJoinProblem>> => {
  const join = await open(joinKind, bytes, crypto);
  if (!join.ok) return join;
  const { value, signers } = join.value;
  if (!bytesEqual(value.company, company)) return err({ type: "ForeignCompany" });
  const named = [value.invite, value.device];
  const isSignedByBoth =
    signers.length === 2 && named.every((key) => signers.some((signer) => bytesEqual(signer, key)));
  return isSignedByBoth ? join : err({ type: "EnvelopeMalformed" });
};
