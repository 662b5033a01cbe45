/**
 * How far this device has read the relay's log, and whether that log is still the one that gave our receipts. A relay
 * that does not know them was restored from a backup, or lies: everything is read anew to learn what it has, and until
 * the next connection nothing is deleted on its word.
 */
import { frameLimits } from "#shared/protocol/limits";
import type { ReplicaDeps } from "../ports";
import type { SyncProblem } from "../types";
import type { Connection } from "./link";
import type { Forgotten } from "./losses";
import type { LogPosition } from "./position";
import { positionWrite, readPosition, startOfLog } from "./position";
import type { SeenReceipts } from "./seen-receipts";

export interface LogReaderDeps extends Pick<ReplicaDeps, "store" | "clock"> {
  readonly seen: SeenReceipts;
  readonly report: (problem: SyncProblem) => void;
  /** The relay does not have what these are for. False when the store failed. */
  readonly lose: (forgotten: readonly Forgotten[]) => Promise<boolean>;
}

export class LogReader {
  readonly #deps: LogReaderDeps;
  #position: LogPosition = startOfLog;
  /** Checkpoint whose rights what is here was sent under. */
  #rights = 0;
  #connection: Connection | undefined;
  #isRepairing = false;
  /** Answers that have to come before more counts as proven. */
  #questions = 0;

  constructor(deps: LogReaderDeps) {
    this.#deps = deps;
  }

  async load(): Promise<void> {
    const { position, proven, rights } = await readPosition(this.#deps.store);
    this.#position = position;
    this.#rights = rights;
    const { seen, store, clock } = this.#deps;
    await seen.load(store, proven, clock.now());
  }

  /** Everything up to here is on this device. */
  get position(): LogPosition {
    return this.#position;
  }

  /** Nothing may be deleted on the relay's word. */
  get isRepairing(): boolean {
    return this.#isRepairing;
  }

  /** Says where we stand. True when the relay stands there too. */
  async begin(connection: Connection): Promise<boolean> {
    const { seen } = this.#deps;
    const { welcome, send } = connection;
    this.#connection = connection;
    this.#isRepairing = false;
    this.#questions = 0;
    // Rights may have changed while we were away, or on the way here when the last connection broke.
    if (this.#position.serial > 0) send({ t: "rights", checkpoint: this.#rights });
    const { isBehind, isOther } = seen.compare(this.#position, welcome);
    if (isBehind || isOther) {
      await this.#repair(isBehind ? "rollback" : "fork", connection);
      return false;
    }
    // To a device that has nothing rows come first.
    const isFirst = this.#position.serial === 0;
    seen.begin(this.#position.serial, isFirst ? null : welcome.serial);
    this.#ask(send);
    send(isFirst ? { t: "start" } : { t: "since", ...this.#position });
    return welcome.serial === this.#position.serial;
  }

  /** The relay's log does not have these places, for which we hold its receipts. False when the store failed. */
  async unknown(serials: readonly number[]): Promise<boolean> {
    this.#questions -= 1;
    if (serials.length === 0) return true;
    const strange = new Set(serials);
    const receipts = await this.#deps.store.all("receipts");
    return this.#lose(
      receipts.flatMap((receipt) => (strange.has(receipt.serial) ? { receipt, has: 0 } : [])),
    );
  }

  /** Everything up to `place` has come. `again`: it is not the log we know, and everything comes once more. */
  async reached(place: LogPosition): Promise<"reached" | "again" | "failed"> {
    const { seen, store } = this.#deps;
    if (place.serial === 0 && this.#position.serial > 0) {
      // Our place is not in its log, although the log is long enough.
      if (this.#connection !== undefined) await this.#repair("fork", this.#connection);
      return "again";
    }
    const forgotten = await seen.forgottenAt(store, place);
    if (forgotten === undefined) return "reached";
    if (!(await this.#lose(forgotten))) return "failed";
    if (this.#questions <= 0) seen.prove(place.serial);
    return "reached";
  }

  /** Everything up to `place` is on this device. */
  async keep({ serial, logHash }: LogPosition): Promise<void> {
    const position = { serial, logHash };
    const { store, seen } = this.#deps;
    const { proven } = seen;
    // Nothing was deleted while repairing, and what changes later in a connection may still be on its way at its end.
    const rights = this.#isRepairing ? this.#rights : (this.#connection?.welcome.checkpoint ?? this.#rights);
    const stored = await store.transact([positionWrite({ position, proven, rights })], "relaxed");
    if (!stored.ok) return;
    this.#position = position;
    this.#rights = rights;
  }

  /**
   * Receipts that came beside the log, or from another one: whoever answers now says whether they are in it. What was
   * lost and is back already has new receipts, so only the old places still show what happened.
   */
  #ask(send: Connection["send"]): void {
    const places = this.#deps.seen.unproven();
    for (let at = 0; at < places.length; at += frameLimits.documents) {
      this.#questions += 1;
      send({ t: "prove", places: places.slice(at, at + frameLimits.documents) });
    }
  }

  async #repair(reason: "rollback" | "fork", { welcome, send }: Connection): Promise<void> {
    const { seen, store } = this.#deps;
    this.#distrust(reason);
    this.#position = startOfLog;
    seen.begin(0, welcome.serial);
    await seen.doubt(store);
    this.#ask(send);
    send({ t: "since", ...this.#position });
  }

  #distrust(reason: "rollback" | "fork"): void {
    this.#isRepairing = true;
    this.#deps.report({ type: "RelayUntrusted", reason, thing: null });
  }

  #lose(forgotten: readonly Forgotten[]): Promise<boolean> {
    if (forgotten.length > 0 && !this.#isRepairing) this.#distrust("fork");
    return this.#deps.lose(forgotten);
  }
}
