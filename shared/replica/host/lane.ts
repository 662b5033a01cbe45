/** One thing at a time, in order; what a person did goes before what the network brought. */
export class Lane {
  readonly #urgent: (() => Promise<void>)[] = [];
  readonly #normal: (() => Promise<void>)[] = [];
  readonly #onDefect: (defect: unknown) => void;
  #running: Promise<void> | undefined;
  #isClosed = false;

  /** A task that rejects is reported and does not stop the lane. */
  constructor(onDefect: (defect: unknown) => void) {
    this.#onDefect = onDefect;
  }

  add(task: () => Promise<void>, urgency: "urgent" | "normal" = "normal"): void {
    if (this.#isClosed) return;
    (urgency === "urgent" ? this.#urgent : this.#normal).push(task);
    this.#running ??= this.#run();
  }

  /** Whether more of what the network brought is waiting. */
  get hasMore(): boolean {
    return this.#normal.length > 0;
  }

  /** Settles when nothing is waiting. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** Drops what has not begun and settles when the task at hand is done. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#urgent.length = 0;
    this.#normal.length = 0;
    await this.#running;
  }

  async #run(): Promise<void> {
    await Promise.resolve();
    for (let task = this.#next(); task !== undefined; task = this.#next()) {
      try {
        await task();
      } catch (defect) {
        this.#onDefect(defect);
      }
    }
    this.#running = undefined;
  }

  #next(): (() => Promise<void>) | undefined {
    return this.#urgent.shift() ?? this.#normal.shift();
  }
}
