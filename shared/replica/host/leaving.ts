/** What becomes of a device that was revoked while it held facts about equipment that nobody else has. */
import type { Ms } from "#shared/kernel/clock";
import type { LinkBook } from "./link-book";
import type { Pusher } from "./pusher";

export class Leaving {
  readonly #book: LinkBook;
  readonly #pusher: Pusher;
  readonly #connect: () => void;
  #hasComeAgain = false;

  constructor(book: LinkBook, pusher: Pusher, connect: () => void) {
    this.#book = book;
    this.#pusher = pusher;
    this.#connect = connect;
  }

  /** The relay takes what was recorded, and nothing else will come from it. */
  left(until: Ms): void {
    this.#book.clear("DeviceRevoked");
    this.#book.change({ leaverUntil: until });
    this.#pusher.handIn();
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
