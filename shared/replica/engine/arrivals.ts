/** Commands that wait for documents which are only shown from signed rows yet. */
import type { ReplicaDeps } from "../ports";

/** After this long a command goes on and says that a document is missing. */
const waitMs = 10_000;

export class Arrivals {
  readonly #deps: Pick<ReplicaDeps, "channel" | "timers">;
  readonly #isHere: (doc: string) => boolean;
  readonly #waiting = new Set<() => void>();

  constructor(deps: Pick<ReplicaDeps, "channel" | "timers">, isHere: (doc: string) => boolean) {
    this.#deps = deps;
    this.#isHere = isHere;
  }

  /** Has the documents fetched before others; settles when they are here or it has taken too long. */
  async fetch(docs: readonly string[]): Promise<void> {
    const { channel, timers } = this.#deps;
    channel.post({ t: "wanted", docs });
    await new Promise<void>((settle) => {
      const end = (): void => {
        cancel();
        this.#waiting.delete(look);
        settle();
      };
      const look = (): void => {
        if (docs.every(this.#isHere)) end();
      };
      const cancel = timers.after(waitMs, end);
      this.#waiting.add(look);
    });
  }

  /** Something came. */
  look(): void {
    for (const look of [...this.#waiting]) look();
  }
}
