/**
 * Sockets without a network. Like TCP, one connection delivers in order or breaks; a lost message therefore breaks the
 * connection at that point, and both ends learn of it later and apart. Repeated messages come from repeated pushes and
 * from frames this network delivers twice; different connections overtake each other freely. A device can be cut off,
 * or stalled: then its connections look alive at both ends and carry nothing.
 */
import type { CloseName } from "#shared/protocol/close-codes";
import { closeCodes } from "#shared/protocol/close-codes";
import type { ClientMsg, RelayMsg } from "#shared/protocol/messages";
import {
  encodeClientMsg,
  encodeRelayMsg,
  parseClientMsg,
  parseRelayMsg,
} from "#shared/protocol/messages-codec";
import type { FrameSocket, SocketEvents as RelaySocketEvents } from "#relay/sync/socket";
import type { Connect, Socket, SocketEvents } from "#shared/replica/ports";
import type { Chances, VirtualTime } from "./virtual-time";

export interface NetworkFaults {
  /** Percent of messages that break their connection instead of arriving. */
  readonly lossPercent: number;
  /** Percent of repeatable messages that arrive twice. */
  readonly repeatPercent: number;
  /** Longest delay of one message. */
  readonly delayMs: number;
  /** Percent of messages that arrive without their end. */
  readonly cutPercent?: number;
}

/** One end of the network. */
export interface NetworkEnd {
  isOnline: boolean;
  /** Connections stay and carry nothing for now. */
  isStalled?: boolean;
}

/** The same object for everything that comes over one connection. */
export interface OpenConnection {
  readonly isOpen: () => boolean;
}

export type RelayPort = (socket: FrameSocket) => RelaySocketEvents;

export interface VirtualNetwork {
  /** The relay answers here; undefined while it is down. */
  relay: RelayPort | undefined;
  /** Which relay a device reaches, when not everybody reaches the same. */
  relayFor: (device: NetworkEnd, origin: string) => RelayPort | undefined;
  faults: NetworkFaults;
  /** For single faults: what arrives instead of a message. Null while nothing is changed; undefined: nothing arrives. */
  toDevice: ((message: RelayMsg, device: NetworkEnd) => RelayMsg | undefined) | null;
  /** `reply` answers in the relay's place. */
  toRelay:
    | ((message: ClientMsg, reply: (message: RelayMsg) => void, device: NetworkEnd) => ClientMsg | undefined)
    | null;
  /** Called for every attempt to connect. */
  onConnect: (device: NetworkEnd) => void;
  /** Hears every frame as it leaves the relay. */
  onRelayFrame: (frame: Uint8Array, device: NetworkEnd) => void;
  /** Hears every frame as it reaches the relay, with the connection it came over. */
  onClientFrame: (frame: Uint8Array, device: NetworkEnd, connection: OpenConnection) => void;
  /** The port of one device. `isOnline` false: nothing connects. */
  portFor(device: NetworkEnd): { readonly connect: Connect; breakAll(): void };
  /** Every connection breaks, as when the relay dies. */
  breakAll(): void;
  /** A message of somebody who plays the relay, on every connection of the device; `arrived` when one carried it. */
  inject(device: NetworkEnd, message: RelayMsg, arrived?: () => void): void;
}

const lost = 1006;

/** Only these mean the same when they come twice within one connection. */
const repeatable: ReadonlySet<string> = new Set<(ClientMsg | RelayMsg)["t"]>([
  "push",
  "restore",
  "chunks",
  "receipt",
  "mem",
]);

const isRepeatable = (frame: Uint8Array): boolean => {
  const parsed = parseRelayMsg(frame);
  const either = parsed.ok ? parsed : parseClientMsg(frame);
  return either.ok && repeatable.has(either.value.t);
};

interface Ground {
  readonly network: VirtualNetwork;
  readonly time: VirtualTime;
  readonly chances: Chances;
  /** Where the device wants to go. */
  readonly origin: string;
}

export const createNetwork = (time: VirtualTime, chances: Chances, faults: NetworkFaults): VirtualNetwork => {
  const connections = new Set<Connection>();
  const network: VirtualNetwork = {
    relay: undefined,
    relayFor: () => network.relay,
    faults,
    toDevice: null,
    toRelay: null,
    onConnect: () => undefined,
    onRelayFrame: () => undefined,
    onClientFrame: () => undefined,
    breakAll: () => {
      for (const connection of [...connections]) connection.cut();
    },
    inject: (device, message, arrived) => {
      for (const connection of connections) {
        if (connection.device === device) connection.deliverToDevice(encodeRelayMsg(message), arrived);
      }
    },
    portFor: (device) => {
      const own = new Set<Connection>();
      return {
        connect: (origin, events) => {
          network.onConnect(device);
          const connection = new Connection({ network, time, chances, origin }, device, events, (gone) => {
            connections.delete(gone);
            own.delete(gone);
          });
          connections.add(connection);
          own.add(connection);
          return connection.open();
        },
        breakAll: () => {
          for (const connection of [...own]) connection.cut();
        },
      };
    },
  };
  return network;
};

class Connection {
  readonly #ground: Ground;
  readonly device: NetworkEnd;
  readonly #events: SocketEvents;
  readonly #gone: (connection: Connection) => void;
  #isCut = false;
  #isToldDevice = false;
  #toDeviceAt = 0;
  #toRelayAt = 0;
  #relayEnd: RelaySocketEvents | undefined;
  readonly #stalled: (() => void)[] = [];
  readonly #standing: OpenConnection = { isOpen: () => !this.#isCut };

  constructor(
    ground: Ground,
    device: NetworkEnd,
    events: SocketEvents,
    gone: (connection: Connection) => void,
  ) {
    this.#ground = ground;
    this.device = device;
    this.#events = events;
    this.#gone = gone;
  }

  open(): Socket {
    const { network, time, chances, origin } = this.#ground;
    time.after(1 + chances.below(network.faults.delayMs), () => {
      if (this.#isCut) return;
      const relay = this.device.isOnline ? network.relayFor(this.device, origin) : undefined;
      if (relay === undefined) {
        this.cut();
        return;
      }
      this.#relayEnd = relay(this.#relaySocket());
      this.#events.opened();
    });
    return {
      send: (frame) => this.#fromDevice(frame),
      close: () => {
        this.#isToldDevice = true;
        this.cut();
      },
    };
  }

  cut(code: number = lost): void {
    if (this.#isCut) return;
    this.#isCut = true;
    this.#gone(this);
    const { time, chances } = this.#ground;
    time.after(chances.below(5_000), () => {
      if (this.#isToldDevice) return;
      this.#isToldDevice = true;
      this.#events.closed(code);
    });
    const end = this.#relayEnd;
    time.after(chances.below(5_000), () => end?.onClose());
  }

  #relaySocket(): FrameSocket {
    return {
      send: (frame) => this.#fromRelay(frame),
      sendShared: ({ payloads }, from, to) =>
        payloads.slice(from, to).forEach((payload) => this.#fromRelay(payload)),
      bufferedBytes: () => 0,
      drained: () => Promise.resolve(),
      close: (name: CloseName) => this.cut(closeCodes[name].code),
      pause: () => undefined,
      resume: () => undefined,
      isOpen: () => !this.#isCut,
      address: "device",
    };
  }

  #fromRelay(frame: Uint8Array): void {
    const { network } = this.#ground;
    network.onRelayFrame(frame, this.device);
    let sent: Uint8Array | undefined = frame;
    if (network.toDevice !== null) {
      const parsed = parseRelayMsg(frame);
      const message = parsed.ok ? network.toDevice(parsed.value, this.device) : undefined;
      sent = message === undefined ? undefined : encodeRelayMsg(message);
    }
    if (sent !== undefined) this.deliverToDevice(sent);
  }

  #fromDevice(frame: Uint8Array): void {
    const { network } = this.#ground;
    let sent: Uint8Array | undefined = frame;
    if (network.toRelay !== null) {
      const parsed = parseClientMsg(frame);
      const reply = (message: RelayMsg): void => this.deliverToDevice(encodeRelayMsg(message));
      const message = parsed.ok ? network.toRelay(parsed.value, reply, this.device) : undefined;
      sent = message === undefined ? undefined : encodeClientMsg(message);
    }
    if (sent === undefined || this.#isCut) return;
    this.#toRelayAt = this.#carry(sent, this.#toRelayAt, (copy) => {
      network.onClientFrame(copy, this.device, this.#standing);
      this.#relayEnd?.onFrame(copy);
    });
  }

  deliverToDevice(frame: Uint8Array, arrived: () => void = () => undefined): void {
    if (this.#isCut) return;
    this.#toDeviceAt = this.#carry(frame, this.#toDeviceAt, (copy) => {
      this.#events.message(copy);
      arrived();
    });
  }

  /** When the frame arrives; later ones arrive no earlier. */
  #carry(frame: Uint8Array, at: number, deliver: (frame: Uint8Array) => void): number {
    const { network, time, chances } = this.#ground;
    const { delayMs, lossPercent, repeatPercent, cutPercent = 0 } = network.faults;
    const arrives = Math.max(at, time.now() + 1 + chances.below(delayMs));
    const isLost = chances.in100(lossPercent);
    const isRepeated = chances.in100(repeatPercent) && isRepeatable(frame);
    const isShort = chances.in100(cutPercent);
    const copy = isShort ? frame.slice(0, chances.below(frame.length)) : frame.slice();
    const arrive = (): void => {
      if (this.#isCut) return;
      if (isLost) {
        this.cut();
        return;
      }
      deliver(copy);
      if (isRepeated) deliver(copy.slice());
    };
    time.after(arrives - time.now(), () => {
      if (this.device.isStalled !== true && this.#stalled.length === 0) arrive();
      else this.#stall(arrive);
    });
    return arrives;
  }

  /** Nothing is lost while a connection is stalled: it comes late, in order, if the connection still stands then. */
  #stall(arrive: () => void): void {
    this.#stalled.push(arrive);
    if (this.#stalled.length > 1) return;
    const look = (): void => {
      if (this.#isCut) return;
      if (this.device.isStalled === true) this.#ground.time.after(500, look);
      else for (const one of this.#stalled.splice(0)) one();
    };
    this.#ground.time.after(500, look);
  }
}
