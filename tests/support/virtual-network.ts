/**
 * Sockets without a network. Like TCP, one connection delivers in order or breaks; a lost message therefore breaks the
 * connection at that point, and both ends learn of it later and apart. Repeated messages come from repeated pushes and
 * from frames this network delivers twice; different connections overtake each other freely.
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
import type { Connect } from "#shared/replica/ports";
import type { Chances, VirtualTime } from "./virtual-time";

export interface NetworkFaults {
  /** Percent of messages that break their connection instead of arriving. */
  readonly lossPercent: number;
  /** Percent of repeatable messages that arrive twice. */
  readonly repeatPercent: number;
  /** Longest delay of one message. */
  readonly delayMs: number;
}

export interface VirtualNetwork {
  /** The relay answers here; undefined while it is down. */
  relay: ((socket: FrameSocket) => RelaySocketEvents) | undefined;
  faults: NetworkFaults;
  /** For single faults: what arrives instead of a message. Undefined: nothing does. */
  toDevice: (message: RelayMsg, device: { isOnline: boolean }) => RelayMsg | undefined;
  /** `reply` answers in the relay's place. */
  toRelay: (
    message: ClientMsg,
    reply: (message: RelayMsg) => void,
    device: { isOnline: boolean },
  ) => ClientMsg | undefined;
  /** Called for every attempt to connect. */
  onConnect: (device: { isOnline: boolean }) => void;
  /** The port of one device. `isOnline` false: nothing connects. */
  portFor(device: { isOnline: boolean }): { readonly connect: Connect; breakAll(): void };
  /** Every connection breaks, as when the relay dies. */
  breakAll(): void;
}

const lost = 1006;

/** Only these mean the same when they come twice within one connection. */
const repeatable: ReadonlySet<string> = new Set<(ClientMsg | RelayMsg)["t"]>([
  "push",
  "chunks",
  "receipt",
  "mem",
]);

export const createNetwork = (time: VirtualTime, chances: Chances, faults: NetworkFaults): VirtualNetwork => {
  const connections = new Set<{ cut(): void }>();
  const network: VirtualNetwork = {
    relay: undefined,
    faults,
    toDevice: (message) => message,
    toRelay: (message) => message,
    onConnect: () => undefined,
    breakAll: () => {
      for (const connection of [...connections]) connection.cut();
    },
    portFor: (device) => {
      const own = new Set<{ cut(): void }>();
      const connect: Connect = (_origin, events) => {
        network.onConnect(device);
        let isCut = false;
        let isToldDevice = false;
        let toDeviceAt = time.now();
        let toRelayAt = time.now();
        let relayEnd: RelaySocketEvents | undefined;
        const tellDevice = (code: number, delay: number): void => {
          time.after(delay, () => {
            if (isToldDevice) return;
            isToldDevice = true;
            events.closed(code);
          });
        };
        const cut = (code: number = lost): void => {
          if (isCut) return;
          isCut = true;
          connections.delete(connection);
          own.delete(connection);
          tellDevice(code, chances.below(5_000));
          const end = relayEnd;
          time.after(chances.below(5_000), () => end?.onClose());
        };
        const connection = { cut: () => cut() };
        connections.add(connection);
        own.add(connection);
        const carry = (
          frame: Uint8Array,
          type: string | undefined,
          at: number,
          deliver: (frame: Uint8Array) => void,
        ): number => {
          const arrives = Math.max(at, time.now() + 1 + chances.below(network.faults.delayMs));
          const isLost = chances.in100(network.faults.lossPercent);
          const isRepeated =
            type !== undefined && repeatable.has(type) && chances.in100(network.faults.repeatPercent);
          const copy = frame.slice();
          time.after(arrives - time.now(), () => {
            if (isCut) return;
            if (isLost) {
              cut();
              return;
            }
            deliver(copy);
            if (isRepeated) deliver(copy.slice());
          });
          return arrives;
        };
        const sendToDevice = (frame: Uint8Array): void => {
          const parsed = parseRelayMsg(frame);
          const sent = parsed.ok ? network.toDevice(parsed.value, device) : undefined;
          if (isCut || sent === undefined) return;
          toDeviceAt = carry(encodeRelayMsg(sent), sent.t, toDeviceAt, events.message);
        };
        const relaySocket: FrameSocket = {
          send: sendToDevice,
          sendShared: ({ payloads }, from, to) => payloads.slice(from, to).forEach(sendToDevice),
          bufferedBytes: () => 0,
          drained: () => Promise.resolve(),
          close: (name: CloseName) => cut(closeCodes[name].code),
          pause: () => undefined,
          resume: () => undefined,
          isOpen: () => !isCut,
          address: "device",
          origin: null,
        };
        time.after(1 + chances.below(network.faults.delayMs), () => {
          if (isCut) return;
          if (!device.isOnline || network.relay === undefined) {
            cut();
            return;
          }
          relayEnd = network.relay(relaySocket);
          events.opened();
        });
        return {
          send: (frame) => {
            const parsed = parseClientMsg(frame);
            const reply = (message: RelayMsg): void => {
              toDeviceAt = carry(encodeRelayMsg(message), undefined, toDeviceAt, events.message);
            };
            const sent = parsed.ok ? network.toRelay(parsed.value, reply, device) : undefined;
            if (isCut || sent === undefined) return;
            toRelayAt = carry(encodeClientMsg(sent), sent.t, toRelayAt, (copy) => relayEnd?.onFrame(copy));
          },
          close: () => {
            isToldDevice = true;
            cut();
          },
        };
      };
      return {
        connect,
        breakAll: () => {
          for (const connection of [...own]) connection.cut();
        },
      };
    },
  };
  return network;
};
