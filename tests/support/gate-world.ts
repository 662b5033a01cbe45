/** A company with signing devices, honest documents and a relay's view of them, for tests of pushes and chunks. */
import * as A from "@automerge/automerge";
import { toHex } from "#shared/kernel/bytes";
import { must } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import type { DocCard } from "#shared/protocol/cards";
import { docCardKind } from "#shared/protocol/cards";
import type { Signed } from "#shared/protocol/envelope";
import { seal } from "#shared/protocol/envelope";
import { growingIndex } from "#shared/protocol/gate/change-order";
import { parseChange } from "#shared/protocol/gate/parse-change";
import type { PushContext } from "#shared/protocol/gate/types";
import { companyGateLimits, documentLimits } from "#shared/protocol/limits";
import type { Chunk, PushPart } from "#shared/protocol/messages";
import { deriveActor, makeTip } from "#shared/protocol/tips";
import { named, nodeSha256, signerNamed } from "./keys";

export const testCompany = named("EventKit test company");
export const testDoc = named("EventKit test doc").slice(0, 16);
export const testNow = 1_767_225_600_000;

export const chunkOf = (bytes: Uint8Array): Chunk => {
  const { hash, deps } = must(parseChange(bytes, companyGateLimits, { sha256: nodeSha256 }));
  return { hash, parents: deps, enc: 0, epoch: 0, bytes };
};

/** One device writing in one document. */
export interface Writer {
  readonly signer: Signer;
  readonly nonce: Uint8Array;
  readonly actor: Uint8Array;
  readonly actorId: string;
}

export const writerNamed = (name: string, doc = testDoc): Writer => {
  const signer = signerNamed(name);
  const nonce = named(`${name} nonce`).slice(0, 8);
  const actor = deriveActor(nodeSha256, signer.publicKey, doc, nonce);
  return { signer, nonce, actor, actorId: toHex(actor) };
};

/** A push part of a writer's changes, oldest first. */
export const partOf = async (
  writer: Writer,
  changes: readonly Uint8Array[],
  doc = testDoc,
): Promise<PushPart> => {
  const chunks = changes.map(chunkOf);
  const last = chunks[chunks.length - 1];
  if (last === undefined) throw new Error("a part has chunks");
  const { seq } = must(parseChange(last.bytes, companyGateLimits, { sha256: nodeSha256 }));
  const { actor, nonce } = writer;
  const tip = await makeTip(
    testCompany,
    doc,
    { actor, nonce, seq, hash: last.hash, checkpoint: 1 },
    writer.signer,
  );
  return { doc, card: null, chunks, tip };
};

export const cardBy = (writer: Writer, patch: Partial<DocCard> = {}): Promise<Signed<DocCard>> =>
  seal(docCardKind, { ...plainCard(writer), ...patch }, [writer.signer]);

export const plainCard = (writer: Writer): DocCard => ({
  v: 1,
  company: testCompany,
  doc: testDoc,
  thing: testDoc,
  kind: "product",
  cls: "inventory",
  scope: "company",
  no: 1,
  prev: null,
  replaces: null,
  by: writer.signer.publicKey,
  at: testNow,
});

/** What the relay knows, with the document's card there and these changes stored. */
export const pushContext = (
  writer: Writer,
  stored: readonly Uint8Array[],
  patch: Partial<PushContext> = {},
): PushContext => {
  const index = growingIndex();
  for (const bytes of stored) index.add(must(parseChange(bytes, companyGateLimits, { sha256: nodeSha256 })));
  return {
    company: testCompany,
    device: writer.signer.publicKey,
    now: testNow,
    limits: companyGateLimits,
    documentLimits,
    replaced: () => Promise.resolve({ ...index, heads: () => [] }),
    index: () => index,
    card: () => plainCard(writer),
    newestCard: () => undefined,
    standing: () => "accept",
    mayCreate: () => true,
    ...patch,
  };
};

type Doc = Record<string, unknown>;

/** A document begun by a writer, with `edits` changes. */
export const beginDocument = (writer: Writer, edits = 3): A.Doc<Doc> => {
  let doc = A.init<Doc>({ actor: writer.actorId });
  for (let i = 0; i < edits; i++) doc = editDocument(doc, { [`field${i}`]: i });
  return doc;
};

export const editDocument = (doc: A.Doc<Doc>, values: Doc, time = testNow / 1000): A.Doc<Doc> =>
  A.change(doc, { time }, (draft) => {
    Object.assign(draft, values);
  });

export const continueDocument = (doc: A.Doc<Doc>, writer: Writer): A.Doc<Doc> =>
  A.clone(doc, { actor: writer.actorId });
