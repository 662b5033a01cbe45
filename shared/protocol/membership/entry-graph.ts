/**
 * The hash graph of entries as it grows in any order: what is complete, what waits for ancestors, what nobody has
 * built upon yet.
 */
import { bytesKey, compareBytes } from "#shared/kernel/bytes";
import type { Hash } from "../wire-types";
import { textOfBytes } from "../wire-types";
import type { EntryRecord } from "./types";

export interface GraphNode {
  readonly record: EntryRecord;
  /** Base64url of the keys that signed it. */
  readonly signers: readonly string[];
  /** Longest way to an entry without predecessors, from 1; 0 while ancestors are missing. */
  depth: number;
  readonly parents: GraphNode[];
  /** Complete entries that name it. */
  children: number;
  /** Number of the checkpoint that decided it, 0 while it is open. */
  checkpoint: number;
}

interface WaitingNode {
  readonly node: GraphNode;
  missing: number;
}

export class EntryGraph {
  readonly #nodes = new Map<string, GraphNode>();
  readonly #heads = new Set<GraphNode>();
  readonly #incomplete = new Map<string, WaitingNode>();
  /** Nodes that wait, by the ancestor they wait for. */
  readonly #waitingFor = new Map<string, WaitingNode[]>();

  find(id: Hash): GraphNode | undefined {
    return this.#nodes.get(bytesKey(id));
  }

  /** Complete entries that no complete one names. */
  heads(): readonly GraphNode[] {
    return [...this.#heads];
  }

  /** Ids of entries whose ancestors are missing, in ascending order. */
  waiting(): readonly Hash[] {
    return [...this.#incomplete.values()].map(({ node }) => node.record.id).sort(compareBytes);
  }

  /** Entries this one completed, itself first; empty when it waits or was known. */
  add(record: EntryRecord): readonly GraphNode[] {
    const name = bytesKey(record.id);
    if (this.#nodes.has(name)) return [];
    const signers = record.entry.signers.map(textOfBytes);
    const node: GraphNode = { record, signers, depth: 0, parents: [], children: 0, checkpoint: 0 };
    this.#nodes.set(name, node);
    const waiting: WaitingNode = { node, missing: 0 };
    for (const prev of record.entry.value.prev) {
      const key = bytesKey(prev);
      const parent = this.#nodes.get(key);
      if (parent !== undefined && parent.depth > 0) {
        node.parents.push(parent);
        continue;
      }
      waiting.missing += 1;
      const others = this.#waitingFor.get(key);
      if (others === undefined) this.#waitingFor.set(key, [waiting]);
      else others.push(waiting);
    }
    if (waiting.missing === 0) return this.#settle(node);
    this.#incomplete.set(name, waiting);
    return [];
  }

  /** Takes a node out that no other builds upon; false when one does. */
  remove(node: GraphNode): boolean {
    const name = bytesKey(node.record.id);
    const waits = [...this.#incomplete.values()];
    if (node.children > 0 || waits.some((other) => other.node.parents.includes(node))) return false;
    this.#nodes.delete(name);
    if (this.#incomplete.delete(name)) {
      for (const prev of node.record.entry.value.prev) {
        const key = bytesKey(prev);
        const others = this.#waitingFor.get(key)?.filter((other) => other.node !== node) ?? [];
        if (others.length > 0) this.#waitingFor.set(key, others);
        else this.#waitingFor.delete(key);
      }
      return true;
    }
    this.#heads.delete(node);
    for (const parent of node.parents) {
      parent.children -= 1;
      if (parent.children === 0) this.#heads.add(parent);
    }
    return true;
  }

  /** Completes a node and everything that waited for nothing else. Without recursion: a chain may be thousands long. */
  #settle(first: GraphNode): readonly GraphNode[] {
    const settled: GraphNode[] = [];
    const open = [first];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      this.#complete(node);
      settled.push(node);
      const name = bytesKey(node.record.id);
      this.#incomplete.delete(name);
      for (const waiting of this.#waitingFor.get(name) ?? []) {
        waiting.node.parents.push(node);
        waiting.missing -= 1;
        if (waiting.missing === 0) open.push(waiting.node);
      }
      this.#waitingFor.delete(name);
    }
    return settled;
  }

  #complete(node: GraphNode): void {
    node.depth = node.parents.reduce((deepest, parent) => Math.max(deepest, parent.depth), 0) + 1;
    for (const parent of node.parents) {
      parent.children += 1;
      this.#heads.delete(parent);
    }
    this.#heads.add(node);
  }
}

/** By causal depth, then by id: the order entries of one batch are applied in. */
export const compareNodes = (a: GraphNode, b: GraphNode): number =>
  a.depth - b.depth || compareBytes(a.record.id, b.record.id);
