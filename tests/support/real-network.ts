/** Simulated devices on real time and real sockets, for tests with a relay that is a process of its own. */
import { WebSocket } from "ws";
import type { Clock, Timers } from "#shared/kernel/clock";
import type { Socket, SocketEvents } from "#shared/replica/ports";
import type { VirtualNetwork } from "./virtual-network";

export const realTime: Clock & Timers = {
  now: () => Date.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

/** `page`: where the app was loaded from, as browsers say with every socket they open. */
export const networkOfPage = (page?: string): Pick<VirtualNetwork, "portFor"> => ({
  portFor: () => {
    const open = new Set<WebSocket>();
    return {
      connect: (origin, events) => connect(origin, events, open, page),
      breakAll: () => {
        for (const socket of open) socket.terminate();
      },
    };
  },
});

export const realNetwork = networkOfPage();

const connect = (
  origin: string,
  events: SocketEvents,
  open: Set<WebSocket>,
  page: string | undefined,
): Socket => {
  const socket = new WebSocket(`${origin.replace(/^http/, "ws")}/sync`, {
    perMessageDeflate: false,
    headers: page === undefined ? {} : { origin: page },
  });
  let isClosed = false;
  open.add(socket);
  socket.on("open", events.opened);
  socket.on("message", (data: Buffer) => {
    if (!isClosed) events.message(new Uint8Array(data));
  });
  socket.on("error", () => undefined);
  socket.on("close", (code) => {
    open.delete(socket);
    if (!isClosed) events.closed(code);
    isClosed = true;
  });
  return {
    send: (frame) => {
      if (socket.readyState === socket.OPEN) socket.send(frame);
    },
    close: () => {
      isClosed = true;
      socket.close();
    },
  };
};
