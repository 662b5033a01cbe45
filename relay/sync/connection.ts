/**
 * One socket from its first byte to its end. Before the Hello is verified only one small frame is accepted, within an
 * absolute deadline, so a stranger costs next to nothing. Afterwards frames are handled strictly one after the other;
 * a device that sends faster than it may is slowed down by not being read. Whatever goes wrong while a frame is
 * handled closes this socket and nothing else.
 */
import type { Clock, Timers } from "#shared/kernel/clock";
import type { Random } from "#shared/kernel/random";
import type { Signer } from "#shared/kernel/signature";
import type { CloseName } from "#shared/protocol/close-codes";
import type { CryptoDeps } from "#shared/protocol/envelope";
import type { NonceCache } from "#shared/protocol/handshake";
import { makeChallenge, makeWelcome, verifyHello } from "#shared/protocol/handshake";
import { times } from "#shared/protocol/limits";
import type { Challenge, ClientMsg } from "#shared/protocol/messages";
import { encodeRelayMsg, parseClientMsg } from "#shared/protocol/messages-codec";
import type { Log } from "#relay/observability/log";
import { describeDefect } from "#relay/observability/log";
import type { Metrics } from "#relay/observability/metrics";
import type { RelayLimits } from "./relay-limits";
import type { Session, SessionFacts } from "./session";
import type { FrameSocket, SocketEvents } from "./socket";

export interface ConnectionDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly relay: Signer;
  readonly crypto: CryptoDeps;
  readonly nonces: NonceCache;
  readonly limits: RelayLimits;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly allowsOrigin: (origin: string) => boolean;
  /** Enters the company the Hello names, or says why not. */
  readonly enter: (facts: SessionFacts) => Promise<Session | { readonly refused: CloseName }>;
}

type State =
  | { readonly type: "challenged"; readonly challenge: Challenge }
  | { readonly type: "verifying" }
  | { readonly type: "open"; readonly session: Session }
  | { readonly type: "closed" };

/** Starts talking on a fresh socket and returns what the endpoint reports to. */
export const openConnection = (socket: FrameSocket, deps: ConnectionDeps): SocketEvents => {
  const { limits, timers, metrics } = deps;
  const challenge = makeChallenge(deps.relay.publicKey, deps.random, deps.clock);
  let state: State = { type: "challenged", challenge };
  const cancels = [timers.after(limits.helloDeadlineMs, () => end("no-hello"))];

  const finish = (): void => {
    if (state.type === "open") state.session.leave();
    state = { type: "closed" };
    for (const cancel of cancels.splice(0)) cancel();
    queue.length = 0;
  };

  const end = (name: CloseName): void => {
    if (state.type === "closed") return;
    finish();
    metrics.closed.inc({ name });
    socket.close(name);
  };

  const queue: Uint8Array[] = [];
  const budget = createFrameBudget(limits, deps.clock);
  let isWorking = false;

  const work = async (): Promise<void> => {
    isWorking = true;
    for (let frame = queue.shift(); frame !== undefined; frame = queue.shift()) {
      const waitMs = state.type === "open" ? budget.take() : 0;
      if (waitMs > 0) await new Promise<void>((resolve) => cancels.push(timers.after(waitMs, resolve)));
      await handle(frame);
      if (queue.length < limits.queuedFrames) socket.resume();
    }
    isWorking = false;
  };

  const handle = async (frame: Uint8Array): Promise<void> => {
    try {
      const parsed = parseClientMsg(frame);
      if (!parsed.ok) end(parsed.error.type === "FrameTooLarge" ? "too-large" : "bad-frame");
      else if (state.type === "open") await handleOpen(state.session, parsed.value);
      else if (state.type === "challenged") await greet(parsed.value, state.challenge);
    } catch (defect) {
      metrics.defects.inc();
      deps.log.error("frame.failed", { problem: describeDefect(defect) });
      end("bad-frame");
    }
  };

  const handleOpen = async (session: Session, message: ClientMsg): Promise<void> => {
    const problem = await session.handle(message);
    if (problem !== null) end(problem);
  };

  const greet = async (message: ClientMsg, expected: Challenge): Promise<void> => {
    if (message.t !== "hello") return end("no-hello");
    state = { type: "verifying" };
    const verified = await verifyHello(
      message.hello,
      { challenge: expected, allowsOrigin: deps.allowsOrigin, now: deps.clock.now(), nonces: deps.nonces },
      deps.crypto,
    );
    if (!verified.ok) return end(verified.error.type);
    const { hello, version } = verified.value;
    if (socket.origin !== null && socket.origin !== hello.value.origin) return end("wrong-origin");
    const entered = await deps.enter({ hello: hello.value, socket, close: end });
    if ("refused" in entered) return end(entered.refused);
    if (!socket.isOpen()) return entered.leave();
    state = { type: "open", session: entered };
    cancels.splice(0).forEach((cancel) => cancel());
    cancels.push(timers.after(times.sessionMs, () => end("session-expired")));
    const welcome = await makeWelcome(hello, { ...entered.place(), version }, deps);
    socket.send(encodeRelayMsg({ t: "welcome", welcome }));
    entered.start();
  };

  socket.send(encodeRelayMsg(challenge));
  return {
    onFrame: (frame) => {
      if (state.type === "closed") return;
      if (state.type !== "open") {
        if (frame.length > limits.helloBytes) return end("too-large");
        // One frame, the Hello, and then silence until the Welcome.
        if (isWorking) return end("no-hello");
      }
      queue.push(frame);
      if (queue.length >= limits.queuedFrames) socket.pause();
      if (!isWorking) void work();
    },
    onClose: finish,
  };
};

/** A bucket of frames; answers how long to wait before the next one may be handled. */
const createFrameBudget = (limits: RelayLimits, clock: Clock): { readonly take: () => number } => {
  let tokens = limits.frameBurst;
  let at = clock.now();
  return {
    take: () => {
      const now = clock.now();
      tokens = Math.min(limits.frameBurst, tokens + ((now - at) / 1_000) * limits.framesPerSecond);
      at = now;
      tokens -= 1;
      return tokens >= 0 ? 0 : Math.ceil((-tokens / limits.framesPerSecond) * 1_000);
    },
  };
};
