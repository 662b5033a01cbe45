/** What the sync engine needs of a socket: the WebSocket endpoint provides it, and tests do without a network. */
import type { CloseName } from "#shared/protocol/close-codes";

/** One frame for many sockets. The first one keeps its form for the network here, for all the others. */
export interface SharedFrame {
  readonly payload: Uint8Array;
  wire: Uint8Array | null;
}

export const shareFrame = (payload: Uint8Array): SharedFrame => ({ payload, wire: null });

export interface FrameSocket {
  /** Hands a frame to the network; never throws, a closed socket ignores it. */
  readonly send: (frame: Uint8Array) => void;
  /** The same for a frame that goes to many. */
  readonly sendShared: (frame: SharedFrame) => void;
  /** Bytes handed over that the network has not taken yet. */
  readonly bufferedBytes: () => number;
  /** Settles once the network has taken everything, or the socket has closed. */
  readonly drained: () => Promise<void>;
  readonly close: (name: CloseName) => void;
  /** Stops and continues reading, so that a fast sender waits in its own network buffers. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly isOpen: () => boolean;
  /** Address of the other side, for limits before a session exists. */
  readonly address: string;
  /** The Origin header, null for clients that are not browsers. */
  readonly origin: string | null;
}

/** What the endpoint reports to the engine. */
export interface SocketEvents {
  readonly onFrame: (frame: Uint8Array) => void;
  readonly onClose: () => void;
}
