/** What the sync mark shows: own changes without a receipt, counted here, and the host's word about the connection. */
import { brand } from "#shared/kernel/brand";
import type { Ms } from "#shared/kernel/clock";
import type { ThingId } from "#shared/kernel/ids";
import type { DocumentChanges, LinkState } from "../ports";
import type { OutboxEntry } from "../stored";
import type { Observable, PendingThing, SyncProblem, SyncState } from "../types";

export const unlinked: LinkState = {
  connected: false,
  hasRelay: false,
  offlineSince: null,
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
};

interface Pending {
  readonly doc: string;
  readonly thing: string;
  readonly kind: string;
  readonly change: string;
  readonly at: number;
  /** Until when the relay keeps it; undefined when it has not been handed in. */
  readonly held: number | undefined;
  /** A relay in the hall has it. */
  readonly isKept: boolean;
}

const needsAPerson = (problem: SyncProblem): boolean =>
  problem.type === "DamagedChunk" ? !problem.healed : true;

export class SyncBook {
  readonly #pending = new Map<string, Pending>();
  readonly #problems: SyncProblem[] = [];
  #link: LinkState;
  #behind = 0;
  readonly #listeners = new Set<(value: SyncState) => void>();
  /** Undefined after a change, until somebody looks. */
  #current: SyncState | undefined;
  #isTelling = false;

  /** `hasRelay` and since when nothing was heard of it: until the host speaks, so much is known. */
  constructor(hasRelay: boolean, now: Ms) {
    this.#link = { ...unlinked, hasRelay, offlineSince: hasRelay ? now : null };
  }

  /** Current whenever it is read; listeners hear once of everything that happens in one task. */
  readonly state: Observable<SyncState> = {
    get: () =>
      (this.#current ??= stateOf([...this.#pending.values()], this.#link, this.#behind, this.#problems)),
    subscribe: (listener) => {
      this.#listeners.add(listener);
      return () => void this.#listeners.delete(listener);
    },
  };

  add(
    entries: readonly Pick<
      OutboxEntry,
      "doc" | "thing" | "kind" | "hash" | "change" | "at" | "held" | "kept"
    >[],
  ): void {
    for (const { doc, thing, kind, hash, change, at, held, kept } of entries)
      this.#pending.set(hash, { doc, thing, kind, change, at, held, isKept: kept !== undefined });
    this.#tell();
  }

  /** A relay in the hall has these too, or has them no more. */
  keptInHall(docs: readonly DocumentChanges[], isKept: boolean): void {
    for (const hash of docs.flatMap(({ hashes }) => hashes)) {
      const pending = this.#pending.get(hash);
      if (pending !== undefined) this.#pending.set(hash, { ...pending, isKept });
    }
    this.#tell();
  }

  /** The relay keeps these for the company to decide about. */
  handedIn(docs: readonly DocumentChanges[], until: number): void {
    for (const hash of docs.flatMap(({ hashes }) => hashes)) {
      const pending = this.#pending.get(hash);
      if (pending !== undefined) this.#pending.set(hash, { ...pending, held: until });
    }
    this.#tell();
  }

  settle(docs: readonly DocumentChanges[]): void {
    for (const { hashes } of docs) for (const hash of hashes) this.#pending.delete(hash);
    this.#tell();
  }

  /** Own changes of a document that was rebuilt: what is still waiting is what the outbox says. */
  replace(doc: string, entries: readonly OutboxEntry[]): void {
    for (const [hash, pending] of this.#pending) if (pending.doc === doc) this.#pending.delete(hash);
    this.add(entries);
  }

  linked(link: LinkState): void {
    this.#link = link;
    this.#tell();
  }

  /** So many documents are not shown as they are. */
  behind(documents: number): void {
    if (documents === this.#behind) return;
    this.#behind = documents;
    this.#tell();
  }

  report(problem: SyncProblem): void {
    this.#problems.push(problem);
    this.#tell();
  }

  #tell(): void {
    this.#current = undefined;
    if (this.#isTelling) return;
    this.#isTelling = true;
    void Promise.resolve().then(() => {
      this.#isTelling = false;
      for (const listener of [...this.#listeners]) listener(this.state.get());
    });
  }
}

/** A change of several documents is in the hall once all of it is. */
const countedIn = (pending: readonly Pending[]): { readonly changes: number; readonly inHall: number } => {
  const changes = new Set(pending.map(({ change }) => change));
  const open = new Set(pending.flatMap(({ change, isKept }) => (isKept ? [] : [change])));
  return { changes: changes.size, inHall: changes.size - open.size };
};

const thingsIn = (pending: readonly Pending[]): readonly PendingThing[] => {
  const things = new Map<string, Pending[]>();
  for (const one of pending) {
    const known = things.get(one.thing) ?? [];
    known.push(one);
    things.set(one.thing, known);
  }
  return [...things].flatMap(([thing, own]) => {
    const [first] = own;
    return first === undefined ? [] : [{ thing: brand<ThingId>(thing), kind: first.kind, ...countedIn(own) }];
  });
};

const stateOf = (
  all: readonly Pending[],
  link: LinkState,
  behind: number,
  own: readonly SyncProblem[],
): SyncState => {
  const pending = all.filter(({ held }) => held === undefined);
  const held = all.flatMap((one) => (one.held === undefined ? [] : { change: one.change, until: one.held }));
  const problems = [...link.problems, ...own];
  const mine = countedIn(pending);
  const pendingChanges = mine.changes + link.missing;
  return {
    mark: problems.some(needsAPerson)
      ? "attention"
      : link.hasRelay && !link.connected
        ? "offline"
        : pendingChanges > 0
          ? "local"
          : "synced",
    pendingChanges,
    pending: thingsIn(pending),
    pendingSince: pending.reduce((oldest, { at }) => Math.min(at, oldest ?? at), link.missingSince),
    connected: link.connected,
    offlineSince: link.offlineSince,
    lastReceiptAt: link.lastReceiptAt,
    lastHeardAt: link.lastHeardAt,
    firstSync: link.firstSync,
    unchecked: link.unchecked,
    handedIn:
      held.length === 0
        ? null
        : {
            changes: new Set(held.map(({ change }) => change)).size,
            until: Math.min(...held.map(({ until }) => until)),
          },
    leaverUntil: link.leaverUntil,
    space: link.space,
    hall:
      link.hall === null
        ? null
        : {
            connected: link.hall.reached.length > 0,
            reached: link.hall.reached,
            resting: link.hall.resting,
            unproven: link.hall.unproven,
            notAtHome: link.hall.waiting,
            kept: mine.inHall,
            open: mine.changes - mine.inHall,
          },
    behind,
    problems,
    hasRelay: link.hasRelay,
  };
};
