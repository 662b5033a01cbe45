/** Limits of the relay's own: what one socket may cost. Those of the protocol are in `shared/protocol/limits.ts`. */
import type { DocumentLimits } from "#shared/protocol/limits";
import { documentLimits, frameLimits } from "#shared/protocol/limits";

export interface RelayLimits {
  /** Absolute time from opening a socket to a verified Hello. */
  readonly helloDeadlineMs: number;
  /** Largest frame from somebody without a session. */
  readonly helloBytes: number;
  readonly framesPerSecond: number;
  readonly frameBurst: number;
  /** Frames of one socket that may wait; then it is not read any more. */
  readonly queuedFrames: number;
  /** The same in bytes; one frame more may come. */
  readonly queuedBytes: number;
  /** Bytes of one socket's frames that are handled before others get their turn. */
  readonly turnBytes: number;
  /** Bytes that may wait in one socket before its session reads from the log. */
  readonly socketBudgetBytes: number;
  readonly socketsPerDevice: number;
  /** Pending membership entries are checkpointed this long after they came. */
  readonly checkpointDelayMs: number;
  readonly documents: DocumentLimits;
}

export const defaultRelayLimits: RelayLimits = {
  helloDeadlineMs: 10_000,
  helloBytes: 8_192,
  framesPerSecond: frameLimits.perSecond,
  frameBurst: 4 * frameLimits.perSecond,
  queuedFrames: 32,
  queuedBytes: 1024 * 1024,
  turnBytes: 64 * 1024,
  socketBudgetBytes: 1024 * 1024,
  socketsPerDevice: frameLimits.socketsPerDevice,
  checkpointDelayMs: 50,
  documents: documentLimits,
};
