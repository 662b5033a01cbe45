/**
 * From this relay to the others over the same log: sockets of devices whose company another one has, and requests
 * over HTTP about such companies.
 */
import { request } from "node:http";
import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import type { Context } from "hono";
import { WebSocket } from "ws";
import { closeCodeByNumber } from "#shared/protocol/close-codes";
import { frameLimits } from "#shared/protocol/limits";
import type { Metrics } from "#relay/observability/metrics";
import type { NodeLinks } from "#relay/sync/forwarding";
import type { FrameSocket, SocketEvents } from "#relay/sync/socket";
import type { HttpEnvironment } from "./environment";
import { toFrame } from "./frame-bytes";
import { encodeIntroduction, nodeSyncPath } from "./node-introduction";
import type { NodeProof } from "./node-proof";

export interface NodeLinksDeps {
  readonly proof: NodeProof;
  readonly metrics: Metrics;
  /** Bytes that may wait in either socket before the other is no longer read. */
  readonly budgetBytes: number;
}

export interface RelayLinks extends NodeLinks {
  /** Has the request answered by the relay at the address. */
  readonly forward: (context: Context<HttpEnvironment>, to: string) => Promise<Response>;
}

/** For a socket: the other relay is on the same network. For an answer over HTTP: it may have to write first. */
const openWithinMs = 3_000;
const answerWithinMs = 10_000;

export const createNodeLinks = (deps: NodeLinksDeps): RelayLinks => {
  const open = new Map<WebSocket, string>();
  deps.metrics.watch(
    "eventkit_forwarded_sockets",
    "Sockets whose company another relay has",
    () => open.size,
  );
  return {
    pass: (device, to, introduction, first) => {
      const client = { address: introduction.address, encrypted: false, host: "" };
      const link = new WebSocket(`${to.replace(/^http/, "ws")}${nodeSyncPath}`, {
        headers: deps.proof.headers("GET", nodeSyncPath, client),
        perMessageDeflate: false,
        maxPayload: frameLimits.bytes,
        handshakeTimeout: openWithinMs,
      });
      open.set(link, to);
      link.on("close", () => open.delete(link));
      return join(device, link, [encodeIntroduction(introduction), first], deps.budgetBytes);
    },
    keepOnly: (addresses) => {
      for (const [link, to] of open) if (!addresses.has(to)) link.terminate();
    },
    forward: (context, to) => {
      deps.metrics.forwards.inc({ kind: "request" });
      return forward(context, to, deps.proof);
    },
  };
};

/** Frames go through in both directions; a side that is slow is waited for by not reading the other. */
const join = (
  device: FrameSocket,
  link: WebSocket,
  first: readonly Uint8Array[],
  budgetBytes: number,
): SocketEvents => {
  const waiting = [...first];
  const send = (frame: Uint8Array): void => {
    link.send(frame, { binary: true }, () => {
      if (link.bufferedAmount <= budgetBytes) device.resume();
    });
    if (link.bufferedAmount > budgetBytes) device.pause();
  };
  link.on("open", () => {
    for (const frame of waiting.splice(0)) send(frame);
  });
  link.on("message", (data) => {
    device.send(toFrame(data));
    if (device.bufferedBytes() <= budgetBytes) return;
    link.pause();
    void device.drained().then(() => link.resume());
  });
  // What went wrong is told by the close that follows.
  link.on("error", () => undefined);
  link.on("close", (code) => device.close(closeCodeByNumber(code)?.name ?? "shutting-down"));
  return {
    onFrame: (frame) => {
      if (link.readyState === link.CONNECTING) waiting.push(frame);
      else if (link.readyState === link.OPEN) send(frame);
    },
    onClose: () => {
      if (link.readyState === link.CONNECTING) link.terminate();
      else link.close();
    },
  };
};

const forward = async (
  { env: { incoming }, get }: Context<HttpEnvironment>,
  to: string,
  proof: NodeProof,
): Promise<Response> => {
  const { method = "GET", url = "/" } = incoming;
  const { address, encrypted, host } = get("origin");
  const answer = await new Promise<IncomingMessage | undefined>((resolve) => {
    const outgoing = request(
      new URL(url, to),
      {
        method,
        headers: { ...passedOn(incoming), ...proof.headers(method, url, { address, encrypted, host }) },
        timeout: answerWithinMs,
      },
      resolve,
    );
    outgoing.on("timeout", () => outgoing.destroy());
    outgoing.on("error", () => resolve(undefined));
    incoming.pipe(outgoing);
  });
  if (answer === undefined)
    return Response.json({ code: "storage-failed", message: "owner" }, { status: 503 });
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined && !hopByHop.has(name)) headers.set(name, String(value));
  }
  const isEmpty = method === "HEAD" || answer.statusCode === 204;
  return new Response(isEmpty ? null : Readable.toWeb(answer), { status: answer.statusCode ?? 502, headers });
};

const hopByHop = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade", "expect"]);

const passedOn = ({ headers }: IncomingMessage): Record<string, string | string[]> => {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !hopByHop.has(name) && !name.startsWith("x-eventkit-")) kept[name] = value;
  }
  return kept;
};
