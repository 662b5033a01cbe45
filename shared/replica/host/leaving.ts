/** What becomes of a device that was revoked while it held facts about equipment that nobody else has. */
import type { Ms } from "#shared/kernel/clock";
import type { Pace } from "../identity/poll";
import { poll } from "../identity/poll";
import type { ReplicaDeps } from "../ports";
import type { Lane } from "./lane";
import type { LinkBook } from "./link-book";
import type { Pusher } from "./pusher";
import type { HostMembership } from "./standing";

/** Between two readings of the log: soon after the first, every ten minutes in the end. */
const logPace: Pace = (round) => Math.min(600_000, 5_000 * 2 ** (round - 1));

interface LeavingDeps extends Pick<ReplicaDeps, "timers" | "signer"> {
  readonly book: LinkBook;
  readonly pusher: Pusher;
  readonly membership: Pick<HostMembership, "catchUp" | "isShutOut" | "deviceAt" | "checkpoint">;
  readonly lane: Lane;
  readonly connect: () => void;
}

export class Leaving {
  readonly #deps: LeavingDeps;
  #hasComeAgain = false;
  #stopAsking: () => void = () => undefined;

  constructor(deps: LeavingDeps) {
    this.#deps = deps;
  }

  /** The relay takes what was recorded, and nothing else will come from it. */
  left(until: Ms): void {
    const { book, pusher } = this.#deps;
    book.clear("DeviceRevoked");
    book.change({ leaverUntil: until });
    pusher.handIn();
  }

  /**
   * Sent away: the company's log, not the relay, says whether and by whom. It is asked until it says so: it may not
   * answer now. The network is asked before it is this work's turn.
   */
  sentAway(): void {
    this.#stopAsking();
    this.#stopAsking = poll(this.#deps.timers, logPace, () => this.#readLog());
  }

  /** Let in again, or at its end: nothing to ask the log any more. */
  stop(): void {
    this.#stopAsking();
  }

  /**
   * True when the log says that the device is revoked. Where it says that nothing is taken, what nobody has leaves the
   * documents and can be saved.
   */
  async #readLog(): Promise<boolean> {
    const { membership, pusher, signer, lane } = this.#deps;
    await membership.catchUp();
    lane.add(async () => {
      if (!membership.isShutOut()) return;
      for (const doc of pusher.outbox.documents()) await pusher.withdraw(doc, "revoked");
    });
    return !membership.deviceAt(signer.publicKey, membership.checkpoint());
  }

  /**
   * Sent away with something nobody has yet: if the reason was an honest one a relay takes the facts of it and refuses
   * the rest, which is then told and can be saved. So it is asked once.
   */
  disconnected(): void {
    const { book, pusher, connect } = this.#deps;
    const isRevoked = book.state.problems.some(({ type }) => type === "DeviceRevoked");
    if (!isRevoked || this.#hasComeAgain || pusher.outbox.isEmpty) return;
    this.#hasComeAgain = true;
    connect();
  }
}
