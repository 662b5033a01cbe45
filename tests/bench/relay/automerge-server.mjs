/** The peer: automerge-repo's own WebSocket server with its file storage, as its sync server is put together. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Repo } from "@automerge/automerge-repo";
import { WebSocketServerAdapter } from "@automerge/automerge-repo-network-websocket";
import { NodeFSStorageAdapter } from "@automerge/automerge-repo-storage-nodefs";
import { WebSocketServer } from "ws";

const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
new Repo({
  network: [new WebSocketServerAdapter(server)],
  storage: new NodeFSStorageAdapter(mkdtempSync(join(tmpdir(), "automerge-peer-"))),
  peerId: "peer-server",
  sharePolicy: async () => false,
});
// Its adapter listens for connections only once the storage has been read; one that comes before is never answered.
const readyMs = 2_000;
setTimeout(() => console.log(`listening ${server.address().port}`), readyMs);
