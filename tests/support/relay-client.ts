/**
 * A device as the relay sees it: a real socket, the real protocol, a signer in Node. Messages are kept in order and
 * awaited by what they are, so tests need no sleeps.
 */
import { WebSocket } from "ws";
import { must } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import { closeCodeByNumber } from "#shared/protocol/close-codes";
import { idOfSigned } from "#shared/protocol/envelope";
import { helloKind, makeHello, verifyWelcome } from "#shared/protocol/handshake";
import type { HelloFacts, Welcome } from "#shared/protocol/handshake";
import type { ClientMsg, RelayMsg } from "#shared/protocol/messages";
import { encodeClientMsg, parseRelayMsg } from "#shared/protocol/messages-codec";
import { emptyLogHash } from "#shared/protocol/receipts";
import type { CompanyId } from "#shared/protocol/wire-types";
import { testCrypto } from "./keys";
import { fresh } from "./relay-company";

const crypto = testCrypto();

type MessageOf<T extends RelayMsg["t"]> = Extract<RelayMsg, { readonly t: T }>;

export interface RawClient {
  readonly socket: WebSocket;
  readonly received: readonly RelayMsg[];
  /** The next message of the type that no earlier call has taken. Rejects when the socket closes first. */
  readonly next: <T extends RelayMsg["t"]>(type: T) => Promise<MessageOf<T>>;
  readonly send: (message: ClientMsg) => void;
  readonly sendBytes: (bytes: Uint8Array | string) => void;
  /** Settles with the name of the close code. */
  readonly closed: Promise<string>;
  readonly close: () => Promise<string>;
}

interface Waiting {
  readonly type: RelayMsg["t"];
  readonly take: (message: RelayMsg) => void;
  readonly fail: (problem: Error) => void;
}

/** Opens a socket and reads; nothing is sent. */
export const openRawClient = async (
  origin: string,
  options: { readonly originHeader?: string } = {},
): Promise<RawClient> => {
  const headers = options.originHeader === undefined ? {} : { origin: options.originHeader };
  const socket = new WebSocket(`${origin.replace(/^http/, "ws")}/sync`, {
    headers,
    perMessageDeflate: false,
  });
  const received: RelayMsg[] = [];
  const untaken: RelayMsg[] = [];
  let waiting: Waiting[] = [];
  socket.on("message", (data: Buffer) => {
    const message = must(parseRelayMsg(new Uint8Array(data)));
    received.push(message);
    const waiter = waiting.find(({ type }) => type === message.t);
    if (waiter === undefined) {
      untaken.push(message);
      return;
    }
    waiting = waiting.filter((each) => each !== waiter);
    waiter.take(message);
  });
  const closed = new Promise<string>((resolve) => {
    socket.on("close", (code) => {
      const name = closeCodeByNumber(code)?.name ?? `code ${code}`;
      for (const { fail, type } of waiting) fail(new Error(`closed (${name}) while waiting for ${type}`));
      waiting = [];
      resolve(name);
    });
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  socket.on("error", () => undefined);
  const next = <T extends RelayMsg["t"]>(type: T): Promise<MessageOf<T>> =>
    new Promise((resolve, reject) => {
      const take = (message: RelayMsg): void => {
        if (isOfType(message, type)) resolve(message);
      };
      const index = untaken.findIndex((message) => message.t === type);
      const [found] = index < 0 ? [] : untaken.splice(index, 1);
      if (found !== undefined) take(found);
      else if (socket.readyState !== socket.OPEN) reject(new Error(`closed before ${type}`));
      else waiting.push({ type, take, fail: reject });
    });
  return {
    socket,
    received,
    next,
    send: (message) => socket.send(encodeClientMsg(message)),
    sendBytes: (bytes) => socket.send(bytes),
    closed,
    close: () => {
      socket.close();
      return closed;
    },
  };
};

const isOfType = <T extends RelayMsg["t"]>(message: RelayMsg, type: T): message is MessageOf<T> =>
  message.t === type;

export interface DeviceClient extends RawClient {
  readonly welcome: Welcome;
}

/** Opens a socket and goes through the handshake. */
export const connectDevice = async (
  origin: string,
  company: CompanyId,
  signer: Signer,
  facts: Partial<HelloFacts> = {},
  options: { readonly originHeader?: string } = {},
): Promise<DeviceClient> => {
  const client = await openRawClient(origin, options);
  const challenge = await client.next("challenge");
  const hello = await makeHello(
    challenge,
    { company, origin, checkpointId: null, serialSeen: 0, logHashSeen: emptyLogHash, ...facts },
    { signer, random: { bytes: fresh }, clock: { now: () => Date.now() } },
  );
  client.send({ t: "hello", hello });
  const answer = await Promise.race([client.next("welcome"), client.closed]);
  if (typeof answer === "string") throw new Error(`not welcome: ${answer}`);
  const helloId = idOfSigned(helloKind, hello, crypto.sha256);
  const verified = await verifyWelcome(answer.welcome, { relayKey: challenge.relayKey, helloId }, crypto);
  return { ...client, welcome: must(verified).value };
};

/** Connected and standing at the end of the log. */
export const connectLive = async (
  origin: string,
  company: CompanyId,
  signer: Signer,
): Promise<DeviceClient> => {
  const client = await connectDevice(origin, company, signer);
  client.send({ t: "since", serial: 0, logHash: emptyLogHash });
  // A long log comes in pages, each with its own place.
  while ((await client.next("current")).serial < client.welcome.serial);
  return client;
};
