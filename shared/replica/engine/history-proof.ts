/** Whose signature covers what: tips are checked again here, because only a checked one may name a person. */
import { fromHex, toHex } from "#shared/kernel/bytes";
import type { Sha256 } from "#shared/kernel/hash";
import type { DocId } from "#shared/kernel/ids";
import { idToBytes } from "#shared/kernel/ids";
import { brand } from "#shared/kernel/brand";
import type { Verifier } from "#shared/kernel/signature";
import { deriveActor, verifyTip } from "#shared/protocol/tips";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { StoredTip } from "../stored";
import type { Signed } from "./history";
import type { ActorHead } from "./history-changes";

export interface ProofDeps {
  /** 32 bytes. */
  readonly company: Uint8Array;
  readonly sha256: Sha256;
  readonly verifier: Verifier;
}

export class TipProofs {
  readonly #deps: ProofDeps;
  /** Every tip looked at so far and whether it holds. */
  readonly #checked = new Map<string, Promise<boolean>>();

  constructor(deps: ProofDeps) {
    this.#deps = deps;
  }

  /**
   * Which device signed the changes of each actor. A tip counts when its signature holds, its actor is the one that
   * device has in this document, and it names the change that the document has at that place: its hash covers
   * everything the actor wrote before.
   */
  async signed(
    doc: string,
    tips: readonly StoredTip[],
    last: ReadonlyMap<string, ActorHead>,
  ): Promise<ReadonlyMap<string, Signed>> {
    const found = new Map<string, Signed>();
    await Promise.all(
      tips.map(async (tip) => {
        const actor = toHex(tip.actor);
        const head = last.get(actor);
        if (head === undefined || head.seq !== tip.seq || head.hash !== tip.hash) return;
        if (await this.#holds(doc, tip)) found.set(actor, { device: textOfBytes(tip.device), seq: tip.seq });
      }),
    );
    return found;
  }

  #holds(doc: string, tip: StoredTip): Promise<boolean> {
    const key = [
      doc,
      tip.seq,
      tip.hash,
      tip.checkpoint,
      ...[tip.actor, tip.nonce, tip.device, tip.sig].map(toHex),
    ].join();
    const known = this.#checked.get(key) ?? this.#check(doc, tip);
    this.#checked.set(key, known);
    return known;
  }

  async #check(doc: string, tip: StoredTip): Promise<boolean> {
    const { company, sha256, verifier } = this.#deps;
    const place = idToBytes(brand<DocId>(doc));
    const hash = fromHex(tip.hash);
    if (hash === undefined) return false;
    if (toHex(deriveActor(sha256, tip.device, place, tip.nonce)) !== toHex(tip.actor)) return false;
    return verifyTip(company, place, { ...tip, hash }, verifier);
  }
}
