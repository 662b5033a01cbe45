/** Documents with chunks put aside: those damaged on this disk are fetched again, those that are unsound are named. */
import type { ThingId } from "#shared/kernel/ids";
import { brand } from "#shared/kernel/brand";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { CardIndex } from "../card-index";
import type { ReplicaDeps } from "../ports";
import type { StoredChunk } from "../stored";
import type { SyncProblem } from "../types";
import type { Soundness } from "./soundness";

export interface DamageDeps extends Pick<ReplicaDeps, "store" | "channel"> {
  readonly cards: CardIndex;
  readonly soundness: Soundness;
  readonly report: (problem: SyncProblem) => void;
  /** Rows have to be made again and the missing chunks asked for. */
  readonly fetch: (doc: string) => void;
}

export class Damage {
  readonly #deps: DamageDeps;
  readonly #damaged = new Set<string>();

  constructor(deps: DamageDeps) {
    this.#deps = deps;
  }

  documents(): readonly string[] {
    return [...this.#damaged];
  }

  async load(): Promise<void> {
    for (const chunk of await this.#deps.store.all("quarantine")) {
      if (!isForGood(chunk)) this.note(chunk.doc);
      else if (chunk.why === "reference") await this.#remindOf(chunk);
    }
  }

  note(doc: string): void {
    this.#damaged.add(doc);
    this.#report(doc, false);
    this.#deps.fetch(doc);
  }

  /** Chunks of the document were stored; perhaps those that were missing. */
  async check(doc: string): Promise<void> {
    if (!this.#damaged.has(doc)) return;
    if (!(await this.#deps.store.all("quarantine", `${doc}/`)).every(isForGood)) return;
    this.#damaged.delete(doc);
    this.#report(doc, true);
    this.#deps.channel.post({ t: "rebuilt", doc });
  }

  async #remindOf(chunk: StoredChunk): Promise<void> {
    const actor = this.#deps.soundness.remember(chunk);
    const tip = await this.#deps.store.get("tips", `${chunk.doc}/${actor}`);
    const device = tip === undefined ? "" : textOfBytes(tip.device);
    this.#deps.report({ type: "UnsoundChange", thing: this.#thingOf(chunk.doc), device });
  }

  #report(doc: string, healed: boolean): void {
    this.#deps.report({ type: "DamagedChunk", thing: this.#thingOf(doc), healed });
  }

  #thingOf(doc: string): ThingId | null {
    const card = this.#deps.cards.byDoc(doc);
    return card === undefined ? null : brand<ThingId>(card.thing);
  }
}

/** Put aside because of what it says; fetching it again would bring the same. */
const isForGood = ({ why }: StoredChunk): boolean => why !== undefined;
