/**
 * What belonged to documents that have left this device and lies beside them: contents of files, events kept here, steps
 * back, rows in packs. It goes soon after them, and at the latest when the device starts again.
 */
import { contentsOf, file } from "#shared/domain/files";
import { CardIndex } from "../card-index";
import { undoKey } from "../engine/commit-queue";
import type { Loaded } from "../engine/load";
import { loadCompany, showLoaded } from "../engine/load";
import { leftoversKey } from "../leftovers-mark";
import type { OpenDocuments } from "../open-documents";
import type { ReplicaDeps, StoreWrite } from "../ports";
import { RowTable } from "../row-table";
import type { StoredUndo } from "../stored";
import type { Lane } from "./lane";
import type { RowWriter } from "./row-writer";

export interface LeftoversDeps extends Pick<ReplicaDeps, "store" | "channel"> {
  readonly lane: Lane;
  readonly documents: OpenDocuments;
  readonly rows: RowWriter;
}

export class Leftovers {
  readonly #deps: LeftoversDeps;
  #isWaiting = false;

  constructor(deps: LeftoversDeps) {
    this.#deps = deps;
  }

  /** What an earlier host did not come to. */
  async load(): Promise<void> {
    if ((await this.#deps.store.get("meta", leftoversKey)) !== undefined) this.sweepSoon();
  }

  /** After everything that waits now: many documents leave one after another. */
  sweepSoon(): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#deps.lane.add(() => {
      this.#isWaiting = false;
      return this.#sweep();
    });
  }

  async #sweep(): Promise<void> {
    const { store, rows, channel } = this.#deps;
    // First, because it takes long, and tabs go on adding meanwhile.
    await rows.gather("gone");
    const loaded = await loadCompany(store);
    const writes: StoreWrite[] = [{ delete: "meta", key: leftoversKey }, ...(await this.#writesForGone())];
    for (const hash of await this.#looseContents(loaded))
      writes.push({ delete: "blobs", key: hash }, { delete: "blobFacts", key: hash });
    const stored = await store.transact(writes, "strict");
    if (stored.ok && writes.length > 1) channel.post({ t: "contents-gone" });
  }

  /** What no document that is here names, no upload waits with, and no rescue keeps. */
  async #looseContents(loaded: Loaded): Promise<readonly string[]> {
    const { store } = this.#deps;
    const contents = await store.keys("blobs");
    if (contents.length === 0) return [];
    const needed = await this.#neededContents(loaded);
    // Last of all that is read: a photo may be added again at any moment.
    const waiting = new Set((await store.all("uploads")).map(({ hash }) => hash));
    return contents.filter((hash) => !needed.has(hash) && !waiting.has(hash));
  }

  /** What a document that is here names, and what was refused and can be saved. */
  async #neededContents(loaded: Loaded): Promise<ReadonlySet<string>> {
    const { documents } = this.#deps;
    const [table, cards] = [new RowTable(), new CardIndex()];
    for (const card of loaded.cards) cards.add(card);
    const behind = showLoaded(table, cards, loaded);
    const needed = new Set<string>(contentsOf(table.all(file).values()));
    for (const doc of behind) {
      const card = cards.byDoc(doc);
      const document = card === undefined ? undefined : await documents.open(card);
      for (const hash of contentsOf(document?.projection.all(file).values() ?? [])) needed.add(hash);
    }
    for (const { files = [] } of loaded.rescues) for (const { hash } of files) needed.add(hash);
    return needed;
  }

  /** Events kept here and steps back, of things that are not here any more. */
  async #writesForGone(): Promise<readonly StoreWrite[]> {
    const { store } = this.#deps;
    const [pins, steps] = [await store.all("pins"), await store.all("undo")];
    // After them: what tabs make meanwhile is there before anything names it.
    const things = new Set((await store.all("cards")).map(({ thing }) => thing));
    const gone = pins.filter(({ event }) => !things.has(event));
    return [
      ...gone.map(({ event }): StoreWrite => ({ delete: "pins", key: event })),
      ...steps.flatMap((step) => undoWrites(step, things)),
    ];
  }
}

const undoWrites = (step: StoredUndo, things: ReadonlySet<string>): readonly StoreWrite[] => {
  const docs = step.docs.filter(({ thing }) => things.has(thing));
  if (docs.length === step.docs.length) return [];
  const key = undoKey(step);
  // Quantities are in this device's own log.
  const isEmpty = docs.length === 0 && (step.facts ?? []).length === 0;
  return isEmpty ? [{ delete: "undo", key }] : [{ put: "undo", key, value: { ...step, docs } }];
};
