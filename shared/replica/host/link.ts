/**
 * One relay connection after another: handshake, back-off, and the clocks of both sides compared. What is said over
 * an established connection is the sync host's business.
 */
import { bytesEqual } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import { closeCodeByNumber } from "#shared/protocol/close-codes";
import { idOfSigned } from "#shared/protocol/envelope";
import type { Welcome } from "#shared/protocol/handshake";
import { helloKind, makeHello, verifyWelcome } from "#shared/protocol/handshake";
import type { Challenge, ClientMsg, RelayMsg } from "#shared/protocol/messages";
import { encodeClientMsg, parseRelayMsg } from "#shared/protocol/messages-codec";
import type { ReplicaDeps, Socket } from "../ports";
import type { SyncProblem } from "../types";
import type { LogPosition } from "./position";
import type { HostMembership } from "./standing";

export interface Connection {
  readonly welcome: Welcome;
  readonly relayKey: Uint8Array;
  /** Relay time minus device time, half the round trip allowed for. */
  readonly offsetMs: number;
  readonly send: (message: ClientMsg) => void;
  /** Ends it; the link tries again later. */
  readonly drop: () => void;
}

export interface LinkEvents {
  readonly connected: (connection: Connection) => void;
  /** Messages after the welcome, in order. */
  readonly message: (message: RelayMsg) => void;
  readonly disconnected: () => void;
  /** Another relay has the company; it is asked next. */
  readonly moved: () => void;
  readonly problem: (problem: SyncProblem) => void;
}

type LinkDeps = Pick<
  ReplicaDeps,
  "connect" | "clock" | "timers" | "random" | "signer" | "sha256" | "verifier"
>;

const backOff = { firstMs: 500, mostMs: 30_000 };
/** A relay that says nothing for this long during the handshake is given up. */
const handshakeMs = 20_000;

type Stage =
  | { readonly type: "waiting" }
  | { readonly type: "opening"; readonly socket: Socket }
  /** `early`: what came behind a welcome that is still being verified. */
  | { readonly type: "greeting"; readonly socket: Socket; readonly early: RelayMsg[] | null }
  | { readonly type: "open"; readonly socket: Socket }
  | { readonly type: "stopped" };

export class Link {
  readonly #deps: LinkDeps;
  readonly #membership: HostMembership;
  readonly #position: () => LogPosition;
  readonly #events: LinkEvents;
  #stage: Stage = { type: "waiting" };
  #failures = 0;
  #cancel: () => void = () => undefined;
  /** Events of sockets before the current one are not ours any more. */
  #generation = 0;

  constructor(deps: LinkDeps, membership: HostMembership, position: () => LogPosition, events: LinkEvents) {
    this.#deps = deps;
    this.#membership = membership;
    this.#position = position;
    this.#events = events;
  }

  /** Tries now: at the start, when the network comes back, when a relay was named. */
  wake(): void {
    if (this.#stage.type === "waiting") this.#open();
  }

  stop(): void {
    this.#end({ type: "stopped" });
  }

  #open(): void {
    const relay = this.#membership.relay();
    if (relay === null) return;
    this.#cancel();
    const generation = ++this.#generation;
    const isCurrent = (): boolean => generation === this.#generation;
    const socket = this.#deps.connect(relay.origin, {
      opened: () => undefined,
      message: (frame) => {
        if (isCurrent()) this.#receive(frame, relay, generation);
      },
      closed: (code) => {
        if (isCurrent()) this.#closed(code, relay.origin);
      },
    });
    this.#stage = { type: "opening", socket };
    this.#cancel = this.#deps.timers.after(handshakeMs, () => {
      if (isCurrent()) this.#retry("later");
    });
  }

  #receive(
    frame: Uint8Array,
    relay: { readonly origin: string; readonly key: Uint8Array },
    generation: number,
  ): void {
    const parsed = parseRelayMsg(frame);
    if (!parsed.ok) {
      this.#retry("later");
      return;
    }
    const message = parsed.value;
    const stage = this.#stage;
    if (stage.type === "open") this.#events.message(message);
    else if (stage.type === "opening" && message.t === "challenge") {
      this.#greet(message, relay, generation).catch(() => this.#retry("later"));
    } else if (stage.type === "greeting" && message.t === "welcome" && stage.early === null) {
      this.#stage = { ...stage, early: [] };
      this.#welcomed?.(message);
    } else if (stage.type === "greeting" && stage.early !== null) stage.early.push(message);
    else if (stage.type === "greeting" && message.t === "wipe") {
      // Instead of a welcome: this relay takes nothing of the device any more. Nothing here is deleted on its word.
      this.#events.problem({ type: "DeviceRevoked", at: this.#deps.clock.now() });
      this.#retry("no");
    } else this.#retry("later");
  }

  #welcomed: ((message: Extract<RelayMsg, { t: "welcome" }>) => void) | undefined;

  async #greet(
    challenge: Challenge,
    relay: { readonly origin: string; readonly key: Uint8Array },
    generation: number,
  ): Promise<void> {
    const stage = this.#stage;
    if (stage.type !== "opening") return;
    if (!bytesEqual(challenge.relayKey, relay.key)) {
      if (await this.#isSuccessor(challenge.relayKey)) {
        if (generation === this.#generation) this.#retry("now");
        return;
      }
      if (generation !== this.#generation) return;
      this.#events.problem({ type: "RelayUntrusted", reason: "signature", thing: null });
      this.#retry("later");
      return;
    }
    this.#stage = { type: "greeting", socket: stage.socket, early: null };
    const { serial, logHash } = this.#position();
    const facts = {
      company: this.#membership.company,
      origin: relay.origin,
      checkpointId: this.#membership.checkpointId(),
      serialSeen: serial,
      logHashSeen: logHash,
    };
    const hello = await makeHello(challenge, facts, this.#deps);
    if (generation !== this.#generation) return;
    const sentAt = this.#deps.clock.now();
    const helloId = idOfSigned(helloKind, hello, this.#deps.sha256);
    this.#welcomed = (message) => {
      this.#welcomed = undefined;
      const heardAt = this.#deps.clock.now();
      void verifyWelcome(message.welcome, { relayKey: relay.key, helloId }, this.#deps).then((verified) => {
        if (generation !== this.#generation) return;
        if (verified.ok)
          this.#established(verified.value.value, relay.key, stage.socket, (sentAt + heardAt) / 2);
        else {
          this.#events.problem(
            verified.error.type === "RelayTooOld"
              ? { type: "VersionTooOld" }
              : { type: "RelayUntrusted", reason: "signature", thing: null },
          );
          this.#retry("later");
        }
      });
    };
    stage.socket.send(encodeClientMsg({ t: "hello", hello }));
  }

  /** Whether the company's log names this key: the relay may have changed it while we were away. */
  async #isSuccessor(key: Uint8Array): Promise<boolean> {
    await this.#membership.catchUp();
    const named = this.#membership.relay()?.key;
    return named !== undefined && bytesEqual(named, key);
  }

  #established(welcome: Welcome, relayKey: Uint8Array, socket: Socket, at: Ms): void {
    this.#cancel();
    this.#failures = 0;
    const early = this.#stage.type === "greeting" ? (this.#stage.early ?? []) : [];
    this.#stage = { type: "open", socket };
    const generation = this.#generation;
    this.#events.connected({
      welcome,
      relayKey,
      offsetMs: Math.round(welcome.time - at),
      send: (message) => {
        if (generation === this.#generation) socket.send(encodeClientMsg(message));
      },
      drop: () => {
        if (generation === this.#generation) this.#retry("later");
      },
    });
    for (const message of early) this.#events.message(message);
  }

  #closed(code: number, address: string): void {
    const known = closeCodeByNumber(code);
    if (known?.name === "revoked")
      this.#events.problem({ type: "DeviceRevoked", at: this.#deps.clock.now() });
    if (known?.name === "over-quota") this.#events.problem({ type: "RelayCrowded" });
    if (known?.name === "client-too-old") this.#events.problem({ type: "VersionTooOld" });
    // The relay does not count the address at which this device reaches it among its own.
    if (known?.name === "wrong-origin") this.#events.problem({ type: "AddressForeign", address });
    this.#retry(known?.retry ?? "later");
    // A relay that does not know us may have let the company go.
    if (known?.name === "unauthorized") void this.#follow();
  }

  /** Asks where the company is now, and goes there. */
  async #follow(): Promise<void> {
    const generation = this.#generation;
    const before = this.#membership.relay()?.origin;
    const found = await this.#membership.catchUp();
    if (generation !== this.#generation || this.#stage.type !== "waiting") return;
    if (found === "later") this.#retry("later");
    else if (this.#membership.relay()?.origin !== before) {
      this.#events.moved();
      this.wake();
    }
  }

  /** Ends the connection at hand. `no`: only `wake` tries again, the next time something changed. */
  #retry(when: "no" | "later" | "now"): void {
    this.#end({ type: "waiting" });
    if (when === "no") return;
    const { firstMs, mostMs } = backOff;
    const most = Math.min(mostMs, firstMs * 2 ** Math.min(this.#failures, 16));
    // Between half and all of it, so that a relay that restarts is not met by everybody at once.
    const chance = (this.#deps.random.bytes(1)[0] ?? 0) / 255;
    const delay = when === "now" && this.#failures === 0 ? 0 : Math.round(most * (0.5 + chance / 2));
    this.#failures++;
    this.#cancel = this.#deps.timers.after(delay, () => this.wake());
  }

  #end(next: Stage): void {
    const { type } = this.#stage;
    if (type === "stopped") return;
    const socket = "socket" in this.#stage ? this.#stage.socket : undefined;
    this.#cancel();
    this.#generation++;
    this.#welcomed = undefined;
    this.#stage = next;
    socket?.close();
    if (type === "open") this.#events.disconnected();
  }
}
