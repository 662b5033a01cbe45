/**
 * Sockets that reach a relay which does not have their company. Until the Hello nobody knows which company that is;
 * then the socket is passed on to the owner, with the challenge the device has answered, and from there on frames go
 * through unread in both directions. Who the device is, is judged by the owner alone.
 */
import type { CloseName } from "#shared/protocol/close-codes";
import { verify } from "#shared/protocol/envelope";
import { helloKind } from "#shared/protocol/handshake";
import type { Challenge } from "#shared/protocol/messages";
import type { CompanyId } from "#shared/protocol/wire-types";
import type { Place } from "./company-rooms";
import type { ConnectionDeps } from "./connection";
import { challengeOn, continueConnection } from "./connection";
import { stepsOf } from "./frame-steps";
import type { FrameSocket, SocketEvents } from "./socket";

/** What the owner has to know of a socket that is not its own. */
export interface Introduction extends Pick<FrameSocket, "address"> {
  readonly challenge: Challenge;
}

/** Connections to other relays over the same log. */
export interface NodeLinks {
  /** Passes the socket on, beginning with its first frame. Whatever ends one side ends the other. */
  readonly pass: (
    device: FrameSocket,
    to: string,
    introduction: Introduction,
    first: Uint8Array,
  ) => SocketEvents;
  /** Cuts what leads to other addresses: those relays do not work any more. */
  readonly keepOnly: (addresses: ReadonlySet<string>) => void;
}

export interface RoutingDeps extends ConnectionDeps {
  readonly links: NodeLinks;
  readonly place: (company: CompanyId) => Promise<Place>;
}

/** Starts talking on a fresh socket, and goes on here or elsewhere once its company is known. */
export const routeConnection = (socket: FrameSocket, deps: RoutingDeps): SocketEvents => {
  const challenge = challengeOn(socket, deps);
  let state: "waiting" | "asking" | "over" | SocketEvents = "waiting";
  const finish = (): void => {
    if (state === "waiting" || state === "asking") state = "over";
    cancelDeadline();
  };
  const end = (name: CloseName): void => {
    finish();
    deps.metrics.closed.inc({ name });
    socket.close(name);
  };
  const cancelDeadline = deps.timers.after(deps.limits.helloDeadlineMs, () => end("no-hello"));

  const route = async (first: Uint8Array): Promise<void> => {
    const company = await companyIn(first, deps);
    if ("refused" in company) return end(company.refused);
    const place = await deps.place(company.id);
    if (state !== "asking" || !socket.isOpen()) return;
    cancelDeadline();
    switch (place.type) {
      case "here":
        state = continueConnection({ socket, challenge }, deps);
        return state.onFrame(first);
      case "elsewhere": {
        deps.metrics.forwards.inc({ kind: "socket" });
        const { address } = socket;
        state = deps.links.pass(socket, place.address, { address, challenge }, first);
        return;
      }
      case "unsettled":
        return end("shutting-down");
      case "unknown":
        return end("unauthorized");
    }
  };

  return {
    onFrame: (frame) => {
      if (state === "over") return;
      if (typeof state === "object") return state.onFrame(frame);
      if (frame.length > deps.limits.helloBytes) return end("too-large");
      // One frame, the Hello, and then silence until the Welcome.
      if (state === "asking") return end("no-hello");
      state = "asking";
      route(frame).catch(() => {
        deps.metrics.defects.inc();
        end("storage-failed");
      });
    },
    onClose: () => {
      if (typeof state === "object") state.onClose();
      finish();
    },
  };
};

/** Only a Hello its device has signed makes anybody ask where its company is. */
const companyIn = async (
  frame: Uint8Array,
  { crypto }: RoutingDeps,
): Promise<{ readonly id: CompanyId } | { readonly refused: CloseName }> => {
  const [step] = stepsOf([frame]);
  if (step?.t !== "hello") return { refused: step?.t === "unreadable" ? step.close : "no-hello" };
  const hello = await verify(helloKind, step.hello, crypto);
  return hello.ok ? { id: hello.value.value.company } : { refused: "bad-signature" };
};

/** Goes on with a socket whose first words another relay has exchanged. */
export const acceptForwarded = (
  socket: FrameSocket,
  { challenge }: Introduction,
  deps: ConnectionDeps,
): SocketEvents => continueConnection({ socket, challenge }, deps);
