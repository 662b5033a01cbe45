/**
 * Connections that cost the relay something and give nothing: silent, slow, never finished, never read. Each must be
 * let go of by itself while everybody else is served.
 */
import type { Socket } from "node:net";
import type { Assault, Prey } from "./prey";
import { baseOf, conclude, recovery, until } from "./prey";
import { clientFrame, openSecureSocket, openSocket, requestText, upgradeText } from "./raw-socket";

interface Slowness {
  readonly name: string;
  /** What is sent at once. */
  readonly first: string | Buffer;
  /** What follows every second, again and again. */
  readonly then?: string | Buffer;
  /** Reads nothing of what the relay answers. */
  readonly isDeaf?: boolean;
}

const deaf = 2;
const company = "A".repeat(43);

const slownesses: readonly Slowness[] = [
  { name: "says nothing", first: "" },
  { name: "a header that never ends", first: "GET / HTTP/1.1\r\nHost: localhost\r\n", then: "X-A: b\r\n" },
  { name: "one byte of a request line", first: "G", then: "E" },
  {
    name: "a body that never comes",
    first: requestText("POST /api/v1/companies HTTP/1.1", ["Content-Length: 100000"]),
  },
  {
    name: "a body byte by byte",
    first: requestText(`POST /api/v1/companies/${company}/joins HTTP/1.1`, ["Content-Length: 60000"]),
    then: "x",
  },
  {
    name: "a body in parts that never end",
    first: requestText("POST /api/v1/companies HTTP/1.1", ["Transfer-Encoding: chunked"]),
    then: "1\r\nx\r\n",
  },
  { name: "half an upgrade", first: upgradeText().slice(0, -4), then: "X-A: b\r\n" },
  { name: "an upgrade elsewhere, kept open", first: upgradeText([], "/elsewhere") },
  { name: "an upgrade of a foreign page, kept open", first: upgradeText(["Origin: https://evil.example"]) },
  { name: "an upgrade without a Hello", first: upgradeText() },
  {
    name: "a Hello byte by byte",
    first: Buffer.concat([Buffer.from(upgradeText()), clientFrame(new Uint8Array(0), { claims: 8_000 })]),
    then: "x",
  },
  {
    name: "an upgrade, garbage, and no farewell",
    first: Buffer.concat([Buffer.from(upgradeText()), clientFrame(Uint8Array.of(0xf6))]),
  },
  {
    name: "a thousand requests whose answers nobody reads",
    first: "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(1_000),
    isDeaf: true,
  },
];

/** Longest of the relay's patience, and a little more. */
const mostMs = 45_000;

/**
 * `each` connections of every kind at once. Answers after how many seconds the last was let go of; `wrong` names each
 * kind of which some are held longer.
 */
export const attackSlowly = async (
  prey: Prey,
  each: number,
): Promise<Assault & { readonly seconds: number }> => {
  const base = baseOf(prey);
  const startedAt = performance.now();
  const wrong: string[] = [];
  // One kind after the other would take minutes; all at once the descriptors say only whether something is left.
  const held = await Promise.all(
    slownesses.map(async (slowness) => {
      const sockets: Socket[] = [];
      // Making numbers costs more than holding a connection.
      const count = slowness.isDeaf === true ? Math.min(each, deaf) : each;
      for (let i = 0; i < count; i++) sockets.push(await hold(prey.port, slowness));
      return { name: slowness.name, sockets };
    }),
  );
  await prey.expectHonestWork();
  const isLetGo = await until(() => prey.openFiles() <= base.files, mostMs);
  const slowest = (performance.now() - startedAt) / 1_000;
  if (isLetGo === null) {
    wrong.push(`${prey.openFiles() - base.files} connections are held after ${mostMs / 1_000} s`);
    for (const { name, sockets } of held)
      if (sockets.some((socket) => !socket.destroyed && !socket.readableEnded)) wrong.push(`held: ${name}`);
  }
  for (const { sockets } of held) for (const socket of sockets) socket.destroy();
  await prey.expectHonestWork();
  const after = await recovery(prey, base);
  const done = { name: "slow and silent connections", attempts: each * slownesses.length };
  return { ...(await conclude(prey, { ...done, wrong: [...wrong, ...after.wrong] })), seconds: slowest };
};

const hold = async (port: number, { first, then, isDeaf }: Slowness): Promise<Socket> => {
  const socket = await openSocket(port);
  if (isDeaf === true) socket.pause();
  else socket.resume();
  if (first.length > 0) socket.write(first);
  if (then !== undefined) trickle(socket, then);
  return socket;
};

const trickle = (socket: Socket, what: string | Buffer): void => {
  const timer = setInterval(() => {
    if (socket.destroyed || !socket.writable) clearInterval(timer);
    else socket.write(what);
  }, 1_000);
  socket.once("close", () => clearInterval(timer));
};

/** The same before and inside TLS, where a relay has its own certificate. */
export const attackTlsSlowly = async (
  prey: Prey,
  each: number,
): Promise<Assault & { readonly seconds: number }> => {
  const base = baseOf(prey);
  const startedAt = performance.now();
  const sockets: Socket[] = [];
  for (let i = 0; i < each; i++) {
    const silent = await openSocket(prey.port);
    silent.write(Buffer.from([0x16]));
    const half = await openSocket(prey.port);
    // A ClientHello that announces 512 bytes and brings six.
    half.write(Buffer.from([0x16, 3, 1, 2, 0, 1]));
    const secure = await openSecureSocket(prey.port);
    secure.write("GET / HTTP/1.1\r\n");
    sockets.push(silent, half, secure);
  }
  const letGo = await until(() => prey.openFiles() <= base.files, mostMs);
  const seconds = (performance.now() - startedAt) / 1_000;
  for (const socket of sockets) socket.destroy();
  const after = await recovery(prey, base);
  const wrong = letGo === null ? [`TLS connections are held after ${mostMs / 1_000} s`] : [];
  return { name: "slow TLS", attempts: sockets.length, wrong: [...wrong, ...after.wrong], seconds };
};
