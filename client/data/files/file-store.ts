/** Contents, what waits to be sent and what is pinned, in the company's store on this device. */
import type { ContentHash } from "#shared/domain/files";
import type { EventId } from "#shared/domain/events";
import { brand } from "#shared/kernel/brand";
import type { Clock } from "#shared/kernel/clock";
import type { ThingId } from "#shared/kernel/ids";
import type { Result } from "#shared/kernel/result";
import type { ByteStore, StoreProblem, StoreWrite } from "#shared/replica/ports";
import type { StoredBlobFacts, StoredUpload } from "#shared/replica/stored";
import type { Content } from "./types";

type Written = Promise<Result<void, StoreProblem>>;

const uploadKey = ({ thing, hash }: Pick<StoredUpload, "thing" | "hash">): string => `${thing}/${hash}`;

/** What lies in the store, with everything but the contents in memory. */
export class FileStore {
  readonly #store: ByteStore;
  readonly #clock: Clock;
  readonly #facts = new Map<string, StoredBlobFacts>();
  #uploads = new Map<string, StoredUpload>();
  #sizes: ReadonlyMap<string, number> = new Map();
  #pins: ReadonlySet<EventId> = new Set();
  #last: Promise<unknown> = Promise.resolve();

  constructor(store: ByteStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Contents here with their size. */
  get sizes(): ReadonlyMap<string, number> {
    return this.#sizes;
  }
  get pins(): ReadonlySet<EventId> {
    return this.#pins;
  }
  /** In the order they are sent: what was added first, small pictures before large ones. */
  get uploads(): readonly StoredUpload[] {
    return [...this.#uploads.values()].sort((a, b) => a.at - b.at || a.size - b.size);
  }

  load(): Promise<void> {
    return this.#inTurn(async () => {
      const [waiting, known, pinned] = await Promise.all([
        this.#store.all("uploads"),
        this.#store.all("blobFacts"),
        this.#store.all("pins"),
      ]);
      this.#uploads = new Map(waiting.map((each) => [uploadKey(each), each]));
      this.#facts.clear();
      for (const each of known) this.#facts.set(each.hash, each);
      this.#pins = new Set(pinned.map(({ event }) => brand<EventId>(event)));
      this.#measure();
    });
  }

  keepToSend(thing: ThingId, contents: readonly Content[]): Written {
    const kept = contents.map((content) => ({ content, facts: this.#factsOf(content) }));
    const added = contents.map(({ hash, bytes }) => this.#uploadOf(thing, hash, bytes.length));
    const puts = kept.flatMap(({ content, facts }) => putsOf(content, facts));
    return this.#write([...puts, ...added.map(queueing)], () => {
      for (const { facts } of kept) this.#facts.set(facts.hash, facts);
      for (const each of added) this.#uploads.set(uploadKey(each), each);
    });
  }

  /** Of what is here already. */
  sendAgain(thing: ThingId, hash: ContentHash): Written {
    const added = this.#uploadOf(thing, hash, this.#sizes.get(hash) ?? 0);
    return this.#write([queueing(added)], () => void this.#uploads.set(uploadKey(added), added));
  }

  /** Nothing is to be sent any more; the content stays. */
  async sent(upload: StoredUpload): Promise<void> {
    const key = uploadKey(upload);
    await this.#write([{ delete: "uploads", key }], () => void this.#uploads.delete(key));
  }

  async get(hash: ContentHash): Promise<Uint8Array | undefined> {
    const found = await this.#store.get("blobs", hash);
    if (found === undefined) return undefined;
    const used = this.#factsOf({ hash, bytes: found.bytes });
    this.#facts.set(hash, used);
    // Only what is thrown away first depends on it.
    void this.#store.transact([{ put: "blobFacts", key: hash, value: used }], "relaxed");
    return found.bytes;
  }

  keepFetched(content: Content): Written {
    const facts = this.#factsOf(content);
    return this.#write(putsOf(content, facts), () => void this.#facts.set(facts.hash, facts));
  }

  setPinned(event: EventId, pinned: boolean): Written {
    const step: StoreWrite = pinned
      ? { put: "pins", key: event, value: { event, at: this.#clock.now() } }
      : { delete: "pins", key: event };
    return this.#write([step], () => {
      const next = new Set(this.#pins);
      if (pinned) next.add(event);
      else next.delete(event);
      this.#pins = next;
    });
  }

  /** Lets go of what was used longest ago until the rest takes no more than so many bytes; never of `needed`. */
  async shrink(toBytes: number, needed: ReadonlySet<string>): Promise<void> {
    const waiting = new Set([...this.#uploads.values()].map(({ hash }) => hash));
    const loose = [...this.#facts.values()].filter(({ hash }) => !needed.has(hash) && !waiting.has(hash));
    let bytes = loose.reduce((sum, { size }) => sum + size, 0);
    const gone: string[] = [];
    for (const { hash, size } of loose.sort((a, b) => a.usedAt - b.usedAt)) {
      if (bytes <= toBytes) break;
      gone.push(hash);
      bytes -= size;
    }
    if (gone.length === 0) return;
    const deletes = gone.flatMap((key): readonly StoreWrite[] => [
      { delete: "blobs", key },
      { delete: "blobFacts", key },
    ]);
    await this.#write(deletes, () => {
      for (const hash of gone) this.#facts.delete(hash);
    });
  }

  #factsOf({ hash, bytes }: Content): StoredBlobFacts {
    return { hash, size: bytes.length, usedAt: this.#clock.now() };
  }

  #uploadOf(thing: ThingId, hash: ContentHash, size: number): StoredUpload {
    return { thing, hash, size, at: this.#clock.now() };
  }

  #measure(): void {
    this.#sizes = new Map(Array.from(this.#facts, ([hash, { size }]) => [hash, size]));
  }

  #write(writes: readonly StoreWrite[], then: () => void): Written {
    return this.#inTurn(async () => {
      const written = await this.#store.transact(writes, "strict");
      if (!written.ok) return written;
      then();
      if (writes.some((step) => storeOf(step) === "blobs")) this.#measure();
      return written;
    });
  }

  /** Reading everything and writing something do not cross: what is in memory is what lies in the store. */
  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const done = this.#last.then(task);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

const storeOf = (step: StoreWrite): string =>
  "put" in step ? step.put : "delete" in step ? step.delete : step.clear;

const putsOf = (content: Content, facts: StoredBlobFacts): readonly StoreWrite[] => [
  { put: "blobs", key: content.hash, value: { hash: content.hash, bytes: content.bytes } },
  { put: "blobFacts", key: content.hash, value: facts },
];

const queueing = (value: StoredUpload): StoreWrite => ({ put: "uploads", key: uploadKey(value), value });
