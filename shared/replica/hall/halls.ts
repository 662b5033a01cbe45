/**
 * Relays in the hall: which there are, what came through them, and when it is brought to the company's own relay. Every
 * device that holds it can bring it; who reaches that relay first waits a moment, because its authors do so themselves.
 */
import { brand } from "#shared/kernel/brand";
import { bytesEqual } from "#shared/kernel/bytes";
import type { ThingId } from "#shared/kernel/ids";
import type { Lane } from "../host/lane";
import type { LinkBook } from "../host/link-book";
import { eraseWrites, rescueOf } from "../host/rescue";
import type { Pusher } from "../host/pusher";
import type { StoreWrite } from "../ports";
import type { SyncProblem } from "../types";
import type { HallIntakeDeps } from "./hall-intake";
import { HallIntake } from "./hall-intake";
import type { HallLinkDeps } from "./hall-link";
import { HallLink } from "./hall-link";
import type { HallRelay } from "./hall-relay";
import { hallRelaysIn } from "./hall-relay";

export interface HallsDeps
  extends HallIntakeDeps, Omit<HallLinkDeps, "intake" | "changed" | "forHall" | "outbox"> {
  readonly lane: Lane;
  readonly book: LinkBook;
  readonly pusher: () => Pusher;
  readonly report: (problem: SyncProblem) => void;
  /** The document's rows have to be made again. */
  readonly dirty: (doc: string) => void;
}

/** After the company's relay is reached: its log may bring the same, and so do those who wrote it. */
const firstAfter = { leastMs: 500, spreadMs: 2_500 };
/** What comes through the hall while that relay is there: whoever wrote it most likely reaches it too. */
const laterAfter = { leastMs: 5_000, spreadMs: 10_000 };

export class Halls {
  readonly #deps: HallsDeps;
  readonly #intake: HallIntake;
  #links: readonly HallLink[] = [];
  #isHome = false;
  #cancel: (() => void) | undefined;

  constructor(deps: HallsDeps) {
    this.#deps = deps;
    this.#intake = new HallIntake(deps);
  }

  async load(): Promise<void> {
    await this.#deps.hall.load(this.#deps.store);
  }

  stop(): void {
    this.#cancel?.();
    for (const link of this.#links) link.stop();
    this.#links = [];
  }

  wake(): void {
    for (const link of this.#links) link.wake();
  }

  /** The company's document may name other relays than before. */
  async look(): Promise<void> {
    const { cards, documents, membership } = this.#deps;
    const card = cards.single("company");
    const document = card === undefined ? undefined : await documents.open(card);
    const named = document === undefined ? [] : hallRelaysIn(document);
    const home = membership.relay();
    // Under another name too it is the relay that decides, and not one in the hall.
    const isHome = ({ origin, key }: HallRelay): boolean =>
      home !== null && (origin === home.origin || bytesEqual(key, home.key));
    const wanted = named.filter((one) => !isHome(one));
    const isWanted = ({ relay }: HallLink): boolean => wanted.some((one) => isSame(one, relay));
    for (const link of this.#links) if (!isWanted(link)) link.stop();
    const kept = this.#links.filter(isWanted);
    const added = wanted.filter((one) => !kept.some(({ relay }) => isSame(one, relay)));
    this.#links = [...kept, ...added.map((relay) => this.#openLink(relay))];
    this.#tell();
  }

  #openLink(relay: HallRelay): HallLink {
    const pusher = this.#deps.pusher();
    const link = new HallLink(relay, {
      ...this.#deps,
      ...{ intake: this.#intake, outbox: pusher.outbox },
      forHall: (doc, extent) => pusher.forHall(doc, extent),
      changed: (arrived) => {
        this.#tell();
        if (this.#isHome && arrived.length > 0) this.#bringIn(laterAfter);
      },
    });
    void link.open();
    return link;
  }

  /** Something was written here, or came from the company's relay. */
  async changed(docs: readonly string[]): Promise<void> {
    const company = this.#deps.cards.single("company")?.doc;
    if (company !== undefined && docs.includes(company)) await this.look();
    if (this.#links.length === 0) return;
    for (const link of this.#links) await link.arrived(docs);
    await this.offer();
    this.#tell();
  }

  async offer(): Promise<void> {
    for (const link of this.#links) await link.offer();
  }

  /** The company's relay is there. */
  reachedHome(): void {
    this.#isHome = true;
    this.#bringIn(firstAfter);
  }

  leftHome(): void {
    this.#isHome = false;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #bringIn({ leastMs, spreadMs }: typeof firstAfter): void {
    const { timers, random, lane, hall, pusher, settle } = this.#deps;
    if (this.#cancel !== undefined || hall.size === 0) return;
    const share = (random.bytes(1)[0] ?? 0) / 255;
    this.#cancel = timers.after(Math.round(leastMs + share * spreadMs), () => {
      this.#cancel = undefined;
      lane.add(async () => {
        await settle();
        await pusher().bring(hall.documents());
      });
    });
  }

  /**
   * The company's relay does not take a change: an own one is withdrawn; what came through the hall goes with all of its
   * author and what builds on it, or all of the document where no change is named. It leaves the document and stays
   * readable. Own changes on top of it go the same way. False when nothing went.
   */
  async setAside(doc: string, code: string, hash: string | null): Promise<boolean> {
    const { cards, documents, store, clock, hall, rows, channel } = this.#deps;
    const card = cards.byDoc(doc);
    const pusher = this.#deps.pusher();
    const own = pusher.outbox.entriesOf(doc);
    if (own.some((entry) => entry.hash === hash)) {
      await pusher.withdraw(doc, code);
      return true;
    }
    const actor = hall.of(doc).find((change) => change.hash === hash)?.actor;
    const named = hall.of(doc).filter((change) => hash === null || change.actor === actor);
    const entries = hall.above(doc, new Set(named.map((change) => change.hash)), own);
    if (card === undefined || entries.length === 0) return false;
    const gone = new Set(entries.map((change) => change.hash));
    const isBelowOwn = own.some(({ deps }) => deps.some((dep) => gone.has(dep)));
    if (isBelowOwn) await pusher.withdraw(doc, `hall-${code}`);
    const document = await documents.open(card);
    const why = { code: `hall-${code}`, at: clock.now() };
    const rescue = await rescueOf(card, document, entries, why, this.#deps);
    const isAll = hall.of(doc).every((change) => gone.has(change.hash));
    const isOnlyHere = !pusher.has(doc) && pusher.outbox.entriesOf(doc).length === 0 && isAll;
    const layer = hall.withdraw(doc, entries);
    const writes: readonly StoreWrite[] = [
      { put: "rescues", key: rescue.id, value: rescue },
      ...layer.writes,
      ...(isOnlyHere ? [...eraseWrites(doc), ...rows.goneWrites(doc)] : []),
    ];
    const stored = await store.transact(writes, "strict");
    if (!stored.ok) {
      this.#deps.report({ type: "StorageFailed", message: stored.error.message });
      return false;
    }
    layer.apply();
    documents.discard(doc);
    if (isOnlyHere) cards.remove(doc);
    else this.#deps.dirty(doc);
    channel.post({ t: "rebuilt", doc });
    const thing = brand<ThingId>(card.thing);
    this.#deps.report({ type: "Refused", thing, code: why.code, rescue: rescue.id });
    this.#tell();
    return true;
  }

  #tell(): void {
    const { book, hall } = this.#deps;
    const reached = this.#links.flatMap(({ isConnected, relay }) => (isConnected ? [relay.keyText] : []));
    const resting = this.#links.flatMap(({ isResting, relay }) => (isResting ? [relay.keyText] : []));
    const unproven = this.#links.flatMap(({ isUnproven, relay }) => (isUnproven ? [relay.keyText] : []));
    const waiting = hall.size;
    const next = this.#links.length === 0 && waiting === 0 ? null : { reached, resting, unproven, waiting };
    if (JSON.stringify(book.state.hall) !== JSON.stringify(next)) book.change({ hall: next });
  }
}

const isSame = (one: HallRelay, other: HallRelay): boolean =>
  one.origin === other.origin && one.keyText === other.keyText;
