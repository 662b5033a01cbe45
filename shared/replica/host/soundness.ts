/**
 * Changes that point at operations their document does not have. The gate lets them through, because a relay knows
 * changes and not operations; Automerge would panic. Such a change is put aside, with what builds on it, and the
 * document goes on without: every device comes to the same verdict, since it follows from the change and its ancestors.
 */
import { bytesKey, toHex } from "#shared/kernel/bytes";
import type { Sha256 } from "#shared/kernel/hash";
import type { OperationIndex, OperationTable } from "#shared/protocol/gate/operation-index";
import { createOperationIndex, indexedChange, tableOfChange } from "#shared/protocol/gate/operation-index";
import { parseChange } from "#shared/protocol/gate/parse-change";
import type { JudgedChunks, ParsedChange } from "#shared/protocol/gate/types";
import { companyGateLimits } from "#shared/protocol/limits";
import type { ChangeMeta } from "#shared/documents/crdt";
import type { OpenDocument } from "../open-documents";
import type { StoredChunk } from "../stored";
import { actorBytes, hashBytes } from "./document-facts";

export type FreshChange = JudgedChunks["fresh"][number];

interface Known {
  readonly index: OperationIndex;
  /** Changes being judged, by key of their hash: later ones may point at them before the document has them. */
  readonly atHand: Map<string, ParsedChange>;
  /** Changes taken up. */
  size: number;
}

export class Soundness {
  readonly #sha256: Sha256;
  readonly #known = new WeakMap<OpenDocument, Known>();
  /** Put aside, by document and hexadecimal hash. */
  readonly #aside = new Map<string, Map<string, ParsedChange>>();

  constructor(sha256: Sha256) {
    this.#sha256 = sha256;
  }

  /** Takes up what was put aside before this start; returns the actor who wrote it, hexadecimal. */
  remember({ doc, bytes }: StoredChunk): string {
    const parsed = parseChange(bytes, companyGateLimits, { sha256: this.#sha256 });
    if (!parsed.ok) return "";
    this.#putAside(doc, parsed.value);
    return toHex(parsed.value.actor);
  }

  /** The changes of a document that were put aside, by hexadecimal hash. */
  aside(doc: string): ReadonlyMap<string, ParsedChange> {
    return this.#aside.get(doc) ?? nothing;
  }

  /** Parts what the gate let through; `document` undefined: nothing of it is known yet. */
  split(
    doc: string,
    document: OpenDocument | undefined,
    fresh: readonly FreshChange[],
  ): { readonly sound: readonly FreshChange[]; readonly unsound: readonly FreshChange[] } {
    if (fresh.length === 0) return { sound: fresh, unsound: fresh };
    const known = this.#of(document);
    const sound: FreshChange[] = [];
    const unsound: FreshChange[] = [];
    known.atHand.clear();
    for (const { change } of fresh) known.atHand.set(bytesKey(change.hash), change);
    for (const one of fresh) {
      const { change } = one;
      const isOnUnsound = change.deps.some((dep) => this.aside(doc).has(toHex(dep)));
      if (isOnUnsound || known.index.problemOf(change) !== undefined) {
        this.#putAside(doc, change);
        unsound.push(one);
        continue;
      }
      known.index.add(indexedChange(change), tableOfChange(change));
      known.size += 1;
      sound.push(one);
    }
    known.atHand.clear();
    return { sound, unsound };
  }

  /** These were left out for now and may come again: nothing is known of them. */
  unsettle(doc: string, unsound: readonly FreshChange[]): void {
    for (const { change } of unsound) this.#aside.get(doc)?.delete(toHex(change.hash));
  }

  #putAside(doc: string, change: ParsedChange): void {
    const aside = this.#aside.get(doc) ?? new Map<string, ParsedChange>();
    aside.set(toHex(change.hash), change);
    this.#aside.set(doc, aside);
  }

  /** The index of a document, with what tabs of this profile wrote meanwhile. */
  #of(document: OpenDocument | undefined): Known {
    const known = (document === undefined ? undefined : this.#known.get(document)) ?? this.#begin(document);
    if (document === undefined) return known;
    this.#known.set(document, known);
    if (known.size !== document.crdt.stats().changes) {
      for (const meta of document.crdt.changes()) {
        const change = metaOf(meta);
        if (known.index.has(change.hash)) continue;
        known.index.add(change);
        known.size += 1;
      }
    }
    return known;
  }

  #begin(document: OpenDocument | undefined): Known {
    const atHand = new Map<string, ParsedChange>();
    const read = (hash: string): OperationTable | undefined => {
      const change = atHand.get(hash);
      if (change !== undefined) return tableOfChange(change);
      return document === undefined ? undefined : this.#tableOf(document, hash);
    };
    return { index: createOperationIndex(read), atHand, size: 0 };
  }

  #tableOf(document: OpenDocument, hash: string): OperationTable | undefined {
    const bytes = document.crdt.bytesOf(hexOfKey(hash));
    const parsed =
      bytes === undefined ? undefined : parseChange(bytes, companyGateLimits, { sha256: this.#sha256 });
    return parsed?.ok === true ? tableOfChange(parsed.value) : undefined;
  }
}

const nothing: ReadonlyMap<string, ParsedChange> = new Map();

const metaOf = ({
  hash,
  actor,
  seq,
  startOp,
  maxOp,
  deps,
}: ChangeMeta): Parameters<OperationIndex["add"]>[0] => ({
  ...{ seq, startOp, maxOp },
  hash: bytesKey(hashBytes(hash)),
  actor: bytesKey(actorBytes(actor)),
  deps: deps.map((dep) => bytesKey(hashBytes(dep))),
});

const hexOfKey = (key: string): string => toHex(Uint8Array.from(key, (char) => char.charCodeAt(0)));
