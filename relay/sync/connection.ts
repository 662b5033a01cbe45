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
import type { Signed } from "#shared/protocol/envelope";
import type { Hello, NonceCache, Welcome } from "#shared/protocol/handshake";
import { makeChallenge, makeWelcome, verifyHello } from "#shared/protocol/handshake";
import { times } from "#shared/protocol/limits";
import type { Challenge } from "#shared/protocol/messages";
import { encodeRelayMsg } from "#shared/protocol/messages-codec";
import type { Log } from "#relay/observability/log";
import { describeDefect } from "#relay/observability/log";
import type { Metrics } from "#relay/observability/metrics";
import { createFrameQueue } from "./frame-queue";
import type { Step } from "./frame-steps";
import { stepsOf } from "./frame-steps";
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
  readonly isReachedAt: (origin: string) => boolean;
  /** Enters the company the Hello names, or says why not. */
  readonly enter: (facts: SessionFacts) => Promise<Session | { readonly refused: CloseName }>;
}

type State =
  | { readonly type: "challenged"; readonly challenge: Challenge }
  | { readonly type: "verifying" }
  | { readonly type: "open"; readonly session: Session }
  | { readonly type: "closed" };

/** The first word on a fresh socket. */
export const challengeOn = (
  socket: FrameSocket,
  { relay, random, clock }: Pick<ConnectionDeps, "relay" | "random" | "clock">,
): Challenge => {
  const challenge = makeChallenge(relay.publicKey, random, clock);
  socket.send(encodeRelayMsg(challenge));
  return challenge;
};

/** A socket on which the first word has been said. */
export interface Challenged {
  readonly socket: FrameSocket;
  readonly challenge: Challenge;
}

/** Starts talking on a fresh socket and returns what the endpoint reports to. */
export const openConnection = (socket: FrameSocket, deps: ConnectionDeps): SocketEvents =>
  continueConnection({ socket, challenge: challengeOn(socket, deps) }, deps);

export const continueConnection = ({ socket, challenge }: Challenged, deps: ConnectionDeps): SocketEvents => {
  const { limits, timers, metrics } = deps;
  let state: State = { type: "challenged", challenge };
  let cancelDeadline = timers.after(limits.helloDeadlineMs, () => end("no-hello"));

  const finish = (): void => {
    if (state.type === "open") state.session.leave();
    state = { type: "closed" };
    cancelDeadline();
    queue.clear();
  };
  const end = (name: CloseName): void => {
    if (state.type === "closed") return;
    finish();
    metrics.closed.inc({ name });
    socket.close(name);
  };

  const handle = async (frames: readonly Uint8Array[]): Promise<void> => {
    try {
      for (const step of stepsOf(frames)) await take(step);
    } catch (defect) {
      metrics.defects.inc();
      deps.log.error("frame.failed", { problem: describeDefect(defect) });
      end("bad-frame");
    }
  };
  const queue = createFrameQueue(socket, { ...deps, handle });

  const take = async (step: Step): Promise<void> => {
    if (step.t === "unreadable") return end(step.close);
    if (state.type === "challenged") return greet(step, state.challenge);
    if (state.type !== "open") return;
    if (step.t === "pushes") return state.session.push(step.pushes);
    const problem = await state.session.handle(step);
    if (problem !== null) end(problem);
  };
  const greet = async (message: Step, expected: Challenge): Promise<void> => {
    if (message.t !== "hello") return end("no-hello");
    state = { type: "verifying" };
    const admitted = await admit(message.hello, expected, { socket, close: end }, deps);
    if ("refused" in admitted) return end(admitted.refused);
    // It may have gone away, or run into its deadline, while its signature was checked.
    if (!socket.isOpen()) return admitted.session.leave();
    state = { type: "open", session: admitted.session };
    cancelDeadline();
    cancelDeadline = timers.after(times.sessionMs, () => end("session-expired"));
    socket.send(encodeRelayMsg({ t: "welcome", welcome: admitted.welcome }));
    admitted.session.start();
  };

  return {
    onFrame: (frame) => {
      if (state.type === "closed") return;
      if (state.type !== "open") {
        if (frame.length > limits.helloBytes) return end("too-large");
        // One frame, the Hello, and then silence until the Welcome.
        if (queue.isBusy()) return end("no-hello");
      }
      queue.add(frame);
    },
    onClose: finish,
  };
};

interface Admitted {
  readonly session: Session;
  readonly welcome: Signed<Welcome>;
}

/** Checks the Hello and enters the company it names. */
const admit = async (
  signed: Signed<Hello>,
  challenge: Challenge,
  { socket, close }: Pick<SessionFacts, "socket" | "close">,
  deps: ConnectionDeps,
): Promise<Admitted | { readonly refused: CloseName }> => {
  const { isReachedAt, nonces } = deps;
  const verified = await verifyHello(
    signed,
    { challenge, isReachedAt, now: deps.clock.now(), nonces },
    deps.crypto,
  );
  if (!verified.ok) return { refused: verified.error.type };
  const { hello, version } = verified.value;
  const session = await deps.enter({ hello: hello.value, socket, close });
  if ("refused" in session) return session;
  return { session, welcome: await makeWelcome(hello, { ...session.place(), version }, deps) };
};
