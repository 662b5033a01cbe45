/** What a relay in a hall refused for now is offered again ever later, whatever it asks for. */
import type { Ms, Timers } from "#shared/kernel/clock";

const again = { firstMs: 1_000, mostMs: 10 * 60_000 };

export class HallRefusals {
  readonly #timers: Timers;
  /** How often a document was refused since something of it was last taken. */
  readonly #times = new Map<string, number>();
  readonly #waiting = new Set<() => void>();

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  later(doc: string, retryMs: Ms, offer: () => void): void {
    const times = this.#times.get(doc) ?? 0;
    this.#times.set(doc, times + 1);
    const leastMs = Math.min(again.mostMs, again.firstMs * 2 ** Math.min(times, 16));
    const cancel = this.#timers.after(Math.max(leastMs, retryMs), () => {
      this.#waiting.delete(cancel);
      offer();
    });
    this.#waiting.add(cancel);
  }

  taken(doc: string): void {
    this.#times.delete(doc);
  }

  /** The connection is gone; what it refused is not forgotten. */
  cancel(): void {
    for (const cancel of this.#waiting) cancel();
    this.#waiting.clear();
  }
}
