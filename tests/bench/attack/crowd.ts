/** One address opens more connections than the process may have descriptors. */
import type { Socket } from "node:net";
import type { Assault, Prey } from "./prey";
import { baseOf, conclude, recovery } from "./prey";
import { askRaw, openSocket, requestText } from "./raw-socket";

/** Another address of the same machine, as another machine would have one. */
const elsewhere = "127.0.0.2";

export const attackByCrowd = async (prey: Prey, connections: number): Promise<Assault> => {
  const base = baseOf(prey);
  const wrong: string[] = [];
  const sockets: Socket[] = [];
  for (let i = 0; i < connections; i++) {
    const socket = await openSocket(prey.port).catch(() => undefined);
    if (socket !== undefined) sockets.push(socket);
  }
  // Whoever is inside goes on, and whoever comes from elsewhere is let in.
  await prey.expectHonestWork();
  const { status } = await askRaw(prey.port, requestText("GET /readyz HTTP/1.1"), elsewhere);
  if (status !== 200) wrong.push(`another address is answered with ${String(status)}`);
  for (const socket of sockets) socket.destroy();
  const after = await recovery(prey, base);
  wrong.push(...after.wrong);
  return conclude(prey, { name: "more connections than descriptors", attempts: connections, wrong });
};
