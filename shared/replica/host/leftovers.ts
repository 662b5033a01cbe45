/**
 * What belonged to documents that have left this device and lies beside them: contents of files, events kept here, steps
 * back, rows in packs. It goes soon after them, and at the latest when the device starts again.
 */
import { contentsOf, file } from "#shared/domain/files";
import { brand } from "#shared/kernel/brand";
import { CardIndex } from "../card-index";
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
    const things = new Set(loaded.cards.map(({ thing }) => thing));
    const writes: StoreWrite[] = [{ delete: "meta", key: leftoversKey }];
    const pins = await store.all("pins");
    for (const { event } of pins) if (!things.has(event)) writes.push({ delete: "pins", key: event });
    writes.push(...(await this.#undoWrites(things)));
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

  async #undoWrites(things: ReadonlySet<string>): Promise<readonly StoreWrite[]> {
    const { store } = this.#deps;
    const [keys, steps] = await Promise.all([store.keys("undo"), store.all("undo")]);
    return steps.flatMap((step, at): readonly StoreWrite[] => {
      const name = keys[at];
      const docs = step.docs.filter(({ thing }) => things.has(thing));
      if (name === undefined || docs.length === step.docs.length) return [];
      if (docs.length === 0) return [{ delete: "undo", key: name }];
      return [{ put: "undo", key: name, value: brand<StoredUndo>({ ...step, docs }) }];
    });
  }
}
