/**
 * A load balancer of the test's own: every connection goes to one of the relays, by chance, and to another when that
 * one does not answer. Like a real one it knows nothing of companies or devices.
 */
import type { Socket } from "node:net";
import { connect, createServer } from "node:net";
import type { Chances } from "./virtual-time";

export interface Balancer {
  readonly port: number;
  readonly origin: string;
  /** Ports connections may go to. */
  readonly targets: Set<number>;
  readonly close: () => Promise<void>;
}

export const startBalancer = async (chances: Pick<Chances, "below">): Promise<Balancer> => {
  const targets = new Set<number>();
  const open = new Set<Socket>();
  const server = createServer((client) => {
    open.add(client);
    client.on("error", ignore);
    client.on("close", () => open.delete(client));
    const ports = [...targets];
    const first = ports.length === 0 ? 0 : chances.below(ports.length);
    reach([...ports.slice(first), ...ports.slice(0, first)], client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    port,
    origin: `http://localhost:${port}`,
    targets,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const client of open) client.destroy();
      }),
  };
};

const reach = ([port, ...others]: readonly number[], client: Socket): void => {
  if (port === undefined) {
    client.destroy();
    return;
  }
  const relay = connect(port, "127.0.0.1");
  relay.on("connect", () => {
    relay.removeAllListeners("error");
    relay.on("error", ignore);
    relay.pipe(client).pipe(relay);
    relay.on("close", () => client.destroy());
    client.on("close", () => relay.destroy());
  });
  relay.once("error", () => reach(others, client));
};

const ignore = (): void => undefined;
