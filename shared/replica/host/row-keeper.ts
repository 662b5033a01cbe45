/** Brings the stored rows of documents up to date after tabs wrote them, soon but not at once, and tells the tabs. */
import type { CardIndex } from "../card-index";
import type { OpenDocument, OpenDocuments } from "../open-documents";
import type { ReplicaDeps, StoreWrite } from "../ports";
import type { Lane } from "./lane";
import type { RowWriter } from "./row-writer";

/** Counted from the first document that waits. */
const delayMs = 300;
/** When the store did not take them: tried again, without hurry. */
const retryMs = 10_000;
/** Documents whose rows are written in one go. */
const documentsPerTurn = 20;
/** Rows are gathered into packs when nothing was written for this long, so that no tab is still reading them. */
const gatherAfterMs = 20_000;

export interface RowKeeperDeps extends Pick<ReplicaDeps, "store" | "channel" | "timers"> {
  readonly lane: Lane;
  readonly cards: CardIndex;
  readonly documents: OpenDocuments;
  readonly rows: RowWriter;
}

const takesMark = (write: StoreWrite): boolean => "delete" in write && write.delete === "unprojected";

export class RowKeeper {
  readonly #deps: RowKeeperDeps;
  readonly #dirty = new Set<string>();
  #cancelWriting: (() => void) | undefined;
  #cancelGathering: () => void = () => undefined;

  constructor(deps: RowKeeperDeps) {
    this.#deps = deps;
  }

  markDirty(doc: string): void {
    this.#dirty.add(doc);
    this.#writeIn(delayMs);
  }

  gatherLater(): void {
    const { timers, lane, rows } = this.#deps;
    this.#cancelGathering();
    this.#cancelGathering = timers.after(gatherAfterMs, () => lane.add(() => rows.gather()));
  }

  stop(): void {
    this.#cancelWriting?.();
    this.#cancelGathering();
  }

  #writeIn(ms: number): void {
    const { timers, lane } = this.#deps;
    this.#cancelWriting ??= timers.after(ms, () => {
      this.#cancelWriting = undefined;
      lane.add(() => this.#write());
    });
  }

  async #write(): Promise<void> {
    const { store, channel, cards, documents, rows } = this.#deps;
    const docs = [...this.#dirty].slice(0, documentsPerTurn);
    // Taken off before anything is read: what a tab writes meanwhile has to be written once more.
    for (const doc of docs) this.#dirty.delete(doc);
    const open: OpenDocument[] = [];
    for (const doc of docs) {
      const card = cards.byDoc(doc);
      const document = card === undefined ? undefined : await documents.open(card);
      if (document !== undefined) open.push(document);
    }
    const writes = await rows.writesFor(open, (doc) => cards.isCurrent(doc));
    const stored = await store.transact(
      writes.filter((write) => !takesMark(write)),
      "relaxed",
    );
    if (!stored.ok) {
      for (const doc of docs) this.#dirty.add(doc);
      this.#writeIn(retryMs);
      return;
    }
    // Apart from the rows: tabs set marks with every change, and would wait while the rows of a long document are stored.
    await store.transact(writes.filter(takesMark), "relaxed");
    channel.post({ t: "arrived", docs: open.map(({ doc }) => ({ doc, hashes: [] })) });
    if (this.#dirty.size > 0) this.#writeIn(0);
    else this.gatherLater();
  }
}
