/**
 * Brings the documents of a proven archive into this company, one after the other, each whole or not at all. It works
 * beside the tabs like another one of them: what it stores they hear of through the channel.
 */
import * as v from "valibot";
import { brand } from "#shared/kernel/brand";
import type { ThingId } from "#shared/kernel/ids";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { DocumentChanges, ReplicaDeps, StoreProblem, StoreWrite } from "../ports";
import type { Standing } from "../engine/company";
import { scopeFromText } from "../card-index";
import type { Copy } from "./copy-document";
import { copyDocument, isBroughtIn } from "./copy-document";
import type { ArchivedDocument, ProvenArchive } from "./prove-archive";

export interface BringInDeps extends Pick<
  ReplicaDeps,
  "store" | "channel" | "sha256" | "verifier" | "random" | "signer" | "clock"
> {
  /** 32 bytes: the company it goes into. */
  readonly company: Uint8Array;
  readonly standing: Pick<Standing, "may" | "checkpoint">;
  readonly isOwner: () => boolean;
}

export type WhyNotHere =
  | { readonly type: "NotOwner" }
  /** The company has records of its own. */
  | { readonly type: "NotEmpty" }
  /** Another archive was begun and did not come to its end: base64url of its company. */
  | { readonly type: "OtherArchive"; readonly company: string }
  /** This device may not make documents of that class. */
  | { readonly type: "NotAllowed"; readonly on: string };

export type BringInProblem = WhyNotHere | StoreProblem | { readonly type: "Stopped" };

/** Under this key `meta` says what was begun and has not come to its end. */
const metaKey = "bring-in";
const unfinishedSchema = v.object({ company: v.string() });

/** Documents whose rows may be there before anything is brought in: a company, its places and its people. */
const ownKinds: ReadonlySet<string> = new Set(["company", "places", "person"]);

/** Stored together: few enough to stop between, many enough to be quick. */
const batch = { documents: 50, bytes: 2 * 1024 * 1024 } as const;

/** Base64url of the company whose archive was begun here and has not come to its end. */
export const unfinishedBringIn = async ({ store }: Pick<BringInDeps, "store">): Promise<string | null> => {
  const read = v.safeParse(unfinishedSchema, await store.get("meta", metaKey));
  return read.success ? read.output.company : null;
};

/** Nothing is written. `hasRecords`: whether the company has records besides what it was set up with. */
export const whyNotHere = async (
  deps: BringInDeps,
  archive: ProvenArchive,
  hasRecords: boolean,
): Promise<WhyNotHere | undefined> => {
  if (!deps.isOwner()) return { type: "NotOwner" };
  const unfinished = await unfinishedBringIn(deps);
  if (unfinished !== null && unfinished !== archive.company)
    return { type: "OtherArchive", company: unfinished };
  if (unfinished === null && (hasRecords || (await hasDocuments(deps)))) return { type: "NotEmpty" };
  for (const { card } of archive.documents) {
    const scope = scopeFromText(card.scope);
    if (!deps.standing.may("create", card.cls, scope) || !deps.standing.may("write", card.cls, scope))
      return { type: "NotAllowed", on: card.cls };
  }
  return undefined;
};

const hasDocuments = async ({ store }: BringInDeps): Promise<boolean> =>
  (await store.all("cards")).some((card) => !ownKinds.has(card.kind) || isBroughtIn(card));

/**
 * Stores what is not here yet; `onDone` hears how many documents are. After a failure or a stop the same archive goes
 * on from there. Until `endBringIn` it counts as begun.
 */
export const bringIn = async (
  deps: BringInDeps,
  archive: ProvenArchive,
  onDone: (done: number, total: number) => void,
  isStopped: () => boolean,
): Promise<Result<void, BringInProblem>> => {
  const { store, channel } = deps;
  const begun = await store.transact(
    [{ put: "meta", key: metaKey, value: { company: archive.company } }],
    "strict",
  );
  if (!begun.ok) return begun;
  const here = new Set((await store.all("cards")).filter(isBroughtIn).map(({ thing }) => thing));
  const left = archive.documents.filter(({ card }) => !here.has(card.thing));
  const total = archive.documents.length;
  let done = total - left.length;
  onDone(done, total);
  for (const documents of inBatches(left)) {
    if (isStopped()) return err({ type: "Stopped" });
    const copies: Copy[] = [];
    for (const document of documents)
      copies.push(await copyDocument(document, deps.company, deps.standing.checkpoint(), deps));
    const stored = await store.transact(
      copies.flatMap(({ writes }): readonly StoreWrite[] => writes),
      "strict",
    );
    if (!stored.ok) return stored;
    channel.post({
      t: "committed",
      docs: copies.map(({ doc, hashes }): DocumentChanges => ({ doc, hashes })),
    });
    onDone((done += documents.length), total);
  }
  return ok(undefined);
};

/** What this company was set up with: it gives way to what the archive has of the kind. */
export const ownBeginnings = async ({ store }: Pick<BringInDeps, "store">): Promise<readonly ThingId[]> =>
  (await store.all("cards"))
    .filter((card) => card.kind === "company" && !isBroughtIn(card))
    .map(({ thing }) => brand<ThingId>(thing));

/** Everything of the archive is here: nothing is to be continued any more. */
export const endBringIn = ({ store }: Pick<BringInDeps, "store">): Promise<Result<void, StoreProblem>> =>
  store.transact([{ delete: "meta", key: metaKey }], "strict");

const inBatches = (documents: readonly ArchivedDocument[]): readonly (readonly ArchivedDocument[])[] => {
  const batches: ArchivedDocument[][] = [];
  let bytes: number = batch.bytes;
  for (const document of documents) {
    const last = batches.at(-1);
    const size = document.chunks.reduce((sum, chunk) => sum + chunk.bytes.length, 0);
    if (last === undefined || last.length >= batch.documents || bytes + size > batch.bytes) {
      batches.push([document]);
      bytes = size;
    } else {
      last.push(document);
      bytes += size;
    }
  }
  return batches;
};
