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

  /** Sent away: a relay takes facts all the same if the reason was an honest one, so it is asked once. */
  disconnected(): void {
    const isRevoked = this.#book.state.problems.some(({ type }) => type === "DeviceRevoked");
    if (!isRevoked || this.#hasComeAgain || !this.#pusher.outbox.isWaiting("movements")) return;
    this.#hasComeAgain = true;
    this.#connect();
  }
}
