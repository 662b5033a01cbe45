/** The state of the connection as tabs are told it. */
import type { Ms } from "#shared/kernel/clock";
import type { LinkState, TabChannel } from "../ports";
import type { SyncProblem } from "../types";

/** "Last heard" alone is told at most this often. */
const heardEveryMs = 5_000;

export class LinkBook {
  readonly #channel: TabChannel;
  #state: LinkState;
  #toldAt: Ms = 0;

  constructor(channel: TabChannel, hasRelay: boolean, now: Ms) {
    this.#channel = channel;
    this.#state = {
      ...{ connected: false, hasRelay, offlineSince: hasRelay ? now : null },
      ...{
        lastReceiptAt: null,
        lastHeardAt: null,
        offsetMs: null,
        firstSync: null,
        unchecked: 0,
        missing: 0,
        missingSince: null,
        leaverUntil: null,
        space: null,
        problems: [],
        hall: null,
      },
    };
  }

  get state(): LinkState {
    return this.#state;
  }

  change(change: Partial<LinkState>): void {
    this.#state = { ...this.#state, ...change };
    this.tell();
  }

  connected(offsetMs: number): void {
    for (const over of ["StorageFailed", "RelayCrowded", "AddressForeign"] as const) this.clear(over);
    this.change({ connected: true, offlineSince: null, leaverUntil: null, offsetMs, space: null });
  }

  disconnected(now: Ms): void {
    this.change({ connected: false, offlineSince: now, offsetMs: null, firstSync: null });
  }

  /** So many documents more of a first sync have come. */
  progress(documents: number): void {
    const { firstSync } = this.#state;
    if (firstSync === null) return;
    this.change({ firstSync: { ...firstSync, done: Math.min(firstSync.total, firstSync.done + documents) } });
  }

  heard(now: Ms): void {
    this.#state = { ...this.#state, lastHeardAt: now };
    if (now - this.#toldAt >= heardEveryMs) {
      this.#toldAt = now;
      this.tell();
    }
  }

  /** The same problem about the same thing is told once; a newer one replaces it. */
  report(problem: SyncProblem): void {
    const others = this.#state.problems.filter((known) => subjectOf(known) !== subjectOf(problem));
    this.change({ problems: [...others, problem] });
  }

  /** Takes back what has been put right. */
  clear(type: SyncProblem["type"]): void {
    const left = this.#state.problems.filter((known) => known.type !== type);
    if (left.length < this.#state.problems.length) this.change({ problems: left });
  }

  tell(): void {
    this.#channel.post({ t: "link", link: this.#state });
  }
}

const subjectOf = (problem: SyncProblem): string =>
  `${problem.type} ${"thing" in problem ? (problem.thing ?? "") : ""} ${"reason" in problem ? problem.reason : ""}${"device" in problem ? problem.device : ""}`;
