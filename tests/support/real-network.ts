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

export const realNetwork: Pick<VirtualNetwork, "portFor"> = {
  portFor: () => {
    const open = new Set<WebSocket>();
    return {
      connect: (origin, events) => connect(origin, events, open),
      breakAll: () => {
        for (const socket of open) socket.terminate();
      },
    };
  },
};

const connect = (origin: string, events: SocketEvents, open: Set<WebSocket>): Socket => {
  const socket = new WebSocket(`${origin.replace(/^http/, "ws")}/sync`, { perMessageDeflate: false });
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
