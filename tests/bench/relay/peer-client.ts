/**
 * Lean clients of the peers that forward updates as they are: they replay updates made beforehand and read nothing but
 * what they measure, so that the server is the limit. Every update carries a number in its text.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import * as encoding from "lib0/encoding";
import { WebSocket } from "ws";
import * as Y from "yjs";
import type { MeasuredProcess } from "./server-process";
import { measureProcess } from "./server-process";

export type PeerKind = "automerge-repo" | "hocuspocus" | "y-websocket" | "ws";
export type UpdatePeer = Exclude<PeerKind, "automerge-repo">;

export interface PeerServer extends MeasuredProcess {
  readonly url: string;
}

export const startPeer = async (kind: PeerKind): Promise<PeerServer> => {
  const path = fileURLToPath(new URL("./peer-server.mjs", import.meta.url));
  const child = spawn(process.execPath, [path, kind], { stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise<string>((resolve) => {
    child.stdout.on("data", (data: Buffer) => {
      const found = /listening (\d+)/.exec(data.toString())?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return { ...measureProcess(child), url: `ws://127.0.0.1:${port}` };
};

/** One client on some documents. */
export interface PeerClient {
  readonly send: (doc: string, update: Uint8Array) => void;
  /** Something about changes came: its bytes as they were on the wire. */
  onFrame: (frame: Buffer) => void;
  readonly close: () => void;
}

const openSocket = async (url: string, onFrame: (frame: Buffer) => void): Promise<WebSocket> => {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  socket.on("message", (data: Buffer) => onFrame(data));
  await new Promise<void>((resolve, reject) => {
    socket.once("open", () => resolve());
    socket.once("error", reject);
  });
  return socket;
};

/** Message types of the y-websocket and Hocuspocus protocols. */
const messageSync = 0;
const messageAuth = 2;
const syncUpdate = 2;

const framed = (write: (encoder: encoding.Encoder) => void): Uint8Array => {
  const encoder = encoding.createEncoder();
  write(encoder);
  return encoding.toUint8Array(encoder);
};

const writeUpdate = (encoder: encoding.Encoder, update: Uint8Array): void => {
  encoding.writeVarUint(encoder, messageSync);
  encoding.writeVarUint(encoder, syncUpdate);
  encoding.writeVarUint8Array(encoder, update);
};

/** All documents on one socket. Hocuspocus takes at most a hundred that wait for their token. */
const connectHocuspocus = async (url: string, docs: readonly string[]): Promise<PeerClient> => {
  let granted = 0;
  let wake = (): void => undefined;
  const client: PeerClient = {
    send: (doc, update) =>
      socket.send(
        framed((encoder) => {
          encoding.writeVarString(encoder, doc);
          writeUpdate(encoder, update);
        }),
      ),
    onFrame: () => {
      granted += 1;
      wake();
    },
    close: () => socket.terminate(),
  };
  const socket = await openSocket(url, (frame) => client.onFrame(frame));
  const group = 50;
  for (let first = 0; first < docs.length; first += group) {
    const some = docs.slice(first, first + group);
    for (const doc of some) {
      const token = framed((encoder) => {
        encoding.writeVarString(encoder, doc);
        encoding.writeVarUint(encoder, messageAuth);
        encoding.writeVarUint(encoder, 0);
        encoding.writeVarString(encoder, "");
      });
      socket.send(token);
    }
    while (granted < first + some.length) await new Promise<void>((resolve) => (wake = resolve));
  }
  client.onFrame = () => undefined;
  return client;
};

/** A socket per document, as these protocols have it. */
const connectRooms = async (
  kind: "y-websocket" | "ws",
  url: string,
  docs: readonly string[],
): Promise<PeerClient> => {
  const sockets = new Map<string, WebSocket>();
  const client: PeerClient = {
    send: (doc, update) =>
      sockets.get(doc)?.send(kind === "ws" ? update : framed((encoder) => writeUpdate(encoder, update))),
    onFrame: () => undefined,
    close: () => sockets.forEach((socket) => socket.terminate()),
  };
  for (const doc of docs)
    sockets.set(doc, await openSocket(`${url}/${doc}`, (frame) => client.onFrame(frame)));
  return client;
};

export const connectPeer = (kind: UpdatePeer, url: string, docs: readonly string[]): Promise<PeerClient> =>
  kind === "hocuspocus" ? connectHocuspocus(url, docs) : connectRooms(kind, url, docs);

/** Updates of one Yjs document, each one edited cell, with the number of each in its text. */
export const makeUpdates = (count: number, firstNumber: number): readonly Uint8Array[] => {
  const doc = new Y.Doc();
  const cells = doc.getMap<string>("cells");
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  for (let i = 0; i < count; i++) cells.set("name", `Robe Mega ${numberMark(firstNumber + i)} pc`);
  doc.destroy();
  return updates;
};

const mark = "Mega #";
const digits = 7;
const numberMark = (number: number): string => `#${String(number).padStart(digits, "0")}`;

/** The numbers in a frame, also of several updates that a server has put together. */
export const numbersIn = (frame: Buffer): readonly number[] => {
  const numbers: number[] = [];
  for (let at = frame.indexOf(mark); at >= 0; at = frame.indexOf(mark, at + 1)) {
    const start = at + mark.length;
    numbers.push(Number(frame.toString("latin1", start, start + digits)));
  }
  return numbers;
};
