/**
 * The files of one company on this device. Of all tabs one sends and fetches, the one that holds the lock; the others
 * hear how it goes. Nothing here is in the way of a scan: contents are read and sent one at a time.
 */
import type { ContentHash } from "#shared/domain/files";
import type { EventId } from "#shared/domain/events";
import type { Clock, Timers } from "#shared/kernel/clock";
import type { ThingId } from "#shared/kernel/ids";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import { createSource } from "#shared/replica/observable";
import type { ByteStore, Locks } from "#shared/replica/ports";
import type { Replica } from "#shared/replica/types";
import { brand } from "#shared/kernel/brand";
import type { BegunFiles } from "./begun";
import type { FileStore } from "./file-store";
import { sayReferences } from "./references";
import type { RelayFiles } from "./relay-files";
import { isNamed, placeOf, sendWaiting } from "./sending";
import type { CompanyFiles, FilesState, PinProgress, ReadProblem, SendProblem } from "./types";
import { filesFor, namedBy, wantedFor } from "./wanted";

/** What tabs say to each other about files. */
export type FilesMessage =
  /** What lies in the store has changed. */
  { readonly t: "changed" } | { readonly t: "state"; readonly state: FilesState };

export interface FilesChannel {
  readonly post: (message: FilesMessage) => void;
  readonly subscribe: (listener: (message: FilesMessage) => void) => () => void;
}

export interface CompanyFilesDeps {
  readonly bytes: ByteStore;
  /** Loaded. */
  readonly store: FileStore;
  readonly begun: BegunFiles;
  readonly replica: Pick<Replica, "company" | "rows" | "sync" | "rescues" | "documentOf" | "recordsWhole">;
  readonly relay: RelayFiles;
  readonly locks: Locks;
  readonly channel: FilesChannel;
  readonly clock: Clock;
  readonly timers: Timers;
}

export interface OpenFiles extends CompanyFiles {
  /** What lies in the store was changed by somebody else. */
  readonly reread: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What is not pinned may take so much; what was used longest ago goes first. */
const cacheBytes = 400 * 2 ** 20;
const retriesMs = [2_000, 10_000, 60_000, 300_000] as const;
const gatherMs = 400;

export const openCompanyFiles = (deps: CompanyFilesDeps): OpenFiles => {
  const files = new Files(deps);
  files.begin();
  return files;
};

class Files implements OpenFiles {
  readonly state = createSource<FilesState>({
    waiting: new Set(),
    waitingFiles: 0,
    waitingBytes: 0,
    sentBytes: 0,
    problem: null,
    isDeviceFull: false,
  });
  readonly pins = createSource<ReadonlySet<EventId>>(new Set());
  readonly held = createSource<ReadonlyMap<string, number>>(new Map());
  readonly begun: BegunFiles;
  readonly #deps: CompanyFilesDeps;
  readonly #store: FileStore;
  readonly #ends: (() => void)[] = [];
  #leading = false;
  #closed = false;
  #work: Promise<void> | undefined;
  #again = false;
  #retries = 0;
  #cancelTimer: () => void = () => undefined;
  #resign: () => void = () => undefined;

  constructor(deps: CompanyFilesDeps) {
    this.#deps = deps;
    this.#store = deps.store;
    this.begun = deps.begun;
  }

  begin(): void {
    const { locks, channel, replica } = this.#deps;
    this.#tell({});
    let wasConnected = false;
    this.#ends.push(
      channel.subscribe((message) => void this.#hear(message)),
      replica.sync.subscribe(({ connected }) => {
        const isBack = connected && !wasConnected;
        wasConnected = connected;
        if (isBack) this.#retries = 0;
        if (isBack || this.#store.uploads.length > 0) this.#wakeSoon(gatherMs);
      }),
      replica.rows.subscribe((changes) => {
        if (changes.some(({ type }) => type === "file" || type === "line")) {
          this.#tell({});
          this.#wakeSoon(gatherMs);
        }
      }),
      locks.whenFree(`files/${replica.company}`, () => this.#lead()),
    );
  }

  async keep(...[thing, contents]: Parameters<CompanyFiles["keep"]>): ReturnType<CompanyFiles["keep"]> {
    const kept = await this.#store.keepToSend(thing, contents);
    if (kept.ok) this.#changed();
    return kept;
  }

  async forget(thing: ThingId, contents: readonly ContentHash[]): Promise<void> {
    for (const upload of this.#store.uploads)
      if (
        upload.thing === thing &&
        contents.some((hash) => hash === upload.hash) &&
        !isNamed(this.#deps.replica, upload)
      )
        await this.#store.sent(upload);
    this.#changed();
  }

  async read(thing: ThingId, hash: ContentHash): Promise<Result<Uint8Array, ReadProblem>> {
    const here = await this.#store.get(hash);
    if (here !== undefined) return ok(here);
    const fetched = await this.#fetch(thing, hash);
    if (!fetched.ok) return fetched;
    // What cannot be kept can be looked at all the same.
    const kept = await this.#store.keepFetched({ hash, bytes: fetched.value });
    if (kept.ok) this.#changed();
    return fetched;
  }

  async setPinned(event: EventId, pinned: boolean): ReturnType<CompanyFiles["setPinned"]> {
    const set = await this.#store.setPinned(event, pinned);
    if (set.ok) this.#changed();
    return set;
  }

  pinProgress(event: EventId): PinProgress {
    const sizes = this.#store.sizes;
    const wanted = filesFor(this.#deps.replica.rows, event);
    const bytesOf = (each: (typeof wanted)[number]): number =>
      (sizes.get(each.hash) ?? each.size) + (sizes.get(each.preview ?? "") ?? 0);
    const here = wanted.filter(
      ({ hash, preview }) => sizes.has(hash) && (preview === undefined || sizes.has(preview)),
    );
    return {
      ...{ total: wanted.length, here: here.length },
      totalBytes: wanted.reduce((sum, each) => sum + bytesOf(each), 0),
      hereBytes: here.reduce((sum, each) => sum + bytesOf(each), 0),
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelTimer();
    for (const end of this.#ends) end();
    this.begun.close();
    await this.#work;
    this.#resign();
  }

  /** Until the tab closes or dies. */
  #lead(): Promise<void> {
    // The lock may be given in the moment of closing: nobody would let go of it any more.
    if (this.#closed) return Promise.resolve();
    this.#leading = true;
    this.#wake();
    return new Promise((resolve) => (this.#resign = resolve));
  }

  async #hear(message: FilesMessage): Promise<void> {
    if (message.t === "state") {
      if (!this.#leading) this.state.set(message.state);
      return;
    }
    await this.reread();
  }

  async reread(): Promise<void> {
    await this.#store.load();
    this.#tell({});
    this.#wakeSoon(gatherMs);
  }

  #changed(): void {
    this.#deps.channel.post({ t: "changed" });
    this.#tell({});
    this.#wakeSoon(0);
  }

  #tell(change: Partial<FilesState>): void {
    const waiting = this.#store.uploads.filter((upload) => isNamed(this.#deps.replica, upload));
    this.state.set({
      ...this.state.get(),
      waiting: new Set(waiting.map(({ hash }) => brand<ContentHash>(hash))),
      waitingFiles: new Set(
        waiting.flatMap(({ thing, hash }) =>
          namedBy(this.#deps.replica.rows, brand<ThingId>(thing), hash).map(({ id }) => id),
        ),
      ).size,
      waitingBytes: waiting.reduce((sum, { size }) => sum + size, 0),
      ...change,
    });
    this.pins.set(this.#store.pins);
    this.held.set(this.#store.sizes);
    if (this.#leading) this.#deps.channel.post({ t: "state", state: this.state.get() });
  }

  #wakeSoon(ms: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#deps.timers.after(ms, () => this.#wake());
  }

  #wake(): void {
    if (!this.#leading || this.#closed) return;
    if (this.#work !== undefined) {
      this.#again = true;
      return;
    }
    this.#work = this.#workOff().finally(() => {
      this.#work = undefined;
      if (!this.#again) return;
      this.#again = false;
      this.#wakeSoon(gatherMs);
    });
  }

  async #workOff(): Promise<void> {
    const { replica, relay, clock, bytes } = this.#deps;
    const store = this.#store;
    if (!replica.sync.get().connected) return;
    const { again, problem } = await sendWaiting({
      ...{ store, relay, replica, clock },
      onProgress: (sentBytes) => this.#tell({ sentBytes }),
      isStopped: () => this.#closed,
    });
    this.#tell({ problem });
    if (again) return this.#retryLater(problem);
    const isWhole = await this.#fetchPinned();
    if (isWhole) this.#retries = 0;
    else this.#retryLater(null);
    if (!this.#closed && (await sayReferences({ bytes, store, relay, replica, clock }))) this.#again = true;
  }

  #retryLater(problem: SendProblem | null): void {
    const waitMs = retriesMs[Math.min(this.#retries, retriesMs.length - 1)] ?? 0;
    this.#retries += 1;
    // What the relay has no room for comes when its operator or the company has made some.
    this.#wakeSoon(problem === "full" ? 60_000 : waitMs);
  }

  /** False when the relay does not have all of it yet: a file is named before it is sent. */
  async #fetchPinned(): Promise<boolean> {
    let isWhole = true;
    const rescued = this.#deps.replica.rescues.get().flatMap(({ files = [] }) => files);
    const needed = new Set<string>(rescued.map(({ hash }) => hash));
    for (const event of this.#store.pins) {
      for (const { thing, hash } of wantedFor(this.#deps.replica.rows, event)) {
        needed.add(hash);
        if (this.#closed || this.#store.sizes.has(hash)) continue;
        const fetched = await this.#fetch(thing, hash);
        if (!fetched.ok && fetched.error.type === "Offline") return true;
        if (!fetched.ok) {
          isWhole &&= fetched.error.type !== "NotThere";
          continue;
        }
        const kept = await this.#store.keepFetched({ hash, bytes: fetched.value });
        this.#tell({ isDeviceFull: !kept.ok && kept.error.why === "quota" });
        if (!kept.ok) return true;
        this.#deps.channel.post({ t: "changed" });
      }
    }
    await this.#store.shrink(cacheBytes, needed);
    return isWhole;
  }

  async #fetch(thing: ThingId, hash: ContentHash): Promise<Result<Uint8Array, ReadProblem>> {
    const { replica, relay } = this.#deps;
    if (!replica.sync.get().connected) return err({ type: "Offline" });
    const doc = replica.documentOf(thing);
    const place = doc === undefined ? undefined : placeOf(doc, hash);
    if (place === undefined) return err({ type: "NotThere" });
    const got = await relay.get(place);
    if (got.ok) return got;
    switch (got.error.type) {
      case "NotThere":
      case "Refused":
      case "Damaged":
        return err({ type: got.error.type });
      default:
        return err({ type: "Offline" });
    }
  }
}
