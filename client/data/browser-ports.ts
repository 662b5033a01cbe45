/** The browser behind the replica's ports: messages between tabs, locks, sockets and HTTP. */
import type { Connect, Locks, TabChannel, TabMessage } from "#shared/replica/ports";
import type { HttpPort } from "#shared/replica/identity/types";

/** All tabs and workers of this profile that have the company open. */
export const createTabChannel = (company: string): TabChannel & { readonly close: () => void } => {
  const channel = new BroadcastChannel(`eventkit/${company}`);
  const listeners = new Set<(message: TabMessage) => void>();
  channel.addEventListener("message", (event: MessageEvent<TabMessage>) => {
    for (const listener of listeners) listener(event.data);
  });
  return {
    post: (message) => channel.postMessage(message),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => channel.close(),
  };
};

export const webLocks: Locks = {
  whenFree: (name, work) => {
    const waiting = new AbortController();
    // Aborting while waiting rejects; once the work runs it has no effect. Both are what the caller wants.
    navigator.locks.request(name, { signal: waiting.signal }, work).catch((error: unknown) => {
      if (!waiting.signal.aborted) throw error;
    });
    return () => waiting.abort();
  },
};

const syncPath = "/sync";

/** A lost connection has no code of its own (RFC 6455). */
const lostConnection = 1006;

export const connectWebSocket: Connect = (origin, events) => {
  let finished = false;
  const finish = (code: number): void => {
    if (finished) return;
    finished = true;
    events.closed(code);
  };

  let socket: WebSocket;
  try {
    // Parsed on its own first: a relative address would silently mean this page's own server.
    socket = new WebSocket(new URL(syncPath, origin.replace(/^http/, "ws")));
  } catch {
    // An origin that is no address. Told like any connection that never opened.
    queueMicrotask(() => finish(lostConnection));
    return { send: () => undefined, close: () => undefined };
  }
  socket.binaryType = "arraybuffer";
  socket.addEventListener("open", () => {
    if (!finished) events.opened();
  });
  socket.addEventListener("message", (event: MessageEvent<unknown>) => {
    // Frames are binary; a text frame is nothing we speak and reaches the codec as an empty one.
    const frame = event.data instanceof ArrayBuffer ? new Uint8Array(event.data) : new Uint8Array();
    if (!finished) events.message(frame);
  });
  socket.addEventListener("close", (event) => finish(event.code));
  return {
    send: (frame) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(Uint8Array.from(frame));
    },
    close: () => socket.close(),
  };
};

/** How long a relay may take to answer a single request. */
const answerWithinMs = 15_000;

export const fetchHttp: HttpPort = async ({ method, url, body }) => {
  try {
    const response = await fetch(url, {
      method,
      body: body === null ? null : Uint8Array.from(body),
      headers: body === null ? {} : { "content-type": "application/cbor" },
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(answerWithinMs),
    });
    return { status: response.status, body: new Uint8Array(await response.arrayBuffer()) };
  } catch {
    return undefined;
  }
};
