/** What the sync engine needs of a socket: the WebSocket endpoint provides it, and tests do without a network. */
import type { CloseName } from "#shared/protocol/close-codes";

/** Frames for many sockets. The first one keeps their form for the network here, for all the others. */
export interface SharedFrames {
  readonly payloads: readonly Uint8Array[];
  wire: WireFrames | null;
}

/** All frames of a batch as they go over the network, so that a reader gets any stretch of them without a copy. */
export interface WireFrames {
  readonly bytes: Uint8Array;
  /** Where each frame begins, and behind the last one the end. */
  readonly starts: readonly number[];
}

export const shareFrames = (payloads: readonly Uint8Array[]): SharedFrames => ({ payloads, wire: null });

export interface FrameSocket {
  /** Hands a frame to the network; never throws, a closed socket ignores it. */
  readonly send: (frame: Uint8Array) => void;
  /** The same in one piece for frames that go to many: those from `from` to before `to`. */
  readonly sendShared: (frames: SharedFrames, from: number, to: number) => void;
  /** Bytes handed over that the network has not taken yet. */
  readonly bufferedBytes: () => number;
  /** Settles once the network has taken everything, or the socket has closed; others get their turn before. */
  readonly drained: () => Promise<void>;
  readonly close: (name: CloseName) => void;
  /** Stops and continues reading, so that a fast sender waits in its own network buffers. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly isOpen: () => boolean;
  /** Address of the other side, for limits before a session exists. */
  readonly address: string;
}

/** What the endpoint reports to the engine. */
export interface SocketEvents {
  readonly onFrame: (frame: Uint8Array) => void;
  readonly onClose: () => void;
}
