/** Writes real change chunks into a document of a company, without the document engine: cards, chunks, tips, parts. */
import { asciiBytes, compareBytes, concatBytes } from "#shared/kernel/bytes";
import type { Signer } from "#shared/kernel/signature";
import type { DocCard } from "#shared/protocol/cards";
import { docCardKind } from "#shared/protocol/cards";
import type { Signed } from "#shared/protocol/envelope";
import { seal } from "#shared/protocol/envelope";
import type { Chunk, PushPart } from "#shared/protocol/messages";
import { deriveActor, makeTip } from "#shared/protocol/tips";
import type { CompanyId, Hash } from "#shared/protocol/wire-types";
import { hashOfChange, literal, oneSet, prefixed, run, unsignedLeb, writeChunk } from "./chunk-writer";
import { nodeSha256 } from "./keys";
import { fresh } from "./relay-company";

export interface DocumentWriter {
  readonly doc: Uint8Array;
  readonly actor: Uint8Array;
  readonly card: Signed<DocCard>;
  /** Makes `count` further changes of this writer and the part that pushes them. */
  readonly write: (count?: number) => Promise<PushPart>;
  /** Makes the next change name another one as its parent too. */
  readonly follow: (head: Hash, maxOp: number) => void;
  /** Newest change so far. */
  readonly head: () => Hash;
  readonly maxOp: () => number;
}

export interface WriterOptions {
  readonly doc?: Uint8Array;
  readonly thing?: Uint8Array;
  /** Two writers of one document with the same one write under the same numbers. */
  readonly nonce?: Uint8Array;
  readonly kind?: string;
  readonly cls?: DocCard["cls"];
  /** Company when left out. */
  readonly scope?: DocCard["scope"];
  /** What each change writes, instead of some text of that size. ASCII. */
  readonly text?: string;
  /** Size of the text each change sets. */
  readonly textBytes?: number;
  /** Operations of each change, all alike; one when left out. */
  readonly operations?: number;
}

/** The first part carries the card unless the document is given as existing already. */
export const createWriter = async (
  company: CompanyId,
  signer: Signer,
  options: WriterOptions = {},
): Promise<DocumentWriter> => {
  const doc = options.doc ?? fresh(16);
  const nonce = options.nonce ?? fresh(8);
  const actor = deriveActor(nodeSha256, signer.publicKey, doc, nonce);
  const card = await seal(
    docCardKind,
    {
      v: 1,
      company,
      doc,
      thing: options.thing ?? fresh(16),
      kind: options.kind ?? "product",
      cls: options.cls ?? "inventory",
      scope: options.scope ?? "company",
      no: 1,
      prev: null,
      replaces: null,
      by: signer.publicKey,
      at: Date.now(),
    },
    [signer],
  );
  let isNew = options.doc === undefined;
  let seq = 0;
  let maxOp = 0;
  let heads: Hash[] = [];
  let head: Hash = new Uint8Array(32);

  const nextChunk = (): Chunk => {
    seq += 1;
    const change = valueSet(actor, { seq, startOp: maxOp + 1, deps: heads }, options);
    const hash = hashOfChange(change);
    const chunk: Chunk = { hash, parents: heads, enc: 0, epoch: 0, bytes: writeChunk(change) };
    maxOp += options.operations ?? 1;
    heads = [hash];
    head = hash;
    return chunk;
  };

  return {
    doc,
    actor,
    card,
    write: async (count = 1) => {
      const chunks = Array.from({ length: count }, nextChunk);
      const tip = await makeTip(company, doc, { actor, nonce, seq, hash: head, checkpoint: 1 }, signer);
      const part: PushPart = { doc, card: isNew ? card : null, chunks, tip };
      isNew = false;
      return part;
    },
    follow: (hash, counter) => {
      heads = [...heads, hash].sort(compareBytes);
      maxOp = Math.max(maxOp, counter);
    },
    head: () => head,
    maxOp: () => maxOp,
  };
};

type SetOptions = Pick<ReturnType<typeof oneSet>, "seq" | "startOp" | "deps">;

/** `root.name = <text>`; with 21 characters about as large as one edited cell. */
const valueSet = (
  actor: Uint8Array,
  place: SetOptions,
  { text: given, textBytes = 21, operations = 1 }: Pick<WriterOptions, "text" | "textBytes" | "operations">,
): ReturnType<typeof oneSet> => {
  const some = "Robe MegaPointe 12 pc".repeat(Math.ceil(textBytes / 21)).slice(0, textBytes);
  const text = asciiBytes(given ?? some);
  const rows = (value: Uint8Array): Uint8Array =>
    operations === 1 ? literal(value) : run(operations, value);
  const columns = [
    [0x15, rows(prefixed(asciiBytes("name")))],
    [0x34, unsignedLeb(operations)],
    [0x42, rows(unsignedLeb(1))],
    [0x56, rows(unsignedLeb(text.length * 16 + 6))],
    [0x57, concatBytes(...Array.from({ length: operations }, () => text))],
    [0x70, rows(unsignedLeb(0))],
  ] as const;
  return oneSet(actor, { ...place, columns });
};
