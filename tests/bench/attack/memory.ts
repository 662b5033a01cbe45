/** Everything that makes a relay collect bytes: messages that never end, bodies that never end, frames that have to wait. */
import type { Socket } from "node:net";
import { companiesPath } from "#shared/protocol/enrolment";
import { frameLimits } from "#shared/protocol/limits";
import { encodeClientMsg } from "#shared/protocol/messages-codec";
import { connectLean } from "../relay/bench-company";
import type { Assault, Prey } from "./prey";
import { baseOf, conclude, recovery } from "./prey";
import { clientFrame, openSocket, requestText, upgradeText } from "./raw-socket";

const megabyte = 2 ** 20;
const almostAFrame = new Uint8Array(15 * megabyte);
const sendWithinMs = 3_000;

/** Writes everything the relay takes within a moment, and keeps the connection. */
const pourIn = async (port: number, head: Buffer | string, bytes: Uint8Array): Promise<Socket> => {
  const socket = await openSocket(port);
  socket.resume();
  socket.write(head);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, sendWithinMs);
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    socket.once("close", end);
    socket.write(bytes, end);
  });
  return socket;
};

const messageThatNeverEnds = Buffer.concat([
  Buffer.from(upgradeText()),
  clientFrame(new Uint8Array(0), { claims: almostAFrame.length + 1 }),
]);
const bodyThatNeverEnds = requestText(`POST ${companiesPath} HTTP/1.1`, [
  `Content-Length: ${almostAFrame.length + 1}`,
]);
const partsThatNeverEnd =
  requestText(`POST ${companiesPath} HTTP/1.1`, ["Transfer-Encoding: chunked"]) +
  `${almostAFrame.length.toString(16)}\r\n`;

/** A member's socket that has used up its frames, so that what comes now has to wait. */
const fillQueue = async ({ origin, company, hostile }: Prey): Promise<() => void> => {
  const { socket } = await connectLean(origin, company, hostile[0] ?? company.owner);
  socket.on("error", () => undefined);
  const small = encodeClientMsg({ t: "rights", checkpoint: 1 });
  for (let i = 0; i < 8 * frameLimits.perSecond; i++) socket.send(small);
  for (let i = 0; i < 32; i++) socket.send(almostAFrame);
  return () => socket.terminate();
};

/** `each` connections of every kind, while the honest device works. Answers how many there were. */
const pourAll = async (prey: Prey, each: number): Promise<number> => {
  const sockets: Socket[] = [];
  const endings: (() => void)[] = [];
  for (let i = 0; i < each; i++) {
    sockets.push(await pourIn(prey.port, messageThatNeverEnds, almostAFrame));
    sockets.push(await pourIn(prey.port, bodyThatNeverEnds, almostAFrame));
    sockets.push(await pourIn(prey.port, partsThatNeverEnd, almostAFrame));
    if (i < frameLimits.socketsPerDevice) endings.push(await fillQueue(prey));
  }
  await prey.expectHonestWork();
  for (const socket of sockets) socket.destroy();
  for (const end of endings) end();
  return sockets.length + endings.length;
};

/** `each` connections of every kind; the relay may grow by what `allowed` bytes say, at any moment. */
export const attackMemory = async (
  prey: Prey,
  each: number,
  allowed: number,
): Promise<Assault & { readonly most: number }> => {
  // The first wave also grows heaps that later ones share.
  await pourAll(prey, 1);
  const base = baseOf(prey);
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, prey.residentBytes() - base.bytes)), 20);
  const attempts = await pourAll(prey, each);
  clearInterval(watch);
  const { wrong } = await recovery(prey, base);
  const tooMuch = most > allowed ? [`${Math.round(most / megabyte)} MB more at the worst moment`] : [];
  const done = { name: "bytes to be collected", attempts };
  return { ...(await conclude(prey, { ...done, wrong: [...tooMuch, ...wrong] })), most };
};
