/** What becomes of a device that was revoked while it held facts about equipment that nobody else has. */
import type { Ms } from "#shared/kernel/clock";
import type { LinkBook } from "./link-book";
import type { Pusher } from "./pusher";
import type { HostMembership } from "./standing";

export class Leaving {
  readonly #book: LinkBook;
  readonly #pusher: Pusher;
  readonly #membership: Pick<HostMembership, "catchUp" | "isShutOut">;
  readonly #connect: () => void;
  #hasComeAgain = false;

  constructor(
    book: LinkBook,
    pusher: Pusher,
    membership: Pick<HostMembership, "catchUp" | "isShutOut">,
    connect: () => void,
  ) {
    this.#book = book;
    this.#pusher = pusher;
    this.#membership = membership;
    this.#connect = connect;
  }

  /** The relay takes what was recorded, and nothing else will come from it. */
  left(until: Ms): void {
    this.#book.clear("DeviceRevoked");
    this.#book.change({ leaverUntil: until });
    this.#pusher.handIn();
  }

  /**
   * Sent away: the company's log, not the relay, says whether and by whom. Where it says that nothing is taken, what
   * nobody has leaves the documents and can be saved. The network is asked before it is this work's turn.
   */
  async sentAway(inTurn: (work: () => Promise<void>) => void): Promise<void> {
    await this.#membership.catchUp();
    inTurn(async () => {
      if (!this.#membership.isShutOut()) return;
      for (const doc of this.#pusher.outbox.documents()) await this.#pusher.withdraw(doc, "revoked");
    });
  }

  /**
   * Sent away with something nobody has yet: if the reason was an honest one a relay takes the facts of it and refuses
   * the rest, which is then told and can be saved. So it is asked once.
   */
  disconnected(): void {
    const isRevoked = this.#book.state.problems.some(({ type }) => type === "DeviceRevoked");
    if (!isRevoked || this.#hasComeAgain || this.#pusher.outbox.isEmpty) return;
    this.#hasComeAgain = true;
    this.#connect();
  }
}
