/**
 * Hostile frames on real sockets, before and after the handshake. A frame counts once the relay has judged it: it closed
 * the socket with a code of the table, or went on with what came behind it.
 */
import type { Socket } from "node:net";
import type { WebSocket } from "ws";
import { closeCodeByNumber } from "#shared/protocol/close-codes";
import { parseClientMsg } from "#shared/protocol/messages-codec";
import { connectLean } from "../relay/bench-company";
import type { HostileFrames } from "./hostile-frames";
import { createHostileFrames, honestMessages } from "./hostile-frames";
import type { Assault, Prey } from "./prey";
import { conclude } from "./prey";
import { clientFrame, openSocket, upgradeText } from "./raw-socket";

const atOnce = 32;
const answerWithinMs = 20_000;
const strangerBytes = 16 * 1024;
/** Codes of WebSocket itself for what is no frame at all. */
const framingCodes: readonly number[] = [1002, 1007, 1009];

/** Runs `count` turns, several at the same time. */
const inParallel = async (count: number, turn: (no: number) => Promise<number>): Promise<number> => {
  let begun = 0;
  let done = 0;
  const run = async (): Promise<void> => {
    while (done < count && begun < 4 * count) {
      begun += 1;
      const judged = await turn(begun);
      done += judged;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, run));
  return done;
};

/** Each frame on a connection of its own: upgrade and frame go out together, as fast as anybody can be hostile. */
export const attackBeforeHandshake = async (prey: Prey, count: number, seed: number): Promise<Assault> => {
  const frames = createHostileFrames(
    seed,
    await honestMessages(prey.company, prey.hostile[0] ?? prey.company.owner),
  );
  const wrong: string[] = [];
  const attempts = await inParallel(count, async () => {
    const frame = frames.next();
    const code = await closeCodeFor(prey.port, frame);
    // One larger than any Hello is cut off before it is whole.
    const isRight = code === null ? frame.length > strangerBytes : isOfTable(code);
    if (!isRight) wrong.push(`${Buffer.from(frame).toString("hex", 0, 40)}: closed with ${String(code)}`);
    return 1;
  });
  return conclude(prey, { name: "hostile frames before the handshake", attempts, wrong });
};

const isOfTable = (code: number): boolean =>
  framingCodes.includes(code) || (code >= 4_000 && closeCodeByNumber(code) !== undefined);

const closeCodeFor = async (port: number, frame: Uint8Array): Promise<number | null> => {
  const socket = await openSocket(port);
  const code = await new Promise<number | null>((resolve) => {
    const timer = setTimeout(() => resolve(null), answerWithinMs);
    const end = (found: number | null): void => {
      clearTimeout(timer);
      resolve(found);
    };
    let read = Buffer.alloc(0);
    socket.on("data", (part: Buffer) => {
      read = Buffer.concat([read, part]);
      const found = closeCode(read);
      if (found !== undefined) end(found);
    });
    socket.once("close", () => end(null));
    socket.once("end", () => end(null));
    socket.write(Buffer.concat([Buffer.from(upgradeText()), clientFrame(frame)]));
  });
  resetSocket(socket);
  return code;
};

/** Without the wait in which a port may not be used again: a million connections come from one address. */
const resetSocket = (socket: Socket): void => void socket.resetAndDestroy();

/** The close code among the relay's frames behind the answer to the upgrade; undefined while there is none. */
const closeCode = (read: Buffer): number | undefined => {
  const head = read.indexOf("\r\n\r\n");
  if (head < 0) return undefined;
  for (let at = head + 4; at + 2 <= read.length;) {
    const kind = (read[at] ?? 0) & 0x0f;
    const short = (read[at + 1] ?? 0) & 0x7f;
    const size = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (at + size > read.length) return undefined;
    const length = short === 126 ? read.readUInt16BE(at + 2) : short;
    if (kind === 8) return at + size + 2 <= read.length ? read.readUInt16BE(at + size) : undefined;
    at += size + length;
  }
  return undefined;
};

const mostPerSession = 40;

/**
 * By a member's devices: frames that can be read until one cannot, then the socket has to be closed for it. Most frames
 * can be read by nobody, so every other session leaves those out until it has sent forty that go further in.
 */
export const attackInSession = async (prey: Prey, count: number, seed: number): Promise<Assault> => {
  const author = prey.hostile[0] ?? prey.company.owner;
  const frames = createHostileFrames(seed, await honestMessages(prey.company, author));
  const wrong: string[] = [];
  const attempts = await inParallel(count, async (no) => {
    const device = prey.hostile[no % prey.hostile.length] ?? author;
    const opened = await connectLean(prey.origin, prey.company, device).catch(() => undefined);
    // Another of the same device took its place at once.
    if (opened === undefined) return 0;
    const some = no % 2 === 0 ? session(frames) : readableSession(frames);
    const startedAt = performance.now();
    const code = await closedWith(opened.socket, some);
    opened.socket.terminate();
    if (code === null || !isOfTable(code)) {
      const bytes = some.reduce((sum, { length }) => sum + length, 0);
      const ms = Math.round(performance.now() - startedAt);
      wrong.push(
        `session ${no}, ${some.length} frames of ${bytes} bytes: closed with ${String(code)} after ${ms} ms`,
      );
    }
    return code === 4_000 ? some.length : 1;
  });
  return conclude(prey, { name: "hostile frames after the handshake", attempts, wrong });
};

/** Up to the first that no relay can read. */
const session = (frames: HostileFrames): readonly Uint8Array[] => {
  const some: Uint8Array[] = [];
  while (some.length < mostPerSession) {
    const frame = frames.next();
    some.push(frame);
    if (!parseClientMsg(frame).ok) return some;
  }
  return [...some, Uint8Array.of(0)];
};

/** Forty that every relay reads, and one that none does. */
const readableSession = (frames: HostileFrames): readonly Uint8Array[] => {
  const some: Uint8Array[] = [];
  while (some.length < mostPerSession) {
    const frame = frames.next();
    if (parseClientMsg(frame).ok) some.push(frame);
  }
  return [...some, Uint8Array.of(0)];
};

const closedWith = (socket: WebSocket, frames: readonly Uint8Array[]): Promise<number | null> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), answerWithinMs);
    socket.once("close", (code) => {
      clearTimeout(timer);
      resolve(code);
    });
    for (const frame of frames) socket.send(frame);
  });
