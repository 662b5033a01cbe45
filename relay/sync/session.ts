/**
 * One authenticated device on one socket: what it may do, where it stands in the log, and the answers to its
 * messages. Rights are asked of the company's confirmed membership every time, so that a checkpoint counts at once.
 */
import type { CloseName } from "#shared/protocol/close-codes";
import type { Hello, WelcomeFacts } from "#shared/protocol/handshake";
import type { ClientMsg } from "#shared/protocol/messages";
import type { WaitingPushes } from "./joined-push";
import type { FrameSocket } from "./socket";

/** What is known of a device once its Hello is verified. */
export interface SessionFacts {
  readonly hello: Hello;
  readonly socket: FrameSocket;
  /** Ends the connection with a reason. */
  readonly close: (name: CloseName) => void;
}

export interface Session {
  /** Where the company's log stands, for the Welcome. */
  readonly place: () => Omit<WelcomeFacts, "version">;
  /** After the Welcome was sent: what this device has to know unasked. */
  readonly start: () => void;
  /** Handles one message; a name when the socket has to be closed for it. */
  readonly handle: (message: Exclude<ClientMsg, { readonly t: "push" }>) => Promise<CloseName | null>;
  /** Handles pushes that waited together. */
  readonly push: (pushes: WaitingPushes) => Promise<void>;
  readonly leave: () => void;
}
