/**
 * Keeps the history of documents beside their rows, so that the changes of one record are found without opening the
 * document and decoding every change it ever had. Written by the sync host in the transaction that writes the rows.
 */
import type { OpenDocument } from "../open-documents";
import type { ByteStore, StoreWrite } from "../ports";
import type { StoredHistory } from "../stored";
import type { ActorHead, AuditChange } from "./history-changes";
import { decodeAfter } from "./history-changes";
import { decodeHistory, encodeHistory } from "./history-codec";
import { factKinds } from "./undo-log";

/** Characters per entry: the open one is written anew with every change, a full one never again. */
const entrySize = 60_000;
/** Changes per entry, for the same reason. */
const entryChanges = 400;

/** The writes that bring a document's stored history up to date. Facts have none: each is its own history. */
export const historyWrites = async (
  store: ByteStore,
  document: OpenDocument,
): Promise<readonly StoreWrite[]> => {
  if (factKinds.has(document.kind)) return [];
  const { doc, crdt } = document;
  const stored = await store.get("history", `${doc}/open`);
  // Changes were taken out of the document: what is stored about it is no longer true.
  const isSound = stored?.heads.every((hash) => crdt.has(hash)) === true;
  const open = isSound ? stored : undefined;
  const { changes, last } = decodeAfter(document, open?.heads ?? []);
  if (changes.length === 0) return [];
  const writes: StoreWrite[] = [{ clear: "history", prefix: isSound ? `${doc}/open` : `${doc}/` }];
  const known = open === undefined ? [] : decodeHistory(open.text);
  const heads = lastOf([...(open?.last ?? []).map(({ actor, ...head }) => [actor, head] as const), ...last]);
  for (const part of partsOf([...known, ...changes], open?.no ?? 0)) {
    const entry = entryOf(document, part, heads);
    const name = part.isLast ? "open" : String(part.no).padStart(6, "0");
    writes.push({ put: "history", key: `${doc}/${name}`, value: entry });
  }
  return writes;
};

interface Part {
  readonly no: number;
  readonly changes: readonly AuditChange[];
  readonly text: string;
  readonly isLast: boolean;
}

const partsOf = (changes: readonly AuditChange[], first: number): readonly Part[] => {
  const parts: Part[] = [];
  for (let at = 0; at < changes.length;) {
    let taken = changes.slice(at, at + entryChanges);
    let text = encodeHistory(taken);
    while (text.length > entrySize && taken.length > 1) {
      taken = taken.slice(0, Math.max(1, Math.floor((taken.length * entrySize) / text.length)));
      text = encodeHistory(taken);
    }
    at += taken.length;
    parts.push({ no: first + parts.length, changes: taken, text, isLast: at >= changes.length });
  }
  return parts;
};

const entryOf = (
  { doc, thing, kind, crdt }: OpenDocument,
  { no, changes, text }: Part,
  heads: ReadonlyMap<string, ActorHead>,
): StoredHistory => {
  const actors = new Set(changes.map(({ actor }) => actor));
  return {
    ...{ doc, thing, kind, no, text },
    changes: changes.length,
    heads: crdt.heads(),
    last: Array.from(actors).flatMap((actor) => {
      const head = heads.get(actor);
      return head === undefined ? [] : [{ actor, ...head }];
    }),
    newest: changes.reduce((newest, { time }) => Math.max(newest, time * 1000), 0),
  };
};

/** The newest head of every actor. */
export const lastOf = (heads: Iterable<readonly [string, ActorHead]>): ReadonlyMap<string, ActorHead> => {
  const last = new Map<string, ActorHead>();
  for (const [actor, head] of heads) if (head.seq > (last.get(actor)?.seq ?? 0)) last.set(actor, head);
  return last;
};
