/** Documents that take the place of others: made here, learned of, and followed by what was written too late. */
import type { RelayMsg } from "#shared/protocol/messages";
import type { Connection } from "../host/link";
import type { MovesDeps } from "./moves";
import { Moves } from "./moves";
import type { RotationDeps } from "./rotation";
import { Rotation } from "./rotation";

export type SuccessionsDeps = MovesDeps & RotationDeps;

export class Successions {
  readonly #deps: SuccessionsDeps;
  readonly #moves: Moves;
  readonly #rotation: Rotation;
  readonly #asked = new Set<string>();

  constructor(deps: SuccessionsDeps) {
    this.#deps = deps;
    this.#moves = new Moves(deps);
    this.#rotation = new Rotation({ ...deps, want: (doc) => this.#want(doc) });
  }

  async #want(doc: string): Promise<void> {
    this.#asked.add(doc);
    await this.#deps.want(doc);
  }

  /** A process may have ended between what it stored and what follows from it. */
  async load(): Promise<void> {
    const { cards } = this.#deps;
    await this.#moves.settle(
      Array.from(cards.all()).flatMap(({ doc, replaces }) => (replaces === undefined ? [] : doc)),
    );
  }

  connected(connection: Connection): void {
    this.#rotation.connected(connection);
  }

  disconnected(): void {
    this.#rotation.disconnected();
  }

  /** Something of these documents was stored, by this context or another one. */
  async stored(docs: readonly string[]): Promise<void> {
    for (const doc of docs) this.#asked.delete(doc);
    await this.#moves.settle(docs);
    for (const doc of docs) this.#rotation.changed(doc);
  }

  /** Whether the message answers what was sent from here. */
  answer(message: RelayMsg): Promise<boolean> {
    return this.#rotation.answer(message);
  }

  /** The relay says that what `doc` is about is in another document. */
  async movedTo(doc: string, by: string): Promise<void> {
    const { cards, want } = this.#deps;
    this.#moves.await(doc, by);
    await this.#moves.settle([doc]);
    if (cards.isCurrent(by)) return;
    await this.#want(by);
    await want(doc);
  }

  /** Documents that were asked for and are not here: the place in the log must not pass them. */
  unfinished(): readonly string[] {
    const { cards } = this.#deps;
    return [...this.#asked].filter((doc) => cards.byDoc(doc) === undefined);
  }

  /** The relay has nothing of this document for us: another one that waited for it, if there is one. */
  givenUp(doc: string): string | undefined {
    this.#asked.delete(doc);
    return this.#moves.givenUp(doc);
  }
}
