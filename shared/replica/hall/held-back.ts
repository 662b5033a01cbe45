/**
 * What one relay in a hall sent and what could not be taken yet: ancestors or a tip that counts are missing. A box may
 * be stolen, so it gets so much room on this device and no more. What does not fit is forgotten, and comes again with
 * the next connection, or when something of its document came from elsewhere.
 */
import type { Chunk } from "#shared/protocol/messages";
import type { Tip } from "#shared/protocol/tips";

export interface Held {
  readonly chunks: readonly Chunk[];
  readonly tips: readonly Tip[];
}

export interface HeldLimits {
  /** Of all documents together. */
  readonly bytes: number;
  readonly documents: number;
}

/** A document may hold so much by itself; a crew waits for a few of them at once. */
export const heldLimits: HeldLimits = { bytes: 32 * 1024 * 1024, documents: 2_000 };

/** Keys, signature and numbers of a tip, and what the engine adds to each of many small objects. */
const tipBytes = 400;

const nothing: Held = { chunks: [], tips: [] };

const sizeOf = ({ chunks, tips }: Held): number =>
  chunks.reduce((sum, { bytes }) => sum + bytes.length, tips.length * tipBytes);

export class HeldBack {
  readonly #limits: HeldLimits;
  readonly #held = new Map<string, Held>();
  #bytes = 0;
  /** Further documents than are remembered by name. */
  #isOverfull = false;

  constructor(limits = heldLimits) {
    this.#limits = limits;
  }

  /** Whether something was not taken: the place in the log of that relay must not pass it. */
  get isUnfinished(): boolean {
    return this.#isOverfull || this.#held.size > 0;
  }

  get bytes(): number {
    return this.#bytes;
  }

  of(doc: string): Held {
    return this.#held.get(doc) ?? nothing;
  }

  keep(doc: string, held: Held = nothing): void {
    this.drop(doc);
    if (this.#held.size >= this.#limits.documents) {
      this.#isOverfull = true;
      return;
    }
    const size = sizeOf(held);
    const fits = this.#bytes + size <= this.#limits.bytes;
    this.#held.set(doc, fits ? held : nothing);
    if (fits) this.#bytes += size;
  }

  /** True when something of it waited. */
  drop(doc: string): boolean {
    this.#bytes -= sizeOf(this.of(doc));
    return this.#held.delete(doc);
  }

  clear(): void {
    this.#held.clear();
    this.#bytes = 0;
    this.#isOverfull = false;
  }
}
