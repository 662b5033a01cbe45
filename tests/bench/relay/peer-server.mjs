/**
 * The peers, each as its own project puts a server together, started by name:
 *   automerge-repo  its WebSocket adapter with its file storage, as its sync server
 *   hocuspocus      @hocuspocus/server as it comes, without a database
 *   y-websocket     the y-websocket protocol on a plain server: one room per path, a Y.Doc each, updates to everybody
 *   ws              bare sockets: what one of a room sends goes to all of it
 * Prints `listening <port>` once it can be used.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocketServer } from "ws";

const host = "127.0.0.1";
const plain = { port: 0, host, perMessageDeflate: false };

const ready = (port) => console.log(`listening ${port}`);

/** Sockets by path, in rooms that `open` makes. */
const serveRooms = (open) => {
  const rooms = new Map();
  const server = new WebSocketServer(plain, () => ready(server.address().port));
  server.on("connection", (socket, request) => {
    const room = rooms.get(request.url) ?? open();
    rooms.set(request.url, room);
    room.sockets.add(socket);
    socket.binaryType = "nodebuffer";
    socket.on("message", (data) => room.onMessage(data, socket));
    socket.on("close", () => {
      room.sockets.delete(socket);
      if (room.sockets.size === 0) rooms.delete(request.url);
    });
  });
};

const startAutomergeRepo = async () => {
  const { Repo } = await import("@automerge/automerge-repo");
  const { WebSocketServerAdapter } = await import("@automerge/automerge-repo-network-websocket");
  const { NodeFSStorageAdapter } = await import("@automerge/automerge-repo-storage-nodefs");
  const server = new WebSocketServer({ port: 0, host });
  new Repo({
    network: [new WebSocketServerAdapter(server)],
    storage: new NodeFSStorageAdapter(mkdtempSync(join(tmpdir(), "automerge-peer-"))),
    peerId: "peer-server",
    sharePolicy: async () => false,
  });
  // Its adapter listens for connections only once the storage has been read; one that comes before is never answered.
  const readyMs = 2_000;
  setTimeout(() => ready(server.address().port), readyMs);
};

const startHocuspocus = async () => {
  const { Server } = await import("@hocuspocus/server");
  const server = new Server({ port: 0, address: host, quiet: true, stopOnSignals: false });
  await server.listen();
  ready(server.address.port);
};

const startYWebsocket = async () => {
  const Y = await import("yjs");
  const sync = await import("y-protocols/sync");
  const encoding = await import("lib0/encoding");
  const decoding = await import("lib0/decoding");
  const messageSync = 0;
  const framed = (write) => {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, messageSync);
    write(encoder);
    return encoding.toUint8Array(encoder);
  };
  serveRooms(() => {
    const doc = new Y.Doc();
    const sockets = new Set();
    doc.on("update", (update) => {
      const frame = framed((encoder) => sync.writeUpdate(encoder, update));
      for (const socket of sockets) socket.send(frame);
    });
    return {
      sockets,
      onMessage: (data, socket) => {
        const decoder = decoding.createDecoder(data);
        if (decoding.readVarUint(decoder) !== messageSync) return;
        const answer = framed((encoder) => sync.readSyncMessage(decoder, encoder, doc, socket));
        if (answer.length > 1) socket.send(answer);
      },
    };
  });
};

const startBareSockets = () =>
  serveRooms(() => {
    const sockets = new Set();
    return {
      sockets,
      onMessage: (data) => {
        for (const socket of sockets) socket.send(data);
      },
    };
  });

const peers = {
  "automerge-repo": startAutomergeRepo,
  hocuspocus: startHocuspocus,
  "y-websocket": startYWebsocket,
  ws: startBareSockets,
};
await peers[process.argv[2]]();
